"""Mails about changes to how an account is opened, beside those that allauth sends. They name nobody and no clinic."""

import datetime

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User


def compose(kind: str, *, to: str, user: User, at: datetime.datetime, about: dict[str, str]) -> EmailMessage:
    """`kind` names one of the subjects below; `about` is what its template says."""
    subjects = {
        "new_device": _("New sign-in to your account"),
        "address_changed": _("The address of your account is another"),
        "new_team": _("Who may open your record has changed"),
        "second_step_reset": _("The second step of your account was taken away"),
    }
    with timezone.override(user.zone):
        body = render_to_string(f"accounts/mail/{kind}.txt", {**about, "at": at})
    return EmailMessage(subjects[kind], body, to=[to], headers={"Auto-Submitted": "auto-generated"})
