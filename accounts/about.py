"""What is said about a template beside its plan. A pure value, kept as JSON: it is always read as a whole."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints, ValidationError

from accounts.plan_rules import Part
from backfit.refusals import Invalid
from exercises.dose import sentences
from exercises.models import Exercise

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=300)]
Lines = Annotated[tuple[Line, ...], Field(strict=False, max_length=12)]


class AboutError(Invalid):
    field = "about"


class About(Part):
    """`evidence` and `checked` are words of the catalogue: guideline, trial, textbook, convention; yes, partly, no."""

    for_whom: Text = ""
    not_for: Lines = ()
    after: Text = ""
    measures: Lines = ()
    evidence: Annotated[str, Field(pattern=f"^({'|'.join(Exercise.Evidence.values)})?$")] = ""
    basis: Text = ""
    checked: Annotated[str, Field(pattern=f"^({'|'.join(Exercise.Checked.values)})?$")] = ""

    @classmethod
    def from_json(cls, data: Any) -> "About":
        """Raises AboutError with a sentence about the first thing that is not right."""
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise AboutError(sentences(error)[0]) from error

    def to_json(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude_defaults=True)

    @property
    def evidence_words(self) -> str:
        return str(Exercise.Evidence(self.evidence).label) if self.evidence else ""

    @property
    def checked_words(self) -> str:
        return str(Exercise.Checked(self.checked).label) if self.checked else ""
