"""The queue of tasks: what a killed worker leaves behind, and the worker that ends with its server."""

import datetime
import os
import signal
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from backfit.management.commands import work
from backfit.queue import LONGEST, TRIES, forget, rescue
from tests.test_settings import start

pytestmark = pytest.mark.django_db
KEPT = datetime.timedelta(days=settings.KEPT_DAYS["tasks"])
MINUTE = datetime.timedelta(minutes=1)


def put(status: str, *, started: datetime.timedelta = MINUTE, tries: int = 1) -> DBTaskResult:
    """A task that began so long ago and, where it ended, ended at once."""
    began = timezone.now() - started
    return DBTaskResult.objects.create(
        task_path="exercises.tasks.draw_figure",
        args_kwargs={"args": [1], "kwargs": {}},
        backend_name="default",
        status=status,
        started_at=began,
        finished_at=None if status == TaskResultStatus.RUNNING else began,
        worker_ids=[f"worker-{number}" for number in range(tries)],
        exception_class_path="",
        traceback="",
        run_after=began,
    )


def status_of(result: DBTaskResult) -> str:
    result.refresh_from_db()
    return result.status


def test_a_task_that_runs_for_longer_than_any_may_is_queued_again() -> None:
    lost, busy = put("RUNNING", started=LONGEST + MINUTE), put("RUNNING", started=MINUTE)
    done = put("SUCCESSFUL", started=LONGEST + MINUTE)
    assert rescue() == 1
    assert (status_of(lost), status_of(busy), status_of(done)) == ("READY", "RUNNING", "SUCCESSFUL")
    assert list(DBTaskResult.objects.ready()) == [lost]


def test_the_only_worker_takes_up_all_that_is_marked_as_running() -> None:
    lost = put("RUNNING", started=MINUTE)
    assert rescue(started_before=timezone.now()) == 1
    assert status_of(lost) == "READY"


def test_a_task_that_kills_its_worker_every_time_is_given_up() -> None:
    deadly = put("RUNNING", started=LONGEST + MINUTE, tries=TRIES)
    rescue()
    assert status_of(deadly) == "FAILED"
    assert "WorkerLost" in deadly.exception_class_path


def test_records_of_old_tasks_are_removed() -> None:
    put("SUCCESSFUL", started=KEPT + MINUTE)
    put("FAILED", started=KEPT + MINUTE)
    stay = [put("SUCCESSFUL"), put("FAILED"), put("RUNNING", started=KEPT + MINUTE)]
    forget()
    assert set(DBTaskResult.objects.all()) == set(stay)


class Ended(Exception):
    pass


def test_the_worker_ends_when_its_server_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    def kill(process: int, number: int) -> None:
        raise Ended(process, number)

    parents = iter([4711, 4711, 1])
    monkeypatch.setattr(work.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(work.os, "getppid", lambda: next(parents))
    monkeypatch.setattr(work.os, "kill", kill)
    with pytest.raises(Ended) as end:
        work.watch(4711)
    assert end.value.args == (os.getpid(), signal.SIGKILL)


def test_the_worker_looks_for_lost_tasks_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    glances: list[Any] = []

    def look() -> None:
        raise Ended

    monkeypatch.setattr(work.time, "sleep", glances.append)
    monkeypatch.setattr(work, "look_for_lost", look)
    with pytest.raises(Ended):
        work.watch(0)
    assert len(glances) == work.ROUND


def test_a_site_queues_what_takes_long_in_its_database() -> None:
    ended = start("print(settings.TASKS['default']['BACKEND'])", BACKFIT_DEBUG="1")
    assert ended.stdout.strip() == "django_tasks_db.DatabaseBackend", ended.stderr
    assert "Immediate" in settings.TASKS["default"]["BACKEND"]  # here it is done at once
