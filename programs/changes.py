"""What is different between two versions, in words for the client and the therapist."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.plans import Item, Plan, difference
from programs.document import described_in, items_of
from programs.models import Program, Version
from programs.plan_changes import structure_changes

# All of an item that its therapist can change, in the order in which it is told.
PARTS = ("when", "dose", "note", "cue", "stop", "short", "easier")
# The words of the catalogue that a client reads.
WORDING = ("name", "purpose", "feel", "steps", "faults", "cautions", "equipment")


@dataclass(frozen=True)
class ChangedItem:
    name: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.name}: {' → '.join(dose for dose in (self.before, self.after) if dose)}"


@dataclass(frozen=True)
class Changes:
    """`added` and `removed` hold names with doses, `changed` the dose before and after; `reason` is the therapist's.

    `others` are sentences about phases, days, order and rules, and about newer wording of the catalogue.
    """

    reason: str
    added: tuple[ChangedItem, ...]
    changed: tuple[ChangedItem, ...]
    removed: tuple[ChangedItem, ...]
    others: tuple[str, ...] = ()
    reworded: int = 0

    @property
    def summary(self) -> str:
        """Such as "1 new, 2 changed"; order and phases may change without any item changing."""
        counted = [
            (len(self.added), ngettext("%(count)s new", "%(count)s new", len(self.added))),
            (len(self.changed), ngettext("%(count)s changed", "%(count)s changed", len(self.changed))),
            (len(self.removed), ngettext("%(count)s taken out", "%(count)s taken out", len(self.removed))),
        ]
        said = [words % {"count": count} for count, words in counted if count]
        if not said and self.reworded and len(self.others) == 1:
            return reworded_in_words(self.reworded)
        return ", ".join(said) or _("The order, the days or the rules have changed")


def changes_between(before: Version, after: Version) -> Changes:
    old, new = items_of(before.document), items_of(after.document)
    plans = Plan.from_json(before.plan), Plan.from_json(after.plan)
    found = difference(*plans)
    count = reworded(described_in(before.document), described_in(after.document))
    return Changes(
        reason=after.reason,
        added=tuple(ChangedItem(new[item.key]["name"], "", said(told(new[item.key]))) for item in found.added),
        changed=tuple(
            ChangedItem(new[b.key]["name"], *apart(told(old[a.key]), told(new[b.key]))) for a, b in found.changed
        ),
        removed=tuple(ChangedItem(old[item.key]["name"], said(told(old[item.key])), "") for item in found.removed),
        others=(*structure_changes(*plans), *([f"{reworded_in_words(count)}."] if count else ())),
        reworded=count,
    )


def changes_in_draft(program: Program, name_of: Callable[[str], str]) -> Changes | None:
    """What publishing would change for the client; None before the first version."""
    if program.current is None:
        return None
    return changes_of_plans(Plan.from_json(program.current.plan), program.read_draft(), name_of)


def changes_of_plans(before: Plan, after: Plan, name_of: Callable[[str], str]) -> Changes:
    found = difference(before, after)
    return Changes(
        reason="",
        added=tuple(ChangedItem(name_of(item.exercise), "", said(words(item, name_of))) for item in found.added),
        changed=tuple(
            ChangedItem(name_of(b.exercise), *apart(words(a, name_of), words(b, name_of))) for a, b in found.changed
        ),
        removed=tuple(ChangedItem(name_of(item.exercise), said(words(item, name_of)), "") for item in found.removed),
        others=structure_changes(before, after),
    )


def reworded(before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]) -> int:
    """How many exercises that stay say something else than before."""
    old, new = ({item["exercise"]: item for item in items} for items in (before, after))
    both = old.keys() & new.keys()
    return sum(any(old[slug][part] != new[slug][part] for part in WORDING) for slug in both)


def reworded_in_words(count: int) -> str:
    said = ngettext("The wording of %(count)s exercise is newer", "The wording of %(count)s exercises is newer", count)
    return said % {"count": count}


def words(item: Item, name_of: Callable[[str], str]) -> dict[str, str]:
    return {
        "when": item.when_words if item.choose else "",
        "dose": item.in_words(),
        "note": item.note,
        "cue": item.cue,
        "stop": item.stop_words,
        "short": also_short(item.short),
        "easier": if_too_hard(name_of(item.easier) if item.easier else ""),
    }


def told(item: Mapping[str, Any]) -> dict[str, str]:
    """The same of an item of a document; documents from before lack what came later."""
    return {
        "when": item.get("when_words", ""),
        "dose": item["dose_words"],
        "note": item["note"],
        "cue": item["cue"],
        "stop": item.get("stop_words", ""),
        "short": also_short(item.get("short")),
        "easier": if_too_hard(item["easier"]["name"] if "easier" in item else ""),
    }


def also_short(short: bool | None) -> str:
    return _("also on a bad day") if short else ""


def if_too_hard(name: str) -> str:
    return _("if too hard: %(name)s") % {"name": name} if name else ""


def said(parts: Mapping[str, str], names: Iterable[str] = PARTS) -> str:
    return " · ".join(parts[name] for name in names if parts[name])


def apart(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, str]:
    """Both in words, without what stayed as it was, so long as that leaves something to say on either side."""
    names = [name for name in PARTS if before[name] != after[name]]
    pair = said(before, names), said(after, names)
    return pair if all(pair) else (said(before), said(after))
