"""Spans of time as the settings write them: `30m`, `12h`, `90d`."""

import re
from dataclasses import dataclass

from django.utils.translation import ngettext

SECONDS = {"m": 60, "h": 3600, "d": 86400}


@dataclass(frozen=True)
class Limits:
    """In seconds: how long without a sign of life, and how long in all."""

    idle: int
    whole: int

    def allow(self, idle: float, whole: float) -> bool:
        return idle <= self.idle and whole <= self.whole


def read_limits(text: str) -> Limits:
    """From `30m/12h`. Raises ValueError for anything else, and for a first span that is the longer one."""
    found = re.fullmatch(r"\s*(\d{1,4})([mhd])\s*/\s*(\d{1,4})([mhd])\s*", text)
    if found is None:
        raise ValueError(f"“{text}” is not of the form 30m/12h.")
    limits = Limits(int(found[1]) * SECONDS[found[2]], int(found[3]) * SECONDS[found[4]])
    if not 0 < limits.idle <= limits.whole:
        raise ValueError(f"In “{text}” the first span is to be the shorter one.")
    return limits


def in_words(seconds: int) -> str:
    """In the largest unit that it fills."""
    if seconds % SECONDS["d"] == 0:
        days = seconds // SECONDS["d"]
        return ngettext("%(number)s day", "%(number)s days", days) % {"number": days}
    if seconds % SECONDS["h"] == 0:
        hours = seconds // SECONDS["h"]
        return ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": hours}
    minutes = seconds // SECONDS["m"]
    return ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes}
