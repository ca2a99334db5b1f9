"""The plan editor behind the pages of routines and programs: one form holds all lines, so nothing typed gets lost.

Whatever button is pressed, everything that was typed is read first; if a part is not understood, nothing is kept
and the page shows it all again with what is to be asked.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.builder.pending import Pending, read_pending, settled, to_json
from accounts.models import Routine
from accounts.plan_easier import known_easier
from accounts.plan_edits import (
    add_item,
    add_phase,
    checked,
    insert_plan,
    move_item,
    remove_item,
    remove_phase,
    swap_item,
)
from accounts.plan_exercises import without_retired
from accounts.plan_insert_form import InsertForm
from accounts.plan_lines import names_for
from accounts.plan_phase_editor import PhaseEditor, imprint
from accounts.plan_rule_forms import RulesForm
from accounts.plan_rules import Rules
from accounts.plan_words import RulesInWords, rules_in_words
from accounts.plans import MAX_ITEMS, Phase, Plan, PlanError
from backfit.numbers import whole_number
from backfit.refusals import Refusal
from exercises.models.catalogue import ExerciseQuerySet


class Keep(Protocol):
    """A routine's or a program's `save_plan`."""

    def __call__(self, plan: Plan, *, pending: list[Any] | None = None) -> None: ...


class PlanEditor:
    """`among` is what the plan may have. `status` and `refusals` say how the page answers; `focus` is the id of the
    element to go on with.
    """

    def __init__(
        self,
        plan: Plan,
        data: Mapping[str, Any] | None = None,
        *,
        among: ExerciseQuerySet,
        routines: QuerySet[Routine] | None = None,
        pending: Any = (),
    ) -> None:
        self.plan = plan
        self.pending = read_pending(list(pending))
        self.among = among
        self.digest = plan.digest()
        self.typed: Mapping[str, Any] = data or {}
        self.names = names_for(plan.slugs(), among)
        self.stale = self.typed.get("base", self.digest) != self.digest
        self.status = 200
        self.refusals: list[str] = []
        self.focus = "id_add-0-exercise"
        action, _colon, target = str(self.typed.get("action", "save")).partition(":")
        self.action, self.target = action, target
        inserting = data if action == "insert" else None
        self.insert = InsertForm(inserting, prefix="insert", routines=routines) if routines is not None else None
        self.rules = RulesForm(self.typed_rules(), prefix="rules", rules=plan.rules_in_force)
        known = known_easier(plan.items(), among)
        # An empty plan is shown with one phase to write into.
        phases = plan.phases or (Phase(),)
        self.phases = [
            PhaseEditor(index, phase, self.names, self.typed, stale=self.stale, known=known)
            for index, phase in enumerate(phases)
        ]

    def typed_rules(self) -> Mapping[str, Any] | None:
        """What was typed for the rules; none from a page that had none, or had them outdated and untouched."""
        if "rules-was" not in self.typed:
            return None
        return None if self.stale and self.rules_imprint(self.typed) == self.typed["rules-was"] else self.typed

    @staticmethod
    def rules_imprint(typed: Mapping[str, Any]) -> str:
        names = [*Rules.model_fields]
        return imprint(*(" ".join(str(typed.get(f"rules-{name}", "")).split()) for name in names))

    @property
    def rules_was(self) -> str:
        data = self.plan.rules_in_force.model_dump()
        data["extra"] = " ".join(data["extra"])
        return self.rules_imprint({f"rules-{name}": value for name, value in data.items()})

    @property
    def rules_said(self) -> RulesInWords:
        return rules_in_words(self.plan)

    @property
    def target_phase(self) -> int:
        """Index of the phase that the button is about; -1, which is none, for what is no index."""
        number = whole_number(self.target)
        return -1 if number is None else number

    @property
    def is_single(self) -> bool:
        return len(self.phases) == 1

    def save(self, keep: Keep) -> bool:
        """Read what was typed, do what the button says and keep the plan; False, and nothing kept, when refused."""
        if self.stale:
            self.refuse(
                409, _("The plan was changed in another window. What you typed is still here: look and save again.")
            )
            return False
        try:
            plan = self.result()
            if plan is not None:
                keep(plan, pending=to_json(settled(self.left, self.plan, plan)))
        except ValidationError as error:
            self.refuse(400, *error.messages)
        except PlanError as error:
            self.refuse(400, *error.sentences)
        except Refusal as error:
            self.refuse(error.status, error.sentence)
        return not self.refusals

    @property
    def left(self) -> list[Pending]:
        """The lines that are no item yet, without the one that the button removes."""
        gone = self.target if self.action == "remove_line" else ""
        return [entry for entry in self.pending if entry.line.key != gone]

    def refuse(self, status: int, *sentences: str) -> None:
        self.status = status
        self.refusals += sentences

    def result(self) -> Plan | None:
        """The plan with everything typed and the button's own action; None after refusing."""
        gone = self.target_phase if self.action == "remove_phase" else -1
        without = self.target if self.action == "remove" else ""
        left = [phase for phase in self.phases if phase.index != gone]
        # All are asked before any is judged, so that every fault is shown at once.
        valid = [phase.is_valid(without=without) for phase in left]
        valid.append(self.rules.is_valid() or not self.rules.is_bound)
        if not all(valid) or not self.can_insert():
            self.refuse(400, _("Nothing has been saved yet: look at the lines marked below."))
            return None
        phases = [phase.changed(without=without) if phase in left else phase.phase for phase in self.phases]
        plan = checked(phases, self.rules.rules)
        for phase in left:
            plan = self.with_added(plan, phase)
        return self.acted(plan)

    def can_insert(self) -> bool:
        return self.action != "insert" or (self.insert is not None and self.insert.is_valid())

    def inserted(self, plan: Plan) -> Plan:
        assert self.insert is not None
        kept, _gone = without_retired(self.insert.cleaned_data["plan"], self.among)
        self.focus = f"id_add-{len(plan.phases)}-exercise"
        return insert_plan(plan, kept)

    def with_added(self, plan: Plan, phase: PhaseEditor) -> Plan:
        added = phase.add.added if phase.add.is_used else None
        if added is None:
            return plan
        if len(plan.phases[phase.index].items) >= MAX_ITEMS:
            raise PlanError([_("A phase has at most %(count)s exercises.") % {"count": MAX_ITEMS}])
        self.focus = f"id_add-{phase.index}-exercise"
        return add_item(plan, added, phase=phase.index)

    def acted(self, plan: Plan) -> Plan:
        match self.action:
            case "up" | "down":
                self.focus = f"{self.action}-{self.target}"
                return move_item(plan, self.target, by=-1 if self.action == "up" else 1)
            case "remove":
                return remove_item(plan, self.target)
            case "swap":
                plan, key = swap_item(plan, *self.target.split(":", 1), among=self.among)
                self.focus = f"up-{key}"
                return plan
            case "add_phase":
                self.focus = f"id_add-{len(plan.phases)}-exercise"
                return add_phase(plan, Phase())
            case "remove_phase":
                return remove_phase(plan, self.target_phase)
            case "insert":
                return self.inserted(plan)
            case "remove_line":
                return plan
            case "save":
                self.focus = "save-rules" if self.target == "rules" else self.focus
                return plan
        raise PlanError([_("That button is not known here.")])
