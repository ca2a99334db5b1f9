"""What an editor writes about a picture, checked; every fault is told with its path and its reason.

Angles are wishes that the solver may bend, contacts are demands that it keeps.
"""

import hashlib
import json
import re
from typing import Annotated, Any, Literal, Self

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from exercises.figures.contacts import all_names, did_you_mean, read_contact
from exercises.figures.points import LIMBS
from exercises.figures.poses import BASE_POSES
from exercises.figures.prop_fields import PROP_FIELDS, Props
from exercises.figures.regions import REGION_NAMES
from exercises.figures.skeleton import DOF, DOFS, JOINT
from exercises.figures.turning import read_turning

CAMERAS = ("side", "front", "back", "three-quarter", "above", "side-front")
# Names that stand for both sides: "hip.flex" is "hip.R.flex" and "hip.L.flex".
BOTH = {name.replace(".R.", "."): (name, name.replace(".R.", ".L.")) for name in DOF if ".R." in name}
LIFTABLE = [*LIMBS, *all_names()]
# More than any picture needs, and few enough that none keeps a preview busy for long.
MOST_CONTACTS, MOST_TURNS, MOST_LIFTED, MOST_ARROWS, MOST_REGIONS = 12, 8, 16, 4, 4
MOST_FAULTS = 40
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")


