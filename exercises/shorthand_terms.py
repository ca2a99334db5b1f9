"""Rules for everything but the amount: how often, which side, how hard, how heavy, until when."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext as _

from exercises.dose import BAND_COLOURS, DoseError
from exercises.shorthand_draft import says
from exercises.shorthand_line import END, WORD_END, D, Found, Handler, Line, N, Rule, numbers

_TIMES_A_DAY = {
    "once": 1, "twice": 2, "thrice": 3,
    "od": 1, "qd": 1, "bd": 2, "bid": 2, "tds": 3, "tid": 3, "qds": 4, "qid": 4,
}  # fmt: skip


def fixed(**fields: object) -> Handler:
    """The handler of words that always say the same."""

    def handler(line: Line, found: Found) -> None:
        line.put(**fields)

    return handler


def keep(line: Line, found: Found) -> None:
    line.keep()


def _per(name: str, line: Line, found: Found) -> None:
    line.choose(found, name, numbers(found, "a", "a2"))


def _per_word(name: str, line: Line, found: Found) -> None:
    line.put(**{name: _TIMES_A_DAY[found["word"].replace(".", "")]})


def times_or_reps_daily(line: Line, found: Found) -> None:
    """ "10x daily" before any repetitions may be ten repetitions every day."""
    count = int(found["a"])
    if "reps" in line.said or count <= 4:
        line.put(times_per_day=count)
    else:
        options = [says(reps=count, days_per_week=7), says(times_per_day=count)]
        line.fork(found, options, about=("reps", "times_per_day"))


def every(line: Line, found: Found) -> None:
    name = "every_hours" if found["u"].startswith("h") else "every_minutes"
    line.choose(found, name, numbers(found, "a", "a2"))


def hours(line: Line, found: Found) -> None:
    """9-17, 9:00-17:00, 9am-5pm: the hours between which a habit is due."""
    first, last = int(found["a"]), int(found["b"])
    first_half, last_half = found["am"] or "", found["pm"] or ""
    if last_half.endswith("pm") and last < 12:
        last += 12
    if first_half.endswith("pm") and first < 12:
        first += 12
    if first_half.endswith("am") and first == 12:
        first = 0
    line.put(from_hour=first, until_hour=last)


def effort(line: Line, found: Found) -> None:
    line.choose(found, "effort", [float(end) for end in (found["a"], found["a2"]) if end is not None])


def in_reserve(line: Line, found: Found) -> None:
    low = "a" if found["a"] is not None else "c"
    line.choose(found, "reps_in_reserve", numbers(found, low, "a2"))


def load(line: Line, found: Found) -> None:
    unit = "kg" if found["u"].startswith("k") else "lb"
    ends = [float(end) for end in (found["a"], found["a2"]) if end is not None]
    line.choose(found, "load", [{"value": end, "unit": unit} for end in ends])


def load_without_unit(line: Line, found: Found) -> None:
    """ "@ 5": the unit of a weight is never guessed, and it may be an effort."""
    value = float(found["a"])
    options = [says(load={"value": value, "unit": unit}) for unit in ("kg", "lb")]
    line.fork(found, [*options, says(effort=value)], about=("load",))


def band(line: Line, found: Found) -> None:
    colour = found["colour"]
    line.put(load={"band": "grey" if colour == "gray" else colour})


def tempo_in_words(line: Line, found: Found) -> None:
    line.put(tempo={name: int(value) for name, value in found.groupdict().items()})


def tempo(line: Line, found: Found) -> None:
    line.postpone("tempo", found)


def side(line: Line, found: Found, which: str) -> None:
    line.sides.setdefault(which, line.pieces[-1])


def both(line: Line, found: Found) -> None:
    """ "B" means both together to most, and each side to some."""
    line.fork(found, [says(side="bilateral"), says(side="each")], about=("side",))


def progression(line: Line, found: Found) -> None:
    sets, reps = found["sets"], int(found["reps"])
    line.put(
        progression={
            "to_reps": reps,
            "weeks": int(found["weeks"]),
            **({"to_sets": int(sets)} if sets else {}),
        }
    )


def arrow(line: Line, found: Found) -> None:
    raise DoseError(_("A progression names its goal and the weeks, as in -> 3x15 over 4 weeks."))


def negative(line: Line, found: Found) -> None:
    raise DoseError(_("A number in a dose cannot be negative."))


def dash(line: Line, found: Found) -> None:
    if line.loose and line.loose[-1].kind == "number" and line.loose[-1].piece.end >= found.start() - 1:
        raise DoseError(_("Write a range without spaces, as in 8-12."))
    line.pieces[-1].kind = "glue"


def postponed(kind: str) -> Handler:
    def handler(line: Line, found: Found) -> None:
        line.postpone(kind, found)

    return handler


_A = rf"(?P<a>{N})(?:-(?P<a2>{N}))?"
_DEC = rf"(?P<a>{D})(?:-(?P<a2>{D}))?"
_EACH = r"\s*(?:/|a|per|each|every|p)?\s*"
_WEEK = r"(?:weekly|week|wk|w)"
_DAY = r"(?:day|daily|d)"
_COLOUR = rf"(?P<colour>{'|'.join(BAND_COLOURS)}|gray)"
_BAND = r"(?:tb|rb|bands?|thera-?band|resistance\s+band|tubing)"
_LIMB = r"(?:sides?|legs?|arms?|ways?|directions?|limbs?)"

FIRST_RULES = (
    Rule(
        rf"(?:->|=>|→|⇒|progress(?:ing)?\s+to)\s*(?:(?P<sets>{N})\s*(?:x|sets?\s+of)\s*)?(?P<reps>{N})"
        rf"(?:\s*reps?)?\s*(?:over|in|within)\s*(?P<weeks>{N})\s*(?:/\s*52|weeks?|wks?|w){END}",
        progression,
    ),
    Rule(r"(?:->|=>|→|⇒)\s*[0-9]", arrow),
    Rule(r"-[0-9]", negative),
    Rule(r"-(?=\s+[0-9])", dash),
    Rule(rf"pain\s*(?:<=?|≤|max|up\s+to|under|below)?\s*{N}(?:-{N})?(?:\s*/\s*10)?{END}", keep),
    Rule(rf"(?:@\s*)?(?:rpe|effort)\s*[:=]?\s*{_DEC}(?:\s*/\s*10)?{END}", effort),
    Rule(rf"(?:@\s*)?(?:rir\s*[:=]?\s*{_A}|(?P<c>{N})\s*rir){END}", in_reserve),
    Rule(rf"stop\s+{_A}(?P<c>)\s*reps?\s+(?:before|short\s+of)\s+(?:failure|fatigue){WORD_END}", in_reserve),
    Rule(
        rf"tempo\s*(?P<eccentric>{N})\s+down\s+(?P<pause_bottom>{N})\s+bottom\s+(?P<concentric>{N})\s+up"
        rf"\s+(?P<pause_top>{N})\s+top{WORD_END}",
        tempo_in_words,
    ),
    Rule(
        rf"tempo\s*(?P<eccentric>{N})\s+down\s+(?P<pause>{N})\s+pause\s+(?P<concentric>{N})\s+up{WORD_END}",
        tempo_in_words,
    ),
    Rule(rf"tempo\s*[:=]?\s*(?P<list>(?:{N}|x)(?:[-/:](?:{N}|x))+|[0-9]{{2}}[0-9x][0-9]?|{N}){END}", tempo),
    Rule(rf"(?:@\s*)?{_DEC}\s*(?P<u>kgs?|kilos?|lbs?|pounds?){END}", load),
    Rule(rf"@\s*(?P<a>{D}){END}", load_without_unit),
    Rule(rf"{_COLOUR}\s+{_BAND}{WORD_END}", band),
    Rule(rf"{_BAND}\s*[:=]?\s*{_COLOUR}{WORD_END}", band),
    Rule(rf"(?:x\s*)?{_A}(?:\s*(?:x|times|days?|d|sessions?){_EACH}|\s*(?:/|per)\s*){_WEEK}{END}",
         partial(_per, "days_per_week")),
    Rule(rf"x\s*{_A}\s*(?:/|a|per)?\s*{_WEEK}{END}", partial(_per, "days_per_week")),
    Rule(rf"(?P<a>{N})\s*(?:x|times)\s*daily{END}", times_or_reps_daily),
    Rule(rf"(?:x\s*)?{_A}(?:\s*(?:x|times|sessions?){_EACH}|\s*(?:/|per)\s*){_DAY}{END}",
         partial(_per, "times_per_day")),
    Rule(rf"x\s*{_A}\s*(?:/|a|per)?\s*{_DAY}{END}", partial(_per, "times_per_day")),
    Rule(rf"(?P<word>once|twice|thrice){_EACH}{_WEEK}{END}", partial(_per_word, "days_per_week")),
    Rule(rf"(?P<word>once|twice|thrice){_EACH}{_DAY}{END}", partial(_per_word, "times_per_day")),
    Rule(
        rf"(?P<word>od|qd|bd|tds|qds|b\.?i\.?d|t\.?i\.?d|q\.?i\.?d)\.?{WORD_END}",
        partial(_per_word, "times_per_day"),
    ),
    Rule(rf"(?:every\s+other|alternat(?:e|ing))\s+days?{WORD_END}", keep),
    Rule(rf"(?:daily|every\s*day|each\s+day){WORD_END}", fixed(days_per_week=7), weak=False),
    Rule(rf"(?:every|each|q)\s*{_A}\s*(?P<u>hours?|hrs?|h|minutes?|mins?|m|'){END}", every),
    Rule(rf"{_A}\s*-?\s*(?P<u>hourly){END}", every),
    Rule(rf"(?:(?:every|each|per)\s+hour|hourly|/\s*h(?:our|r)?){WORD_END}", fixed(every_hours=1)),
    Rule(rf"(?:every\s+half(?:\s+an?)?\s+hour|half-hourly){WORD_END}", fixed(every_minutes=30)),
    Rule(
        rf"(?:from|between)\s*(?P<a>{N})(?P<am>:00|\s*[ap]m)?\s*(?:h\s*)?(?:-|to|and|until|till)\s*"
        rf"(?P<b>{N})(?P<pm>:00|\s*[ap]m)?(?:\s*h)?{END}",
        hours,
    ),
    Rule(
        rf"(?P<a>{N})(?P<am>:00|\s*[ap]m)?\s*(?:-|to|until|till)\s*(?P<b>{N})(?P<pm>:00|\s*[ap]m){END}",
        hours,
    ),
)  # fmt: skip

LAST_RULES = (
    Rule(rf"alternating\s+total{WORD_END}|alt(?:ernating)?\s*\(total\)", fixed(side="alternating")),
    Rule(rf"(?:(?:/|per\s|each\s|ea\.?\s|either\s)\s*{_LIMB}|e/s){WORD_END}", partial(side, which="each")),
    Rule(rf"(?:l\s?[/+&]\s?r|r\s?[/+&]\s?l|left/right|(?:left|l)\s+and\s+(?:right|r)){WORD_END}",
         partial(side, which="each")),
    Rule(rf"(?:then\s+(?:switch|swap|change)(?:\s+{_LIMB})?|(?:switch|swap|change)\s+{_LIMB}){WORD_END}",
         partial(side, which="each")),
    Rule(rf"(?:each|ea){WORD_END}", partial(side, which="each"), weak=True),
    Rule(rf"alt(?:ernat(?:ing|ely|e))?(?:\s+{_LIMB})?{WORD_END}", partial(side, which="alternating"), weak=True),
    Rule(rf"(?:both\s+(?:sides\s+)?together|bilat(?:eral(?:ly)?)?){WORD_END}", partial(side, which="bilateral")),
    Rule(rf"(?:b/l|both(?:\s+(?:sides|legs|arms))?|b){WORD_END}", both, weak=True),
    Rule(rf"(?:left|l)(?:\s+(?:side|leg|arm))?(?:\s+only)?{WORD_END}", partial(side, which="left"), weak=True),
    Rule(rf"(?:right|r)(?:\s+(?:side|leg|arm))?(?:\s+only)?{WORD_END}", partial(side, which="right"), weak=True),
    Rule(rf"(?:to|til|till|until)\s+(?:muscular\s+)?(?:fatigued?|failure|tired|exhaustion){WORD_END}",
         fixed(until="fatigue")),
    Rule(
        rf"(?:(?:for\s+)?as\s+long\s+as|to|till|until|while)\s+(?:is\s+)?comfort(?:able)?{WORD_END}"
        rf"|as\s+(?:comfortable|tolerated|able){WORD_END}|to\s+tolerance{WORD_END}",
        fixed(until="comfort"),
    ),
    Rule(rf"(?:repeat\s+)?(?:as|when|if)\s+(?:needed|required|necessary){WORD_END}|prn{WORD_END}",
         fixed(until="as-needed")),
    Rule(
        rf"(?:amrap|max(?:imum)?\s+reps?|as\s+many(?:\s+reps?)?\s+as\s+(?:possible|you\s+can|able)){WORD_END}",
        fixed(until="as-many-as-possible"),
    ),
    Rule(rf"(?:warm[\s-]?up|w/u){WORD_END}", fixed(role="warm-up")),
    Rule(rf"(?:cool[\s-]?down|c/d){WORD_END}", fixed(role="cool-down")),
    Rule(rf"[0-9]{{4}}{END}", postponed("digits"), weak=True),
    Rule(rf"(?P<a>{N})\s*/\s*(?P<b>{N}){END}", postponed("pair")),
    Rule(rf"(?P<b>{N})(?:(?:-|\s+to\s+)(?P<b2>{N}))?{END}", postponed("number")),
)  # fmt: skip
