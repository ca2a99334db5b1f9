import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.plans import MAX_ITEMS, MAX_PHASES, Item, Phase, Plan, PlanError, content, difference
from tests.accounts.plan_strategies import DOSES, plans


def item(key: str, **fields: Any) -> Item:
    return Item(key=key, **{"exercise": "glute-bridge", "dose": DOSES[0], **fields})


@given(plans())
def test_plan_is_the_same_after_being_kept_as_json(plan: Plan) -> None:
    kept = json.loads(json.dumps(plan.to_json()))
    assert Plan.from_json(kept) == plan
    assert Plan.from_json(kept).to_json() == kept
    assert Plan.from_json(kept).digest() == plan.digest()


@given(plans())
def test_plan_does_not_differ_from_itself(plan: Plan) -> None:
    assert not difference(plan, plan)


@given(plans(), plans())
def test_difference_accounts_for_every_item_once(before: Plan, after: Plan) -> None:
    found = difference(before, after)
    old, new = list(before.items()), list(after.items())
    kept = len(new) - len(found.added)
    assert kept == len(old) - len(found.removed)
    assert set(found.added) <= set(new)
    assert set(found.removed) <= set(old)
    for was, now in found.changed:
        assert was in old
        assert now in new
        assert content(was) != content(now)
    assert not set(found.added) & {now for _was, now in found.changed}


@given(plans(), plans())
def test_difference_turned_round_swaps_new_and_gone(before: Plan, after: Plan) -> None:
    there, back = difference(before, after), difference(after, before)
    assert len(there.added) == len(back.removed)
    assert len(there.removed) == len(back.added)
    assert bool(there) == bool(back)


def test_item_taken_out_and_put_in_again_counts_as_changed() -> None:
    before = Plan(phases=(Phase(items=(item("one1"),)),))
    after = Plan(phases=(Phase(items=(item("two2", dose=DOSES[1]),)),))
    found = difference(before, after)
    assert (len(found.added), len(found.changed), len(found.removed)) == (0, 1, 0)
    same = Plan(phases=(Phase(items=(item("two2"),)),))
    assert not difference(before, same)


@given(plans())
def test_publishable_means_that_every_phase_has_something_to_do(plan: Plan) -> None:
    if plan.phases and all(phase.items for phase in plan.phases):
        plan.require_publishable()
    else:
        with pytest.raises(PlanError):
            plan.require_publishable()


def read(data: Any) -> Plan | list[str]:
    """The plan, or the sentences that say why there is none."""
    try:
        return Plan.from_json(data)
    except PlanError as error:
        return error.sentences


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(st.sampled_from(["phases", "items", "dose", "days", "key", "weeks"]), inside, max_size=3)
    ),
    max_leaves=8,
)


@given(anything)
def test_anything_at_all_is_a_plan_or_told_in_sentences(data: Any) -> None:
    found = read(data)
    if isinstance(found, Plan):
        assert Plan.from_json(found.to_json()) == found
    else:
        assert found
        assert all(sentence.strip() for sentence in found)


def wrong(**fields: Any) -> dict[str, Any]:
    """A plan of one phase with one item, part of which is not right."""
    good = {"key": "one1", "exercise": "glute-bridge", "dose": DOSES[0].to_json()}
    phase = {name: fields.pop(name) for name in ("weeks", "days", "name", "items", "extra") if name in fields}
    return {"phases": [{"items": [{**good, **fields}], **phase}]}


@pytest.mark.parametrize(
    "data",
    [
        [],
        {"phases": {}},
        {"phases": [], "owner": 1},
        wrong(key="x"),
        wrong(key="UPPER-CASE"),
        wrong(key="a" * 41),
        wrong(exercise="Glute bridge"),
        wrong(exercise="glute-bridge\n"),
        wrong(exercise="../admin"),
        wrong(exercise=7),
        wrong(dose="3x10 or so"),
        wrong(dose=None),
        wrong(note="x" * 501),
        wrong(note=None),
        wrong(weeks=0),
        wrong(weeks=53),
        wrong(weeks="4"),
        wrong(weeks=True),
        wrong(days=[]),
        wrong(days=[0]),
        wrong(days=[8]),
        wrong(days=["1"]),
        wrong(name="x" * 81),
        wrong(extra=1),
        {"phases": [{}] * (MAX_PHASES + 1)},
        {"phases": [{}, {}]},
        {"phases": [{"items": [item("same").model_dump(mode="json", exclude_none=True)] * 2}]},
        {
            "phases": [
                {"items": [item(f"k{n:03}").model_dump(mode="json", exclude_none=True) for n in range(MAX_ITEMS + 1)]}
            ]
        },
    ],
)
def test_wrong_plan_is_told_in_a_sentence(data: Any) -> None:
    with pytest.raises(PlanError) as caught:
        Plan.from_json(data)
    assert caught.value.sentences
    assert not any("pydantic" in sentence for sentence in caught.value.sentences)


def test_days_are_sorted_and_once_each() -> None:
    assert Plan.from_json({"phases": [{"days": [5, 1, 5]}]}).phases[0].days == (1, 5)


def test_minutes_of_a_phase_are_those_of_its_items() -> None:
    phase = Phase(items=(item("one1"), item("two2", dose=DOSES[1])))
    assert phase.seconds() == DOSES[0].seconds() + DOSES[1].seconds() > 0
