"""How long a dose takes and how often a day it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exercises.dose import Dose
    from exercises.dose_parts import Frequency

# Conventions [K]: a controlled repetition takes about 3 s; "until tired" or "as comfortable", with no other
# number, is planned as one minute; a desk habit with no hours of its own runs over a working day.
REP_SECONDS = 3
OPEN_ENDED_SECONDS = 60
DAY_FROM_HOUR = 9
DAY_UNTIL_HOUR = 17


def seconds(dose: Dose) -> int:
    """Estimated time to do the dose once, in seconds, at the upper end of any range.

    Sets of repetitions (3 s each, or as long as the tempo says, plus the hold; a single hold is just the
    hold), or the stated duration; doubled when each side is done in turn; plus the stated rests between sets.
    Rests nobody prescribed are not counted.
    """
    sets = dose.sets_max or dose.sets or 1
    if dose.reps_per_set is not None and dose.duration_seconds is None:
        work = sum(_reps_seconds(dose, reps) for reps in dose.reps_per_set)
    else:
        work = sets * _set_seconds(dose)
    if dose.side == "each":
        work *= 2
    return work + (sets - 1) * (dose.rest_seconds or 0)


def _set_seconds(dose: Dose) -> int:
    if dose.duration_seconds is not None:
        return dose.duration_seconds
    reps = dose.reps_max or dose.reps
    if dose.until is not None and reps in (None, 1) and dose.hold_seconds is None:
        return OPEN_ENDED_SECONDS
    if reps is None and dose.hold_seconds is None:
        return OPEN_ENDED_SECONDS
    return _reps_seconds(dose, reps or 1)


def _reps_seconds(dose: Dose, reps: int) -> int:
    hold = dose.hold_seconds or 0
    if dose.tempo is not None:
        movement: int = sum(dose.tempo.model_dump().values())
        return reps * (hold + movement)
    return hold if hold and reps == 1 else reps * (hold + REP_SECONDS)


def times_per_day(frequency: Frequency | None) -> int:
    """How often on a due day; an interval is counted from the end of the first to the last hour."""
    if frequency is None:
        return 1
    if frequency.times_per_day is not None:
        return frequency.times_per_day
    start = DAY_FROM_HOUR if frequency.from_hour is None else frequency.from_hour
    end = DAY_UNTIL_HOUR if frequency.until_hour is None else frequency.until_hour
    interval = frequency.every_minutes or 60 * (frequency.every_hours or 0)
    return max(1, (end - start) * 60 // interval) if interval else 1
