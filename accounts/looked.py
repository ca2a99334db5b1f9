"""Who looked at a client's record, put together for people: by day and person, in words."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Min
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from accounts.looked_words import things
from accounts.models import AccessEntry, EmergencyAccess, Episode, Membership, User

SAME = ("day", "actor", "episode", "reason")
"""What is told in one line has all of these in common."""


@dataclass(frozen=True)
class Person:
    name: str
    role: str
    """Where they work and as what, such as "Therapist at Northside"; empty for who came by a link."""


@dataclass(frozen=True)
class Look:
    """One person's looks at one record on one day of the client's."""

    day: datetime.date
    person: Person
    reason: str
    first: datetime.datetime
    last: datetime.datetime
    seen: Sequence[str]
    changed: Sequence[str]

    @property
    def is_emergency(self) -> bool:
        return self.reason == AccessEntry.Reason.EMERGENCY

    @property
    def why(self) -> str:
        return str(AccessEntry.Reason(self.reason).label)


def lines_about(client: User) -> Any:
    """One row for each line to tell, the newest first; for a page at a time."""
    rows = AccessEntry.objects.about(client).annotate(day=TruncDate("at", tzinfo=client.zone))
    found: Any = rows.order_by().values(*SAME).annotate(first=Min("at"), last=Max("at"))
    return found.order_by("-day", "-last", "actor", "episode", "reason")


def told(lines: Iterable[Mapping[str, Any]], client: User) -> list[Look]:
    """Those lines in words, at four queries however many they are."""
    lines = list(lines)
    if not lines:
        return []
    looks = looks_within(lines, client)
    people = people_of([(line["actor"], line["episode"]) for line in lines])
    return [look_of(line, people, looks) for line in lines]


def looks_within(lines: Sequence[Mapping[str, Any]], client: User) -> Mapping[tuple[Any, ...], set[tuple[str, ...]]]:
    """Line to what was opened by which verb: {(verb, door, kinds)}."""
    begin, end = min(line["first"] for line in lines), max(line["last"] for line in lines)
    rows = AccessEntry.objects.about(client).filter(at__range=(begin, end))
    rows = rows.annotate(day=TruncDate("at", tzinfo=client.zone)).order_by()
    found: dict[tuple[Any, ...], set[tuple[str, ...]]] = defaultdict(set)
    for *line, verb, door, kinds in rows.values_list(*SAME, "verb", "door", "kinds").distinct():
        found[tuple(line)].add((verb, door, kinds))
    return found


def look_of(
    line: Mapping[str, Any],
    people: Mapping[tuple[Any, Any], Person],
    looks: Mapping[tuple[Any, ...], set[tuple[str, ...]]],
) -> Look:
    opened = sorted(looks[tuple(line[name] for name in SAME)])
    by_verb = {
        verb: things((door, kinds) for each, door, kinds in opened if each == verb) for verb in AccessEntry.Verb.values
    }
    return Look(
        day=line["day"],
        person=people[line["actor"], line["episode"]],
        reason=line["reason"],
        first=line["first"],
        last=line["last"],
        seen=by_verb[AccessEntry.Verb.READ],
        changed=by_verb[AccessEntry.Verb.CHANGE],
    )


def people_of(pairs: Iterable[tuple[uuid.UUID | None, uuid.UUID]]) -> dict[tuple[uuid.UUID | None, uuid.UUID], Person]:
    """(actor, episode) to who that is and was at the record's clinic."""
    pairs = set(pairs)
    users: dict[Any, User] = User.objects.in_bulk([actor for actor, _episode in pairs if actor])
    episodes = Episode.objects.select_related("clinic").only("clinic__name").in_bulk([pair[1] for pair in pairs])
    clinics = [episode.clinic_id for episode in episodes.values()]
    worked: dict[tuple[Any, Any], set[tuple[str, bool]]] = defaultdict(set)
    rows = Membership.objects.filter(user__in=users, clinic__in=[pk for pk in clinics if pk])
    for user, clinic, role, ended in rows.values_list("user", "clinic", "role", "ended_at"):
        worked[user, clinic].add((role, ended is None))
    return {pair: person_of(pair[0], users.get(pair[0]), episodes.get(pair[1]), worked) for pair in pairs}


def person_of(
    actor: uuid.UUID | None, user: User | None, episode: Episode | None, worked: Mapping[Any, set[tuple[str, bool]]]
) -> Person:
    """`worked` maps (user, clinic) to (role, whether it is so now)."""
    clinic = episode.clinic if episode else None
    roles = worked.get((user.pk, clinic.pk), set()) if user and clinic else set()
    return Person(name_of(actor, user), role_in_words(user, roles, str(clinic or "")))


def name_of(actor: uuid.UUID | None, user: User | None) -> str:
    if user is not None:
        return str(user)
    return _("Somebody whose account is gone") if actor else _("Somebody without an account")


def role_in_words(user: User | None, roles: set[tuple[str, bool]], clinic: str) -> str:
    """`roles` holds (role, whether it is so now)."""
    treats, manages = Membership.Role.THERAPIST, Membership.Role.MANAGER
    said = {"clinic": clinic}
    if {(treats, True), (manages, True)} <= roles:
        return _("Therapist and manager at %(clinic)s") % said
    if (treats, True) in roles:
        return _("Therapist at %(clinic)s") % said
    if (manages, True) in roles:
        return _("Manager at %(clinic)s") % said
    if user is not None and user.is_superuser:
        return _("Looks after this site")
    return _("Worked at %(clinic)s") % said if roles else ""


def emergencies_about(client: User) -> list[tuple[EmergencyAccess, Person]]:
    """Every emergency access to the client's records, the newest first, with who it was."""
    rows = EmergencyAccess.objects.visible_to(client).filter(episode__client=client)
    accesses = list(rows.order_by("-begun_at", "pk"))
    people = people_of([(access.user_id, access.episode_id) for access in accesses])
    return [(access, people[access.user_id, access.episode_id]) for access in accesses]
