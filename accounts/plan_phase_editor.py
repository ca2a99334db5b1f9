"""A phase in the plan editor: the forms of what is in it, and what was typed into them."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.builder.budget import MOST
from accounts.plan_easier import Easier
from accounts.plan_forms import AddForm, ItemForm, shown_item
from accounts.plan_lines import Names
from accounts.plan_phase_form import PhaseForm, shown_phase
from accounts.plans import Item, Phase


def imprint(*values: Any) -> str:
    """Tells whether fields were touched since the page was made."""
    return hashlib.sha256(json.dumps([str(value) for value in values]).encode()).hexdigest()[:16]


@dataclass
class Row:
    """An item with its form; `known` are easier exercises to suggest."""

    item: Item
    form: ItemForm
    was: str
    known: Sequence[Easier] = ()


class PhaseEditor:
    """A phase with its forms; `typed` is the request's data, `stale` when the plan was changed elsewhere since."""

    def __init__(
        self,
        index: int,
        phase: Phase,
        names: Names,
        typed: Mapping[str, Any],
        *,
        stale: bool,
        known: Mapping[str, Sequence[Easier]],
    ) -> None:
        self.index = index
        self.number = index + 1
        self.phase = phase
        self.names = names
        self.typed = typed
        self.stale = stale
        self.known = known
        self.was = imprint(*shown_phase(phase).values())
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
        now = imprint(
            *(self.typed.get(f"{prefix}-{name}", "") for name in shown_phase(self.phase) if name != "days"), days
        )
        return now != self.typed.get(f"{prefix}-was")

    def row(self, item: Item) -> Row:
        shown = shown_item(item, self.names.name(item.easier) if item.easier else "")
        touched = imprint(*(self.typed.get(f"{item.key}-{name}", "") for name in shown)) != self.typed.get(
            f"{item.key}-was"
        )
        form = ItemForm(self.bound(item.key, touched), prefix=item.key, item=item, names=self.names)
        return Row(item, form, imprint(*shown.values()), self.known.get(item.key, ()))

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
    def unsaid_choices(self) -> set[str]:
        return self.phase.unsaid_choices

    @property
    def minutes(self) -> int:
        """Minutes of one session, rounded up."""
        return -(-self.phase.seconds() // 60)

    @property
    def minutes_a_day(self) -> int:
        return -(-sum(item.dose.seconds() * item.dose.times_per_day for item in self.phase.chosen()) // 60)

    @property
    def is_much(self) -> bool:
        return self.count > MOST

    @property
    def count(self) -> int:
        return len(self.phase.chosen())
