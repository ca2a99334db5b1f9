"""A version's document: everything that the client's pages, the player, the handout and exports read.

Layout 1: {layout, program: {id, name}, version, reason, language, phases: [{name, weeks, days, seconds, items: [...]}]}
with items of {key, exercise, revision, name, kind, position, purpose, feel, steps: [text], faults: [{fault, mend}],
cautions: [{tag, text}], equipment: [name], dose, dose_words, dose_words_today, seconds, times_per_day, note, cue,
group}, and where the exercise had a picture, figure: {digest, step, alt}: the still that stands for it.
Since templates, and therefore missing from older documents: rules: {settings, progress, hold, back, stop, extra}, where
settings are the numbers of accounts.plan_rules and the others lists of sentences to the client; in a phase goal, effort
(lowest, highest) and minutes; in an item any_day (the days a week of its dose are spread over the whole week) and once
(due on the first of its days in the phase). Those of phase and item stand only where they are said.
Since the therapist's desk, in an item and again only where it is said: choose, when and when_words (of the phase's
items with the same word one is done, this one when the condition holds), stop_pain (0-10, at which to stop this item)
and stop_words (the same in a sentence), short (belongs to the short version for a bad day).
Since the player offers one, and only where the therapist named it: easier, what the client may do instead when the item
is too hard: {exercise ... equipment, dose, dose_words, dose_words_today, seconds} and its figure, each as in an item.
Days are ISO weekdays, seconds an estimate of one performance, dose as in exercises.dose; `dose_words_today` leaves out
the days a week.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

from django.utils.translation import get_language

from accounts.plan_easier import easier_dose
from accounts.plan_rules import Rules
from accounts.plan_words import rules_in_words
from accounts.plans import Item, Phase, Plan
from exercises.models import Exercise
from programs.models.program import Program

LAYOUT = 1


def compile_document(
    program: Program, plan: Plan, *, number: int, reason: str, exercises: Mapping[str, Exercise]
) -> dict[str, Any]:
    return {
        "layout": LAYOUT,
        "program": {"id": str(program.pk), "name": program.name},
        "version": number,
        "reason": reason,
        "language": get_language() or "en",
        "phases": [compile_phase(phase, exercises) for phase in plan.phases],
        "rules": compile_rules(plan),
    }


def compile_rules(plan: Plan) -> dict[str, Any]:
    settings = plan.rules_in_force.model_dump(mode="json", exclude={"extra"})
    said = {name: list(sentences) for name, sentences in asdict(rules_in_words(plan)).items()}
    return {"settings": settings, **said}


def compile_phase(phase: Phase, exercises: Mapping[str, Exercise]) -> dict[str, Any]:
    return {
        "name": phase.name,
        "weeks": phase.weeks,
        "days": list(phase.days),
        "seconds": phase.seconds(),
        "items": [{**compile_item(item, exercises), **choice_of(item, phase.open_choices)} for item in phase.items],
        **phase.model_dump(mode="json", include={"goal", "effort", "minutes"}, exclude_none=True),
    }


def compile_item(item: Item, exercises: Mapping[str, Exercise]) -> dict[str, Any]:
    """`exercises` has the item's; an easier version that is not there is left out."""
    exercise, easier = exercises[item.exercise], exercises.get(item.easier or "")
    return {
        "key": item.key,
        **wording(exercise),
        **dosed(item),
        "times_per_day": item.dose.times_per_day,
        "note": item.note,
        "cue": item.cue,
        "group": item.group,
        **item.model_dump(include={"any_day", "once"}, exclude_none=True),
        **({"stop_pain": item.stop_pain, "stop_words": item.stop_words} if item.stop_pain else {}),
        **({"short": True} if item.short else {}),
        **figure_of(exercise),
        **({"easier": compile_easier(item, easier)} if easier else {}),
    }


def dosed(item: Item) -> dict[str, Any]:
    return {
        "dose": item.dose.to_json(),
        "dose_words": item.in_words(),
        "dose_words_today": item.in_words(weekly=False),
        "seconds": item.dose.seconds(),
    }


def compile_easier(item: Item, exercise: Exercise) -> dict[str, Any]:
    dose = easier_dose(item.dose, exercise.dose)
    return {**wording(exercise), **dosed(item.model_copy(update={"dose": dose})), **figure_of(exercise)}


def choice_of(item: Item, open_choices: Collection[str]) -> dict[str, str]:
    """Where others are left to choose from; the only one that is left is simply done."""
    if item.choose not in open_choices:
        return {}
    return {"choose": item.choose or "", "when": item.when or "", "when_words": item.when_words}


def wording(exercise: Exercise) -> dict[str, Any]:
    """The catalogue's words of this moment; wants an exercise from `with_content()`."""
    return {
        "exercise": exercise.slug,
        "revision": exercise.revision,
        "name": exercise.name,
        "kind": exercise.kind,
        "position": exercise.position,
        "purpose": exercise.purpose,
        "feel": exercise.feel,
        "steps": [step.text for step in exercise.steps.all()],
        "faults": [{"fault": fault.text, "mend": fault.mend} for fault in exercise.faults.all()],
        "cautions": [
            {"tag": caution.tag.slug if caution.tag else None, "text": caution.text}
            for caution in exercise.cautions.all()
        ],
        "equipment": [thing.name for thing in exercise.equipment.all()],
    }


# What a document holds of the catalogue; the rest of an item is the therapist's.
WORDING = (
    "exercise", "revision", "name", "kind", "position", "purpose", "feel", "steps", "faults", "cautions", "equipment",
    "figure",
)  # fmt: skip


def wording_of(item: Mapping[str, Any]) -> dict[str, Any]:
    """The catalogue's part of a document's item."""
    return {name: item[name] for name in WORDING if name in item}


def figure_of(exercise: Exercise) -> dict[str, Any]:
    drawing = exercise.drawing
    if drawing is None:
        return {}
    return {"figure": {"digest": drawing.digest, "step": drawing.shown_step, "alt": drawing.alt()}}


def digest_of(data: Any) -> str:
    """SHA-256 of the canonical JSON, in hex."""
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def items_of(document: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The document's items by key, in order."""
    return {item["key"]: item for phase in document["phases"] for item in phase["items"]}


def described_in(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What it has of the catalogue: each item, and each easier version."""
    items = items_of(document).values()
    return [*items, *(item["easier"] for item in items if "easier" in item)]


def rules_of(document: Mapping[str, Any]) -> Rules:
    """Those of the document; one from before there were rules has the usual ones."""
    settings: Mapping[str, Any] = document.get("rules", {}).get("settings", {})
    return Rules(**{name: value for name, value in settings.items() if name in Rules.model_fields and name != "extra"})
