"""Rules for how much: sets, repetitions, holds, durations and rests."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from exercises.dose import DoseError
from exercises.dose_parts import MAX_SETS
from exercises.shorthand_draft import Option, says
from exercises.shorthand_format import doubtful_order
from exercises.shorthand_line import (
    END,
    NOT_UNIT,
    REPS,
    SETS,
    TIME,
    WORD_END,
    D,
    Found,
    Line,
    N,
    Rule,
    is_minutes,
    numbers,
    times,
)

# A first number above this, with short holds, counts repetitions ("10x10s"), not sets. clinical.md 6, rule (a).
MANY_SETS = 5
SHORT_HOLD = 10


def _ends(name: str, ends: list[int]) -> dict[str, int]:
    return {name: ends[0]} if len(ends) == 1 else {name: ends[0], f"{name}_max": ends[1]}


def sets_times_reps(line: Line, found: Found) -> None:
    """AxB: sets x repetitions, but some write it the other way round, so 10x3 is asked."""
    first, second = numbers(found, "a", "a2"), numbers(found, "b", "b2")
    usual = _ends("sets", first) | _ends("reps", second)
    if doubtful_order(first[0], second[0]) and not found["reps"]:
        swapped = _ends("sets", second) | _ends("reps", first)
        line.fork(found, [says(**usual), says(**swapped)], about=("sets", "reps"))
    else:
        line.put(**usual)


def sets_of_reps(line: Line, found: Found) -> None:
    line.put(**_ends("sets", numbers(found, "a", "a2")), **_ends("reps", numbers(found, "b", "b2")))


def sets_alone(line: Line, found: Found) -> None:
    line.put(**_ends("sets", numbers(found, "a", "a2")))


def reps_alone(line: Line, found: Found) -> None:
    line.put(**_ends("reps", numbers(found, "b", "b2")))


def listed_sets(line: Line, found: Found) -> None:
    """12/10/8, "3 sets of 12/10/8", 6-4-2 x 10s: a number of repetitions for each set."""
    listed = tuple(int(reps) for reps in re.findall(N, found["list"]))
    group = found.re.groupindex
    if "a" not in group and "reps" in line.said and "-" in found["list"] and found["t"] is None:
        line.postpone("tempo", found)
        return
    line.put(sets=int(found["a"]) if "a" in group else len(listed), reps_per_set=listed)
    if "t" in group and (found["t"] is not None or found["m"] is not None):
        line.choose(found, "hold_seconds", times(found))


def sets_times_pair(line: Line, found: Found) -> None:
    """3x10/10 is 10 on each side; 2x10/8 is a number for each of the two sets."""
    sets, one, other = int(found["a"]), int(found["b"]), int(found["c"])
    if one == other:
        options = [says(sets=sets, reps=one, side="each")]
        if sets == 2:
            options.append(says(sets=sets, reps=one))
        line.fork(found, options, about=("sets", "reps", "side"))
    elif sets == 2:
        line.put(sets=sets, reps_per_set=(one, other))
    else:
        raise DoseError(_("Write a range as in 3x8-10, or the repetitions of every set as in 12/10/8."))


def sets_reps_hold(line: Line, found: Found) -> None:
    """AxBxC with a time: sets x repetitions x hold."""
    sets_times_reps(line, found)
    line.choose(found, "hold_seconds", times(found))


def sets_reps_load(line: Line, found: Found) -> None:
    sets_times_reps(line, found)
    line.put(load={"value": float(found["c"]), "unit": found["kind"]})


def three_numbers(line: Line, found: Found) -> None:
    """AxBxC with no unit: usually the hold, but a weight is written so too, and its unit is never guessed."""
    sets_times_reps(line, found)
    third = int(found["c"])
    options = [says(hold_seconds=third)] + [says(load={"value": third, "unit": unit}) for unit in ("kg", "lb")]
    line.fork(found, options, about=("hold_seconds", "load"))


def number_times_load(line: Line, found: Found) -> None:
    """3x10kg: three repetitions, or three sets, with the weight."""
    load = {"value": float(found["c"]), "unit": found["kind"]}
    count = numbers(found, "a", "a2")
    options = [says(load=load, **_ends("reps", count)), says(load=load, **_ends("sets", count))]
    line.fork(found, options, about=("reps", "sets", "load"))


def number_times_time(line: Line, found: Found) -> None:
    """3x30s, 2x1 min, 10x10s; also turned round, 30s x3."""
    count = numbers(found, "a", "a2")
    options: list[Option] = []
    for seconds in times(found):
        if is_minutes(found) and not found["hold"]:
            options.append(says(duration_seconds=seconds, _once=True, **_ends("sets", count)))
        else:
            options += _hold_options(count, seconds, told=bool(found["hold"]))
    if found["u"] in ("'", "m") and not found["hold"] and found["t2"] is None:
        options += other_units(found["u"], found["t"], count)
    if len(options) == 1:
        options[0](line.draft)
        line.said.update(("sets", "reps", "hold_seconds", "duration_seconds"))
    else:
        line.fork(found, options, about=("sets", "reps", "hold_seconds", "duration_seconds"))


def _hold_options(count: list[int], seconds: int, told: bool) -> list[Option]:
    as_sets = says(hold_seconds=seconds, _once=True, **_ends("sets", count))
    if count[0] <= MANY_SETS:
        return [as_sets]
    as_reps = says(hold_seconds=seconds, **_ends("reps", count))
    options = [as_reps, as_sets] if seconds <= SHORT_HOLD or count[-1] > MAX_SETS else [as_sets, as_reps]
    return options[:1] if told else options


def other_units(unit: str, number: str, count: list[int] | None) -> list[Option]:
    """What else 1' (a slip for seconds, or feet) and 1 m (metres) can mean; distances stay in the note."""
    counted = _ends("reps", count) if count else {}
    if unit == "m":
        return [says(f"{number} m", **counted)]
    slip = [says(hold_seconds=int(number), **(_ends("sets", count) if count else {}))] if number.isdigit() else []
    return [*slip, says(f"{number} ft", **counted)]


