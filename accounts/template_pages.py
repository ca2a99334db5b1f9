"""What the public pages of templates show."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.about import About
from accounts.models import Routine
from accounts.plan_words import RulesInWords, rules_in_words
from accounts.plans import Item, Phase, Plan
from exercises.models import Exercise
from exercises.models.drawing import picture_url


@dataclass(frozen=True)
class Line:
    """`exercise` and `easier` are None for one that was deleted since; `easier` also where there is none."""

    item: Item
    exercise: Exercise | None
    is_choice: bool
    easier: Exercise | None = None

    @property
    def name(self) -> str:
        return self.exercise.name if self.exercise else self.item.exercise

    @property
    def url(self) -> str:
        """Where to read more; nowhere once the catalogue has retired it."""
        return self.exercise.get_absolute_url() if self.exercise and self.exercise.is_published else ""

    @property
    def print_url(self) -> str:
        drawing = self.exercise.drawing if self.exercise else None
        return picture_url(drawing.digest, step=drawing.shown_step, theme="print") if drawing else ""

    @property
    def is_habit(self) -> bool:
        return self.exercise is not None and self.exercise.is_habit


@dataclass(frozen=True)
class PhaseToRead:
    """`first_week` and `last_week` count from 1; there is no last one when it goes on."""

    phase: Phase
    first_week: int
    exercises: list[Line]
    habits: list[Line]

    @property
    def last_week(self) -> int | None:
        return self.first_week + self.phase.weeks - 1 if self.phase.weeks else None

    @property
    def seconds(self) -> int:
        """Of the doses of a session, walks and habits aside."""
        items = tuple(line.item for line in self.exercises)
        return self.phase.model_copy(update={"items": items}).seconds()


@dataclass(frozen=True)
class Summary:
    """What a card says. `minutes` and `sessions` a week go from the least to the most of all phases."""

    routine: Routine
    about: About
    plan: Plan
    cover: Exercise | None = None

    @classmethod
    def of(cls, routine: Routine) -> "Summary":
        return cls(routine, routine.read_about(), routine.read_plan())

    @property
    def cover_slug(self) -> str:
        """The exercise whose picture stands for it: the first of the last phase, where programs differ most."""
        items = [item for phase in self.plan.phases[-1:] for item in phase.items]
        return items[0].exercise if items else ""

    @property
    def weeks(self) -> int | None:
        return self.plan.weeks

    @property
    def sessions(self) -> tuple[int, int]:
        return span([len(phase.days) for phase in self.plan.phases])

    @property
    def minutes(self) -> tuple[int, int]:
        return span([phase.minutes or -(-phase.seconds() // 60) for phase in self.plan.phases])

    @property
    def facts(self) -> str:
        """Such as "8 to 12 min, 11 exercises, 2 phases"."""
        low, high = self.minutes
        span = _("%(high)s min") if low == high else _("%(low)s to %(high)s min")
        count, phases = len({item.exercise for item in self.plan.items()}), len(self.plan.phases)
        said = [span % {"low": low, "high": high}] if count else []
        said.append(ngettext("%(count)s exercise", "%(count)s exercises", count) % {"count": count})
        if phases > 1:
            said.append(ngettext("%(count)s phase", "%(count)s phases", phases) % {"count": phases})
        return ", ".join(said)

    @property
    def rules(self) -> RulesInWords:
        return rules_in_words(self.plan)

    def phases(self) -> list[PhaseToRead]:
        """With their exercises and pictures, in two queries."""
        rows = Exercise.objects.filter(slug__in=self.plan.slugs()).with_pictures()
        known = {exercise.slug: exercise for exercise in rows}
        read, week = [], 1
        for phase in self.plan.phases:
            lines = [
                Line(item, known.get(item.exercise), item.choose in phase.open_choices, known.get(item.easier or ""))
                for item in phase.items
            ]
            habits = [line for line in lines if line.is_habit]
            read.append(PhaseToRead(phase, week, [line for line in lines if not line.is_habit], habits))
            week += phase.weeks or 0
        return read


def with_covers(summaries: list[Summary]) -> list[Summary]:
    """The same with their pictures, in one query."""
    rows = Exercise.objects.published().filter(slug__in=[summary.cover_slug for summary in summaries])
    known = {exercise.slug: exercise for exercise in rows.with_pictures()}
    return [replace(summary, cover=known.get(summary.cover_slug)) for summary in summaries]


def span(numbers: list[int]) -> tuple[int, int]:
    return (min(numbers), max(numbers)) if numbers else (0, 0)
