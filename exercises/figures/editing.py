"""What the editor sees while working on a picture: the drawing of one step, and all that is known of every step."""

from typing import Any

import yaml
from django.utils.translation import gettext as _

from exercises.figures.alternative import alternative
from exercises.figures.assembly import layers_of, lifted_points
from exercises.figures.bodies import BODY_NAMES
from exercises.figures.contacts import Contact, read_contact
from exercises.figures.document import CAMERAS, DocumentError, FigureDocument, Step, read_document
from exercises.figures.joint_words import slider_groups
from exercises.figures.motion import Key, planes_of
from exercises.figures.outlines import PREVIEW
from exercises.figures.points import LIMBS, plain_name
from exercises.figures.poses import BASE_POSES
from exercises.figures.prop_fields import Props
from exercises.figures.recent import Recent
from exercises.figures.regions import REGION_NAMES
from exercises.figures.report import contact_words, findings, point_choices, target_name
from exercises.figures.skeleton import DOF_NAMES, JOINTS, Pose
from exercises.figures.stage import Stage
from exercises.figures.stills import still
from exercises.figures.surfaces import SURFACES
from exercises.figures.svg import roles_in, with_colours
from exercises.figures.themes import style_sheets
from exercises.figures.turning import WAYS

LONGEST_TEXT = 20_000
# What PyYAML raises, beside its own errors, for values that are not of the type that their tag names.
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, RecursionError)


class PlainLoader(yaml.SafeLoader):
    """Reads values as they are written: an alias of an alias could stand for a million of them."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark
            raise yaml.composer.ComposerError(None, None, "an alias", mark)
        return super().compose_node(parent, index)


def read_text(text: str) -> dict[str, Any]:
    """The document that a person wrote as YAML. Raises DocumentError."""
    if len(text) > LONGEST_TEXT:
        raise DocumentError([("", _("too long: a picture needs a few dozen lines"))])
    try:
        data = yaml.load(text, PlainLoader)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise DocumentError([("", _("line %d is not valid YAML") % line)]) from error
    except UNREADABLE as error:
        raise DocumentError([("", _("this is not valid YAML"))]) from error
    return read_document(data).as_json()


def as_text(document: FigureDocument) -> str:
    """The same document as YAML, short lists and mappings on one line."""
    return _written(document.as_json())


def stored_text(data: dict[str, Any]) -> str:
    """The same for what is stored, also where it was written before the present rules and breaks them."""
    try:
        return as_text(read_document(data))
    except DocumentError:
        return _written(data)


def _written(data: dict[str, Any]) -> str:
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110, default_flow_style=None)


# An editor changes one step, and the steps before it need no second solution.
SOLVED: Recent[str, Pose] = Recent(300)


def preview(document: FigureDocument, slug: str, shown: int) -> dict[str, Any]:
    """The picture of step `shown` (from 0) and, for every step, its contacts, angles and findings."""
    stage = Stage.of(document, slug, memory=SOLVED)
    shown = min(max(shown, 0), len(stage.keys) - 1)
    found = findings(stage.keys, stage.body, planes_of(document))
    return {
        "svg": quick_picture(stage, shown),
        "shown": shown,
        "document": document.as_json(),
        "text": as_text(document),
        "alt": alternative(document),
        "findings": [finding.as_json() for finding in found],
        "publishable": not any(finding.refuses for finding in found),
        "steps": [_step(document, index, key) for index, key in enumerate(stage.keys)],
    }


def quick_picture(stage: Stage, shown: int) -> str:
    """One step, drawn coarsely: what an editor sees while a slider moves."""
    drawn = still(stage, shown, quality=PREVIEW)
    return with_colours(drawn, style_sheets(stage.look, roles_in(drawn))["auto"])


def _step(document: FigureDocument, index: int, key: Key) -> dict[str, Any]:
    return {
        "angles": {name: round(float(value), 1) for name, value in zip(DOF_NAMES, key.pose.angles, strict=True)},
        "contacts": [_chip(key, contact) for contact in key.contacts],
        "lifted": _lifted(document, index),
        "pose": layers_of(document, index)[0].name,
    }


def _chip(key: Key, contact: Contact) -> dict[str, Any]:
    own = [text for text in key.step.contacts if contact.place in {each.place for each in read_contact(text)}]
    return {
        "words": contact_words(contact),
        "point": contact.point,
        "inherited": not own,
        "line": own[0] if own else str(contact),
        "miss": round(key.misses.get(str(contact), 0.0), 1),
    }


def _lifted(document: FigureDocument, index: int) -> list[dict[str, str]]:
    """Inherited contacts that this step switches off: what its `lift` names."""
    step: Step = document.steps[index]
    return [{"name": name, "words": _lift_words(name)} for name in step.lift if lifted_points([name])]


def _lift_words(name: str) -> str:
    return name.replace(".R", _(" (right)")).replace(".L", _(" (left)")) if name in LIMBS else plain_name(name)


def choices() -> dict[str, Any]:
    """All that can be chosen in the editor, as its script wants it: lists of (value, label)."""
    return {
        "poses": [(name, str(pose.label)) for name, pose in BASE_POSES.items()],
        "cameras": list(CAMERAS),
        "bodies": list(BODY_NAMES),
        "regions": list(REGION_NAMES),
        "joints": [name for name in JOINTS if not name.startswith(("clav", "fingers", "toes"))],
        "points": point_choices(),
        "surfaces": [(name, target_name(name)) for name in SURFACES],
        "turns": _turns(),
        "props": {name: _prop_fields(name) for name in Props.model_fields},
        "groups": slider_groups(),
        "needs": {name: pose.needs for name, pose in BASE_POSES.items() if pose.needs},
    }


def _turns() -> list[tuple[str, str]]:
    """ "roll left" and the unit of its number."""
    lengths = ("lift", "lower", "move")
    return [(f"{verb} {way}", "cm" if verb in lengths else "°") for verb, ways in WAYS.items() for way in ways]


def _prop_fields(name: str) -> dict[str, Any]:
    """The prop as it is when nothing is said of it, for its form; ends and hands get places that can be seen."""
    starts: dict[str, dict[str, Any]] = {
        "band": {"between": ["palm.R", "palm.L"]},
        "strap": {"through": ["palm.R", "sole.R", "palm.L"]},
        "stick": {"between": ["palm.R", "palm.L"]},
        "dumbbell": {"in": ["palm.R"]},
        "kettlebell": {"in": ["palm.R"]},
        "phone": {"in": ["palm.R"]},
        "box": {"in": ["palm.R", "palm.L"]},
    }
    start = starts.get(name, {})
    props = Props.model_validate({name: start})
    return props.model_dump(mode="json", by_alias=True)[name] or {}
