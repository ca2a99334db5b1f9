"""What holds for every plan and every line that anybody types."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.builder.budget import MUCH, Facts, budget_of, counted
from accounts.builder.pending import Pending, among_items, read_pending, settled, to_json
from accounts.builder.saving import save_lines, state_of
from accounts.builder.shapes import SentLine, SentPlan
from accounts.builder.workpiece import RoutineWorkpiece
from accounts.models import Routine
from accounts.plans import Item, Phase, Plan
from exercises.dose import Dose
from tests.accounts.plan_strategies import SLUGS, plans, texts
from tests.builder_page import as_sent, lines_of
from tests.factories import make_exercise, make_plan, make_routine, make_user, read_dose

FEWER = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORDS = st.sampled_from(
    [
        *("bird", "dog", "Bird-Dog", "glute bridge", "cat cow", "3x8", "3 x 10", "10x3", "10/10", "5/7", "hold", "5s"),
        *("e/s", "slowly", "(hips level)", "note: breathe", "kneeling", "1.", "-", "•", "zzz", "BD", "and", "with"),
        *("Frau", "Müller's", "left", "foot", "9999", "=", "😀", "keep", "RPE", "7"),
    ]
)


@pytest.fixture
def routine(db: None) -> Routine:
    for slug in SLUGS:
        make_exercise(slug.replace("-", " ").capitalize(), slug=slug)
    return make_routine(owner=make_user("tess@example.org"), plan=Plan())


def sent(body: dict[str, Any]) -> SentPlan:
    return SentPlan.from_json(body)


@FEWER
@given(plan=plans())
def test_saving_what_was_loaded_changes_nothing(routine: Routine, plan: Plan) -> None:
    routine.save_plan(plan, pending=[])
    before = state_of(RoutineWorkpiece(routine))
    after = save_lines(piece=RoutineWorkpiece(routine), sent=sent(as_sent(before)))
    assert after == before
    assert Routine.objects.get(pk=routine.pk).plan == plan.to_json()


@FEWER
@given(lines=st.lists(st.lists(WORDS, min_size=1, max_size=9).map(" ".join), max_size=6), note=texts)
def test_nothing_typed_is_lost_and_the_second_save_changes_nothing(
    routine: Routine, lines: list[str], note: str
) -> None:
    routine.save_plan(make_plan(("bird-dog", "3x8")), pending=[])
    body = as_sent(state_of(RoutineWorkpiece(routine)))
    rows = [{"key": f"new{place:05}", "text": text, "note": note} for place, text in enumerate(lines)]
    if rows:
        rows[0]["key"] = body["phases"][0]["lines"][0]["key"]  # one that is an item already is typed over
    body["phases"][0]["lines"] = rows
    state = save_lines(piece=RoutineWorkpiece(routine), sent=sent(body))
    for row, line in zip(rows, lines_of(state), strict=True):
        if line["status"] == "ok":
            assert note in line["note"]
            for word in ("slowly", "Frau", "Müller's", "zzz", "😀", "breathe"):
                assert (word in row["text"]) <= (word in line["note"]), (row, line)
        else:
            assert (line["text"], line["note"]) == (row["text"], note)
    assert state_of(RoutineWorkpiece(routine)) == state
    again = save_lines(piece=RoutineWorkpiece(routine), sent=sent(as_sent(state)))
    assert again == state


@st.composite
def waiting(draw: st.DrawFn, plan: Plan) -> list[Pending]:
    """Lines in any places of the plan."""
    found = []
    for number in range(draw(st.integers(0, 5))):
        phase = draw(st.integers(0, max(0, len(plan.phases) - 1)))
        keys = [item.key for item in plan.phases[phase].items] if plan.phases else []
        after = draw(st.sampled_from([None, *keys]))
        found.append(Pending(phase=phase, after=after, line=SentLine(key=f"line-{number}", text="odd")))
    return found


def keys_of(rows: Iterator[Any]) -> list[str]:
    return [row.key for row in rows]


@given(data=st.data())
def test_lines_stay_in_a_plan_that_is_changed_elsewhere(data: st.DataObject) -> None:
    before = data.draw(plans(least=1))
    pending = data.draw(waiting(before))
    gone = data.draw(st.sets(st.sampled_from([item.key for item in before.items()] or ["none"])))
    phases = [p.model_copy(update={"items": tuple(i for i in p.items if i.key not in gone)}) for p in before.phases]
    left = data.draw(st.integers(0, len(phases)))
    after = Plan(phases=tuple(p.model_copy(update={"weeks": 1}) for p in phases[:left]))
    found = settled(pending, before, after)
    assert read_pending(to_json(found)) == found
    assert sorted(entry.line.key for entry in found) == sorted(entry.line.key for entry in pending)
    shown = chain.from_iterable(
        among_items(phase, index, found) for index, phase in enumerate(after.phases or (Phase(),))
    )
    assert sorted(keys_of(shown)) == sorted(
        [*(item.key for item in after.items()), *(entry.line.key for entry in pending)]
    )
    if left == len(phases):
        kept = [row for i, p in enumerate(before.phases) for row in among_items(p, i, pending) if row.key not in gone]
        now = [row for i, p in enumerate(after.phases) for row in among_items(p, i, found)]
        assert [row.key for row in now] == [row.key for row in kept]


KINDS = st.sampled_from(["stretch", "strength", "habit"])
facts = st.builds(
    Facts,
    name=st.sampled_from(["A", "B", "C", "D"]),
    kind=KINDS,
    position=st.sampled_from(["supine", "standing"]),
    difficulty=st.integers(1, 5),
    regions=st.frozensets(st.sampled_from(["neck", "hip"])),
)
DOSES: list[Dose] = [read_dose(text) for text in ("3x10", "2x30s e/s", "5 min", "60s every 30 min", "3x10 BD")]


@given(
    doses=st.lists(st.sampled_from(DOSES), max_size=10),
    known=st.fixed_dictionaries(dict.fromkeys(SLUGS, facts)),
    limit=st.none() | st.integers(1, 40),
    short=st.booleans(),
)
def test_budget_is_good_when_what_it_says_was_dropped(
    doses: list[Dose], known: dict[str, Facts], limit: int | None, short: bool
) -> None:
    items = tuple(
        Item(key=f"key-{place}", exercise=SLUGS[place % 4], dose=dose, short=(short and place == 0) or None)
        for place, dose in enumerate(doses)
    )
    budget = budget_of(Phase(items=items), known, limit=limit)
    assert budget.exercises == len(counted(Phase(items=items), known)) <= len(items)
    assert (budget.tone == "warn") == (budget.exercises > 6)
    assert bool(budget.drop) <= (budget.tone != "good")
    gone = {drop.key for drop in budget.drop}
    assert len(gone) == len(budget.drop)
    assert not (short and "key-0" in gone)
    after = budget_of(Phase(items=tuple(item for item in items if item.key not in gone)), known, limit=limit)
    assert after.exercises <= MUCH
    if budget.exercises:
        assert after.exercises >= 1
    assert after.tone == "good" or after.exercises == 1 or (short and after.exercises <= 2)


def test_budget_says_what_is_too_much_and_why() -> None:
    known = {
        "plank": Facts("Plank", "stability", "plank", 3, frozenset({"trunk"})),
        "dead-bug": Facts("Dead bug", "stability", "supine", 2, frozenset({"trunk"}), ("Mat",)),
        "walk": Facts("Walk", "habit", "standing", 1),
        "break": Facts("Movement break", "habit", "standing", 1),
        "lunge": Facts("Lunge", "strength", "standing", 5, frozenset({"hip"})),
        "row": Facts("Row", "strength", "standing", 2, frozenset({"upper back"}), ("Band",)),
        "nod": Facts("Nod", "strength", "supine", 1, frozenset({"neck"})),
        "bridge": Facts("Bridge", "mobility", "supine", 1, frozenset({"hip"})),
    }
    doses = {"walk": "20 min", "break": "60s every 30 min"}
    items = tuple(Item(key=f"key-{slug}", exercise=slug, dose=read_dose(doses.get(slug, "3x10"))) for slug in known)
    budget = budget_of(Phase(items=items), known, limit=15)
    assert (budget.exercises, budget.minutes, budget.minutes_a_day, budget.tone) == (7, 29, 29, "warn")
    assert (budget.positions, budget.equipment) == (3, ("Mat", "Band"))
    assert [(drop.name, drop.why) for drop in budget.drop] == [
        ("Dead bug", "Works the same region in the same way as “Plank”."),
        ("Lunge", "The hardest of them."),
        ("Walk", "Takes the longest: 20 minutes."),
    ]
    assert [sentence.split(".")[0] for sentence in budget.say] == [
        "7 exercises are many",
        "About 29 minutes a day; your client has 15",
    ]
    assert "(Medina-Mirapeix 2009)" in budget.say[0]
    assert budget_of(Phase(items=items[:2]), known, limit=None).tone == "good"
    assert budget_of(Phase(items=items[:7]), known, limit=None).tone == "amber"
