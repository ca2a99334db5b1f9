"""What the builder works on: the plan of a routine or of a program, with its lines that are no item yet."""

import datetime
import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any

from accounts.builder.fitting import Marks
from accounts.builder.obstacles import Obstacle, unready
from accounts.builder.pending import Pending, read_pending, settled, to_json
from accounts.home import Home
from accounts.models import Routine
from accounts.plan_lines import Names
from accounts.plans import Plan
from exercises.models.catalogue import ExerciseQuerySet


class Workpiece:
    """One plan on the table. Programs and routines differ in what is said below."""

    plan: Plan
    pending: list[Pending]

    def __init__(self, plan: Plan, pending: Any) -> None:
        self.plan = plan
        # Wherever the plan was changed, every line is shown somewhere.
        self.pending = settled(read_pending(pending), plan, plan)

    @property
    def digest(self) -> str:
        return digest_of(self.plan, self.pending)

    @property
    def saved_at(self) -> datetime.datetime | None:
        raise NotImplementedError

    @property
    def home(self) -> Home:
        return Home()

    def usable_exercises(self) -> ExerciseQuerySet:
        raise NotImplementedError

    def slugs(self) -> set[str]:
        """Exercises that are or were in it, retired or not."""
        return self.plan.slugs()

    def require_open(self) -> None:
        """Raises Conflict when nothing may be changed any more."""

    def keep(self, plan: Plan, pending: Sequence[Pending]) -> None:
        raise NotImplementedError

    def revised(self) -> set[str]:
        """Slugs of exercises whose wording has changed since the client got it."""
        return set()

    def changes(self, name_of: Callable[[str], str]) -> dict[str, Any] | None:
        """What publishing would change, in words; None where nothing is published."""
        return None

    def blockers(self, names: Names, marks: Marks) -> list[Obstacle]:
        """Why it cannot be given to anybody as it is; `marks` say what does not fit the client's home."""
        raise NotImplementedError


def digest_of(plan: Plan, pending: Sequence[Pending]) -> str:
    """Equal for equal content; SHA-256 in hex."""
    lines = [{name: value for name, value in entry.items() if name != "near"} for entry in to_json(pending)]
    content = {"plan": plan.to_json(), "pending": lines}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


class RoutineWorkpiece(Workpiece):
    def __init__(self, routine: Routine) -> None:
        super().__init__(routine.read_plan(), routine.pending)
        self.routine = routine

    @property
    def saved_at(self) -> datetime.datetime | None:
        return self.routine.updated_at

    def usable_exercises(self) -> ExerciseQuerySet:
        return self.routine.usable_exercises()

    def keep(self, plan: Plan, pending: Sequence[Pending]) -> None:
        self.routine.save_plan(plan, pending=to_json(pending))
        self.plan, self.pending = plan, list(pending)

    def blockers(self, names: Names, marks: Marks) -> list[Obstacle]:
        """Why it cannot be a template, or go to a client whole."""
        return unready(self.plan, self.pending, names)
