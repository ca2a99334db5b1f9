"""What the page of the builder sends: phases of lines as they were typed. Nothing of it has been understood yet."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from accounts.plan_rules import Rules
from accounts.plans import MAX_PHASES
from backfit.refusals import Invalid
from exercises.dose import sentences

MOST_LINES = 100
"""Of a phase. What is beyond the items that a phase may have waits as lines."""

Typed = Annotated[str, StringConstraints(max_length=2000)]


class LinesError(Invalid):
    """The body is no such object; the sentences say why."""

    field = "detail"

    @property
    def sentences(self) -> list[str]:
        return [str(sentence) for sentence in self.args]


class Sent(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class SentLine(Sent):
    """`answer` is the shorthand of the choice with which a question about this very text was answered."""

    key: str = Field(pattern=r"^[a-z0-9-]{4,40}$")
    text: Typed
    answer: Typed = ""
    note: Typed = ""
    cue: Typed = ""
    group: Typed = ""
    choose: Typed = ""
    when: Typed = ""
    stop_pain: Annotated[int, Field(ge=1, le=8)] | None = None
    short: bool = False
    maintain: bool = False
    despite: Typed = ""
    any_day: bool = False
    once: bool = False
    easier: Typed = ""

    @property
    def is_empty(self) -> bool:
        """Nothing was typed at all, so there is nothing to keep."""
        typed = (self.text, self.note, self.cue, self.group, self.when, self.despite, self.easier)
        return not any(text.strip() for text in typed)


class SentPhase(Sent):
    name: Typed = ""
    weeks: int | None = None
    days: Annotated[tuple[int, ...], Field(strict=False, max_length=7)] = (1, 2, 3, 4, 5, 6, 7)
    goal: Typed = ""
    minutes: int | None = None
    effort: Annotated[tuple[int, int] | None, Field(strict=False)] = None
    pain_at_most: int | None = None
    lines: Annotated[tuple[SentLine, ...], Field(strict=False, max_length=MOST_LINES)] = ()


class SentPlan(Sent):
    """`base` is the digest that the page last got; without rules those of the plan stay as they are."""

    base: str = Field(max_length=64)
    phases: Annotated[tuple[SentPhase, ...], Field(strict=False, max_length=MAX_PHASES)]
    rules: Rules | None = None

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """Raises LinesError with a sentence for each thing that is not right."""
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise LinesError(*sentences(error)) from error
