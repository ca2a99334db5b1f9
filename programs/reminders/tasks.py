"""What the queue does for reminders."""

from django_tasks import task

from programs.reminders.sending import send
from programs.reminders.testing import send_test


@task()
def send_reminder(reminder: str) -> bool:
    return send(reminder)


@task()
def send_test_reminder(user: str, device: str = "") -> bool:
    return send_test(user, device)
