"""From a document to poses: the key poses of its steps, and those between them."""

import json
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np

from exercises.figures.assembly import Wish, assemble
from exercises.figures.collisions import Capsules
from exercises.figures.contacts import Contact
from exercises.figures.document import FigureDocument, Step
from exercises.figures.points import Point
from exercises.figures.skeleton import JOINT, Array, Pose, frames_of
from exercises.figures.solver import Problem, Residuals, settle, solve, turn_by, vector_of
from exercises.figures.surfaces import Plane, surfaces_of

# Between two keys the eased path is kept more firmly than a single pose keeps its wishes.
FIRM = 0.15
# Three rounds come within a degree of many: the eased path begins close to the answer.
ROUNDS_BETWEEN = 3


class Solvable(Protocol):
    """What of a body the solver needs."""

    @property
    def bones(self) -> Array: ...
    @property
    def points(self) -> Mapping[str, Point]: ...


@dataclass(frozen=True)
class Key:
    """A solved step: its pose, its demands, and by how many cm it misses each of them."""

    pose: Pose
    step: Step
    contacts: tuple[Contact, ...]
    inherited: frozenset[tuple[str, str, bool]] = frozenset()
    misses: dict[str, float] = field(default_factory=dict)

    def mirrored(self) -> "Key":
        return replace(self, pose=self.pose.mirrored(), contacts=tuple(each.mirrored() for each in self.contacts))


def place_of(pose: Pose, body: Solvable, name: str) -> Array:
    """Where (3,) a contact point is."""
    positions, rotations = frames_of(pose, body.bones)
    point = body.points[name]
    return positions[point.joint] + rotations[point.joint] @ point.offset


def planes_of(document: FigureDocument) -> dict[str, Plane]:
    return surfaces_of(document.props.there())


def solve_steps(
    document: FigureDocument, body: Solvable, *, memory: MutableMapping[str, Pose] | None = None
) -> list[Key]:
    """One key for each step. Surface contacts that stay from one step to the next stay planted, unless `slide`.

    `memory` keeps poses by all that they depend on, for an editor who changes one step again and again.
    """
    memory = {} if memory is None else memory
    planes, capsules = planes_of(document), Capsules(body.bones)
    keys: list[Key] = []
    for index, step in enumerate(document.steps):
        wish = assemble(document, index)
        name = _dependence(document, index, body)
        pose = memory.get(name)
        if pose is None:
            pins = _planted(wish, keys[-1], body, planes) if keys and not step.slide else {}
            near = _near(wish, keys[-1].pose) if keys else wish
            problem = Problem(near.pose, near.firmness, near.held, _kept(wish, planes), pins, planes)
            pose = memory[name] = solve(Residuals(problem, body.bones, body.points, capsules))
        keys.append(_key(step, wish, pose, body, planes))
    return keys


POSED_BY = {"pose", "after", "turn", "angles", "contacts", "lift", "slide"}


def _dependence(document: FigureDocument, index: int, body: Solvable) -> str:
    """All that the pose of a step follows from."""
    steps = [step.model_dump(include=POSED_BY) for step in document.steps[: index + 1]]
    return json.dumps([id(body), document.props.there(), steps], sort_keys=True)


def keys_at(document: FigureDocument, body: Solvable, poses: Sequence[Pose]) -> list[Key]:
    """The same keys in poses, one for each step, that were solved before; by how much these miss is measured anew."""
    planes = planes_of(document)
    return [
        _key(step, assemble(document, index), pose, body, planes)
        for index, (step, pose) in enumerate(zip(document.steps, poses, strict=True))
    ]


def _key(step: Step, wish: Wish, pose: Pose, body: Solvable, planes: Mapping[str, Plane]) -> Key:
    contacts = _kept(wish, planes)
    return Key(pose, step, contacts, frozenset(wish.inherited), misses_of(pose, contacts, body, planes))


def _kept(wish: Wish, planes: Mapping[str, Plane]) -> tuple[Contact, ...]:
    """What the wish demands, but for surfaces that are not in the picture."""
    return tuple(contact for contact in wish.contacts if not contact.on_surface or contact.target in planes)


def _near(wish: Wish, before: Pose) -> Wish:
    """The wish begins where the body is, so that it does not travel between steps without being told."""
    place = wish.pose.place.copy()
    for axis in (0, 2):
        if np.isnan(wish.held[axis]):
            place[axis] = before.place[axis]
    return replace(wish, pose=replace(wish.pose, place=place))


def _planted(wish: Wish, before: Key, body: Solvable, planes: Mapping[str, Plane]) -> dict[str, Array]:
    stays = {contact.place for contact in before.contacts}
    return {
        contact.point: place_of(before.pose, body, contact.point)
        for contact in wish.contacts
        if contact.place in stays and contact.target in planes and not contact.soft and not contact.under
    }


def misses_of(
    pose: Pose, contacts: list[Contact] | tuple[Contact, ...], body: Solvable, planes: Mapping[str, Plane]
) -> dict[str, float]:
    """By how many cm (never negative) each demand is missed."""
    positions, rotations = frames_of(pose, body.bones)

    def place(name: str) -> Array:
        point = body.points[name]
        return positions[point.joint] + rotations[point.joint] @ point.offset

    found = {}
    for contact in contacts:
        if contact.under:
            gap = positions[JOINT[contact.point]] - positions[JOINT[contact.target]]
            found[str(contact)] = float(np.hypot(gap[0], gap[2]))
        elif contact.target in planes:
            plane = planes[contact.target]
            found[str(contact)] = abs(float(place(contact.point) @ plane.normal - plane.offset))
        else:
            gap = place(contact.point) - place(contact.target)
            found[str(contact)] = float(np.linalg.norm(gap))
    return found


def mixed(first: Pose, second: Pose, share: float) -> Pose:
    """The pose `share` of the way, without regard to contacts."""
    turn = turn_by(share * vector_of(second.turn @ first.turn.T)[None])[0] @ first.turn
    place = first.place + share * (second.place - first.place)
    return Pose(place, turn, first.angles + share * (second.angles - first.angles))


def between(
    first: Key,
    second: Key,
    count: int,
    body: Solvable,
    planes: Mapping[str, Plane],
    *,
    easing: Callable[[float], float],
) -> list[Pose]:
    """`count` poses strictly between two keys; contacts that both have are kept on the way."""
    stays = {contact.place for contact in second.contacts}
    contacts = [contact for contact in first.contacts if contact.place in stays]
    planted = [c.point for c in contacts if c.target in planes and not c.soft and not c.under]
    starts = {name: place_of(first.pose, body, name) for name in planted}
    ends = {name: place_of(second.pose, body, name) for name in planted}
    capsules, poses = Capsules(body.bones), []
    firmness, held = np.full(len(first.pose.angles), FIRM), np.full(3, np.nan)
    for number in range(1, count + 1):
        share = easing(number / (count + 1))
        wish = mixed(first.pose, second.pose, share)
        pins = {name: starts[name] + share * (ends[name] - starts[name]) for name in planted}
        problem = Problem(wish, firmness, held, contacts, pins, planes)
        poses.append(settle(Residuals(problem, body.bones, body.points, capsules), ROUNDS_BETWEEN))
    return poses
