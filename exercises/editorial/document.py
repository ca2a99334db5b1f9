"""An exercise's content as one value: what a draft holds, a revision keeps, and a file brings in or takes out.

The keys are those of the files in exercises/content/exercises. A draft may be unfinished, so that only what every
entry must have is demanded here; `exercises.editorial.readiness` says what is missing before it may be published.
"""

from collections.abc import Iterator
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from backfit.refusals import Invalid
from exercises.default_doses import read_default_dose
from exercises.dose import DoseError
from exercises.shorthand import format_dose

MOST_ROWS = 30
MOST_LINKS = 60
MOST_MEDIA = 6

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Slugs = Annotated[tuple[Slug, ...], Field(max_length=MOST_LINKS)]


class DocumentFault(Invalid):
    """The data is no exercise; `faults` are (path, reason), such as ("steps.2", "…")."""

    field = "document"

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        super().__init__(faults)
        self.faults = faults

    @property
    def sentences(self) -> list[str]:
        return [f"{path}: {reason}" if path else reason for path, reason in self.faults]


class Part(BaseModel):
    """Unknown keys are refused, so that a misspelt one is not silently lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FaultPart(Part):
    fault: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    mend: Words = ""


class CautionPart(Part):
    tag: Slug | None = None
    text: Line


class MusclesPart(Part):
    """Anatomical names."""

    primary: Annotated[tuple[Name, ...], Field(max_length=MOST_ROWS)] = ()
    secondary: Annotated[tuple[Name, ...], Field(max_length=MOST_ROWS)] = ()


class EvidencePart(Part):
    type: Slug = "convention"
    basis: Paragraph = ""
    checked: Slug = "no"


class ShowingPart(Part):
    """A picture or film that was uploaded here; `file` is its id. It is shown to nobody without words for it."""

    file: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    alt: Line
    credit: Words = ""


class ExerciseDocument(Part):
    """One entry. `dose` is in shorthand; `harder` and `easier` are slugs of the steps up and down."""

    slug: Slug
    name: Name
    aliases: Annotated[tuple[Name, ...], Field(max_length=MOST_ROWS)] = ()
    kind: Slug
    position: Slug
    purpose: Words = ""
    feel: Paragraph = ""
    steps: Annotated[tuple[Line, ...], Field(max_length=MOST_ROWS)] = ()
    faults: Annotated[tuple[FaultPart, ...], Field(max_length=MOST_ROWS)] = ()
    cautions: Annotated[tuple[CautionPart, ...], Field(max_length=MOST_ROWS)] = ()
    regions: Slugs = ()
    equipment: Slugs = ()
    muscles: MusclesPart = MusclesPart()
    dose: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    seed_dose: Words = ""
    difficulty: Annotated[int, Field(ge=1, le=5)] = 1
    harder: Slugs = ()
    easier: Slugs = ()
    evidence: EvidencePart = EvidencePart()
    media: Annotated[tuple[ShowingPart, ...], Field(max_length=MOST_MEDIA)] = ()
    author: Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)] = ""
    licence: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)] = ""

    @field_validator("seed_dose", mode="before")
    @classmethod
    def _none_is_no_words(cls, value: Any) -> Any:
        return "" if value is None else value

    @field_validator("dose")
    @classmethod
    def _one_dose(cls, line: str) -> str:
        try:
            return format_dose(read_default_dose(line))
        except DoseError as error:
            raise ValueError(" ".join(error.sentences)) from error

    @field_validator("aliases", "regions", "equipment", "harder", "easier")
    @classmethod
    def _each_once(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(values))

    @field_validator("muscles")
    @classmethod
    def _each_muscle_once(cls, muscles: MusclesPart) -> MusclesPart:
        named = (*muscles.primary, *muscles.secondary)
        if len(set(named)) < len(named):
            raise ValueError(_("A muscle is listed twice."))
        return muscles

    @field_validator("media")
    @classmethod
    def _each_file_once(cls, parts: tuple[ShowingPart, ...]) -> tuple[ShowingPart, ...]:
        if len({part.file for part in parts}) < len(parts):
            raise ValueError(_("A file is shown twice."))
        return parts

    @classmethod
    def from_json(cls, data: Any) -> "ExerciseDocument":
        """Raises DocumentFault with the path and the reason of everything that is wrong."""
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise DocumentFault(list(faults(error))) from error

    def to_json(self) -> dict[str, Any]:
        return self.model_dump(mode="json")

    def with_changes(self, **fields: Any) -> "ExerciseDocument":
        """The same with these fields; checked as a whole."""
        return self.from_json(self.to_json() | fields)

    def texts(self) -> Iterator[str]:
        """Every sentence that a client may read."""
        yield from (self.purpose, self.feel, *self.steps)
        for fault in self.faults:
            yield from (fault.fault, fault.mend)
        yield from (caution.text for caution in self.cautions)
        yield from (part.alt for part in self.media)


def faults(error: ValidationError) -> Iterator[tuple[str, str]]:
    """(path, reason) of each fault that pydantic found, without its prefix and without what was sent."""
    for fault in error.errors(include_url=False, include_input=False):
        reason = str(fault["ctx"]["error"]) if fault["type"] == "value_error" else fault["msg"]
        yield ".".join(map(str, fault["loc"])), reason
