"""A program on the builder's table."""

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models.functions import Coalesce

from accounts.builder.fitting import Marks
from accounts.builder.obstacles import Obstacle, obstacles
from accounts.builder.pending import Pending, to_json
from accounts.builder.workpiece import Workpiece
from accounts.home import Home
from accounts.plan_lines import Names
from accounts.plans import Plan
from backfit.refusals import Refusal
from exercises.models.catalogue import ExerciseQuerySet
from programs.changes import changes_in_draft
from programs.models import Program, VersionExercise
from programs.publishing import nothing_new


class ProgramWorkpiece(Workpiece):
    """Ask for the program with its episode and current version."""

    def __init__(self, program: Program) -> None:
        super().__init__(program.read_draft(), program.pending)
        self.program = program

    @property
    def saved_at(self) -> datetime.datetime | None:
        return self.program.draft_changed_at

    @property
    def home(self) -> Home:
        return self.program.episode.read_home()

    def usable_exercises(self) -> ExerciseQuerySet:
        return self.program.usable_exercises()

    def slugs(self) -> set[str]:
        return self.plan.slugs() | self.program.slugs_in_use()

    def require_open(self) -> None:
        self.program.require_open()

    def keep(self, plan: Plan, pending: Sequence[Pending]) -> None:
        self.program.save_plan(plan, pending=to_json(pending))
        self.plan, self.pending = plan, list(pending)

    def revised(self) -> set[str]:
        if self.program.current_id is None:
            return set()
        seen = Coalesce("kept_revision", "revision")
        rows = VersionExercise.objects.filter(version=self.program.current_id, exercise__revision__gt=seen)
        return set(rows.values_list("exercise__slug", flat=True))

    def changes(self, name_of: Callable[[str], str]) -> dict[str, Any] | None:
        found = changes_in_draft(self.program, name_of)
        if found is None:
            return None
        parts = {part: [str(item) for item in getattr(found, part)] for part in ("added", "changed", "removed")}
        return {"summary": found.summary if self.program.has_changes else "", **parts}

    def blockers(self, names: Names, marks: Marks) -> list[Obstacle]:
        try:
            self.program.require_open()
        except Refusal as refusal:
            return [Obstacle(refusal.sentence)]
        found = obstacles(self.plan, self.pending, names, kept=self.program.slugs_in_use(), marks=marks)
        return found if found or self.program.has_changes else [Obstacle(nothing_new())]
