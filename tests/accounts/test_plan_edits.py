import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.plan_edits import (
    add_item,
    add_phase,
    checked,
    move_item,
    remove_item,
    remove_phase,
    replace_item,
)
from accounts.plans import MAX_ITEMS, MAX_PHASES, Item, Phase, Plan, PlanError, difference
from tests.accounts.plan_strategies import DOSES, items, plans, texts, weeks

chosen = st.randoms(use_true_random=False)


def keys(plan: Plan) -> list[list[str]]:
    return [[item.key for item in phase.items] for phase in plan.phases]


def some_item(plan: Plan, random: object) -> Item | None:
    found = list(plan.items())
    return random.choice(found) if found else None  # type: ignore[attr-defined]


@given(plans(), items("new-key"), chosen)
def test_item_is_added_at_the_end_of_its_phase(plan: Plan, item: Item, random: object) -> None:
    phase = random.randrange(len(plan.phases)) if plan.phases else 0  # type: ignore[attr-defined]
    after = add_item(plan, item, phase=phase)
    assert after.phases[phase].items[-1] == item
    assert difference(plan, after).added == (item,) or plan.phases == ()
    assert remove_item(after, item.key).phases == (plan.phases or (Phase(),))


@given(plans(), chosen)
def test_moving_down_and_up_again_changes_nothing(plan: Plan, random: object) -> None:
    item = some_item(plan, random)
    if item is None:
        return
    down = move_item(plan, item.key, by=1)
    assert sorted(map(sorted, keys(down))) == sorted(map(sorted, keys(plan)))
    assert not difference(plan, down)
    if keys(down) != keys(plan):
        assert move_item(down, item.key, by=-1) == plan


@given(plans(least=1))
def test_item_at_the_edge_stays(plan: Plan) -> None:
    for phase in plan.phases:
        if phase.items:
            assert move_item(plan, phase.items[0].key, by=-1) == plan
            assert move_item(plan, phase.items[-1].key, by=1) == plan


@given(plans(), texts, chosen)
def test_replacing_keeps_key_and_place(plan: Plan, note: str, random: object) -> None:
    item = some_item(plan, random)
    if item is None:
        return
    after = replace_item(plan, item.model_copy(update={"note": note, "dose": DOSES[0]}))
    assert keys(after) == keys(plan)
    assert [now.key for _was, now in difference(plan, after).changed] in ([], [item.key])


@given(plans(), chosen)
def test_removed_item_is_gone_and_the_others_stay(plan: Plan, random: object) -> None:
    item = some_item(plan, random)
    if item is None:
        return
    after = remove_item(plan, item.key)
    assert after.item(item.key) is None
    assert after.count == plan.count - 1


@given(plans(), st.none() | weeks)
def test_added_phase_is_the_last_and_gives_the_one_before_an_end(plan: Plan, length: int | None) -> None:
    after = add_phase(plan, Phase(name="Next", weeks=length))
    assert after.phases[-1].name == "Next"
    assert len(after.phases) == len(plan.phases) + 1
    assert all(phase.weeks for phase in after.phases[:-1])


@given(plans(least=1), chosen)
def test_removed_phase_takes_its_items_along(plan: Plan, random: object) -> None:
    index = random.randrange(len(plan.phases))  # type: ignore[attr-defined]
    after = remove_phase(plan, index)
    assert keys(after) == keys(plan)[:index] + keys(plan)[index + 1 :]


@given(plans())
def test_unknown_item_or_phase_is_told_in_a_sentence(plan: Plan) -> None:
    stranger = Item(key="stranger", exercise="bird-dog", dose=DOSES[0])
    for edit in (
        lambda: remove_item(plan, "stranger"),
        lambda: move_item(plan, "stranger", by=1),
        lambda: replace_item(plan, stranger),
        lambda: remove_phase(plan, len(plan.phases)),
        lambda: remove_phase(plan, -1),
        lambda: add_item(plan, stranger, phase=max(1, len(plan.phases))),
    ):
        with pytest.raises(PlanError) as caught:
            edit()
        assert len(caught.value.sentences) == 1


def test_only_the_last_phase_may_go_on_without_an_end() -> None:
    plan = add_phase(Plan(phases=(Phase(weeks=2),)), Phase())
    with pytest.raises(PlanError):
        checked([Phase(), *plan.phases[1:]])


def test_plan_has_its_limits() -> None:
    plan = Plan()
    for _number in range(MAX_ITEMS):
        plan = add_item(plan, Item(exercise="bird-dog", dose=DOSES[0]))
    with pytest.raises(PlanError):
        add_item(plan, Item(exercise="bird-dog", dose=DOSES[0]))
    for _number in range(MAX_PHASES - 1):
        plan = add_phase(plan, Phase())
    with pytest.raises(PlanError):
        add_phase(plan, Phase())


def test_same_key_twice_is_refused() -> None:
    plan = add_item(Plan(), Item(key="same", exercise="bird-dog", dose=DOSES[0]))
    with pytest.raises(PlanError):
        add_item(plan, Item(key="same", exercise="cat-cow", dose=DOSES[0]))
