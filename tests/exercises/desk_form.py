"""What a browser sends from the editors' desk."""

from typing import Any

from django.urls import reverse

from exercises.editorial import writing
from exercises.editorial.rows import document_of
from exercises.models import Draft, Exercise

ADD = "/admin/exercises/exercise/add/"


def desk(exercise: Exercise) -> str:
    return reverse("admin:exercises_exercise_change", args=[exercise.pk])


def rows(prefix: str, *lines: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(lines) + 1, f"{prefix}-INITIAL_FORMS": 0}
    for number, line in enumerate(lines):
        data |= {f"{prefix}-{number}-{name}": value for name, value in line.items()}
    return data | {f"{prefix}-{len(lines)}-text": "", f"{prefix}-{len(lines)}-ORDER": len(lines) + 1}


def plank(**fields: Any) -> dict[str, Any]:
    """A new exercise, filled in."""
    return {
        "name": "Plank",
        "kind": "stability",
        "position": "plank",
        "difficulty": "3",
        "purpose": "Makes the trunk last longer.",
        "feel": "Work in the belly.",
        "dose": "3x20s 3x/wk",
        "regions": ["lower-back"],
        "aliases": "Front plank\n\n Forearm plank ",
        "evidence": "trial",
        "evidence_checked": "no",
        "author": "Backfit",
        "licence": "CC BY-SA 4.0",
        **rows("steps", {"text": "Kneel down."}, {"text": "Step back."}),
        **rows("faults", {"text": "The hips sag.", "mend": "Squeeze your seat."}),
        **rows("cautions"),
        **fields,
    }


def untouched(exercise: Exercise, **fields: Any) -> dict[str, Any]:
    """The desk of an exercise without a draft, as it would be sent at once."""
    content = document_of(exercise).to_json()
    evidence, muscles = content.pop("evidence"), content.pop("muscles")
    steps, faults, cautions = (content.pop(name) for name in ("steps", "faults", "cautions"))
    return {
        **content,
        **muscles,
        "aliases": "\n".join(content["aliases"]),
        "evidence": evidence["type"],
        "evidence_basis": evidence["basis"],
        "evidence_checked": evidence["checked"],
        **rows("steps", *({"text": text} for text in steps)),
        **rows("faults", *({"text": part["fault"], "mend": part["mend"]} for part in faults)),
        **rows("cautions", *({"text": part["text"], "tag": part["tag"] or ""} for part in cautions)),
        "seen": writing.stamp(exercise, Draft.objects.of(exercise)),
        **fields,
    }
