"""The plan editor behind the pages of routines and programs: one form holds all lines, so nothing typed gets lost.

Whatever button is pressed, everything that was typed is read first; if a part is not understood, nothing is kept
and the page shows it all again with what is to be asked.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.builder.pending import Pending, read_pending, settled, to_json
from accounts.models import Routine
from accounts.plan_edits import add_item, add_phase, checked, insert_plan, move_item, remove_item, remove_phase
from accounts.plan_exercises import without_retired
from accounts.plan_forms import AddForm, InsertForm, ItemForm, PhaseForm, shown
from accounts.plan_lines import Names, names_for
from accounts.plan_rule_forms import RulesForm
from accounts.plan_rules import Rules
from accounts.plan_words import RulesInWords, rules_in_words
from accounts.plans import MAX_ITEMS, Item, Phase, Plan, PlanError
from backfit.numbers import whole_number
from backfit.refusals import Refusal
from exercises.models.catalogue import ExerciseQuerySet

MANY_ITEMS = 6
"""More than this and fewer are done (Medina-Mirapeix 2009, neck and back pain)."""


def imprint(*values: Any) -> str:
    """Tells whether fields were touched since the page was made."""
    return hashlib.sha256(json.dumps([str(value) for value in values]).encode()).hexdigest()[:16]


class Keep(Protocol):
    """A routine's or a program's `save_plan`."""

    def __call__(self, plan: Plan, *, pending: list[Any] | None = None) -> None: ...


@dataclass
class Row:
    """An item with its form."""

    item: Item
    form: ItemForm
    was: str


class PhaseEditor:
    """A phase with its forms; `typed` is the request's data, `stale` when the plan was changed elsewhere since."""

    def __init__(self, index: int, phase: Phase, names: Names, typed: Mapping[str, Any], *, stale: bool) -> None:
        self.index = index
        self.number = index + 1
        self.phase = phase
        self.names = names
        self.typed = typed
        self.stale = stale
        self.was = imprint(*shown(phase).values())
        self.form = PhaseForm(self.bound(f"phase-{index}", self.phase_touched()), prefix=f"phase-{index}", phase=phase)
        self.rows = [self.row(item) for item in phase.items]
        add = typed if typed.get(f"add-{index}-exercise") is not None else None
        self.add = AddForm(add, prefix=f"add-{index}", names=names)

    def bound(self, prefix: str, touched: bool) -> Mapping[str, Any] | None:
        """The data for a form: none when the page did not have it, or had it untouched and outdated."""
        present = f"{prefix}-was" in self.typed
        return self.typed if present and (touched or not self.stale) else None

    def phase_touched(self) -> bool:
        prefix = f"phase-{self.index}"
        days = self.typed.getlist(f"{prefix}-days") if hasattr(self.typed, "getlist") else []
        now = imprint(*(self.typed.get(f"{prefix}-{name}", "") for name in shown(self.phase) if name != "days"), days)
        return now != self.typed.get(f"{prefix}-was")

    def row(self, item: Item) -> Row:
        was = [self.typed.get(f"{item.key}-{name}", "") for name in ("dose", "note", "cue", "any_day")]
        touched = imprint(*was) != self.typed.get(f"{item.key}-was")
        name = self.names.name(item.exercise)
        form = ItemForm(self.bound(item.key, touched), prefix=item.key, item=item, name=name)
        return Row(item, form, imprint(form.shorthand, item.note, item.cue, "on" if item.any_day else ""))

    def forms(self, *, without: str) -> Iterator[ItemForm | AddForm | PhaseForm]:
        """What has to be understood before `without`, an item's key, is taken out."""
        yield self.form
        yield from (row.form for row in self.rows if row.item.key != without)
        if self.add.is_used:
            yield self.add

    def is_valid(self, *, without: str) -> bool:
        valid = [form.is_valid() or not form.is_bound for form in self.forms(without=without)]
        return all(valid)

    def changed(self, *, without: str) -> Phase:
        phase = self.form.changed() if self.form.is_bound else self.phase
        items = [self.item_of(row, without) for row in self.rows]
        return phase.model_copy(update={"items": tuple(items)})

    @staticmethod
    def item_of(row: Row, without: str) -> Item:
        return row.form.changed() if row.form.is_bound and row.item.key != without else row.item

    @property
    def choices(self) -> set[str]:
        """Words of which several items are left to choose from."""
        return self.phase.open_choices

    @property
    def minutes(self) -> int:
        """Minutes of one session, rounded up."""
        return -(-self.phase.seconds() // 60)

    @property
    def minutes_a_day(self) -> int:
        return -(-sum(item.dose.seconds() * item.dose.times_per_day for item in self.phase.chosen()) // 60)

    @property
    def is_much(self) -> bool:
        return self.count > MANY_ITEMS

    @property
    def count(self) -> int:
        return len(self.phase.chosen())


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
        # An empty plan is shown with one phase to write into.
        phases = plan.phases or (Phase(),)
        self.phases = [
            PhaseEditor(index, phase, self.names, self.typed, stale=self.stale) for index, phase in enumerate(phases)
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
        kept, _gone = without_retired(self.insert.cleaned_data["routine"].read_plan(), self.among)
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