def hold(line: Line, found: Found) -> None:
    line.choose(found, "hold_seconds", times(found))


def hold_alone(line: Line, found: Found) -> None:
    line.postpone("hold", found)


def duration(line: Line, found: Found) -> None:
    line.choose(found, "duration_seconds", times(found))


def rest(line: Line, found: Found) -> None:
    line.choose(found, "rest_seconds", times(found))


def rest_or_right(line: Line, found: Found) -> None:
    """ "r 60" after the repetitions is a rest; before them ("R 10") it is the right side."""
    if line.said & {"reps", "reps_per_set", "hold_seconds", "duration_seconds"}:
        rest(line, found)
    else:
        line.at = line.pieces[-1].end = found.start() + 1
        line.sides.setdefault("right", line.pieces[-1])


def bare_time(line: Line, found: Found) -> None:
    line.postpone("time", found)


def no_sets(line: Line, found: Found) -> None:
    line.put(_no_sets=True)


def no_reps(line: Line, found: Found) -> None:
    line.put(_no_reps=True)


def keep(line: Line, found: Found) -> None:
    line.keep()


_X = r"\s*x\s*"
_OPTIONAL_UNIT_TIME = TIME.removesuffix(")") + "?)"
_WEIGHT = rf"(?P<c>{D})\s*(?P<kind>kg|lb)s?"
_REPS_WORD = r"(?:repetitions?|reps?|times)"
_LIST = rf"{N}(?:\s*/\s*{N})+|{N}(?:-{N}){{2,}}|{N}(?:,\s*{N}){{2,}}"
_NO_COUNT = rf"(?!\s*(?:{_REPS_WORD}|sets?|x|breaths?|/))"

