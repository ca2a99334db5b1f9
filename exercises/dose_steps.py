"""One step harder, one step easier: the smallest useful change of a dose. Pure.

A step changes one thing by 5 to 10 percent, or by one whole unit where that is more (clinical notes, section 2; the
figure is clinical convention, no trial's). Left alone, so None:

- a dose until something (tired, comfortable, as needed): it finds its end anew each time;
- a dose at an interval, such as a break every half hour: it is a habit and not a load;
- a dose with a progression of its own: its therapist has said already how it grows;
- a band gets no other colour: makers do not agree on their order, so the repetitions grow instead.

Holds within repetitions stay as long as they are, for repetitions are added before longer holds (McGill, textbook);
of several sets that differ one grows by a repetition, in the order in which 4-3-2 becomes 6-4-2.
"""

from typing import Any

from exercises.dose import Dose
from exercises.dose_parts import MAX_LOAD, Frequency, Weight

# Where a further step in the same measure says little [K]; the templates end at 12 repetitions, 30 s and 30 min.
MOST_REPS = 15
MOST_SETS = 3
MOST_HOLD = 60
MOST_DURATION = 1800
LOAD_STEP = {"kg": 0.5, "lb": 1.0}
MINUTE = 60
LONG = 600


def harder_dose(dose: Dose) -> Dose | None:
    """The dose one step up; None when there is none to take in this exercise.

    In this order: weight (from 5 kg or 10 lb on, so that half a kilogram is no leap), repetitions, a single hold or
    the duration, and once these are used up a further set, up to three.
    """
    if dose.until or dose.progression or is_at_intervals(dose.frequency):
        return None
    for step in (more_load,) if grows_by_load(dose) else (more_reps, more_time, more_sets):
        fields = step(dose)
        if fields:
            return changed(dose, **fields)
    return None


def easier_dose(dose: Dose) -> Dose | None:
    """The dose one step down: a set less where there are several, else a little less of what it counts in.

    Where the sets outnumber what is done in each, that becomes less instead, so that a step back after a step up is
    never more than there was before. None when there is nothing to take away.
    """
    if is_at_intervals(dose.frequency):
        return None
    plain = dose.model_copy(update={"progression": None})
    for step in (fewer_sets, less_load, fewer_reps, less_time):
        fields = step(plain)
        if fields:
            return changed(plain, **fields)
    return None


def is_at_intervals(frequency: Frequency | None) -> bool:
    return frequency is not None and bool(frequency.every_minutes or frequency.every_hours)


def changed(dose: Dose, **fields: Any) -> Dose:
    return Dose.from_json({**dose.to_json(), **fields})


