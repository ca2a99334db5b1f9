"""What a part means that depends on the rest of the line: bare times, bare numbers, 10/10, 5/7, 3-1-3, sides."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from exercises.dose import DoseError
from exercises.dose_parts import MAX_EFFORT
from exercises.shorthand_amounts import other_units
from exercises.shorthand_draft import Draft, Fork, Option, says
from exercises.shorthand_line import WORD, Line, Loose, is_minutes, numbers, times

AMOUNTS = {"sets", "reps", "reps_per_set", "hold_seconds", "duration_seconds", "until"}
COUNTS = {"reps", "reps_per_set"}
# What makes the only number of a line a number of repetitions.
MARKS_REPS = {"load", "tempo", "effort", "reps_in_reserve"}
# In British notes n/7, n/52 and n/12 are a course of n days, weeks or months, which a dose has no room for.
COURSES = {7, 52, 12}
INTERVALS = {"every_hours", "every_minutes"}


def settle(line: Line) -> None:
    """Gives every loose part its meaning, or a question, or leaves it in the note."""
    for kind, handler in (
        ("tempo", _tempo),
        ("digits", _digits),
        ("time", _time),
        ("number", _hours),
        ("pair", _pair),
        ("number", _number),
        ("hold", _hold),
    ):
        for loose in line.loose:
            if loose.kind == kind:
                handler(line, loose)
    _sides(line)


def _leave(loose: Loose) -> None:
    loose.piece.kind = WORD


def _digits(line: Line, loose: Loose) -> None:
    """Four digits after the repetitions are a tempo; anything else of that size is no dose."""
    if line.said & COUNTS and "tempo" not in line.said:
        _ask_tempo(line, loose, [int(digit) for digit in loose.found[0]])
    else:
        _leave(loose)


def _tempo(line: Line, loose: Loose) -> None:
    typed = loose.found["list"]
    parts = re.findall("[0-9]+|x", typed) if re.search("[-/:]", typed) else list(typed)
    # X, as fast as possible, takes no time that could be planned.
    _ask_tempo(line, loose, [0 if part == "x" else int(part) for part in parts])


def _ask_tempo(line: Line, loose: Loose, parts: list[int]) -> None:
    """The order of the digits differs by school: most begin with the way down, some with the way up.

    Counted from the way up, the pause of three digits is the one at the top.
    """
    if len(parts) == 3:
        down, pause, up = parts
        usual = {"eccentric": down, "pause": pause, "concentric": up}
        other = {"eccentric": up, "pause_bottom": 0, "concentric": down, "pause_top": pause}
    elif len(parts) == 4:
        down, bottom, up, top = parts
        usual = {"eccentric": down, "pause_bottom": bottom, "concentric": up, "pause_top": top}
        other = {"eccentric": up, "pause_bottom": top, "concentric": down, "pause_top": bottom}
    else:
        raise DoseError(_("A tempo has three or four numbers, as in 3-1-3."))
    line.fork(loose.found, [says(tempo=usual), says(tempo=other)], about=("tempo",))


def _time(line: Line, loose: Loose) -> None:
    """A time on its own: minutes are a duration, seconds a hold, unless it recurs during the day."""
    found = loose.found
    recurs = bool(line.said & INTERVALS) or line.draft.fields.get("until") == "as-many-as-possible"
    name = "duration_seconds" if is_minutes(found) or recurs else "hold_seconds"
    if name in line.said:
        _leave(loose)
        return
    options: list[Option] = [says(**{name: seconds}) for seconds in times(found)]
    if found["u"] in ("'", "m") and found["t2"] is None:
        options += other_units(found["u"], found["t"], None if line.said & AMOUNTS else [1])
    if len(options) == 1:
        line.put(**{name: times(found)[0]})
    else:
        line.fork(found, options, about=(name,))


def _hold(line: Line, loose: Loose) -> None:
    """ "hold" with no time of its own belongs to "as long as comfortable"; otherwise it is only a word."""
    if "until" in line.said:
        line.put(_once=True)
    elif "hold_seconds" not in line.said:
        _leave(loose)


def _hours(line: Line, loose: Loose) -> None:
    """A range of whole hours right with an interval: "every 30min 9-17"."""
    found = loose.found
    if found["b2"] is None or not line.said & INTERVALS or "from_hour" in line.said:
        return
    first, last = numbers(found, "b", "b2")
    window = says(from_hour=first, until_hour=last)
    if line.said & AMOUNTS:
        line.put(from_hour=first, until_hour=last)
    else:
        line.fork(found, [window, says(reps=first, reps_max=last)], about=("from_hour", "reps"))
    line.loose.remove(loose)


def _pair(line: Line, loose: Loose) -> None:
    first, second = int(loose.found["a"]), int(loose.found["b"])
    counted = line.said & COUNTS
    options: list[Option] = []
    if second == 7 and 1 <= first <= 7 and "days_per_week" not in line.said:
        options = _days_of_week(line, first)
    elif second in COURSES and first != second and (second != 12 or counted):
        options = []
    elif first == second and not counted:
        options = [says(reps=first, side="each"), says(sets=2, reps=first)]
    elif not counted and not line.said & AMOUNTS:
        options = [says(reps_per_set=(first, second))]
        if first < second:
            options.append(says(reps=first, reps_max=second))
    if second == MAX_EFFORT and first <= MAX_EFFORT and "effort" not in line.said:
        score = says(effort=float(first))
        options = [*options[:1], score, *options[1:]] if line.after_exercise else [score, *options]
        if counted:
            options.append(says(line.original[loose.piece.start : loose.piece.end]))
    if not options:
        _leave(loose)
    else:
        line.fork(loose.found, options, about=("reps",) if not counted else ("effort",))


def _days_of_week(line: Line, days: int) -> list[Option]:
    """n/7 after an exercise: so many days of a week, or else a course of so many days."""
    options = [says(days_per_week=days), says(_("for %(days)d days") % {"days": days})]
    if not line.said & AMOUNTS:
        options.append(says(reps_per_set=(days, 7)))
    return options


def _number(line: Line, loose: Loose) -> None:
    """A number or range on its own counts repetitions if nothing else does; a lone number is asked."""
    found = loose.found
    if line.said & (AMOUNTS - {"until"}) or not _stands_alone(line, loose):
        _leave(loose)
        return
    ends = numbers(found, "b", "b2")
    reps = {"reps": ends[0]} | ({"reps_max": ends[1]} if len(ends) > 1 else {})
    if len(ends) > 1 or line.sides or "side" in line.said or line.said & MARKS_REPS:
        line.put(**reps)
    else:
        options = [says(**reps), says(hold_seconds=ends[0]), says(duration_seconds=60 * ends[0])]
        line.fork(found, options, about=("reps", "hold_seconds", "duration_seconds"))


def _stands_alone(line: Line, loose: Loose) -> bool:
    """Not in the middle of a sentence: "walk every 2 days" counts nothing that is done."""
    index = next(place for place, piece in enumerate(line.pieces) if piece is loose.piece)
    others = [other for other in line.loose if other.kind == "number" and other is not loose]
    before = any(piece.kind == WORD for piece in line.pieces[:index])
    after = any(piece.kind == WORD for piece in line.pieces[index + 1 :])
    return not others and not (before and after)


def _sides(line: Line) -> None:
    """One side word is put as it is; alternating is asked, because the count may be in total or per side."""
    said = set(line.sides)
    if said == {"alternating"} and not line.said & COUNTS:
        line.put(side="alternating")
    elif "alternating" in said and said <= {"alternating", "each"}:
        _ask_alternating(line, per_side="each" in said)
    elif len(said) > 1:
        raise DoseError(_("This line says %(what)s twice; write it once.") % {"what": _("the side")})
    elif said:
        line.put(side=said.pop())


def _ask_alternating(line: Line, *, per_side: bool) -> None:
    options = (_doubled, says(side="each")) if per_side else (says(side="alternating"), _doubled)
    typed = " ".join(line.original[piece.start : piece.end] for piece in line.sides.values())
    line.forks.append(Fork(typed, options))


def _doubled(draft: Draft) -> None:
    """Alternating, counted per side: twice as many in total."""
    for name in ("reps", "reps_max"):
        if name in draft.fields:
            draft.fields[name] *= 2
    if "reps_per_set" in draft.fields:
        draft.fields["reps_per_set"] = tuple(2 * reps for reps in draft.fields["reps_per_set"])
    draft.put(side="alternating")
