"""Looks after the queue of tasks: what a killed worker left behind is tried again, what is long done is removed."""

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from backfit.retention import before

# Far longer than any task takes: whatever runs longer has lost its worker.
LONGEST = datetime.timedelta(minutes=10)
TRIES = 3


class WorkerLost(Exception):
    """The worker was killed, or the machine stopped, every time that this was tried."""


def rescue(*, started_before: datetime.datetime | None = None) -> int:
    """Queue again what has been running since before then, by default for longer than anything takes.

    What was lost `TRIES` times is marked as failed. Gives the number of tasks that were found.
    """
    before = started_before or timezone.now() - LONGEST
    with transaction.atomic():
        lost = list(running().select_for_update().filter(started_at__lt=before))
        for result in lost:
            if len(result.worker_ids) < TRIES:
                result.status = TaskResultStatus.READY
                result.save(update_fields=["status"])
            else:
                result.set_failed(WorkerLost(f"Tried {TRIES} times."))
    return len(lost)


def running() -> QuerySet[DBTaskResult]:
    return DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)


def ended(then: datetime.datetime) -> QuerySet[DBTaskResult]:
    """The records of tasks that ended before then."""
    over = [TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED]
    return DBTaskResult.objects.filter(status__in=over, finished_at__lt=then)


def forget() -> None:
    """Remove the records of tasks that ended longer ago than they are kept."""
    ended(before("tasks", timezone.now())).delete()
