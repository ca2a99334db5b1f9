"""The moments of the day that a client ties a program to; reminders and the calendar follow them."""

import datetime
from collections.abc import Iterable, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from programs.models import Cue, Program
from programs.models.cue import MOST
from programs.reminders.choosing import look_anew

CueTime = tuple[str, datetime.time]


def cue_times(program: Program) -> list[CueTime] | None:
    """The client's words with the local time of each, in the order of the day; None when none was chosen."""
    return [(cue.words, cue.at) for cue in program.cues.all()] or None


def choose_cues(*, by: User, program: Program, cues: Iterable[CueTime]) -> list[Cue]:
    """Replace the program's cues by these; none takes them all away.

    Raises PermissionDenied for anybody but the client, ValidationError for words or times that do not do.
    """
    if program.episode.client_id != by.pk:
        raise PermissionDenied(_("Only the client chooses these moments."))
    rows = checked(program, list(cues))
    with transaction.atomic():
        Program.objects.select_for_update(of=("self",)).get(pk=program.pk)
        program.cues.all().delete()
        kept = Cue.objects.bulk_create(rows)
        look_anew(by)
    return kept


def checked(program: Program, cues: Sequence[CueTime]) -> list[Cue]:
    if len(cues) > MOST:
        raise ValidationError(_("Choose at most %(most)s moments a day.") % {"most": MOST})
    rows = [Cue(program=program, words=words.strip(), at=at.replace(second=0, microsecond=0)) for words, at in cues]
    for row in rows:
        row.clean_fields(exclude=["program"])
    if len({row.at for row in rows}) < len(rows):
        raise ValidationError(_("Two moments have the same time."))
    return sorted(rows, key=lambda row: row.at)
