"""Mails to editors about drafts that wait for them. They name the exercise and lead to the page; no more."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from exercises.editorial.drafts import other_editors
from exercises.models import Draft, EditorialEvent

Verb = EditorialEvent.Verb


def send(event: EditorialEvent) -> int:
    """Tell everybody who waits for it; gives how many. Nobody is told of a draft that is gone meanwhile."""
    draft = Draft.objects.filter(exercise=event.exercise_id).first()
    if draft is None:
        return 0
    people = list(waiting(event, draft))
    about = {
        "event": event,
        "who": (event.by.get_short_name() if event.by else "") or _("A colleague"),
        "link": settings.SITE_URL + reverse("admin:draft", args=[event.exercise_id]),
    }
    for person in people:
        mail = EmailMessage(
            subject=subject(event),
            body=render_to_string("exercises/mail/draft.txt", about),
            to=[person.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
        mail.send()
    return len(people)


def waiting(event: EditorialEvent, draft: Draft) -> Any:
    """A review is for every editor who did not write the draft; everything else for those who did."""
    if event.verb == Verb.SUBMITTED:
        return other_editors(event.by).exclude(pk__in=draft.authors.values("pk"))
    authors = get_user_model()._default_manager.filter(pk__in=draft.authors.values("pk"), is_active=True)
    return authors.exclude(pk=event.by_id) if event.by_id else authors


def subject(event: EditorialEvent) -> str:
    said = {
        Verb.SUBMITTED: _("Waiting for review: %(name)s"),
        Verb.SENT_BACK: _("Sent back: %(name)s"),
        Verb.APPROVED: _("Approved: %(name)s"),
        Verb.FAILED: _("Not published at its time: %(name)s"),
    }
    return said[Verb(event.verb)] % {"name": " ".join(event.exercise.name.split())}