class DocumentError(ValueError):
    """Faults as (path, reason) pairs; the text has one line for each."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        self.faults = faults
        super().__init__("\n".join(f"{path}: {reason}" if path else reason for path, reason in faults))


def _angle(name: str, value: float) -> None:
    for dof in BOTH.get(name, (name,)):
        if dof not in DOF:
            raise ValueError(_("no joint “%s”") % name + did_you_mean(name, [*BOTH, *DOF]))
        low, high = DOFS[DOF[dof]].low, DOFS[DOF[dof]].high
        if not low <= value <= high:
            raise ValueError(
                _("%(name)s goes from %(low)g to %(high)g degrees, not %(value)g")
                % {"name": name, "low": low, "high": high, "value": value}
            )


def _one_of(names: list[str] | tuple[str, ...], kind: Promise) -> Any:
    def check(value: str) -> str:
        if value not in names:
            raise ValueError(str(kind) % value + did_you_mean(value, list(names)))
        return value

    return AfterValidator(check)


def _contact(text: str) -> str:
    read_contact(text)
    return text


def _turning(text: str) -> str:
    read_turning(text)
    return text


def _angles(angles: dict[str, float]) -> dict[str, float]:
    for name, value in angles.items():
        _angle(name, value)
    return angles


def _landmark(name: str) -> str:
    if name != "none" and name.removeprefix("-") not in JOINT:
        raise ValueError(_("no joint “%s” for an arrow") % name + did_you_mean(name, list(JOINT)))
    return name


def _caption(text: str) -> str:
    if UNPRINTABLE.search(text):
        raise ValueError(_("a caption is one line, without control characters"))
    return text


Landmark = Annotated[str, AfterValidator(_landmark)]
Liftable = Annotated[str, _one_of(LIFTABLE, gettext_lazy("no limb or point “%s”"))]
Region = Annotated[str, _one_of(REGION_NAMES, gettext_lazy("no region “%s”"))]
Angle = Annotated[float, Field(allow_inf_nan=False)]


class Step(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    pose: Annotated[str, _one_of(tuple(BASE_POSES), gettext_lazy("no base pose “%s”"))] | None = None
    after: Literal["start", "previous"] = Field("start", alias="from", description="what this step changes")
    caption: Annotated[str, Field(max_length=160), AfterValidator(_caption)] = ""
    move: Annotated[float, Field(ge=0.2, le=20, description="seconds to get here")] = 1.5
    hold: Annotated[float, Field(ge=0, le=600, description="seconds to stay")] = 1
    via: bool = Field(False, description="on the way only: no stop and no still")
    turn: Annotated[list[Annotated[str, AfterValidator(_turning)]], Field(max_length=MOST_TURNS)] = []
    angles: Annotated[dict[str, Angle], AfterValidator(_angles)] = Field({}, alias="set")
    contacts: Annotated[list[Annotated[str, AfterValidator(_contact)]], Field(max_length=MOST_CONTACTS)] = []
    lift: Annotated[list[Liftable], Field(max_length=MOST_LIFTED)] = []
    arrow: Landmark | Annotated[list[Landmark], Field(max_length=MOST_ARROWS)] | None = None
    mark: Literal["good", "bad"] | None = None
    cue: Literal["breath", "squeeze", "look", "still", "press"] | None = None
    slide: bool = Field(False, description="contacts that stay may slide")

    @property
    def arrows(self) -> list[str]:
        """Landmarks whose way is drawn; empty when the picture chooses, ["none"] for none."""
        if self.arrow is None:
            return []
        return [self.arrow] if isinstance(self.arrow, str) else self.arrow


class View(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    azimuth: Annotated[float, Field(ge=-180, le=180, description="0 from the person's right, 90 from the front")]
    elevation: Annotated[float, Field(ge=-10, le=80)]


class FigureDocument(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    camera: Literal["side", "front", "back", "three-quarter", "above", "side-front"] | View = "side"
    body: Literal["woman", "man", "older-woman", "older-man", "heavy-woman", "heavy-man"] | None = None
    crop: Literal["upper", "head", "legs"] | None = None
    worked: Annotated[list[Region], Field(max_length=MOST_REGIONS)] = []
    props: Props = Props()
    floor: Literal["mat", "line", "none"] | None = None
    loop: Literal["back", "around"] = "back"
    alternate: bool = Field(False, description="the other side follows in the same animation")
    sided: bool | None = Field(None, description="whether left and right differ; left out, it is found from the steps")
    ghost: bool | None = Field(None, description="pale start pose; left out, it is drawn when the movement is small")
    steps: Annotated[list[Step], Field(min_length=1, max_length=8)]

    @model_validator(mode="after")
    def begins_with_a_pose(self) -> Self:
        if self.steps[0].pose is None:
            raise ValueError(_("the first step needs a base pose"))
        if self.steps[0].via or self.steps[-1].via:
            raise ValueError(_("the first and the last step are stops, not “via”"))
        return self

    def as_json(self) -> dict[str, Any]:
        """What was said, and nothing that was not."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)

    @property
    def digest(self) -> str:
        text = json.dumps(self.as_json(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def read_document(data: Any) -> FigureDocument:
    """Raises DocumentError with the path and the reason of every fault, or of the first `MOST_FAULTS`."""
    try:
        return FigureDocument.model_validate(data)
    except ValidationError as error:
        raise DocumentError(_faults(error)) from error
    except UnicodeError as error:  # half of a surrogate pair, in a name that a reason repeats
        raise DocumentError([("", _("the text contains a character that cannot be stored"))]) from error


def _faults(error: ValidationError) -> list[tuple[str, str]]:
    faults: dict[str, str] = {}
    vague: set[str] = set()
    for fault in error.errors(include_url=False)[:MOST_FAULTS]:
        path, reason = _fault(fault)
        # The alternatives of a union each complain; what is wrong in the right kind of value says more.
        if path not in faults or (path in vague and not _is_vague(fault)):
            faults[path] = reason
        if _is_vague(fault):
            vague.add(path)
    return [(path, why) for path, why in faults.items() if not any(_inside(other, path) for other in faults)]


def _is_vague(fault: Any) -> bool:
    return str(fault["type"]).endswith("_type")


def _inside(path: str, whole: str) -> bool:
    return bool(whole) and path.startswith((f"{whole}.", f"{whole}["))


def _fault(fault: Any) -> tuple[str, str]:
    path = ""
    for part in fault["loc"]:
        if isinstance(part, int):
            path += f"[{part}]"
        elif part == "View" or part.startswith(("function-after[", "list[", "literal[")):
            continue  # pydantic's names for the alternatives of a union
        else:
            path += f".{part}" if path else part
    if fault["type"] == "extra_forbidden":
        return path, _("nothing has this name") + did_you_mean(str(fault["loc"][-1]), _field_names())
    if fault["type"] == "value_error":
        return path, str(fault["ctx"]["error"])
    return path, fault["msg"]


def _field_names() -> list[str]:
    names = [*FigureDocument.model_fields, *View.model_fields, *Props.model_fields, *PROP_FIELDS]
    return names + [field.alias or name for name, field in Step.model_fields.items()]


def json_schema() -> dict[str, Any]:
    """The JSON schema of a document, for editors of text files."""
    return FigureDocument.model_json_schema()
