"""A dose in plain words, for clients, in the active language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exercises.dose_parts import Band, ThreePartTempo

if TYPE_CHECKING:
    from exercises.dose import Dose
    from exercises.dose_parts import Frequency, Load, Progression, Tempo

_UNTIL = {
    "fatigue": gettext_lazy("until the muscles tire"),
    "comfort": gettext_lazy("as long as is comfortable"),
    "as-needed": gettext_lazy("as needed"),
    "as-many-as-possible": gettext_lazy("as many as you can"),
}
_SIDES = {
    "each": gettext_lazy("each side"),
    "alternating": gettext_lazy("alternating sides, counted in total"),
    "bilateral": gettext_lazy("both sides together"),
    "left": gettext_lazy("left side only"),
    "right": gettext_lazy("right side only"),
}
_ROLES = {"warm-up": gettext_lazy("as a warm-up"), "cool-down": gettext_lazy("as a cool-down")}
_COLOURS = {
    "tan": gettext_lazy("tan"),
    "beige": gettext_lazy("beige"),
    "yellow": gettext_lazy("yellow"),
    "orange": gettext_lazy("orange"),
    "red": gettext_lazy("red"),
    "pink": gettext_lazy("pink"),
    "green": gettext_lazy("green"),
    "blue": gettext_lazy("blue"),
    "purple": gettext_lazy("purple"),
    "black": gettext_lazy("black"),
    "brown": gettext_lazy("brown"),
    "grey": gettext_lazy("grey"),
    "white": gettext_lazy("white"),
    "silver": gettext_lazy("silver"),
    "gold": gettext_lazy("gold"),
}


def in_words(dose: Dose, *, weekly: bool = True) -> str:
    """For example "3 sets of 8, hold 5 seconds, each side". Every field of the dose is said, but for the days a week
    when `weekly` is false.
    """
    said = [
        *_amount(dose),
        _side(dose.side),
        _load(dose.load),
        _tempo(dose.tempo),
        _effort(dose.effort),
        _in_reserve(dose.reps_in_reserve),
        _rest(dose),
        *_how_often(dose.frequency),
        _weekly(dose.frequency) if weekly else "",
        _role(dose.role),
        _progression(dose.progression),
    ]
    text = ", ".join(part for part in said if part)
    return text or _("once")


def time_in_words(seconds: int) -> str:
    """Whole seconds as hours, minutes and seconds, the zero ones left out."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours})
    if minutes:
        parts.append(ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes})
    if rest or not parts:
        parts.append(ngettext("%(n)d second", "%(n)d seconds", rest) % {"n": rest})
    return " ".join(parts)


def _amount(dose: Dose) -> list[str]:
    """What is done: the count, then hold, duration and until, so far as the count has not said them."""
    single = dose.reps == 1 and dose.reps_max is None
    until = _until(dose)
    if single and dose.hold_seconds and not dose.duration_seconds:
        return [_holds(dose, time_in_words(dose.hold_seconds)), until]
    if single and dose.duration_seconds and not dose.hold_seconds:
        return [_rounds(dose, time_in_words(dose.duration_seconds)), until]
    timed = dose.duration_seconds is not None
    spoken = time_in_words(dose.duration_seconds or 0)
    if single and until and dose.sets == 1 and dose.sets_max is None and not dose.hold_seconds:
        count = ""
    else:
        count = _count(dose)
    hold = _("hold %(time)s") % {"time": time_in_words(dose.hold_seconds)} if dose.hold_seconds else ""
    if timed and dose.until == "as-many-as-possible":
        return [count, hold, _("as many as you can in %(time)s") % {"time": spoken}]
    duration = ""
    if timed:
        duration = _("for %(time)s") % {"time": spoken} if count or hold else spoken
    return [count, hold, duration, until]


def _count(dose: Dose) -> str:
    if dose.reps_per_set is not None:
        return _listed_sets(dose.reps_per_set)
    if dose.reps is None:
        return _sets_alone(dose)
    most = dose.reps_max or dose.reps
    reps = _range(dose.reps, dose.reps_max)
    if dose.sets is None or (dose.sets == 1 and dose.sets_max is None):
        return ngettext("%(reps)s repetition", "%(reps)s repetitions", most) % {"reps": reps}
    sets = _range(dose.sets, dose.sets_max)
    return ngettext("%(sets)s set of %(reps)s", "%(sets)s sets of %(reps)s", dose.sets_max or dose.sets) % {
        "sets": sets,
        "reps": reps,
    }


def _listed_sets(reps_per_set: tuple[int, ...]) -> str:
    *first, last = [str(reps) for reps in reps_per_set]
    return ngettext(
        "%(sets)d set: %(first)s and %(last)s", "%(sets)d sets: %(first)s and %(last)s", len(reps_per_set)
    ) % {"sets": len(reps_per_set), "first": ", ".join(first), "last": last}


