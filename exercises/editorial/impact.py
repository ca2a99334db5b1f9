"""What an editor should know before a text goes out: who it reaches, what it lacks, and whether it is new."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.editorial.document import ExerciseDocument
from exercises.editorial.duplicates import Twin, likely_duplicates
from exercises.editorial.readiness import Lack, lacks, reading_text
from exercises.editorial.reading import grade
from exercises.editorial.rows import document_of
from exercises.editorial.usage import Skips, Usage, told, told_in_words, usage_of
from exercises.editorial.wording import careless_words
from exercises.models import Draft, Exercise


class SkipLine(NamedTuple):
    """How many clients gave a reason, in 90 and in 365 days: as told, and in words."""

    reason: str
    label: str
    recent: int | None
    year: int | None
    recent_words: str
    year_words: str


@dataclass(frozen=True)
class Impact:
    """`grade` is that of the text which would go out; counts are told by the rule of small numbers."""

    usage: Usage
    grade: float
    careless: list[str]
    lacks: list[Lack]
    duplicates: list[Twin]

    @property
    def live_programs(self) -> int | None:
        return told(self.usage.programs)

    @property
    def clinics(self) -> int | None:
        """Not told either while the programs are too few."""
        return None if self.live_programs is None else self.usage.clinics

    @property
    def templates(self) -> int:
        """As it is: templates are public."""
        return self.usage.templates

    @property
    def is_read_in_one_language(self) -> bool:
        return len(settings.LANGUAGES) == 1

    @cached_property
    def used(self) -> str:
        """Such as "In 12 live programs of 3 clinics, 2 templates."; nothing of who."""
        parts = []
        if self.usage.programs:
            parts.append(self.programs_in_words())
        if self.templates:
            words = ngettext("%(n)d template", "%(n)d templates", self.templates)
            parts.append(words % {"n": self.templates})
        return _("In %(places)s.") % {"places": ", ".join(parts)} if parts else _("In no live program and no template.")

    def programs_in_words(self) -> str:
        programs = _("%(n)s live programs") % {"n": told_in_words(self.usage.programs)}
        if not self.clinics:
            return programs
        words = ngettext("%(programs)s of %(n)d clinic", "%(programs)s of %(n)d clinics", self.clinics)
        return words % {"programs": programs, "n": self.clinics}

    @cached_property
    def skips(self) -> list[SkipLine]:
        return skip_lines(self.usage.recent, self.usage.year)

    @property
    def has_skips(self) -> bool:
        return self.usage.year != Skips()


def skip_lines(recent: Skips, year: Skips) -> list[SkipLine]:
    labels = {"unclear": _("Unclear"), "hard": _("Too hard"), "pain": _("Pain")}
    lines = []
    for reason, label in labels.items():
        few, many = getattr(recent, reason), getattr(year, reason)
        lines.append(SkipLine(reason, label, told(few), told(many), told_in_words(few), told_in_words(many)))
    return lines


def impact_of(exercise: Exercise, document: ExerciseDocument | None = None) -> Impact:
    """Of what would go out: the given text, else the open draft's, else what the rows say."""
    row = Exercise.objects.with_content().get(pk=exercise.pk)
    if document is None:
        draft = Draft.objects.of(row)
        document = draft.read() if draft else document_of(row)
    return Impact(
        usage=usage_of([row.pk])[row.pk],
        grade=grade(reading_text(document)),
        careless=careless_words(document),
        lacks=lacks(document, row),
        # Entries that are not published are told to editors alone.
        duplicates=[] if row.is_own else likely_duplicates(document, row.pk),
    )
