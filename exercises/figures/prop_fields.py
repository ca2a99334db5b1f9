"""What a document may say about each prop. Lengths in cm, seen from where the person starts."""

from itertools import pairwise
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from exercises.figures.contacts import did_you_mean
from exercises.figures.points import POINT_LIMBS

Length = Annotated[float, Field(ge=-400, le=400)]
Height = Annotated[float, Field(ge=0, le=220)]
Size = Annotated[float, Field(gt=0, le=120)]


def above_the_floor(corner: list[float]) -> list[float]:
    if corner[1] < 0:
        raise ValueError(_("the second number is the height above the floor; it cannot be negative"))
    return corner


Corner = Annotated[list[Length], Field(min_length=3, max_length=3), AfterValidator(above_the_floor)]


def known_point(name: str) -> str:
    if name not in POINT_LIMBS:
        raise ValueError(_("no point “%s”") % name + did_you_mean(name, list(POINT_LIMBS)))
    return name


PointName = Annotated[str, AfterValidator(known_point)]
End = PointName | Corner


def apart(places: list[Any]) -> list[Any]:
    """What ends where it begins has no direction and cannot be drawn."""
    if any(first == second for first, second in pairwise(places)):
        raise ValueError(_("the same place twice in a row"))
    return places


Apart = AfterValidator(apart)


class Prop(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Mat(Prop):
    """Below the person; as long as the figure needs."""


class Wall(Prop):
    x: Length = -13


class Chair(Prop):
    seat: Height = 46
    back: bool = True
    x: Length = 0
    turned: Annotated[float, Field(ge=-180, le=180)] = 0


class Stool(Prop):
    seat: Height = 46
    x: Length = 0


class Desk(Prop):
    top: Height = 72
    x: Length = 20
    screen: bool = False
    screen_height: Height = 45


class Block(Prop):
    """A step or a bench: a solid box whose near edge is at x."""

    height: Height = 15
    x: Length = 20
    length: Size = 40
    width: Size = 60


class Bench(Block):
    height: Height = 45


class Counter(Prop):
    height: Height = 90
    x: Length = 30
    z: Length = 0


class Frame(Prop):
    """A door frame; its edge is at x, beside the person at z."""

    x: Length = 20
    z: Length = 35


class Roller(Prop):
    x: Length = 0
    radius: Size = 7.5


class Ball(Prop):
    x: Length = 0
    z: Length = 0
    radius: Size = 27


PillowPlace = Literal["head", "knees", "pelvis", "feet", "between knees", "belly"]


class Pillow(Prop):
    """One, or several of the same height."""

    at: PillowPlace | Annotated[list[PillowPlace], Field(min_length=1, max_length=3)] = "head"
    height: Height = 8

    @property
    def places(self) -> list[PillowPlace]:
        return self.at if isinstance(self.at, list) else [self.at]


class Towel(Prop):
    at: Literal["head", "forehead", "elbow.R", "elbow.L"] = "head"


class Band(Prop):
    """Elastic: straight from one end to the other, whatever the distance."""

    ends: Annotated[list[End], Apart] = Field(alias="between", min_length=2, max_length=3)
    anchor: bool = False


class Loop(Prop):
    at: Literal["thighs", "knees", "ankles"] = "knees"


class Strap(Prop):
    ends: Annotated[list[End], Apart] = Field(alias="through", min_length=2, max_length=5)


class Held(Prop):
    held: Annotated[list[PointName], Apart] = Field(alias="in", min_length=1, max_length=2)


class Box(Held):
    size: Size = 30


class Stick(Prop):
    ends: Annotated[list[End], Apart] = Field(alias="between", min_length=2, max_length=2)
    over: Annotated[float, Field(ge=0, le=80)] = 12


class Props(BaseModel):
    """Every prop that there is. Those that a document does not name are None."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mat: Mat | None = None
    wall: Wall | None = None
    chair: Chair | None = None
    stool: Stool | None = None
    desk: Desk | None = None
    step: Block | None = None
    bench: Bench | None = None
    counter: Counter | None = None
    frame: Frame | None = None
    roller: Roller | None = None
    ball: Ball | None = None
    pillow: Pillow | None = None
    bed: Block | None = None
    towel: Towel | None = None
    band: Band | None = None
    loop: Loop | None = None
    strap: Strap | None = None
    dumbbell: Held | None = None
    kettlebell: Held | None = None
    phone: Held | None = None
    box: Box | None = None
    stick: Stick | None = None

    def there(self) -> dict[str, dict[str, Any]]:
        """Name and all fields, by their Python names, of each prop that is there."""
        return {name: prop.model_dump() for name, prop in self if prop is not None}


PROP_FIELDS = tuple(
    dict.fromkeys(field.alias or name for kind in Prop.__subclasses__() for name, field in kind.model_fields.items())
)
