"""What `safety.yaml` must hold: the red-flag screen in its three tiers, from the most urgent down."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import Field, StringConstraints, model_validator

from exercises.content.schema import CONTENT, Content, Line, Name, Slug

Question = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"\?$", max_length=200)]
TierKey = Literal["emergency", "urgent", "soon"]
ORDER = ("emergency", "urgent", "soon")


class Finding(Content):
    """One sign: asked as `question`, stated as `sign`. `see` says who should look at one that may wait."""

    key: Slug
    region: Literal["back", "neck", "any"]
    see: Literal["doctor", "either"] = "doctor"
    question: Question
    sign: Line


class Group(Content):
    """Findings that are asked together, few enough for one screen."""

    key: Slug
    title: Name
    findings: Annotated[list[Finding], Field(min_length=1, max_length=8)]


class Tier(Content):
    """`todo` is what to do about any of its signs, one sentence or two each."""

    key: TierKey
    title: Name
    summary: Line
    todo: Annotated[list[Line], Field(min_length=1, max_length=6)]
    groups: Annotated[list[Group], Field(min_length=1)]

    @property
    def findings(self) -> list[Finding]:
        return [finding for group in self.groups for finding in group.findings]


class Safety(Content):
    tiers: list[Tier]

    @model_validator(mode="after")
    def checked(self) -> "Safety":
        if tuple(tier.key for tier in self.tiers) != ORDER:
            raise ValueError(f"The tiers are {', '.join(ORDER)}, in this order.")
        keys = [group.key for group in self.groups()] + [finding.key for finding in self.findings()]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise ValueError(f"These keys stand there twice: {', '.join(sorted(twice))}.")
        return self

    def groups(self) -> Iterator[Group]:
        for tier in self.tiers:
            yield from tier.groups

    def findings(self) -> Iterator[Finding]:
        for tier in self.tiers:
            yield from tier.findings


def read_safety(path: Path = CONTENT / "safety.yaml") -> Safety:
    """Raises pydantic's ValidationError, which names the key at fault."""
    return Safety.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