def tenth(number: int) -> int:
    """Ten percent in whole units, at least one."""
    return max(1, number // 10)


def time_unit(seconds: int) -> int:
    """What people count it in: whole minutes when it is long, else five seconds, or single ones when it is short."""
    if seconds >= LONG and seconds % MINUTE == 0:
        return MINUTE
    return 5 if seconds >= 50 else 1


def grows_by_load(dose: Dose) -> bool:
    """Whether a tenth of its weight is a step that there are weights for."""
    weight = dose.load
    if not isinstance(weight, Weight) or dose.reps_per_set:
        return False
    return round(weight.value / 10, 6) >= LOAD_STEP[weight.unit]


def more_load(dose: Dose) -> dict[str, Any]:
    assert isinstance(dose.load, Weight)
    unit = LOAD_STEP[dose.load.unit]
    value = round(dose.load.value + round(dose.load.value / 10, 6) // unit * unit, 2)
    return {"load": {"value": value, "unit": dose.load.unit}} if value <= MAX_LOAD else {}


def more_reps(dose: Dose) -> dict[str, Any]:
    if dose.reps_per_set:
        return {"reps_per_set": one_more(dose.reps_per_set)} if max(dose.reps_per_set) < MOST_REPS else {}
    top = dose.reps_max or dose.reps
    if dose.reps is None or top is None or top == 1 or top >= MOST_REPS:
        return {}
    more = min(tenth(top), MOST_REPS - top)
    return {"reps": dose.reps + more, **({"reps_max": dose.reps_max + more} if dose.reps_max else {})}


def one_more(reps: tuple[int, ...]) -> list[int]:
    """To the set that leads the next one by least: 4-3-2, 5-3-2, 5-4-2, 6-4-2."""
    leads = [first - second for first, second in zip(reps, (*reps[1:], 0), strict=True)]
    place = leads.index(min(leads))
    return [*reps[:place], reps[place] + 1, *reps[place + 1 :]]


def more_time(dose: Dose) -> dict[str, Any]:
    """Only where it is the thing itself, and not a part or the frame of repetitions."""
    if is_repeated(dose):
        return {}
    if dose.duration_seconds:
        return longer("duration_seconds", dose.duration_seconds, MOST_DURATION)
    return longer("hold_seconds", dose.hold_seconds, MOST_HOLD) if dose.hold_seconds else {}


def is_repeated(dose: Dose) -> bool:
    return dose.reps_per_set is not None or (dose.reps_max or dose.reps or 1) > 1


def longer(name: str, seconds: int, most: int) -> dict[str, Any]:
    unit = time_unit(seconds)
    more = max(unit, seconds // 10 // unit * unit)
    return {name: min(seconds + more, most)} if seconds < most else {}


def more_sets(dose: Dose) -> dict[str, Any]:
    """None where nothing else is said, for it is no load that a machine could judge; never for sets that differ."""
    counted = dose.reps or dose.hold_seconds or dose.duration_seconds
    sets = dose.sets_max or dose.sets
    if dose.reps_per_set or not counted or sets is None or sets >= MOST_SETS:
        return {}
    return {"sets": (dose.sets or sets) + 1, **({"sets_max": dose.sets_max + 1} if dose.sets_max else {})}


def fewer_sets(dose: Dose) -> dict[str, Any]:
    if dose.reps_per_set:
        return {} if dose.until else without_last(dose.reps_per_set)
    sets = dose.sets_max or dose.sets or 1
    if sets == 1 or (dose.until is None and sets > in_each_set(dose) > 1):
        return {}
    left = sets - max(1, -(-sets // 10))
    low = min(dose.sets or left, left)
    return {"sets": low, "sets_max": left if dose.sets_max and left > low else None}


def without_last(reps: tuple[int, ...]) -> dict[str, Any]:
    """As many sets as leave at least a tenth out, the last ones first."""
    kept = len(reps) - max(1, -(-len(reps) // 10))
    if kept > 1:
        return {"sets": kept, "reps_per_set": list(reps[:kept])}
    return {"sets": 1, "reps_per_set": None, "reps": reps[0]}


def in_each_set(dose: Dose) -> int:
    """The number that a step up would have changed."""
    if is_repeated(dose):
        return dose.reps_max or dose.reps or 1
    return dose.duration_seconds or dose.hold_seconds or 1


def less_load(dose: Dose) -> dict[str, Any]:
    if not grows_by_load(dose) or dose.until:
        return {}
    assert isinstance(dose.load, Weight)
    unit = LOAD_STEP[dose.load.unit]
    value = round(dose.load.value + -round(dose.load.value / 10, 6) // unit * unit, 2)
    return {"load": {"value": value, "unit": dose.load.unit}}


def fewer_reps(dose: Dose) -> dict[str, Any]:
    top = dose.reps_max or dose.reps
    if dose.until or dose.reps is None or top is None or top == 1:
        return {}
    top -= tenth(top)
    low = max(1, min(dose.reps - 1, top))
    return {"reps": low, "reps_max": top if dose.reps_max and top > low else None}


def less_time(dose: Dose) -> dict[str, Any]:
    name = "duration_seconds" if dose.duration_seconds else "hold_seconds"
    seconds = dose.duration_seconds or dose.hold_seconds
    if dose.until or not seconds or seconds == 1:
        return {}
    unit = time_unit(seconds)
    less = -(-seconds // (10 * unit)) * unit
    return {name: max(1, seconds - less)}
