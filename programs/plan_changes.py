"""What else is different between two plans than their items: phases, days, order and rules, in words. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.plan_words import RulesInWords, rules_in_words
from accounts.plans import Phase, Plan
from accounts.templatetags.plans import weekdays, weeks

Numbered = tuple[int, Phase]


def structure_changes(before: Plan, after: Plan) -> tuple[str, ...]:
    """Sentences to the client; none when only items differ. Phases are matched by name, or else by their items."""
    pairs = matched(before.phases, after.phases)
    return (
        *phases_come_and_gone(before, after, pairs),
        *(sentence for pair in pairs for sentence in phase_changes(*pair, alone=len(after.phases) == 1)),
        *rule_changes(rules_in_words(before), rules_in_words(after)),
    )


def matched(before: Iterable[Phase], after: Iterable[Phase]) -> list[tuple[Numbered, Numbered]]:
    left = list(enumerate(before, 1))
    found = []
    for number, phase in enumerate(after, 1):
        same = next((old for old in left if phase.name and old[1].name == phase.name), None)
        same = same or max(left, key=lambda old: shared(old[1], phase), default=None)
        if same and (same[1].name == phase.name or shared(same[1], phase)):
            left.remove(same)
            found.append((same, (number, phase)))
    return found


def shared(one: Phase, other: Phase) -> int:
    return len({item.key for item in one.items} & {item.key for item in other.items})


def called(number: int, phase: Phase) -> str:
    return _("“%(name)s”") % {"name": phase.name} if phase.name else _("Phase %(number)s") % {"number": number}


def phases_come_and_gone(before: Plan, after: Plan, pairs: list[tuple[Numbered, Numbered]]) -> Iterator[str]:
    old, new = {pair[0][0] for pair in pairs}, {pair[1][0] for pair in pairs}
    for number, phase in enumerate(after.phases, 1):
        if number not in new:
            yield _("New phase: %(name)s, %(weeks)s.") % {"name": called(number, phase), "weeks": weeks(phase.weeks)}
    for number, phase in enumerate(before.phases, 1):
        if number not in old:
            yield _("Taken out: phase %(name)s.") % {"name": called(number, phase)}
    order = [pair[0][0] for pair in pairs]
    if order != sorted(order):
        yield _("The phases come in another order.")


def phase_changes(old: Numbered, new: Numbered, *, alone: bool) -> Iterator[str]:
    """`alone`: the plan has no other phase, so that its name need not be said."""
    before, after = old[1], new[1]
    where = "" if alone else _("%(phase)s: ") % {"phase": called(*new)}
    if before.name != after.name and after.name:
        yield _("%(old)s is now called %(new)s.") % {"old": called(*old), "new": called(*new)}
    for was, now in (
        (weekdays(before.days), weekdays(after.days)),
        (weeks(before.weeks), weeks(after.weeks)),
        (minutes(before), minutes(after)),
        (effort(before), effort(after)),
        (pain(before), pain(after)),
    ):
        if was != now:
            yield where + _("%(now)s, until now %(was)s.") % {"now": now, "was": was}
    if before.goal != after.goal and after.goal:
        yield where + _("the aim is now: %(goal)s") % {"goal": after.goal}
    if reordered(before, after):
        yield where + _("the exercises come in another order.")


def minutes(phase: Phase) -> str:
    if phase.minutes is None:
        return _("no minutes set")
    return ngettext("%(count)s minute", "%(count)s minutes", phase.minutes) % {"count": phase.minutes}


def effort(phase: Phase) -> str:
    if phase.effort is None:
        return _("no effort set")
    return _("effort %(low)s to %(high)s") % {"low": phase.effort[0], "high": phase.effort[1]}


def pain(phase: Phase) -> str:
    if phase.pain_at_most is None:
        return _("no pain limit of its own")
    return _("pain up to %(points)s") % {"points": phase.pain_at_most}


def reordered(before: Phase, after: Phase) -> bool:
    old, new = [item.key for item in before.items], [item.key for item in after.items]
    return [key for key in old if key in new] != [key for key in new if key in old]


def rule_changes(before: RulesInWords, after: RulesInWords) -> Iterator[str]:
    """The sentences that read otherwise now; each with what it was, where one took the place of one."""
    for part, now in asdict(after).items():
        was = getattr(before, part)
        gone = [sentence for sentence in was if sentence not in now]
        come = [sentence for sentence in now if sentence not in was]
        if len(gone) == len(come):
            yield from (
                _("Rule: %(now)s Until now: %(was)s") % {"now": n, "was": w} for n, w in zip(come, gone, strict=True)
            )
        else:
            yield from (_("New rule: %(now)s") % {"now": sentence} for sentence in come)
            yield from (_("No rule any more: %(was)s") % {"was": sentence} for sentence in gone)
