"""Fourteen days of planned and done as a small picture. Pure; a template draws the paths, so that no style is needed.

Lengths are units of the viewBox, WIDTH by HEIGHT.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import ngettext

SLOT, BAR, HEIGHT = 10, 7, 26
FLOOR = HEIGHT - 1
TALLEST = FLOOR - 1


@dataclass(frozen=True)
class Strip:
    """`planned` outlines what was due, `done` fills it as far as it was done, `rest` marks days without a plan."""

    width: int
    planned: str
    done: str
    rest: str
    words: str
    height: int = HEIGHT


def strip_of(told: str) -> Strip | None:
    """Days as "done/planned", the oldest first, such as "4/4 0/4 0/0"; None when nothing was planned."""
    days = [(int(had), int(wanted)) for had, _slash, wanted in (day.partition("/") for day in told.split())]
    if not any(wanted for _had, wanted in days):
        return None
    planned, done, rest = [], [], []
    for index, (had, wanted) in enumerate(days):
        x = index * SLOT + (SLOT - BAR) / 2
        if wanted:
            planned.append(bar(x, TALLEST))
        else:
            rest.append(f"M{x + 2:g} {FLOOR - 1}h{BAR - 4}")
        if had and wanted:
            done.append(bar(x, max(3, round(TALLEST * min(had, wanted) / wanted))))
    return Strip(len(days) * SLOT, "".join(planned), "".join(done), "".join(rest), words_of(days))


def bar(x: float, height: float) -> str:
    return f"M{x:g} {FLOOR - height:g}h{BAR}v{height:g}h-{BAR}z"


def words_of(days: Sequence[tuple[int, int]]) -> str:
    """Such as: 11 days planned in the last 14: 8 done in full, 1 in part, 2 not."""
    due = [(had, wanted) for had, wanted in days if wanted]
    full = sum(1 for had, wanted in due if had >= wanted)
    part = sum(1 for had, wanted in due if 0 < had < wanted)
    said = ngettext(
        "%(due)s day planned in the last %(days)s: %(full)s done in full, %(part)s in part, %(none)s not",
        "%(due)s days planned in the last %(days)s: %(full)s done in full, %(part)s in part, %(none)s not",
        len(due),
    )
    return said % {"due": len(due), "days": len(days), "full": full, "part": part, "none": len(due) - full - part}
