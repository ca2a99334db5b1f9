"""Which clients a therapist's desk shows and in what order: one query, however many they are and whatever they did."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, Subquery, UUIDField
from django.utils import timezone

from accounts.models import CareTeamMember, Episode, Invitation, User
from exercises.search.words import folded
from programs.attention.facts import NO_RANK
from programs.attention.rows import refresh_stale
from programs.models import Program

NEVER = "9999"


@dataclass(frozen=True)
class Wanted:
    """`show`: needs (a look), all or ended; `whose`: team (all whom one treats) or mine (where one is the first)."""

    show: str = "needs"
    whose: str = "team"
    kind: str = ""
    name: str = ""


class Line(NamedTuple):
    """A client as the first query gives it; `facts` are those of programs.attention.rows."""

    pk: Any
    client_name: str
    client_id: Any
    ended_on: datetime.date | None
    client_zone: str | None
    clinic_zone: str
    day: datetime.date | None
    rank: int | None
    planned: int | None
    done: int | None
    last_day: datetime.date | None
    facts: Mapping[str, Any] | None
    first_therapist: Any
    first_name: str | None
    was_invited: bool
    is_invited: bool
    has_program: bool
    has_draft: bool

    @property
    def zone(self) -> str:
        return self.client_zone or self.clinic_zone

    @property
    def kinds(self) -> Sequence[str]:
        kinds: Sequence[str] = (self.facts or {}).get("kinds", ())
        return kinds

    @property
    def urgency(self) -> tuple[int, str, str, str]:
        since = (self.facts or {}).get("since") or NEVER
        name = self.client_name.lower() if self.client_name.isascii() else folded(self.client_name)
        return (NO_RANK if self.rank is None else self.rank, since, name, str(self.pk))


# In the order of Line.
COLUMNS = (
    "pk", "client_name", "client", "ended_on", "client__time_zone", "clinic__time_zone",
    "desk__day", "desk__rank", "desk__planned", "desk__done", "desk__last_day", "desk__facts",
    "first_therapist", "first_name", "was_invited", "is_invited", "has_program", "has_draft",
)  # fmt: skip


@dataclass(frozen=True)
class Desk:
    """All lines that were asked for; `by_kind` counts the clients by reason and `needs` those with any."""

    lines: Sequence[Line]
    needs: int
    total: int
    by_kind: Mapping[str, int]
    shares: bool
    """Whether some of the clients are a colleague's in the first place."""


def desk_of(therapist: User, wanted: Wanted) -> Desk:
    """One query, and those of counting anew for clients whose day has moved on unseen."""
    ended = wanted.show == "ended"
    lines = read_lines(therapist, ended=ended)
    counted = [(line.pk, line.day, line.client_zone, line.clinic_zone) for line in lines]
    if not ended and refresh_stale(counted):
        lines = read_lines(therapist, ended=ended)
    shares = any(line.first_therapist != therapist.pk for line in lines)
    if wanted.whose == "mine":
        lines = [line for line in lines if line.first_therapist == therapist.pk]
    if name := folded(wanted.name).strip():
        lines = [line for line in lines if name in folded(line.client_name)]
    needing = [line for line in lines if line.kinds]
    shown = needing if wanted.show == "needs" else lines
    if wanted.kind and not ended:
        shown = [line for line in shown if wanted.kind in line.kinds]
    if not ended:
        shown = sorted(shown, key=lambda line: line.urgency)
    by_kind = Counter(kind for line in needing for kind in line.kinds)
    return Desk(shown, len(needing), len(lines), by_kind, shares)


def refresh_old(therapist: User) -> None:
    """Count the therapist's clients anew whose day has moved on unseen, for lists that do not go through the desk."""
    treated = Episode.objects.treated_by(therapist).open()
    refresh_stale(treated.values_list("pk", "desk__day", "client__time_zone", "clinic__time_zone"))


def read_lines(therapist: User, *, ended: bool) -> list[Line]:
    """The newest first among the ended; the others come in no order yet."""
    found = Episode.objects.treated_by(therapist).filter(ended_on__isnull=not ended)
    found = found.order_by("-ended_on", "client_name", "pk") if ended else found.order_by()
    # Unpacked, or the type checker looks for the annotations among the fields.
    values = annotated(found).values_list(*COLUMNS)
    return [Line(*each) for each in values]


def annotated(episodes: QuerySet[Episode]) -> QuerySet[Episode]:
    """With who was first on the care team of those who are on it now, and how far the client has been set up."""
    team = CareTeamMember.objects.filter(episode=OuterRef("pk"), left_at__isnull=True, therapist__is_active=True)
    first = team.order_by("joined_at", "pk")
    invitations = Invitation.objects.filter(episode=OuterRef("pk"))
    programs = Program.objects.not_over(timezone.localdate()).filter(episode=OuterRef("pk"))
    return episodes.annotate(
        first_therapist=Subquery(first.values("therapist")[:1], output_field=UUIDField()),
        first_name=Subquery(first.values("therapist__name")[:1]),
        was_invited=Exists(invitations),
        is_invited=Exists(invitations.pending()),
        has_program=Exists(programs.filter(current__isnull=False)),
        has_draft=Exists(programs.filter(current__isnull=True)),
    )
