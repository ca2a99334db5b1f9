"""The state of the builder in JSON, as the page shows it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.urls import reverse

from accounts.builder.budget import Budget, Facts, budget_of, busiest
from accounts.builder.fitting import Marks
from accounts.builder.reading import FIELDS, Read, canonical, easier_named
from accounts.builder.shapes import SentPhase
from accounts.builder.workpiece import Workpiece
from accounts.plan_lines import Names
from accounts.plans import Phase
from exercises.models import Exercise


@dataclass(frozen=True)
class ReadPhase:
    """A phase with its lines as they were read, and what of it could not be kept as it was sent."""

    sent: SentPhase
    phase: Phase
    lines: tuple[Read, ...]


@dataclass
class Page:
    """All that the state is made of."""

    piece: Workpiece
    names: Names
    phases: Sequence[ReadPhase]
    marks: Marks
    errors: Sequence[str] = ()

    def to_json(self) -> dict[str, Any]:
        facts = {slug: facts_of(exercise) for slug, exercise in self.names.by_slug.items()}
        limit = self.piece.home.minutes
        budgets = [budget_of(read.phase, facts, limit=limit) for read in self.phases]
        self.revised = self.piece.revised()
        return {
            "digest": self.piece.digest,
            "saved_at": self.piece.saved_at.isoformat() if self.piece.saved_at else None,
            "phases": [
                self.phase(number, read, budget)
                for number, (read, budget) in enumerate(zip(self.phases, budgets, strict=True), 1)
            ],
            "budget": said(busiest(budgets) if budgets else budget_of(Phase(), facts, limit=limit)),
            "rules": self.piece.plan.rules_in_force.model_dump(mode="json"),
            "errors": list(self.errors),
            "changes": self.piece.changes(self.names.name),
            "blockers": [asdict(found) for found in self.piece.blockers(self.names, self.marks)],
        }

    def phase(self, number: int, read: ReadPhase, budget: Budget) -> dict[str, Any]:
        sent = read.sent.model_dump(mode="json", exclude={"lines"})
        return {**sent, "number": number, "lines": [self.line(line) for line in read.lines], "budget": said(budget)}

    def line(self, read: Read) -> dict[str, Any]:
        line, item = read.line, read.item
        exercise = self.names.exercise(item.exercise) if item else read.exercise
        slug = item.exercise if item else exercise.slug if exercise else None
        values = {name: getattr(item or line, name) or getattr(line, name) for name in FIELDS}
        return {
            "key": line.key,
            **values,
            "answer": "" if item else line.answer,
            "status": read.status,
            "text": canonical(item, self.names) if item else line.text,
            "exercise": slug,
            "name": self.names.name(slug) if slug else "",
            "url": reverse("exercise_detail", args=[slug]) if slug else "",
            "picture": picture_of(exercise),
            "words": item.in_words() if item else "",
            "minutes": -(-item.dose.seconds() // 60) if item else None,
            "question": question_of(read),
            **({"easier": easier_named(item, self.names)} if item else {}),
            "errors": list(read.errors),
            "near": [near._asdict() for near in read.near],
            "misfit": misfit_of(self.marks, item.exercise) if item else None,
            "revised": item is not None and item.exercise in self.revised,
        }


def said(budget: Budget) -> dict[str, Any]:
    return asdict(budget)


def facts_of(exercise: Exercise) -> Facts:
    return Facts(
        name=exercise.name,
        kind=exercise.kind,
        position=exercise.position,
        difficulty=exercise.difficulty,
        regions=frozenset(region.slug for region in exercise.regions.all()),
        equipment=tuple(thing.name for thing in exercise.equipment.all()),
    )


def picture_of(exercise: Exercise | None) -> str:
    return exercise.drawing.still_url if exercise and exercise.drawing else ""


def question_of(read: Read) -> dict[str, Any] | None:
    if read.question is None:
        return None
    choices = [{"shorthand": choice.shorthand, "label": choice.label} for choice in read.question.choices]
    return {"text": read.question.text, "choices": choices}


def misfit_of(marks: Marks, slug: str) -> dict[str, Any] | None:
    mark = marks.get(slug)
    if mark is None:
        return None
    return {
        "reasons": [str(reason) for reason in mark.reasons],
        "instead": [{"slug": other.slug, "name": other.name, "step": other.step} for other in mark.instead],
    }
