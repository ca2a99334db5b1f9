"""In which letters a handout is likely to keep to one page.

To try how high a sheet is takes nearly as long as to print it, and to reckon it takes no time. So it is reckoned, and
tried only where that is too close to call or came out wrong.
"""

import math
from typing import NamedTuple

from exercises.handout.sheet import LETTER, Advice, Entry, Handout, Section

Look = tuple[float, str]

LEAST = 10.0
"""Points of the smallest letters anywhere on a sheet: below that many people of 60 and older cannot read it."""
LOOKS: tuple[Look, ...] = (
    (15.0, "full"), (14.0, "full"), (13.0, "full"), (12.0, "full"), (11.5, "full"), (11.0, "full"), (10.5, "full"),
    (10.0, "full"), (11.0, "dense"), (10.5, "dense"), (10.0, "dense"), (11.0, "brief"), (10.5, "brief"),
    (10.0, "brief"),
)  # fmt: skip
"""From large to small: letters in points, and how they are set. "full" gives each step a line of its own, "dense" runs
them on, "brief" leaves out what is not foremost and has smaller pictures."""
# What follows is in points, or in the height of the letters; measured on the template, so it changes with it.
AREA = {LETTER: (544, 733)}
A4_AREA = (527, 783)
BESIDE_CODE = 185
"""Taken from the width of the title by the code and its words."""
WIDTH = 0.44
"""Of a letter on the average."""
LINE = 1.16
CAREFUL = 1.05
"""What is reckoned comes out a little more than that too high on the average."""
SURE = 0.97
"""Of a page, up to where it is safe to reckon with it when there are several."""
PERHAPS = 1.12
"""Up to there it has been seen to fit all the same."""


class Setting(NamedTuple):
    """How to set a section: `look` as an index of `LOOKS`, and whether to do so without trying first."""

    look: int
    sure: bool
    flowing: int


def setting(handout: Handout, section: Section, *, sure: bool = True) -> Setting:
    """The largest that is reckoned to keep to one page, or how to flow over several.

    When the smallest may or may not do, or what was reckoned before came out wrong (not `sure`), it is to be tried.
    """
    room = room_on(handout.paper)
    look, several = largest(handout, section), flowing(handout, section)
    if look < len(LOOKS):
        return Setting(look, sure, several)
    perhaps = height(handout, section, LOOKS[-1]) <= PERHAPS * room
    return Setting(len(LOOKS) - 1 if perhaps else several, not perhaps, several)


def flowing(handout: Handout, section: Section) -> int:
    """Index of the largest that needs no more pages than the smallest would, when one page is too few."""
    fewest = max(2, pages(handout, section, LOOKS[-1]))
    return next(index for index, look in enumerate(LOOKS) if pages(handout, section, look) <= fewest)


def largest(handout: Handout, section: Section) -> int:
    """Of those that keep to one page; the number of looks where none does."""
    most = CAREFUL * room_on(handout.paper)
    fitting = (index for index, look in enumerate(LOOKS) if height(handout, section, look) <= most)
    return next(fitting, len(LOOKS))


def pages(handout: Handout, section: Section, look: Look) -> int:
    """How many the sheet takes: nothing on it is torn apart, so a page may end early."""
    room, number, filled = SURE * room_on(handout.paper), 1, 0.0
    for part in parts(handout, section, look):
        if filled + part > room and filled:
            number, filled = number + 1, 0.0
        filled += part
    return number


def room_on(paper: str) -> float:
    return AREA.get(paper, A4_AREA)[1]


def height(handout: Handout, section: Section, look: Look) -> float:
    """Of the section's sheet in points, to within a few lines."""
    return sum(parts(handout, section, look))


def parts(handout: Handout, section: Section, look: Look) -> list[float]:
    """Of what is never torn apart, from top to bottom."""
    width = AREA.get(handout.paper, A4_AREA)[0]
    size, _kind = look
    pictured = any(entry.pictures for entry in section.entries)
    entries = [height_of(entry, look, width, pictured=pictured) for entry in section.entries]
    rest = [diary(handout, section, look), pain(handout, size, width), advice(handout, look, width)]
    return [top(handout, section, size, width), *entries, *rest]


