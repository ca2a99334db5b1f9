"""Steps up and down of a dose: small, of one thing, and never up by going back."""

import math

import pytest
from hypothesis import given

from exercises.dose import Dose
from exercises.dose_parts import Weight
from exercises.dose_steps import easier_dose, harder_dose
from tests.exercises.doses import doses, often
from tests.factories import read_dose

PARTS = ("sets", "sets_max", "reps", "reps_max", "reps_per_set", "hold_seconds", "duration_seconds", "load")
# What most doses are like; those that are left alone would drown them.
OPEN = {"until": None, "progression": None, "frequency": None, "effort": 5}
most = doses.map(lambda dose: dose.model_copy(update=OPEN)) | doses
RANGES = ({"sets", "sets_max"}, {"reps", "reps_max"})


def amount(dose: Dose) -> float:
    """Everything multiplied, at the upper end of ranges."""
    reps = sum(dose.reps_per_set) if dose.reps_per_set else (dose.sets_max or dose.sets or 1) * top_reps(dose)
    weight = dose.load.value if isinstance(dose.load, Weight) else 1
    return reps * (dose.hold_seconds or 1) * (dose.duration_seconds or 1) * weight


def top_reps(dose: Dose) -> int:
    return dose.reps_max or dose.reps or 1


def touched(before: Dose, after: Dose) -> set[str]:
    return {name for name in Dose.model_fields if getattr(before, name) != getattr(after, name)}


@often
@given(most)
def test_a_step_up_changes_one_thing_by_a_tenth_or_by_one_unit(dose: Dose) -> None:
    step = harder_dose(dose)
    if step is None:
        return
    assert Dose.from_json(step.to_json()) == step
    changed = touched(dose, step)
    assert len(changed) == 1 or changed in RANGES
    assert changed <= set(PARTS)
    assert amount(step) > amount(dose)
    for name in changed - {"load", "reps_per_set"}:
        before, after = getattr(dose, name), getattr(step, name)
        assert 1 <= after - before <= max(1, 0.1 * max(before, top_reps(dose) if name == "reps" else 0))
    if dose.reps_per_set and step.reps_per_set:
        assert sum(step.reps_per_set) == sum(dose.reps_per_set) + 1
    if "load" in changed:
        assert isinstance(dose.load, Weight)
        assert isinstance(step.load, Weight)
        assert step.load.value <= 1.1 * dose.load.value + 1e-9


@often
@given(most)
def test_a_step_back_is_less_and_valid(dose: Dose) -> None:
    step = easier_dose(dose)
    if step is None:
        return
    assert Dose.from_json(step.to_json()) == step
    assert amount(step) < amount(dose) or step.until
    assert step.seconds() <= dose.seconds()


@often
@given(most)
def test_a_step_back_after_a_step_up_is_never_more_than_there_was(dose: Dose) -> None:
    up = harder_dose(dose)
    if up is None:
        return
    back = easier_dose(up)
    assert back is not None
    assert amount(back) <= amount(dose) or math.isclose(amount(back), amount(dose))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("3x10", "3x11"),
        ("3x8-10", "3x9-11"),
        ("3x8 5s e/s", "3x9 5s e/s"),
        ("3x8 @ 10 kg", "3x8 @ 11 kg"),
        ("3x8 @ 5 kg", "3x8 @ 5.5 kg"),
        ("3x8 @ 4 kg", "3x9 @ 4 kg"),
        ("2x15 red TB", "3x15 red TB"),
        ("3x30s", "3x33s"),
        ("2x60s", "3x60s"),
        ("15 min", "16 min"),
        ("4-3-2 x 10s e/s", "5-3-2 x 10s e/s"),
        ("5-3-2 x 10s", "5-4-2 x 10s"),
        ("5-4-2 x 10s", "6-4-2 x 10s"),
        ("3x15", None),
        ("to fatigue e/s", None),
        ("60s every 30min 9-17", None),
        ("3x10 -> 3x15 over 4/52", None),
        ("30 min", None),
    ],
)
def test_a_step_up_as_a_therapist_would_take_it(before: str, after: str | None) -> None:
    assert harder_dose(read_dose(before)) == (after and read_dose(after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("3x10", "2x10"),
        ("2-3x10", "2x10"),
        ("1x10", "1x9"),
        ("1x8-10", "1x7-9"),
        ("3x30s e/s", "2x30s e/s"),
        ("20 min", "18 min"),
        ("1x10 @ 10 kg", "1x10 @ 9 kg"),
        ("60s every 30min 9-17", None),
        ("to fatigue", None),
    ],
)
def test_a_step_back_as_a_therapist_would_take_it(before: str, after: str | None) -> None:
    assert easier_dose(read_dose(before)) == (after and read_dose(after))


def test_sets_that_differ_lose_the_last_and_many_sets_of_few_lose_a_repetition() -> None:
    pyramid = easier_dose(read_dose("4-3-2 x 10s"))
    assert pyramid == Dose(sets=2, reps_per_set=(4, 3), hold_seconds=10)
    assert easier_dose(pyramid) == Dose(sets=1, reps=4, hold_seconds=10)
    assert easier_dose(Dose(sets=10, reps=2)) == Dose(sets=10, reps=1)
