"""The rules about warning signs and pain (clinical facts 2, 4.2 and 4.3). Pure."""

import datetime
from collections.abc import Iterator, Sequence

from programs.attention.facts import PAIN_DAYS, RANKS, SEVERE_DAYS, Facts, PainTold, Reason, one


def warning_signs(facts: Facts) -> Iterator[Reason]:
    """Until it is cleared in writing, however long that takes."""
    if not facts.signs:
        return
    emergency = any(sign.emergency for sign in facts.signs)
    newest = max(sign.day for sign in facts.signs)
    level = 100 * emergency + len(facts.signs)
    told = {"emergency": emergency, "day": newest.isoformat(), "times": len(facts.signs)}
    yield Reason("safety", RANKS["emergency" if emergency else "safety"], newest, level, told)


def severe_pain(facts: Facts) -> Iterator[Reason]:
    hits = [told for told in within(facts, SEVERE_DAYS) if is_severe(told, facts.usual)]
    yield from worst_of("severe-pain", hits, facts.usual)


def pain_up(facts: Facts) -> Iterator[Reason]:
    """Well above what is usual, and not severe, which says it already."""
    hits = [
        told for told in within(facts, PAIN_DAYS) if is_raised(told, facts.usual) and not is_severe(told, facts.usual)
    ]
    yield from worst_of("pain-up", hits, facts.usual)


def morning_rise(facts: Facts) -> Iterator[Reason]:
    if facts.usual is None:
        return
    first = facts.today - datetime.timedelta(days=PAIN_DAYS)
    usual = facts.usual
    days = [
        day for day, pain in facts.mornings.items() if first < day <= facts.today and pain - usual >= facts.morning_rise
    ]
    if days:
        worst = max(days, key=lambda day: (facts.mornings[day], day))
        told = {"pain": facts.mornings[worst], "day": worst.isoformat(), "usual": usual, "times": len(days)}
        yield one("morning-rise", max(days), facts.mornings[worst], told)


def pain_skip(facts: Facts) -> Iterator[Reason]:
    first = facts.today - datetime.timedelta(days=PAIN_DAYS)
    hits = [each for each in facts.left_out if each.day > first]
    if hits:
        newest = max(hits, key=lambda each: (each.day, each.name))
        days = {each.day for each in hits}
        told = {"name": newest.name, "day": newest.day.isoformat(), "times": len(days)}
        yield one("pain-skip", newest.day, len(hits), told)


def is_severe(told: PainTold, usual: int | None) -> bool:
    """Pain at which to stop, whatever was usual; where pain is usual, the plan's own limit gives way to the rise."""
    limits = [told.rules.stop_pain_always]
    if usual is None or usual < told.rules.high_usual_pain:
        limits.append(told.rules.stop_pain)
    if told.item_stop is not None:
        limits.append(told.item_stop)
    return told.pain >= min(limits)


def is_raised(told: PainTold, usual: int | None) -> bool:
    return usual is not None and told.pain - usual >= told.rules.stop_rise


def within(facts: Facts, days: int) -> list[PainTold]:
    first = facts.today - datetime.timedelta(days=days)
    return [told for told in facts.pains if told.day > first]


def worst_of(kind: str, hits: Sequence[PainTold], usual: int | None) -> Iterator[Reason]:
    if hits:
        worst = max(hits, key=lambda told: (told.pain, told.day))
        days = {told.day for told in hits}
        told = {"pain": worst.pain, "day": worst.day.isoformat(), "usual": usual, "times": len(days)}
        yield one(kind, max(days), worst.pain, told)
