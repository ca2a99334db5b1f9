"""The files of an export that people read: programs on paper, versions as they were published, the calendar."""

import json
from collections.abc import Iterator

from django.conf import settings
from django.utils.text import slugify

from accounts.models import User
from exercises.handout.answers import usual_paper
from exercises.handout.press import pdf_of
from programs.calendar.feed import write_calendar
from programs.handouts import program_handout
from programs.models import CalendarFeed, Program, Version


def documents(person: User) -> Iterator[tuple[str, bytes]]:
    """Each version in the words in which it was published."""
    versions = Version.objects.filter(program__episode__client=person).select_related("program").order_by("number")
    for version in versions:
        text = json.dumps(version.document, ensure_ascii=False, indent=1)
        yield f"{folder(version.program)}/version-{version.number}.json", text.encode()


def handouts(person: User) -> Iterator[tuple[str, bytes]]:
    rows = Program.objects.of_client(person).select_related("episode__clinic", "episode__client", "current")
    for program in rows.prefetch_related("pauses"):
        assert program.current is not None
        link = settings.SITE_URL + program.get_absolute_url()  # no link that opens without signing in is made for it
        concerns = program.episode.read_home().precautions
        paper = usual_paper(person.time_zone)
        sheet = program_handout(program, program.current.document, link=link, paper=paper, concerns=concerns)
        yield f"{folder(program)}/handout.pdf", pdf_of(sheet)


def folder(program: Program) -> str:
    return f"programs/{slugify(program.name)[:40] or 'program'}-{program.pk.hex[:8]}"


def calendar(person: User) -> Iterator[tuple[str, bytes]]:
    """As a feed of the person's own would show it today. The feed is made for this alone and never kept."""
    yield "calendar.ics", write_calendar(CalendarFeed(owner=person, shows_names=True))
