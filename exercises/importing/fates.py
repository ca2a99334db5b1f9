"""What becomes of a row, and what is told of it."""

import hashlib
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from exercises.editorial.document import ExerciseDocument
from exercises.importing.comparing import Difference, differences, digest_of
from exercises.importing.rows import Row


class Verdict(models.TextChoices):
    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    SKIPPED = "skipped", _("Left alone")
    BROKEN = "broken", _("Broken")


@dataclass(frozen=True, slots=True)
class Fate:
    """`why` says in a sentence what is skipped or broken; `before` is the present text of what would be changed."""

    row: Row
    verdict: Verdict
    why: str = ""
    document: ExerciseDocument | None = None
    before: ExerciseDocument | None = None
    notes: tuple[str, ...] = ()

    @property
    def is_actionable(self) -> bool:
        return self.verdict in (Verdict.NEW, Verdict.CHANGED)

    @property
    def name(self) -> str:
        return self.document.name if self.document else self.row.name

    @property
    def differences(self) -> list[Difference]:
        return differences(self.before, self.document) if self.document else []

    @property
    def stamp(self) -> str:
        """Of what somebody saw in the dry run: another verdict or another text gives another."""
        texts = [digest_of(document) if document else "" for document in (self.before, self.document)]
        return hashlib.sha256("".join([self.verdict, *texts]).encode()).hexdigest()[:12]


def counts(fates: list[Fate]) -> list[tuple[Verdict, int]]:
    """How many of each verdict there are, in the verdicts' order."""
    return [(verdict, number) for verdict in Verdict if (number := sum(fate.verdict == verdict for fate in fates))]