RULES = (
    Rule(rf"no sets{WORD_END}", no_sets),
    Rule(rf"no reps{WORD_END}", no_reps),
    Rule(rf"rest\s+(?:as\s+(?:needed|required|able)|prn){WORD_END}", keep),
    Rule(rf"rest(?:\s+between\s+sets)?\s*[:=]?\s*{_OPTIONAL_UNIT_TIME}{END}", rest),
    Rule(rf"r{_OPTIONAL_UNIT_TIME}{END}", rest),
    Rule(rf"r\s+{_OPTIONAL_UNIT_TIME}{END}(?!\s*h(?:olds?)?{WORD_END}){NOT_UNIT}", rest_or_right),
    Rule(rf"{_OPTIONAL_UNIT_TIME}\s*(?:rest|recovery)(?:\s+between(?:\s+sets)?)?{WORD_END}", rest),
    Rule(rf"(?:holds?|holding)(?:\s+for|\s+of)?\s*[:=]?\s*{_OPTIONAL_UNIT_TIME}{END}{_NO_COUNT}", hold),
    Rule(rf"(?P<a>{N})\s*sets?(?:\s+of|\s*x)?\s*(?P<list>{_LIST}){END}", listed_sets),
    Rule(rf"(?P<a>{N}){_X}(?P<list>{N}(?:/{N}){{2,}}){END}", listed_sets),
    Rule(rf"(?P<list>{N}(?:-{N}){{2,}}|{N}(?:/{N}){{2,}})(?:{_X}{TIME}|\s*{_REPS_WORD})?{END}", listed_sets),
    Rule(rf"(?P<a>{N}){_X}(?P<b>{N})/(?P<c>{N}){END}", sets_times_pair),
    Rule(rf"{SETS}{_X}{REPS}(?P<reps>){_X}{TIME}(?:\s*(?:holds?|h))?{END}", sets_reps_hold),
    Rule(rf"{SETS}{_X}{REPS}(?P<reps>){_X}{_WEIGHT}{END}", sets_reps_load),
    Rule(rf"{SETS}{_X}{REPS}(?P<reps>){_X}(?P<c>{N}){END}{NOT_UNIT}", three_numbers),
    Rule(rf"{SETS}{_X}{_WEIGHT}{END}", number_times_load),
    Rule(rf"{SETS}{_X}{TIME}(?P<hold>\s*(?:holds?|h))?{END}", number_times_time),
    Rule(rf"{TIME}(?P<hold>\s*(?:holds?|h))?{_X}{SETS}(?:\s*sets?)?{END}{NOT_UNIT}", number_times_time),
    Rule(rf"{SETS}{_X}{REPS}(?P<reps>\s*{_REPS_WORD})?{END}{NOT_UNIT}", sets_times_reps),
    Rule(rf"{SETS}\s*sets?(?:\s+of|\s*x)?\s*{REPS}(?:\s*{_REPS_WORD})?{END}{NOT_UNIT}", sets_of_reps),
    Rule(rf"{REPS}\s*{_REPS_WORD}{_X}{SETS}(?:\s*sets?)?{END}", sets_of_reps),
    Rule(rf"(?:x\s*)?{SETS}\s*sets?{WORD_END}", sets_alone),
    Rule(rf"{REPS}\s*{_REPS_WORD}{END}", reps_alone),
    Rule(rf"x\s*{REPS}(?:\s*{_REPS_WORD})?{END}{NOT_UNIT}", reps_alone),
    Rule(rf"{TIME}\s*(?:holds?|isometrics?|iso|h){WORD_END}", hold),
    Rule(rf"holds?(?:\s+for)?\s+{N}\s*breaths?{WORD_END}", keep),
    Rule(rf"holds?{WORD_END}", hold_alone, weak=True),
    Rule(rf"for\s+{TIME}{END}", duration),
    Rule(rf"{TIME}{END}", bare_time),
)
