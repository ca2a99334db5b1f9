"""Keeps the reasons for attention, and what the desk shows of each client, in rows.

Belongs at the end of the transaction that changed a session, a check-in, a safety report, a program or an episode. It
locks the episode's `DeskState` and nothing else, so whoever calls it holds all the locks on programs that it will need,
and never the lock `FOR UPDATE` on the episode, which the new rows refer to.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Episode
from programs.attention.facts import NO_RANK, Day, Facts, Reason
from programs.attention.reading import facts_of
from programs.attention.rules import is_news, reasons
from programs.models import Attention, DeskState
from programs.schedule import ONE_DAY, WEEK

AT_ONCE = 100
STRIP_DAYS = 14
COUNTED = ("day", "rank", "planned", "done", "worst_pain", "last_day", "facts", "counted_at")


def refresh(episodes: Iterable[Any]) -> None:
    """Count these episodes anew (rows or their ids), so many of them in one transaction. Safe to do at once and again.

    Self-guided episodes have no desk and are left out.
    """
    ids = sorted({getattr(episode, "pk", episode) for episode in episodes})
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        with transaction.atomic():
            treated = Episode.objects.filter(pk__in=some, clinic__isnull=False).order_by("pk")
            refresh_together(list(treated.values_list("pk", flat=True)))


def refresh_due() -> None:
    """Count those anew whose day has moved on since, by the clock where the client is."""
    latest = timezone.now().date() + ONE_DAY  # it is tomorrow already somewhere
    old = Episode.objects.open().filter(Q(desk__isnull=True) | Q(desk__day__lt=latest), clinic__isnull=False)
    refresh_stale(old.values_list("pk", "desk__day", "client__time_zone", "clinic__time_zone"))


def refresh_stale(counted: Iterable[tuple[Any, Day | None, str | None, str]]) -> bool:
    """Of these (id, day to which it was counted, zone of client and of clinic) those whose day has moved on.

    Whether there were any.
    """
    placed = [(pk, day, client or clinic) for pk, day, client, clinic in counted]
    today = {zone: timezone.localdate(timezone=ZoneInfo(zone)) for zone in {zone for _pk, _day, zone in placed}}
    old = [pk for pk, day, zone in placed if day is None or day < today[zone]]
    refresh(old)
    return bool(old)


def refresh_together(ids: Sequence[Any]) -> None:
    """Belongs in a transaction: of two that count the same episode, the later one sees what the first has seen."""
    hold(ids)
    kept: dict[object, list[Attention]] = defaultdict(list)
    for row in Attention.objects.open().filter(episode__in=ids):
        kept[row.episode_id].append(row)
    states, new, changed = [], [], []
    for episode, facts in facts_of(ids).items():
        found = reasons(facts) if episode.is_open else []
        fresh, touched = reconcile(episode, kept[episode.pk], found)
        new += fresh
        changed += touched
        shown = [row for row in (*kept[episode.pk], *fresh) if is_shown(row, facts.today)]
        states.append(state_of(episode, facts, shown))
    Attention.objects.bulk_update(changed, ["rank", "since", "facts", "closed_at", "snoozed_until"])
    Attention.objects.bulk_create(new)
    DeskState.objects.bulk_create(states, update_conflicts=True, unique_fields=["episode"], update_fields=COUNTED)


def hold(ids: Sequence[Any]) -> None:
    """Lock the desk's rows of these episodes, always in the same order; the first to come makes them."""
    blank = [DeskState(episode_id=pk, day=Day.min) for pk in ids]
    DeskState.objects.bulk_create(blank, ignore_conflicts=True)
    list(DeskState.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


def reconcile(
    episode: Episode, kept: Sequence[Attention], found: Sequence[Reason]
) -> tuple[list[Attention], list[Attention]]:
    """The rows to be made and those to be changed, so that the open ones say what was found."""
    new = {reason.subject: reason for reason in found}
    changed = []
    for row in kept:
        reason = new.get(row.subject)
        if reason is None or is_reopened(row, reason):
            row.closed_at = timezone.now()
            changed.append(row)
            continue
        del new[row.subject]
        if follow(row, reason):
            changed.append(row)
    return [row_of(episode, reason) for reason in new.values()], changed


def row_of(episode: Episode, reason: Reason) -> Attention:
    return Attention(episode=episode, kind=reason.kind, subject=reason.subject, **values_of(reason))


def is_reopened(row: Attention, reason: Reason) -> bool:
    """Dealt with, and now there is news: the row stays as the record, and another one opens."""
    return row.handled_at is not None and is_news(row.kind, row.since, row.facts["level"], reason)


def follow(row: Attention, reason: Reason) -> bool:
    """Let an open row say what holds now; one that was dealt with keeps what it said then. Whether it changed."""
    if row.handled_at is not None:
        return False
    before = values_of(row) | {"snoozed_until": row.snoozed_until}
    if row.snoozed_until and is_news(row.kind, row.since, row.facts["level"], reason):
        row.snoozed_until = None
    row.rank, row.since, row.facts = values_of(reason).values()
    return before != values_of(row) | {"snoozed_until": row.snoozed_until}


def values_of(said: Reason | Attention) -> dict[str, Any]:
    facts = said.facts if isinstance(said, Attention) else {**said.facts, "level": said.level, "program": said.program}
    return {"rank": said.rank, "since": said.since, "facts": facts}


def is_shown(row: Attention, today: Day) -> bool:
    waits = row.snoozed_until is not None and row.snoozed_until > today
    return row.closed_at is None and row.handled_at is None and not waits


def state_of(episode: Any, facts: Facts, shown: Sequence[Attention]) -> DeskState:
    week = facts.days[-WEEK:]
    first = week[0].day
    return DeskState(
        episode=episode,
        day=facts.today,
        planned=sum(day.planned for day in week),
        done=sum(day.done for day in week),
        worst_pain=max((told.pain for told in facts.pains if told.day >= first), default=None),
        last_day=facts.last_session,
        facts={
            # A word is read many times faster than a list of lists, and 500 of them are read for each page.
            "strip": " ".join(f"{day.done}/{day.planned}" for day in facts.days[-STRIP_DAYS:]),
            "planned28": sum(day.planned for day in facts.days),
            "done28": sum(day.done for day in facts.days),
            "usual": facts.usual,
            "paused": facts.paused,
            **shown_facts(shown),
        },
        rank=min((row.rank for row in shown), default=NO_RANK),
        counted_at=timezone.now(),
    )


def shown_facts(shown: Sequence[Attention]) -> Mapping[str, Any]:
    """What the desk sorts and filters by: the kinds of the reasons, and since when the most urgent one holds."""
    first = min(shown, key=lambda row: (row.rank, row.since), default=None)
    return {"kinds": sorted({row.kind for row in shown}), "since": first.since.isoformat() if first else None}
