"""What a therapist does about reasons for attention: dealt with, put off, read."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Episode, User
from backfit.access import require_editable
from backfit.refusals import Conflict
from programs.attention.reading import DAYS, unread
from programs.attention.rows import hold, refresh_together
from programs.attention.rules import mark_of
from programs.models import Attention
from programs.schedule import ONE_DAY

LONGEST_SNOOZE = 90
LONGEST_NOTE = 300
Seen = Mapping[Any, str | None]
"""Id of a reason to the mark of the state that was on the screen; None where nobody says."""


def dismiss(*, episode: Episode, seen: Seen, by: User, note: str) -> None:
    """Dealt with: not shown any more until there is news. The note, one line, says what was done.

    Raises ValidationError without a note, Conflict when a reason is gone or has got worse since it was on the screen,
    and for a warning sign, which is cleared in writing instead.
    """
    note = " ".join(note.split())
    if not note:
        raise ValidationError({"note": _("Say in one line what you did about it.")})
    if len(note) > LONGEST_NOTE:
        raise ValidationError({"note": _("Keep the note under 300 characters.")})
    with transaction.atomic():
        for row in answerable(episode, seen):
            row.handled_by, row.handled_at, row.handled_note = by, timezone.now(), note
            row.snoozed_until = None
            row.save(update_fields=["handled_by", "handled_at", "handled_note", "snoozed_until"])
        recheck(episode, by)


def snooze(*, episode: Episode, seen: Seen, by: User, until: datetime.date) -> None:
    """Not shown before that day, unless there is news. Raises as `dismiss`, ValidationError for a day out of reach."""
    today = episode.local_day()
    if not 1 <= (until - today).days <= LONGEST_SNOOZE:
        sentence = _("Choose a day from tomorrow on, at most %(days)s days from now.") % {"days": LONGEST_SNOOZE}
        raise ValidationError({"until": sentence})
    with transaction.atomic():
        for row in answerable(episode, seen):
            row.handled_by, row.snoozed_until = by, until
            row.save(update_fields=["handled_by", "snoozed_until"])
        recheck(episode, by)


def answerable(episode: Episode, seen: Seen) -> Sequence[Attention]:
    if not seen:
        raise ValidationError({"reasons": _("Choose at least one reason.")})
    hold([episode.pk])
    rows = Attention.objects.open().filter(episode=episode, pk__in=list(seen), handled_at__isnull=True)
    found = list(rows.order_by("pk"))
    if len(found) != len(seen):
        raise Conflict(_("One of these reasons is gone or has been dealt with already; look again."))
    for row in found:
        if row.kind == Attention.Kind.SAFETY:
            raise Conflict(_("A warning sign stays until it is cleared in writing on the client's page."))
        if seen[row.pk] not in (None, mark_of(row.since, row.facts["level"])):
            raise Conflict(_("There is news about one of these reasons; look again."))
    return found


def recheck(episode: Episode, by: User) -> None:
    require_editable(Episode.objects.all(), by, episode)
    refresh_together([episode.pk])


def mark_notes_read(*, episode: Episode) -> int:
    """Somebody of the care team has the client's notes before them. Gives how many were new."""
    new = unread([episode], episode.local_day() - DAYS * ONE_DAY)
    if not new.exists():
        return 0  # as at nearly every look at the page
    with transaction.atomic():
        read = new.update(note_read_at=timezone.now())
        refresh_together([episode.pk])
    return read
