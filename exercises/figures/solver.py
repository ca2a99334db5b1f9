"""Joint values for a wish: one damped least-squares problem over all joints (Levenberg-Marquardt).

What is asked of a pose, in centimetres: contacts closed, surfaces flat on what they touch, points that stay planted
where they were, nothing behind a solid plane, no limb inside another, and, softly, the angles as authored. Angles never
leave their anatomical limits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exercises.figures.collisions import Capsules
from exercises.figures.contacts import Contact
from exercises.figures.points import FLATNESS, Point
from exercises.figures.skeleton import DOF, HIGH, JOINT, LOW, Array, Pose, joint_frames
from exercises.figures.surfaces import Plane

FREE = 6  # place (3) and turn (3) come before the angles
PLACE_PULL, HEADING_PULL, TILT_PULL, ANGLE_PULL = 0.003, 0.25, 0.06, 0.03
# Centimetres for a centimetre or for a unit of error in a normal.
SOFT, SOLID, FACING, INSIDE, PLANTED = 0.35, 0.8, 2.5, 0.7, 2.0
WIDEST_STEP = 25.0
NUDGE = 0.05
# Points that may lie below a plane in a resting body: the far side of a knee on the mat.
MAY_SINK = ("kneein", "kneeout")


@dataclass(frozen=True)
class Problem:
    """What one pose is asked to be. `pins` name points and the place (3,) where each stays."""

    wish: Pose
    firmness: Array
    held: Array
    contacts: Sequence[Contact]
    pins: Mapping[str, Array]
    planes: Mapping[str, Plane]


def turn_by(vector: Array) -> Array:
    """Rotations (n, 3, 3) for rotation vectors (n, 3) in degrees (Rodrigues)."""
    radians = np.radians(vector)
    angle = np.linalg.norm(radians, axis=1)[:, None, None]
    axis = radians / np.maximum(angle[:, 0], 1e-12)
    cross = np.zeros((len(vector), 3, 3))
    cross[:, 0, 1], cross[:, 0, 2], cross[:, 1, 2] = -axis[:, 2], axis[:, 1], -axis[:, 0]
    cross -= cross.transpose(0, 2, 1)
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * (cross @ cross)


class Residuals:
    """The error of many candidates at once: q (n, 52) -> residuals (n, m), in cm."""

    def __init__(self, problem: Problem, bones: Array, points: Mapping[str, Point], capsules: Capsules) -> None:
        self.problem, self.bones, self.points, self.capsules = problem, bones, points, capsules
        self.pull = self._pull()
        on_plane = {contact.point for contact in problem.contacts if contact.target in problem.planes}
        free = [p for name, p in points.items() if name not in on_plane and not name.startswith(MAY_SINK)]
        self.free_joints = np.array([point.joint for point in free])
        self.free_offsets = np.array([point.offset for point in free])
        self.ignored = capsules.touching(problem.contacts)

    def _pull(self) -> Array:
        angles = np.full(len(DOF), ANGLE_PULL)
        for name in ("lumbar", "thorax"):
            for way in ("flex", "side", "twist"):
                angles[DOF[f"{name}.{way}"]] *= 2
        angles = np.where(np.isnan(self.problem.firmness), angles, self.problem.firmness)
        place = np.where(np.isnan(self.problem.held), PLACE_PULL, self.problem.held)
        return np.concatenate([place, [TILT_PULL, HEADING_PULL, TILT_PULL], angles])

    def pose(self, q: Array) -> Pose:
        wish = self.problem.wish
        return Pose(wish.place + q[:3], turn_by(q[None, 3:FREE])[0] @ wish.turn, q[FREE:])

    def __call__(self, q: Array) -> Array:
        wish = self.problem.wish
        turns = turn_by(q[:, 3:FREE]) @ wish.turn
        frames = joint_frames(wish.place + q[:, :3], turns, q[:, FREE:], self.bones)
        wished = np.concatenate([np.zeros(FREE), wish.angles])
        parts = [self.pull * (q - wished), *self._contacts(frames), *self._pins(frames), *self._planes(frames)]
        parts.append(INSIDE * self.capsules.overlaps(*frames, ignored=self.ignored))
        return np.concatenate(parts, axis=1)

    def _place(self, frames: tuple[Array, Array], name: str) -> Array:
        positions, rotations = frames
        point = self.points[name]
        return positions[:, point.joint] + rotations[:, point.joint] @ point.offset

    def _normal(self, frames: tuple[Array, Array], name: str) -> Array:
        point = self.points[name]
        return frames[1][:, point.joint] @ point.normal

    def _contacts(self, frames: tuple[Array, Array]) -> list[Array]:
        parts = []
        for contact in self.problem.contacts:
            weight = SOFT if contact.soft else 1.0
            if contact.under:
                joints = frames[0][:, JOINT[contact.point]] - frames[0][:, JOINT[contact.target]]
                parts.append(weight * joints[:, [0, 2]])
            elif contact.target in self.problem.planes:
                parts += self._on_plane(frames, contact, weight)
            elif contact.target in self.points:
                gap = self._place(frames, contact.point) - self._place(frames, contact.target)
                facing = self._normal(frames, contact.point) + self._normal(frames, contact.target)
                parts += [weight * gap, weight * FACING * facing]
        return parts

    def _on_plane(self, frames: tuple[Array, Array], contact: Contact, weight: float) -> list[Array]:
        plane = self.problem.planes[contact.target]
        parts = [weight * (self._place(frames, contact.point) @ plane.normal - plane.offset)[:, None]]
        flatness = FLATNESS.get(contact.point.partition(".")[0])
        if flatness:
            parts.append(weight * flatness * (self._normal(frames, contact.point) + plane.normal))
        return parts

    def _pins(self, frames: tuple[Array, Array]) -> list[Array]:
        return [PLANTED * (self._place(frames, name) - place) for name, place in self.problem.pins.items()]

    def _planes(self, frames: tuple[Array, Array]) -> list[Array]:
        positions, rotations = frames
        places = positions[:, self.free_joints] + np.einsum(
            "bnij,nj->bni", rotations[:, self.free_joints], self.free_offsets
        )
        solid = [plane for plane in self.problem.planes.values() if plane.solid]
        return [SOLID * np.minimum(0, places @ plane.normal - plane.offset) for plane in solid]


def solve(residuals: Residuals) -> Pose:
    """The pose of least error. From a wish far away, angles that stay at their limits lead to other poses than angles
    that may leave them, so both ways are gone and the better end is taken."""
    ends = [_least_squares(residuals, 60, frozen=frozen) for frozen in (True, False)]
    errors = residuals(np.array(ends))
    return residuals.pose(ends[int((errors**2).sum(axis=1).argmin())])


def settle(residuals: Residuals, rounds: int) -> Pose:
    """A pose near to a wish that is almost an answer: a few rounds, one way."""
    return residuals.pose(_least_squares(residuals, rounds, frozen=True))


def vector_of(turn: Array) -> Array:
    """The rotation vector (3,) in degrees of a rotation matrix."""
    cosine = np.clip((np.trace(turn) - 1) / 2, -1, 1)
    angle = np.arccos(cosine)
    if angle < 1e-9:
        return np.zeros(3)
    if np.pi - angle < 1e-4:  # half a turn: the axis is where the matrix stretches
        axis = np.sqrt(np.maximum(np.diag(turn) + 1, 0) / 2)
        largest = int(axis.argmax())
        signs = np.sign(turn[largest])
        signs[largest] = 1
        return np.degrees(angle) * axis * np.where(signs == 0, 1, signs)
    axis = np.array([turn[2, 1] - turn[1, 2], turn[0, 2] - turn[2, 0], turn[1, 0] - turn[0, 1]])
    return np.degrees(angle) * axis / (2 * np.sin(angle))


def _clipped(q: Array) -> Array:
    return np.concatenate([q[:FREE], np.clip(q[FREE:], LOW, HIGH)])


def _least_squares(residuals: Residuals, rounds: int, *, frozen: bool) -> Array:
    q, damping = _clipped(np.concatenate([np.zeros(FREE), residuals.problem.wish.angles])), 1e-2
    nudges = np.eye(len(q)) * NUDGE
    error = residuals(q[None])[0]
    for _round in range(rounds):
        slope = ((residuals(q[None] + nudges) - error) / NUDGE).T
        normal, gradient = slope.T @ slope, slope.T @ error
        free = _free(q, gradient) if frozen else np.ones(len(q), bool)
        for _try in range(6):
            better = _clipped(q + _step(normal, gradient, free, damping))
            new = residuals(better[None])[0]
            if new @ new < error @ error:
                break
            damping *= 4
        else:
            return q
        gain = error @ error - new @ new
        done = gain < 5e-6 * (error @ error) or gain < 1e-5
        q, error, damping = better, new, max(damping / 5, 1e-6)
        if done:
            return q
    return q


def _free(q: Array, gradient: Array) -> NDArray[np.bool_]:
    """All but the angles at a limit that would go beyond it: they would spoil the step of the others."""
    free = np.ones(len(q), bool)
    free[FREE:] = ~(((q[FREE:] <= LOW) & (gradient[FREE:] > 0)) | ((q[FREE:] >= HIGH) & (gradient[FREE:] < 0)))
    return free


def _step(normal: Array, gradient: Array, free: NDArray[np.bool_], damping: float) -> Array:
    part = normal[np.ix_(free, free)]
    step = np.zeros(len(gradient))
    step[free] = -np.linalg.solve(part + damping * np.diag(np.diag(part) + 1e-6), gradient[free])
    widest = np.abs(step[3:]).max()
    return step * min(1.0, WIDEST_STEP / max(widest, 1e-9))