def lines(text: str, size: float, width: float) -> int:
    return math.ceil(len(text) * WIDTH * size / width) if text else 0


def top(handout: Handout, section: Section, size: float, width: float) -> float:
    titles = (handout.eyebrow, handout.facts, section.facts, section.title, section.title, *handout.lead)
    said = sum(map(bool, titles)) + handout.named
    more = lines(handout.title, 1.75 * size, width - BESIDE_CODE * bool(handout.code)) - 1
    return max(60 if handout.code else 0, (1.6 + 1.45 * said + 2.1 * max(0, more)) * size) + 0.7 * size


def height_of(entry: Entry, look: Look, width: float, *, pictured: bool) -> float:
    size, kind = look
    brief = kind == "brief"
    wide = (7.6 if brief else 10) * size if pictured else 0
    beside = width - 2 * wide - 17 * pictured
    text = said(entry, size, beside, brief=brief) + steps(entry, kind, size, beside) + naming(entry, kind, size, beside)
    paragraphs = sum(map(bool, (entry.note, entry.cue, entry.steps, entry.cautions, entry.stop, entry.easier)))
    return max(wide * 2 / 3 + 1.1 * size, (LINE * text + 0.1 * paragraphs) * size) + (0.84 if brief else 1.24) * size


def naming(entry: Entry, kind: str, size: float, beside: float) -> float:
    if kind == "brief":
        return 1.55 * lines(entry.name + entry.dose + "nnnnnnnn", 1.12 * size, beside)
    return 1.3 * lines(entry.name + "nn", 1.3 * size, beside) + 0.9 + lines(entry.dose, 1.1 * size, beside)


def said(entry: Entry, size: float, beside: float, *, brief: bool) -> float:
    label = "From your therapist:"
    notes = (
        entry.when,
        entry.stop,
        entry.easier,
        entry.note and entry.note + label,
        entry.cue and "When: " + entry.cue,
    )
    cautions = entry.cautions[: entry.foremost] if brief else entry.cautions
    care = lines("Take care: " + " ".join(cautions), 0.92 * size, beside) if cautions else 0
    return sum(lines(text, size, beside) for text in notes) + 0.92 * care


def steps(entry: Entry, kind: str, size: float, beside: float) -> int:
    if kind == "full":
        return sum(lines(step, size, beside - 1.3 * size) for step in entry.steps)
    return lines("1 " + " 1 ".join(entry.steps[:3] if kind == "brief" else entry.steps), size, beside)


def diary(handout: Handout, section: Section, look: Look) -> float:
    size, kind = look
    small = max(0.9 * size, LEAST)
    row, number = (14.0, 15.0) if kind == "brief" else (15.4, 17.6)
    rows = sum(lines(entry.name, small, 190) for entry in section.entries)
    second = 11.3 * sum(entry.boxes > 2 for entry in section.entries)
    return 30 + rows * row + second + number * len(handout.numbers) + 3.6 * size


def pain(handout: Handout, size: float, width: float) -> float:
    if handout.pain is None:
        return 0
    zones = [lines(zone.title + zone.text, 1.04 * size, width / 3 - 14) for zone in handout.pain.zones]
    more = sum(lines(line, size, width) for line in handout.pain.more)
    return (3.4 + LINE * max(zones, default=0) + 1.3 * more) * size


def advice(handout: Handout, look: Look, width: float) -> float:
    boxes = [box(each, look, width / len(handout.advice) - 18) for each in handout.advice]
    return max(boxes, default=0)


def box(advice: Advice, look: Look, width: float) -> float:
    size, kind = look
    parts = ["; ".join(advice.lines)] if kind == "brief" else advice.lines
    said = sum(lines(part, 0.95 * size, width - size) for part in parts)
    return 14 + (1.9 + LINE * (0.95 * said + lines(advice.lead, size, width))) * size
