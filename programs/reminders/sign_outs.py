"""With a new password all of a person's sessions end, and with them what their browsers were sent."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from django.dispatch import receiver

from accounts.models import User
from programs.reminders.devices import forget_all


@receiver([password_changed, password_reset, password_set])
def sessions_ended(sender: object, user: User, **about: Any) -> None:
    forget_all(user)
