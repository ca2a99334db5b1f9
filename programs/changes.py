"""What is different between two versions, in words for the client and the therapist."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.plans import Item, Plan, difference
from programs.document import items_of
from programs.models import Program, Version

# All of an item that its therapist can change, in the order in which it is told.
PARTS = ("dose_words", "note", "cue")


@dataclass(frozen=True)
class ChangedItem:
    name: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.name}: {' → '.join(dose for dose in (self.before, self.after) if dose)}"


@dataclass(frozen=True)
class Changes:
    """`added` and `removed` hold names with doses, `changed` the dose before and after; `reason` is the therapist's."""

    reason: str
    added: tuple[ChangedItem, ...]
    changed: tuple[ChangedItem, ...]
    removed: tuple[ChangedItem, ...]

    @property
    def summary(self) -> str:
        """Such as "1 new, 2 changed"; order and phases may change without any item changing."""
        counted = [
            (len(self.added), ngettext("%(count)s new", "%(count)s new", len(self.added))),
            (len(self.changed), ngettext("%(count)s changed", "%(count)s changed", len(self.changed))),
            (len(self.removed), ngettext("%(count)s taken out", "%(count)s taken out", len(self.removed))),
        ]
        said = [words % {"count": count} for count, words in counted if count]
        return ", ".join(said) or _("The order, the days or the rules have changed")


def changes_between(before: Version, after: Version) -> Changes:
    old, new = items_of(before.document), items_of(after.document)
    found = difference(Plan.from_json(before.plan), Plan.from_json(after.plan))
    return Changes(
        reason=after.reason,
        added=tuple(ChangedItem(new[item.key]["name"], "", said(new[item.key])) for item in found.added),
        changed=tuple(ChangedItem(new[b.key]["name"], *apart(old[a.key], new[b.key])) for a, b in found.changed),
        removed=tuple(ChangedItem(old[item.key]["name"], said(old[item.key]), "") for item in found.removed),
    )


def changes_in_draft(program: Program, name_of: Callable[[str], str]) -> Changes | None:
    """What publishing would change for the client; None before the first version."""
    if program.current is None:
        return None
    found = difference(Plan.from_json(program.current.plan), program.read_draft())
    return Changes(
        reason="",
        added=tuple(ChangedItem(name_of(item.exercise), "", said(words(item))) for item in found.added),
        changed=tuple(ChangedItem(name_of(b.exercise), *apart(words(a), words(b))) for a, b in found.changed),
        removed=tuple(ChangedItem(name_of(item.exercise), said(words(item)), "") for item in found.removed),
    )


def words(item: Item) -> dict[str, str]:
    return {"dose_words": item.in_words(), "note": item.note, "cue": item.cue}


def said(item: Mapping[str, Any], parts: Iterable[str] = PARTS) -> str:
    return " · ".join(item[part] for part in parts if item[part])


def apart(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, str]:
    """Both in words, without what stayed as it was, so long as that leaves something to say on either side."""
    parts = [part for part in PARTS if before[part] != after[part]]
    pair = said(before, parts), said(after, parts)
    return pair if all(pair) else (said(before), said(after))
