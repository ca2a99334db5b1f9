"""The canonical shorthand of a dose: the text that is read back as exactly that dose, without a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.dose_parts import Band, ThreePartTempo

if TYPE_CHECKING:
    from exercises.dose import Dose
    from exercises.dose_parts import Frequency, Load, Progression, Tempo

SIDES = {
    "each": "each side",
    "alternating": "alternating total",
    "bilateral": "both sides together",
    "left": "left side only",
    "right": "right side only",
}
UNTIL = {
    "fatigue": "to fatigue",
    "comfort": "as long as comfortable",
    "as-needed": "as needed",
    "as-many-as-possible": "AMRAP",
}


def format_dose(dose: Dose) -> str:
    """For example "3x8, hold 5s, each side". Always `parse(format_dose(dose)).dose == dose`."""
    parts = [
        *([_holds(dose)] if _is_holds(dose) else _count_and_hold(dose)),
        f"for {_time(dose.duration_seconds)}" if dose.duration_seconds else "",
        UNTIL[dose.until] if dose.until else "",
        SIDES[dose.side] if dose.side else "",
        _tempo(dose.tempo),
        _load(dose.load),
        f"RPE {dose.effort:g}" if dose.effort is not None else "",
        f"RIR {dose.reps_in_reserve}" if dose.reps_in_reserve is not None else "",
        f"rest {_time(dose.rest_seconds)}" if dose.rest_seconds is not None else "",
        *_frequency(dose.frequency),
        dose.role or "",
        _progression(dose.progression),
    ]
    return ", ".join(part for part in parts if part)


def _is_holds(dose: Dose) -> bool:
    """Whether it is sets of one hold each, which people write as "3x30s"; many short ones are read as repetitions."""
    one = dose.reps == 1 and dose.reps_max is None and dose.duration_seconds is None
    return bool(one and dose.hold_seconds and dose.sets and dose.sets <= 5 and dose.sets_max is None)


def _holds(dose: Dose) -> str:
    return f"{dose.sets}x{dose.hold_seconds}s"


def _count_and_hold(dose: Dose) -> list[str]:
    return [*_count(dose), f"hold {_time(dose.hold_seconds)}" if dose.hold_seconds else ""]


def doubtful_order(first: int, second: int) -> bool:
    """Whether AxB may well be repetitions x sets: the first is larger and the second could be sets."""
    return first > second and second <= 5


def _count(dose: Dose) -> list[str]:
    sets, reps = _range(dose.sets, dose.sets_max), _range(dose.reps, dose.reps_max)
    if dose.reps_per_set is not None:
        return [f"{sets} sets of {'/'.join(map(str, dose.reps_per_set))}"]
    if dose.sets is not None and dose.reps is not None:
        if doubtful_order(dose.sets, dose.reps):
            return [f"{sets} sets of {reps}"]
        return [f"{sets}x{reps}"]
    if dose.reps is not None:
        return [f"{reps} reps", "no sets"]
    fills_reps = dose.hold_seconds is not None
    fills_sets = dose.sets is None and dose.until in ("fatigue", "as-many-as-possible")
    return [
        (f"{sets} set" if sets == "1" else f"{sets} sets") if sets else "",
        "no reps" if fills_reps else "",
        "no sets" if fills_sets else "",
    ]


def _range(low: int | None, high: int | None) -> str:
    if low is None:
        return ""
    return str(low) if high is None else f"{low}-{high}"


def _time(seconds: int) -> str:
    return f"{seconds // 60} min" if seconds and seconds % 60 == 0 else f"{seconds}s"


def _tempo(tempo: Tempo | None) -> str:
    if tempo is None:
        return ""
    if isinstance(tempo, ThreePartTempo):
        return f"tempo {tempo.eccentric} down {tempo.pause} pause {tempo.concentric} up"
    down, bottom, up, top = tempo.eccentric, tempo.pause_bottom, tempo.concentric, tempo.pause_top
    return f"tempo {down} down {bottom} bottom {up} up {top} top"


def _load(load: Load | None) -> str:
    if load is None:
        return ""
    return f"{load.band} band" if isinstance(load, Band) else f"{load.value:g} {load.unit}"


def _frequency(frequency: Frequency | None) -> list[str]:
    if frequency is None:
        return []
    said = []
    if frequency.times_per_day is not None:
        said.append(f"{frequency.times_per_day}x/day")
    if frequency.every_hours is not None:
        said.append(f"every {frequency.every_hours} h")
    if frequency.every_minutes is not None:
        said.append(f"every {frequency.every_minutes} min")
    if frequency.from_hour is not None:
        said.append(f"between {frequency.from_hour} and {frequency.until_hour} h")
    if frequency.days_per_week is not None:
        said.append(f"{frequency.days_per_week}x/week")
    return said


def _progression(progression: Progression | None) -> str:
    if progression is None:
        return ""
    sets = f"{progression.to_sets} sets of " if progression.to_sets else ""
    return f"-> {sets}{progression.to_reps} over {progression.weeks} weeks"
