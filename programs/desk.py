"""A therapist's desk: one row for each client, in a fixed number of queries whatever the histories hold."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import Episode, Invitation, User
from programs.models import DayTally, Program, Session
from programs.schedule import ONE_DAY, due_on

DAYS = 7


@dataclass(frozen=True)
class DeskRow:
    """`planned`, `done` and `worst_pain` are those of the last seven days of the client's own calendar."""

    episode: Any
    programs: tuple[Program, ...]
    planned: int
    done: int
    worst_pain: int | None

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.planned) if self.planned else 0


def episodes_of(therapist: User, *, ended: bool = False, name: str = "") -> QuerySet[Episode]:
    """The therapist's own clients by name, each with its last day, newest note and state of invitation."""
    kept = Session.objects.kept().filter(program__episode=OuterRef("pk")).order_by("-day")
    invitations = Invitation.objects.filter(episode=OuterRef("pk"))
    found = Episode.objects.treated_by(therapist).filter(ended_on__isnull=not ended)
    if name:
        found = found.filter(client_name__icontains=name)
    return (
        found.select_related("client", "clinic")
        .annotate(
            last_day=Subquery(kept.values("day")[:1]),
            note_day=Subquery(kept.exclude(note="").values("day")[:1]),
            was_invited=Exists(invitations),
            is_invited=Exists(invitations.pending()),
        )
        .order_by("client_name", "pk")
    )


def desk_rows(episodes: Sequence[Episode]) -> list[DeskRow]:
    """Three queries for a page of episodes."""
    programs = defaultdict(list)
    runs = Q(ended_on__isnull=True) | Q(ended_on__gt=timezone.localdate())
    rows = Program.objects.filter(runs, episode__in=episodes).select_related("current")
    for program in rows.prefetch_related("pauses").order_by("created_at", "pk"):
        programs[program.episode_id].append(program)
    tallies = tallies_of(episodes)
    return [desk_row(episode, tuple(programs[episode.pk]), tallies) for episode in episodes]


def tallies_of(episodes: Sequence[Episode]) -> dict[tuple[object, datetime.date], DayTally]:
    days = [episode.local_day() for episode in episodes]
    if not days:
        return {}
    within = (min(days) - DAYS * ONE_DAY, max(days))
    found = DayTally.objects.filter(program__episode__in=episodes, day__range=within)
    return {(tally.program_id, tally.day): tally for tally in found}


def desk_row(
    episode: Episode, programs: tuple[Program, ...], tallies: dict[tuple[object, datetime.date], DayTally]
) -> DeskRow:
    last = episode.local_day()
    planned = done = 0
    pains = []
    for program in programs:
        program.episode = episode  # its calendar asks when the episode ended
        for day in (last - number * ONE_DAY for number in range(DAYS)):
            tally = tallies.get((program.pk, day))
            wanted = tally.planned if tally else planned_by(program, day)
            planned += wanted
            done += min(tally.done + tally.part, wanted) if tally else 0
            if tally and tally.worst_pain is not None:
                pains.append(tally.worst_pain)
    return DeskRow(episode, programs, planned, done, max(pains, default=None))


def planned_by(program: Program, day: datetime.date) -> int:
    """Without a session the current document is near enough; reading all versions of 25 clients is not worth it."""
    return due_on(program.current.document, program.calendar, day).planned if program.current else 0
