"""What a client has at home and what must be respected: the profile that exercises are held against.

A value, kept as JSON at the episode. What nobody has asked yet is null, and rules nothing out.
"""

from typing import Annotated, Any, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import Field, ValidationError

from accounts.plan_rules import Part
from backfit.refusals import Invalid
from exercises.dose import sentences

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Place = Literal["home", "work", "gym", "outdoors"]
PLACES: dict[str, Any] = {
    "home": _("At home"),
    "work": _("At work"),
    "gym": _("In a gym"),
    "outdoors": _("Outdoors"),
}


class HomeError(Invalid):
    """The data is no profile; the sentences say why."""

    field = "home"

    @property
    def sentences(self) -> list[str]:
        return [str(sentence) for sentence in self.args]


class Home(Part):
    """`equipment` and `precautions` are slugs of the catalogue's words; `minutes` is what a day has room for."""

    equipment: Annotated[tuple[Slug, ...] | None, Field(strict=False, max_length=60)] = None
    floor: bool | None = Field(default=None, description="Gets down to the floor and up again")
    kneel: bool | None = Field(default=None, description="Can kneel")
    minutes: int | None = Field(default=None, ge=1, le=240, description="That a day has for exercises")
    places: Annotated[tuple[Place, ...], Field(strict=False, max_length=4)] = ()
    precautions: Annotated[tuple[Slug, ...], Field(strict=False, max_length=40)] = ()

    @classmethod
    def from_json(cls, data: Any) -> "Home":
        """Raises HomeError with one sentence for each thing that is not right."""
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise HomeError(*sentences(error)) from error

    def to_json(self) -> dict[str, Any]:
        """Only what was said, so that an empty profile is an empty document."""
        return {name: value for name, value in self.model_dump(mode="json").items() if value not in (None, [])} | (
            {"equipment": []} if self.equipment == () else {}
        )
