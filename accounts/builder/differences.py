"""What is kept against what was sent, in sentences for whoever has the plan open twice."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from accounts.builder.pending import Pending, named
from accounts.plan_lines import Names
from accounts.plans import Item, Plan


def differences(
    kept: Plan, kept_pending: Sequence[Pending], sent: Plan, sent_pending: Sequence[Pending], names: Names
) -> list[str]:
    there, here = rows_of(kept, kept_pending, names), rows_of(sent, sent_pending, names)
    return list(told(there, here))


def rows_of(plan: Plan, pending: Sequence[Pending], names: Names) -> dict[str, str]:
    """Each line in words, by key."""
    rows = {item.key: words_of_item(item, names) for item in plan.items()}
    return rows | {entry.line.key: f"“{named(entry.line)}”" for entry in pending}


def words_of_item(item: Item, names: Names) -> str:
    return " · ".join(filter(None, (f"{names.name(item.exercise)}: {item.in_words()}", item.note, item.cue)))


def told(there: dict[str, str], here: dict[str, str]) -> Iterator[str]:
    for key, words in there.items():
        if key not in here:
            yield _("Only in the saved plan: %(line)s") % {"line": words}
        elif words != here[key]:
            yield _("Saved: %(there)s. Here: %(here)s") % {"there": words, "here": here[key]}
    for key, words in here.items():
        if key not in there:
            yield _("Only here: %(line)s") % {"line": words}
