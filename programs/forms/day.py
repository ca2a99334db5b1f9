"""The page on which a client marks what was done: lines of one or more programs, and one answer on how it was."""

import datetime
import uuid as uuids
from collections.abc import Mapping
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from backfit.dates import validate_day
from backfit.numbers import whole_number
from backfit.refusals import Conflict, Different, Refusal
from programs.advice import DayAdvice, advice_on_day
from programs.breaks import breaks_of
from programs.document import items_of
from programs.forms.items import ItemForm
from programs.forms.session import SessionForm
from programs.models import Session
from programs.schedule import DueItem
from programs.session_body import ResultBody, SessionBody
from programs.today import ProgramDay, ShortOffer, program_days, record_all

VERSION = "-version"


@dataclass(frozen=True)
class LineChoice:
    """Lines of which one is marked; most often a single one."""

    lines: tuple[ItemForm, ...]

    @property
    def is_choice(self) -> bool:
        return len(self.lines) > 1

    @property
    def is_done(self) -> bool:
        return not any(line.due.left for line in self.lines)

    @property
    def seconds_left(self) -> int:
        """Breaks that are spread over the day are not sat through in one go, so they are left out."""
        return max(
            (int(line.item["seconds"]) for line in self.lines if line.due.times == 1 and line.due.left), default=0
        )


@dataclass
class ProgramLines:
    """A program on the page with the lines that can be marked. `day` says what is due and in which state it is."""

    day: ProgramDay
    lines: list[ItemForm] = field(default_factory=list)

    @property
    def choices(self) -> list[LineChoice]:
        """The lines in order, those of a choice together at the place of the first."""
        found: dict[str, list[ItemForm]] = {}
        for line in self.lines:
            found.setdefault(f"choice {line.due.choice}" if line.due.choice else line.prefix or "", []).append(line)
        return [LineChoice(tuple(lines)) for lines in found.values()]

    @property
    def asked(self) -> list[LineChoice]:
        """What the day is measured by: the short version's, once it was chosen."""
        if not self.day.is_short:
            return self.choices
        return [choice for choice in self.choices if any(line.item.get("short") for line in choice.lines)]

    @property
    def version_field(self) -> str:
        return f"{self.day.program.pk}{VERSION}"

    def prefix(self, key: str) -> str:
        return f"{self.day.program.pk}-{key}"

    def results(self) -> list[ResultBody]:
        return [result for line in self.lines if (result := line.result()) is not None]


class MarkForm:
    """Lines to mark and a SessionForm about the whole. `status` is the HTTP status to answer with."""

    about: SessionForm
    programs: list[ProgramLines]

    def __init__(self, user: User, data: Mapping[str, str] | None = None) -> None:
        self.user = user
        self.data = data
        self.status = 200
        self.is_short = False
        self.kept_before: Session | None = None

    def keep(self) -> list[Session]:
        """The verb that records what the form says."""
        raise NotImplementedError

    def save(self) -> list[Session] | None:
        """Keep what was marked. None when it was not possible; the page then says why and has all that was typed."""
        self.status = 400
        if not self.is_valid():
            return None
        try:
            return self.keep()
        except ValidationError as error:
            self.about.add_error(None, error.messages)
        except Different as error:
            self.refuse(error, _("You saved this page before, with other answers. The first ones are kept."))
            names = [uuid for uuid, _body in self.entries()]
            self.kept_before = Session.objects.visible_to(self.user).filter(uuid__in=names).first()
        except Refusal as error:
            self.refuse(error, error.sentence)
        return None

    @property
    def is_open(self) -> bool:
        """Whether there is still something to mark."""
        return any(line.is_open for program in self.programs for line in program.lines)

    def refuse(self, refusal: Refusal | type[Refusal], sentence: str) -> None:
        self.status = refusal.status
        self.about.add_error(None, sentence)

    def is_valid(self) -> bool:
        parts = [self.about, *(line for program in self.programs for line in program.lines)]
        if not all(part.is_valid() for part in parts):
            self.about.add_error(None, _("Nothing is saved yet: one of the answers needs another look."))
            return False
        if not any(program.results() for program in self.programs):
            self.about.add_error(None, _("Mark at least one exercise, then save."))
            return False
        return True

    def entries(self) -> list[tuple[uuids.UUID, SessionBody]]:
        """A session for each program of which something was marked; the ids follow from that of the page."""
        return [
            (uuids.uuid5(self.about.cleaned_data["uuid"], str(program.day.program.pk)), self.body(program))
            for program in self.programs
            if program.results()
        ]

    def body(self, program: ProgramLines) -> SessionBody:
        said = self.about.said()
        return SessionBody(program=program.day.program.pk, results=program.results(), short=self.is_short, **said)


