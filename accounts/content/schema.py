"""What a template's file must hold, and how to read it. No database: the loader and the tests share it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import Field, StringConstraints, model_validator

from accounts.about import About
from accounts.plan_rules import Rules
from accounts.plans import ISO_WEEKDAYS, WEEKDAYS_FOR, Item, Phase, Plan
from exercises.content.schema import Content, Line, Paragraph, Slug
from exercises.default_doses import read_default_dose
from exercises.dose import DoseError

TEMPLATES = Path(__file__).parent / "templates"

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=80)]


class ItemContent(Content):
    """`line` is an exercise's slug and a dose in shorthand; a line alone may stand for the whole."""

    line: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+ \S", max_length=120)]
    note: str = ""
    choose: Slug | None = None
    when: str | None = None
    once: bool | None = None
    easier: Slug | None = None

    @model_validator(mode="before")
    @classmethod
    def from_line(cls, data: Any) -> Any:
        return {"line": data} if isinstance(data, str) else data

    @property
    def slug(self) -> str:
        return self.line.partition(" ")[0]

    def item(self, phase: int, sessions: int) -> Item:
        """Raises ValueError, naming the line, for a dose that is none or that has several readings."""
        try:
            dose = read_default_dose(self.line.partition(" ")[2])
        except DoseError as error:
            raise ValueError(f"{self.line}: {error.sentences[0]}") from error
        days = dose.frequency.days_per_week if dose.frequency else None
        return Item(
            # The same at every start, so that a file that did not change gives a plan that did not change.
            key=f"p{phase}-{self.slug}"[:40],
            exercise=self.slug,
            dose=dose,
            note=self.note,
            choose=self.choose,
            when=self.when,
            once=self.once,
            easier=self.easier,
            any_day=True if days and days > sessions else None,
        )


class PhaseContent(Content):
    """`sessions` a week; `minutes` of a session without walks and habits; `effort` from lowest to highest."""

    name: Title
    goal: Line
    weeks: int
    sessions: Annotated[int, Field(ge=1, le=len(ISO_WEEKDAYS))]
    minutes: int
    effort: tuple[int, int]
    pain_at_most: int | None = None
    items: Annotated[list[ItemContent], Field(min_length=1)]

    def phase(self, number: int) -> Phase:
        return Phase(
            **self.model_dump(include={"name", "goal", "weeks", "minutes", "effort", "pain_at_most"}),
            days=WEEKDAYS_FOR[self.sessions],
            items=tuple(item.item(number, self.sessions) for item in self.items),
        )


class EvidenceContent(Content):
    type: str
    basis: Paragraph
    checked: str


class TemplateContent(Content):
    title: Title
    goal: Line
    for_whom: Line
    not_for: Annotated[list[Line], Field(min_length=1)]
    phases: Annotated[list[PhaseContent], Field(min_length=1)]
    rules: dict[str, Any] = {}
    after: Line
    measures: Annotated[list[Line], Field(min_length=1)]
    evidence: EvidenceContent

    def plan(self) -> Plan:
        """Raises ValueError for a dose or a rule that cannot be."""
        phases = tuple(phase.phase(number) for number, phase in enumerate(self.phases, 1))
        return Plan(phases=phases, rules=Rules(**self.rules) if self.rules else None)

    def about(self) -> About:
        return About(
            for_whom=self.for_whom,
            not_for=tuple(self.not_for),
            after=self.after,
            measures=tuple(self.measures),
            evidence=self.evidence.type,
            basis=self.evidence.basis,
            checked=self.evidence.checked,
        )

    def texts(self) -> Iterator[str]:
        """Every sentence that a reader may meet."""
        yield from (self.title, self.goal, self.for_whom, self.after, self.evidence.basis)
        yield from (*self.not_for, *self.measures, *self.rules.get("extra", ()))
        for phase in self.phases:
            yield from (phase.name, phase.goal, *(item.note for item in phase.items if item.note))
            yield from (f"If {item.when}." for item in phase.items if item.when)


def read_template(path: Path) -> TemplateContent:
    """Raises pydantic's ValidationError, which names the key at fault."""
    return TemplateContent.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
