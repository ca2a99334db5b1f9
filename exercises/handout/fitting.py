"""In which letters a handout is likely to keep to one page. The template tries, from there on, whether it does.

To set a sheet takes longer than to reckon its height, and to set it in every size would take far too long.
"""

import math

from exercises.handout.sheet import LETTER, Advice, Entry, Handout, Section

Look = tuple[float, str]

LOOKS: tuple[Look, ...] = (
    (15.0, "full"), (14.0, "full"), (13.0, "full"), (12.0, "full"), (11.5, "full"), (11.0, "full"), (10.5, "full"),
    (10.0, "full"), (10.0, "dense"), (9.5, "dense"), (10.0, "brief"), (9.6, "brief"), (9.2, "brief"), (8.8, "brief"),
    (8.4, "brief"), (8.1, "brief"),
)  # fmt: skip
"""From large to small: letters in points, and how they are set. "full" gives each step a line of its own, "dense" runs
them on, "brief" leaves out what is not foremost and has smaller pictures."""
# What follows is in points, or in the height of the letters; measured on the template, so it changes with it.
AREA = {LETTER: (544, 736)}
A4_AREA = (527, 786)
WIDTH = 0.44
"""Of a letter on the average."""
LINE = 1.16
TORN = 0.92
SMALL: Look = (9.6, "brief")
CAREFUL = 1.06
"""What is reckoned comes out that much too high on the average."""


def likely(handout: Handout, section: Section) -> int:
    """Index of the largest of `LOOKS` whose reckoned height keeps to the page; of the last one where none does."""
    return min(largest(handout, section, pages=1), len(LOOKS) - 1)


def flowing(handout: Handout, section: Section) -> int:
    """Index of the largest that needs no more pages than small letters would, when one page is too few."""
    _width, room = AREA.get(handout.paper, A4_AREA)
    pages = max(2, math.ceil(height(handout, section, SMALL) / (CAREFUL * room * TORN)))
    return min(largest(handout, section, pages=pages), LOOKS.index(SMALL))


def largest(handout: Handout, section: Section, *, pages: int) -> int:
    """Of several pages each ends a little early, since nothing is torn apart."""
    _width, room = AREA.get(handout.paper, A4_AREA)
    most = CAREFUL * room * (pages if pages == 1 else pages * TORN)
    fitting = (index for index, look in enumerate(LOOKS) if height(handout, section, look) <= most)
    return next(fitting, len(LOOKS))


def height(handout: Handout, section: Section, look: Look) -> float:
    """Of the section's sheet in points, to within a few lines."""
    width, _room = AREA.get(handout.paper, A4_AREA)
    size, _kind = look
    pictured = any(entry.pictures for entry in section.entries)
    entries = sum(height_of(entry, look, width, pictured=pictured) for entry in section.entries)
    rest = diary(handout, section, look) + pain(handout, size, width) + advice(handout, look, width)
    return top(handout, section, size) + entries + rest


def lines(text: str, size: float, width: float) -> int:
    return math.ceil(len(text) * WIDTH * size / width) if text else 0


def top(handout: Handout, section: Section, size: float) -> float:
    titles = (handout.eyebrow, handout.facts, section.facts, section.title, section.title, *handout.lead)
    said = sum(map(bool, titles)) + handout.named
    return max(60 if handout.code else 0, (1.6 + 1.45 * said) * size) + 0.7 * size


def height_of(entry: Entry, look: Look, width: float, *, pictured: bool) -> float:
    size, kind = look
    brief = kind == "brief"
    wide = (7.6 if brief else 10) * size if pictured else 0
    beside = width - 2 * wide - 17 * pictured
    text = said(entry, size, beside, brief=brief) + steps(entry, kind, size, beside) + naming(entry, kind, size, beside)
    paragraphs = sum(map(bool, (entry.note, entry.cue, entry.steps, entry.cautions, entry.stop)))
    return max(wide * 2 / 3 + 1.1 * size, (LINE * text + 0.1 * paragraphs) * size) + (0.84 if brief else 1.24) * size


def naming(entry: Entry, kind: str, size: float, beside: float) -> float:
    if kind == "brief":
        return 1.55 * lines(entry.name + entry.dose + "nnnnnnnn", 1.12 * size, beside)
    return 1.3 * lines(entry.name + "nn", 1.3 * size, beside) + 0.9 + lines(entry.dose, 1.1 * size, beside)


def said(entry: Entry, size: float, beside: float, *, brief: bool) -> float:
    label = "From your therapist:"
    notes = (entry.when, entry.stop, entry.note and entry.note + label, entry.cue and "When: " + entry.cue)
    cautions = entry.cautions[: entry.foremost] if brief else entry.cautions
    care = lines("Take care: " + " ".join(cautions), 0.92 * size, beside) if cautions else 0
    return sum(lines(text, size, beside) for text in notes) + 0.92 * care


def steps(entry: Entry, kind: str, size: float, beside: float) -> int:
    if kind == "full":
        return sum(lines(step, size, beside - 1.3 * size) for step in entry.steps)
    return lines("1 " + " 1 ".join(entry.steps[:3] if kind == "brief" else entry.steps), size, beside)


def diary(handout: Handout, section: Section, look: Look) -> float:
    size, kind = look
    small = max(0.9 * size, 8)
    row, number = (14.0, 15.0) if kind == "brief" else (15.4, 17.6)
    rows = sum(lines(entry.name, small, 190) for entry in section.entries)
    return 23 + rows * row + number * len(handout.numbers) + 3.6 * size


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