class DayForm(MarkForm):
    """What is due on the day over all programs, ready to be marked; of the short version when that is chosen."""

    def __init__(
        self, user: User, day: datetime.date, data: Mapping[str, str] | None = None, *, short: bool = False
    ) -> None:
        super().__init__(user, data)
        self.is_short = short
        self.day = posted_day(data, day)
        self.shown = posted_versions(data)
        self.about = SessionForm(user=user, day=self.day, data=data)
        days = program_days(user, self.day, self.shown)
        self.programs = [self.lines_of(found) for found in days if not short or found.plan.shortened().items]

    def lines_of(self, found: ProgramDay) -> ProgramLines:
        """On the way out what is due; on the way back what the page had, whatever has happened since."""
        program = ProgramLines(found)
        plan = found.plan.shortened() if self.is_short else found.plan
        due = {due.item["key"]: due for due in plan.items}
        if self.data is not None:
            due = {
                key: due.get(key, DueItem(item, int(item["times_per_day"]), 0))
                for key, item in items_of(found.version.document).items()
                if f"{program.prefix(key)}-shown" in self.data
            }
        program.lines = [
            ItemForm(each, said=found.said.get(key, ""), prefix=program.prefix(key), data=self.data)
            for key, each in due.items()
        ]
        for place, line in enumerate(program.lines):
            line.fields["shown"].widget.attrs["data-place"] = place  # those of a choice stand together on the page
        return program

    @property
    def planned(self) -> int:
        return sum(len(program.asked) for program in self.programs)

    @property
    def done(self) -> int:
        return sum(choice.is_done for program in self.programs for choice in program.asked)

    @property
    def left(self) -> int:
        return self.planned - self.done

    @property
    def percent(self) -> int:
        return 100 * self.done // self.planned if self.planned else 0

    @property
    def minutes_left(self) -> int:
        """Rounded up."""
        return -(-sum(choice.seconds_left for program in self.programs for choice in program.asked) // 60)

    @property
    def left_beyond_short(self) -> bool:
        """Whether the client did the short version and could do more."""
        return any(program.day.is_short and not all(c.is_done for c in program.choices) for program in self.programs)

    @property
    def offers_short(self) -> ShortOffer | None:
        """For a bad day, as long as nothing was marked on it."""
        if self.is_short or self.sessions:
            return None
        return ShortOffer.of(program.day for program in self.programs)

    @property
    def changed(self) -> list[ProgramDay]:
        """Programs of which the client has not seen the newest version yet."""
        return [program.day for program in self.programs if program.day.changes]

    @property
    def sessions(self) -> list[Session]:
        """Of the day, without its breaks."""
        return [each for program in self.programs for each in program.day.sessions if not each.is_break]

    @property
    def habits(self) -> list[DueItem]:
        """Those that a desk can run, at their intervals."""
        return [line.due for program in self.programs for line in program.lines if line.due.has_interval]

    @property
    def breaks(self) -> list[Session]:
        return [each for program in self.programs for each in program.day.sessions if each.is_break]

    @property
    def breaks_taken(self) -> int:
        return breaks_of(self.breaks)

    def advise(self) -> DayAdvice:
        """What to say about what was told; the lines that are to be left out are marked on the way."""
        advice = advice_on_day([program.day for program in self.programs], self.day)
        for program in self.programs:
            for line in program.lines:
                line.stopped = advice.stopped.get((program.day.program.pk, line.item["key"]))
        return advice

    def is_valid(self) -> bool:
        if self.shown.keys() - {program.day.program.pk for program in self.programs}:
            self.refuse(Conflict, _("A program on this page has ended meanwhile. Load the page again."))
            return False
        return super().is_valid()

    def keep(self) -> list[Session]:
        return record_all(by=self.user, entries=self.entries())


def posted_day(data: Mapping[str, str] | None, day: datetime.date) -> datetime.date:
    """The day for which the page was made: one left open over midnight still means the day before."""
    if data is None:
        return day
    try:
        return forms.DateField(validators=[validate_day]).clean(data.get("day")) or day
    except ValidationError:
        return day


def posted_versions(data: Mapping[str, str] | None) -> dict[uuids.UUID, int]:
    """Program to the number of the version from which the page was made."""
    found = {}
    for name, value in (data or {}).items():
        number = whole_number(value) if name.endswith(VERSION) else None
        if number is not None:
            try:
                found[uuids.UUID(name.removesuffix(VERSION))] = number
            except ValueError:
                continue  # somebody's own field; it names no program
    return found