def _sets_alone(dose: Dose) -> str:
    # One set of something open-ended is simply the thing itself.
    if dose.sets is None or (dose.sets == 1 and dose.sets_max is None and (dose.until or dose.hold_seconds)):
        return ""
    most = dose.sets_max or dose.sets
    return ngettext("%(sets)s set", "%(sets)s sets", most) % {"sets": _range(dose.sets, dose.sets_max)}


def _holds(dose: Dose, time: str) -> str:
    if dose.sets is None or (dose.sets == 1 and dose.sets_max is None):
        return time
    most = dose.sets_max or dose.sets
    return ngettext("%(sets)s hold of %(time)s", "%(sets)s holds of %(time)s", most) % {
        "sets": _range(dose.sets, dose.sets_max),
        "time": time,
    }


def _rounds(dose: Dose, time: str) -> str:
    if dose.sets is None or (dose.sets == 1 and dose.sets_max is None):
        return time
    most = dose.sets_max or dose.sets
    return ngettext("%(sets)s round of %(time)s", "%(sets)s rounds of %(time)s", most) % {
        "sets": _range(dose.sets, dose.sets_max),
        "time": time,
    }


def _range(low: int, high: int | None) -> str:
    return str(low) if high is None else _("%(low)d to %(high)d") % {"low": low, "high": high}


def _until(dose: Dose) -> str:
    return str(_UNTIL[dose.until]) if dose.until else ""


def _side(side: str | None) -> str:
    return str(_SIDES[side]) if side else ""


def _load(load: Load | None) -> str:
    if load is None:
        return ""
    if isinstance(load, Band):
        return _("with the %(colour)s band") % {"colour": _COLOURS[load.band]}
    return _("with %(value)s %(unit)s") % {"value": f"{load.value:g}", "unit": load.unit}


def _tempo(tempo: Tempo | None) -> str:
    if tempo is None:
        return ""
    if isinstance(tempo, ThreePartTempo):
        return _("tempo %(down)d s down, %(pause)d s pause, %(up)d s up") % {
            "down": tempo.eccentric,
            "pause": tempo.pause,
            "up": tempo.concentric,
        }
    return _("tempo %(down)d s down, %(bottom)d s at the bottom, %(up)d s up, %(top)d s at the top") % {
        "down": tempo.eccentric,
        "bottom": tempo.pause_bottom,
        "up": tempo.concentric,
        "top": tempo.pause_top,
    }


def _effort(effort: float | None) -> str:
    return "" if effort is None else _("effort %(effort)s out of 10") % {"effort": f"{effort:g}"}


def _in_reserve(reps: int | None) -> str:
    if reps is None:
        return ""
    return ngettext("stop when you could do %(n)d more", "stop when you could still do %(n)d more", reps) % {"n": reps}


def _rest(dose: Dose) -> str:
    if dose.rest_seconds is None:
        return ""
    if dose.rest_seconds == 0:
        return _("no rest between sets")
    return _("rest %(time)s between sets") % {"time": time_in_words(dose.rest_seconds)}


def _how_often(frequency: Frequency | None) -> list[str]:
    if frequency is None:
        return []
    said = [_pace(frequency)]
    if frequency.from_hour is not None and frequency.until_hour is not None:
        said.append(
            _("between %(start)s and %(end)s")
            % {"start": f"{frequency.from_hour}:00", "end": f"{frequency.until_hour}:00"}
        )
    return said


def _weekly(frequency: Frequency | None) -> str:
    if frequency is None or frequency.days_per_week is None:
        return ""
    if frequency.days_per_week == 7:
        return _("every day")
    days = frequency.days_per_week
    return ngettext("%(n)d day a week", "%(n)d days a week", days) % {"n": days}


def _pace(frequency: Frequency) -> str:
    if frequency.times_per_day is not None:
        times = frequency.times_per_day
        if times == 1:
            return _("once a day")
        return ngettext("%(n)d time a day", "%(n)d times a day", times) % {"n": times}
    if frequency.every_hours is not None:
        hours = frequency.every_hours
        if hours == 1:
            return _("every hour")
        return ngettext("every %(n)d hour", "every %(n)d hours", hours) % {"n": hours}
    if frequency.every_minutes is not None:
        minutes = frequency.every_minutes
        return ngettext("every %(n)d minute", "every %(n)d minutes", minutes) % {"n": minutes}
    return ""


def _role(role: str | None) -> str:
    return str(_ROLES[role]) if role else ""


def _progression(progression: Progression | None) -> str:
    if progression is None:
        return ""
    weeks = ngettext("%(n)d week", "%(n)d weeks", progression.weeks) % {"n": progression.weeks}
    if progression.to_sets is None:
        return _("working up to %(reps)d over %(weeks)s") % {"reps": progression.to_reps, "weeks": weeks}
    return ngettext(
        "working up to %(sets)d set of %(reps)d over %(weeks)s",
        "working up to %(sets)d sets of %(reps)d over %(weeks)s",
        progression.to_sets,
    ) % {"sets": progression.to_sets, "reps": progression.to_reps, "weeks": weeks}
