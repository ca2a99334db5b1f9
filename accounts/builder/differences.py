"""What is kept against what was sent, in sentences for whoever has the plan open twice."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.builder.pending import Pending
from accounts.plan_lines import Names
from accounts.plans import Item, Phase, Plan
from accounts.templatetags.plans import weekdays, weeks


def differences(
    kept: Plan, kept_pending: Sequence[Pending], sent: Plan, sent_pending: Sequence[Pending], names: Names
) -> list[str]:
    """Empty only for equal content: what has no words of its own is told by a sentence that covers the rest."""
    there, here = rows_of(kept, kept_pending, names), rows_of(sent, sent_pending, names)
    found = [*phases_told(kept, sent), *lines_told(there, here)]
    if kept.rules_in_force != sent.rules_in_force:
        found.append(_("The rules for going on and stopping are different."))
    if not found and order_of(kept) != order_of(sent):
        found.append(_("The lines are in another order."))
    return found or [_("Small parts of some lines are different.")]


def order_of(plan: Plan) -> list[list[str]]:
    return [[item.key for item in phase.items] for phase in plan.phases]


def phases_told(kept: Plan, sent: Plan) -> Iterator[str]:
    there, here = len(kept.phases), len(sent.phases)
    if there != here:
        yield ngettext("Saved: %(there)s phase. Here: %(here)s.", "Saved: %(there)s phases. Here: %(here)s.", there) % {
            "there": there,
            "here": here,
        }
    for number, (old, new) in enumerate(zip(kept.phases, sent.phases, strict=False), 1):
        if words_of_phase(old) != words_of_phase(new):
            yield _("Phase %(number)s. Saved: %(there)s. Here: %(here)s") % {
                "number": number,
                "there": words_of_phase(old),
                "here": words_of_phase(new),
            }


def words_of_phase(phase: Phase) -> str:
    parts = [f"“{phase.name}”" if phase.name else "", weekdays(phase.days), weeks(phase.weeks)]
    if phase.minutes:
        parts.append(_("%(count)s min meant") % {"count": phase.minutes})
    if phase.effort:
        parts.append(_("effort %(low)s to %(high)s") % {"low": phase.effort[0], "high": phase.effort[1]})
    if phase.pain_at_most is not None:
        parts.append(_("pain %(points)s at most") % {"points": phase.pain_at_most})
    return ", ".join(str(part) for part in (*parts, phase.goal or "") if part)


def rows_of(plan: Plan, pending: Sequence[Pending], names: Names) -> dict[str, str]:
    """Each line in words, by key."""
    rows = {item.key: words_of_item(item, names) for item in plan.items()}
    return rows | {entry.line.key: f"“{entry.words}”" for entry in pending}


def words_of_item(item: Item, names: Names) -> str:
    easier = _("if too hard: %(name)s") % {"name": names.name(item.easier)} if item.easier else ""
    extra = (item.note, item.cue, item.when, item.group, easier)
    return " · ".join(filter(None, (f"{names.name(item.exercise)}: {item.in_words()}", *extra)))


def lines_told(there: dict[str, str], here: dict[str, str]) -> Iterator[str]:
    for key, words in there.items():
        if key not in here:
            yield _("Only in the saved plan: %(line)s") % {"line": words}
        elif words != here[key]:
            yield _("Saved: %(there)s. Here: %(here)s") % {"there": words, "here": here[key]}
    for key, words in here.items():
        if key not in there:
            yield _("Only here: %(line)s") % {"line": words}
