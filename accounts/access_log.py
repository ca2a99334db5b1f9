"""Keeping and proving the log of who looked at clients' records (accounts/models/access_log.py)."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import AccessChain, AccessEntry, CareTeamMember, EmergencyAccess, Episode, User
from accounts.models.access_log import NO_RECORD
from backfit import request_id
from backfit.looking import Look

ROSTER = "clinicclient"
"""The kind of a clinic's list of its clients, which is none of care."""
YEARS_KEPT = 6
DAYS_KEPT = 365 * YEARS_KEPT + 2
"""The database's own guard knows the same number: nothing younger can be taken away (migration 0009)."""


@dataclass(frozen=True)
class Visit:
    """What is said of a request: its route, the id in its address, what it does, and the network that it came from."""

    door: str
    object: str = ""
    verb: str = AccessEntry.Verb.READ
    address: str = ""


def keep(*, looks: Iterable[Look], visit: Visit) -> int:
    """Write down who was given rows of whose record. Gives how many entries that makes: one for a person and record.

    What clients are given of their own record is left out.
    """
    count = 0
    for user, seen in by_user(looks).items():
        found = kinds_by_episode(seen)
        entries = [entry_of(user, episode, found[episode], visit, why) for episode, why in reasons(user, found)]
        append(entries)
        count += len(entries)
    return count


def by_user(looks: Iterable[Look]) -> dict[Any, list[Look]]:
    found: dict[Any, list[Look]] = defaultdict(list)
    for look in looks:
        found[look.user].append(look)
    return found


def kinds_by_episode(looks: Iterable[Look]) -> dict[uuid.UUID, set[str]]:
    """The kinds of rows that were fetched of each record, at one query for each kind that does not hold its record."""
    found: dict[uuid.UUID, set[str]] = defaultdict(set)
    unknown: dict[type[models.Model], set[Any]] = defaultdict(set)
    for look in looks:
        episode = at_hand(look)
        if is_of_no_record(look):
            continue
        if episode is None:
            unknown[look.model].add(look.key)
        else:
            found[episode].add(kind_of(look.model))
    for model, keys in unknown.items():
        way = way_to_record(model)
        rows = model._default_manager.filter(pk__in=keys, **{f"{way}__isnull": False})
        for episode in rows.order_by().values_list(way, flat=True).distinct():
            found[episode].add(kind_of(model))
    return found


def way_to_record(model: Any) -> str:
    return str(model._default_manager.all().record)


def at_hand(look: Look) -> uuid.UUID | None:
    """The record that a row belongs to, as far as no query is needed to know it."""
    way = way_to_record(look.model)
    if way == "pk":
        return look.key  # type: ignore[no-any-return]
    if look.row is None:
        return None
    first, _then, rest = way.partition("__")
    if not rest:
        return getattr(look.row, f"{first}_id")  # type: ignore[no-any-return]
    if look.model._meta.get_field(first).is_cached(look.row):  # type: ignore[union-attr]
        return getattr(getattr(look.row, first), f"{rest}_id")  # type: ignore[no-any-return]
    return None


def is_of_no_record(look: Look) -> bool:
    """Such as an invitation for a colleague, which is about no client."""
    way = way_to_record(look.model)
    return look.row is not None and way != "pk" and "__" not in way and at_hand(look) is None


def kind_of(model: type[models.Model]) -> str:
    return str(model._meta.model_name)


def reasons(user: Any, episodes: Mapping[uuid.UUID, set[str]]) -> Iterator[tuple[uuid.UUID, str]]:
    """Each record that is somebody else's, with why the person may look at it."""
    if user is None:
        yield from ((episode, AccessEntry.Reason.LINK) for episode in episodes)
        return
    place = CareTeamMember.objects.filter(episode=OuterRef("pk"), therapist=user, left_at__isnull=True)
    emergency = EmergencyAccess.objects.running().filter(episode=OuterRef("pk"), user=user)
    others = Episode.objects.filter(pk__in=list(episodes)).exclude(client=user).order_by("pk")
    for episode, on_team, opened in others.values_list("pk", Exists(place), Exists(emergency)):
        # A record that is withheld from the team opens to who is on it as to everybody else.
        treats = on_team and not (opened and is_withheld(episode, user))
        yield episode, reason_for(episodes[episode], on_team=treats, opened=opened)


