"""What stands on a handout: values only, in the words in which they are printed."""

from dataclasses import dataclass, field

LETTER, A4 = "letter", "a4"
PAPERS = (A4, LETTER)
DAYS = 14
"""As many as a returned sheet is entered for (programs.paper)."""
MOST_EXERCISES = 20
"""On one sheet of a list; a plan has what it has."""
MOST_BOXES = 3
"""For as many times a day there is a box of its own; more often, one box stands for the whole day."""


@dataclass(frozen=True)
class Picture:
    """`svg` is its text. `alt` says what it shows to whoever does not see it."""

    svg: str
    alt: str
    caption: str = ""


@dataclass(frozen=True)
class Entry:
    """An exercise. `choice` is the word that it shares with those it is chosen from, `when` says which to take.

    `easier` names what may be done instead when it is too hard, and how.

    A brief sheet says the first three steps and the first `foremost` cautions.
    """

    name: str
    dose: str
    pictures: tuple[Picture, ...] = ()
    steps: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    foremost: int = 2
    note: str = ""
    cue: str = ""
    stop: str = ""
    easier: str = ""
    choice: str = ""
    when: str = ""
    marks: tuple[str, ...] = ()
    boxes: int = 1


@dataclass(frozen=True)
class Section:
    """A phase, or the exercises of a list; without a title where there is only one."""

    entries: tuple[Entry, ...]
    title: str = ""
    facts: str = ""


@dataclass(frozen=True)
class Zone:
    """Of the pain scale: whole points from `first` to `last`."""

    first: int
    last: int
    title: str
    text: str


@dataclass(frozen=True)
class PainScale:
    zones: tuple[Zone, ...]
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class Advice:
    """A box: when to stop, when to get help."""

    title: str
    lines: tuple[str, ...]
    lead: str = ""


@dataclass(frozen=True)
class Code:
    """A QR code: where it leads, in words and as an address."""

    url: str
    text: str
    alt: str


@dataclass(frozen=True)
class Handout:
    """`numbers` are the lines under the tick boxes that are filled in with a number each day."""

    title: str
    language: str
    sections: tuple[Section, ...]
    paper: str = A4
    eyebrow: str = ""
    facts: str = ""
    lead: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    pain: PainScale | None = None
    advice: tuple[Advice, ...] = field(default=())
    code: Code | None = None
    named: bool = True
    """Whether there is a line for a name and a first day, filled in by hand."""
    footer: str = ""

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for section in self.sections for entry in section.entries)
