"""What a link without an account may show of a version: the exercises, and nothing that was typed for this client.

Names, notes, goals, cues, conditions and the therapist's own rules may say who somebody is or what they have; the
wording of the catalogue and the doses do not.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

Document = Mapping[str, Any]

KEPT_OF_ITEM = (
    "key", "exercise", "name", "kind", "position", "purpose", "feel", "steps", "faults", "cautions", "equipment",
    "dose", "dose_words", "dose_words_today", "seconds", "times_per_day", "choose", "stop_pain", "stop_words", "short",
    "any_day", "once", "figure", "easier",
)  # fmt: skip
KEPT_OF_PHASE = ("weeks", "days", "seconds", "effort", "minutes")
TYPED = {"note": "", "cue": "", "group": ""}


def shared_document(document: Document) -> dict[str, Any]:
    """The same layout. What it holds is named here, so that a field that comes later is not shown by itself."""
    return {
        "layout": document["layout"],
        "program": {"id": "", "name": _("Your exercises")},
        "version": document["version"],
        "reason": "",
        "language": document["language"],
        "phases": [shared_phase(phase) for phase in document["phases"]],
        "rules": shared_rules(document.get("rules", {})),
    }


def shared_phase(phase: Document) -> dict[str, Any]:
    words = {word: f"choice-{number}" for number, word in enumerate(choices_of(phase), 1)}
    items = [shared_item(item, words) for item in phase["items"]]
    return {"name": "", **{name: phase[name] for name in KEPT_OF_PHASE if name in phase}, "items": items}


def choices_of(phase: Document) -> list[str]:
    """The words that mark a choice; they are typed, too."""
    return list(dict.fromkeys(item["choose"] for item in phase["items"] if item.get("choose")))


def shared_item(item: Document, words: Mapping[str, str]) -> dict[str, Any]:
    kept = {name: item[name] for name in KEPT_OF_ITEM if name in item} | TYPED
    return kept | ({"choose": words[item["choose"]]} if item.get("choose") else {})


def shared_rules(rules: Document) -> dict[str, Any]:
    """The numbers and when to stop. When to go on is left out: its sentences name phases."""
    if not rules:
        return {}
    return {"settings": rules["settings"], "stop": rules["stop"], "progress": [], "hold": [], "back": [], "extra": []}