def is_withheld(episode: uuid.UUID, user: Any) -> bool:
    return not Episode.objects.filter(Episode.objects.care_rule(user), pk=episode).exists()


def reason_for(kinds: set[str], *, on_team: bool, opened: bool) -> str:
    if kinds == {ROSTER}:
        return AccessEntry.Reason.CLINIC
    if on_team:
        return AccessEntry.Reason.CARE
    return AccessEntry.Reason.EMERGENCY if opened else AccessEntry.Reason.CLINIC


def entry_of(user: Any, episode: uuid.UUID, kinds: set[str], visit: Visit, why: str) -> AccessEntry:
    return AccessEntry(
        at=timezone.now(),
        actor=user.pk if user else None,
        reason=why,
        verb=visit.verb,
        door=visit.door[:80],
        episode=episode,
        kinds=" ".join(sorted(kinds))[:200],
        object=visit.object[:64],
        address=visit.address,
        request=uuid.UUID(request_id.current()) if request_id.current() else uuid.uuid4(),
    )


def keep_change_of_account(person: User, *, by: User | None, door: str) -> None:
    """Write down that somebody changed how another person's account is opened; `by` is None for a command."""
    visit = Visit(door=door, object=str(person.pk), verb=AccessEntry.Verb.CHANGE)
    append([entry_of(by, NO_RECORD, {"user"}, visit, AccessEntry.Reason.CLINIC)])


def append(entries: list[AccessEntry]) -> None:
    """Number and seal them, one writer after the other: the last entry's row is locked until they are kept."""
    if not entries:
        return
    # What goes wrong here lets nothing out (accounts/middleware.py), so there is no point to go back to.
    with transaction.atomic(savepoint=False):
        chain = locked_chain()
        for entry in entries:
            chain.number += 1
            entry.number = chain.number
            entry.seal = chain.seal = entry.sealed_after(chain.seal)
        AccessEntry.objects.bulk_create(entries)
        chain.save(update_fields=["number", "seal"])


def locked_chain() -> AccessChain:
    chain = AccessChain.objects.select_for_update().filter(pk=1).first()
    if chain is None:  # made after migrating (accounts/apps.py); gone where somebody has emptied the table
        AccessChain.objects.get_or_create(pk=1)
        chain = AccessChain.objects.select_for_update().get(pk=1)
    return chain


def faults() -> Iterator[str]:
    """What is wrong with the log, a sentence for each place; nothing when it is whole."""
    chain = AccessChain.objects.filter(pk=1).first() or AccessChain()
    number, seal = chain.forgotten, chain.forgotten_seal
    for entry in AccessEntry.objects.order_by("number").iterator(2000):
        if entry.number != number + 1:
            yield f"Between entries {number} and {entry.number}, {entry.number - number - 1} are missing."
        elif entry.seal != entry.sealed_after(seal):
            yield f"Entry {entry.number} was changed after it was written, or the one before it was."
        number, seal = entry.number, entry.seal
    if (number, seal) != (chain.number, chain.seal):
        yield f"The log ends with entry {number}, and should end with entry {chain.number}."


def forget_old() -> int:
    """Take away what is older than six years; the chain remembers where it goes on. Gives how many entries."""
    before = timezone.now() - datetime.timedelta(days=DAYS_KEPT)
    with transaction.atomic():
        chain = AccessChain.objects.select_for_update().filter(pk=1).first()
        old = AccessEntry.objects.filter(at__lt=before)
        last = old.order_by("-number").first()
        if chain is None or last is None:
            return 0
        chain.forgotten, chain.forgotten_seal = last.number, last.seal
        chain.save(update_fields=["forgotten", "forgotten_seal"])
        count, _by_model = AccessEntry.objects.filter(number__lte=last.number).delete()
        return count
