"""What the content files must hold, and how to read them. No database: the loader and the tests share it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from exercises.editorial.document import ExerciseDocument

CONTENT = Path(__file__).parent
FRONT_MATTER = re.compile(r"\A---\n(?P<head>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=80)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=300)]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=500)]


class Content(BaseModel):
    """Unknown keys are refused, so that a misspelt one is not silently lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FaultContent(Content):
    fault: Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=200)]
    mend: Line


class CautionContent(Content):
    tag: Slug | None
    text: Line


class MusclesContent(Content):
    primary: list[str]
    secondary: list[str]


class EvidenceContent(Content):
    type: Slug
    basis: Paragraph
    checked: Literal["yes", "partly", "no"]


class ExerciseContent(Content):
    """One catalogue entry. `dose` is for `exercises.shorthand.parse`; `harder` names the next steps up."""

    slug: Slug
    name: Name
    aliases: list[Name]
    kind: Slug
    position: Slug
    purpose: Line
    feel: Paragraph
    steps: Annotated[list[Line], Field(min_length=3, max_length=6)]
    faults: Annotated[list[FaultContent], Field(min_length=1, max_length=6)]
    cautions: Annotated[list[CautionContent], Field(min_length=1)]
    regions: Annotated[list[Slug], Field(min_length=1)]
    equipment: list[Slug]
    muscles: MusclesContent
    dose: Annotated[str, StringConstraints(min_length=3, max_length=80)]
    seed_dose: Line | None = None
    difficulty: Annotated[int, Field(ge=1, le=5)]
    harder: list[Slug]
    evidence: EvidenceContent
    author: str
    licence: str

    def document(self) -> ExerciseDocument:
        """Raises DocumentFault for a dose that is not one."""
        return ExerciseDocument.from_json(self.model_dump(mode="json"))

    def texts(self) -> Iterator[str]:
        """Every sentence that a reader may meet."""
        yield from (self.name, *self.aliases, self.purpose, self.feel, *self.steps, self.evidence.basis)
        for fault in self.faults:
            yield from (fault.fault, fault.mend)
        yield from (caution.text for caution in self.cautions)
        yield self.seed_dose or ""


class WordContent(Content):
    slug: Slug
    label: Name
    explanation: Line | None = None


class TagContent(Content):
    tag: Slug
    label: Name
    explanation: Line


class VocabularyContent(Content):
    """`muscles` maps the anatomical name to what a client would call it."""

    kinds: list[WordContent]
    positions: list[WordContent]
    regions: list[WordContent]
    equipment: list[WordContent]
    precaution_tags: list[TagContent]
    evidence_types: list[WordContent]
    evidence_checked: list[WordContent]
    muscles: dict[Name, Name]


class GuideContent(Content):
    slug: Slug
    title: Annotated[str, StringConstraints(min_length=3, max_length=120)]
    order: Annotated[int, Field(ge=1)]
    summary: Annotated[str, StringConstraints(min_length=10, max_length=250)]
    body: str


def read_exercise(path: Path) -> ExerciseContent:
    """Raises pydantic's ValidationError, which names the key at fault."""
    return ExerciseContent.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def read_exercises(folder: Path = CONTENT / "exercises") -> list[ExerciseContent]:
    return [read_exercise(path) for path in sorted(folder.glob("*.yaml"))]


def read_vocabulary(path: Path = CONTENT / "vocabulary.yaml") -> VocabularyContent:
    return VocabularyContent.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def read_guide_page(path: Path) -> GuideContent:
    """Raises ValueError if the file has no front matter, which holds slug, title, order and summary."""
    match = FRONT_MATTER.match(path.read_text(encoding="utf-8"))
    if match is None:
        raise ValueError(f"{path.name} does not begin with front matter between two lines of three dashes.")
    return GuideContent.model_validate({**yaml.safe_load(match["head"]), "body": match["body"].strip()})


def read_guide(folder: Path = CONTENT / "guide") -> list[GuideContent]:
    """The pages in reading order."""
    return sorted((read_guide_page(path) for path in folder.glob("*.md")), key=lambda page: page.order)
