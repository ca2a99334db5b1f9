"""A body that can take any pose: its bones, its dressed skin and the points it touches things with."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from exercises.figures.bodies.bones import PART_OF_BONE, PARTS, SKIN_BONES
from exercises.figures.bodies.skin import Bind, bend, bone_motions
from exercises.figures.points import Point
from exercises.figures.recent import Recent
from exercises.figures.skeleton import Array, Pose

# Skins of 13,000 vertices that a body keeps: 4 MB.
KEPT = 12


@dataclass(frozen=True, eq=False)
class Body:
    """One of the bodies; all arrays are in cm and must not be written to.

    name            as in BODY_NAMES
    bones           (25, 3) each joint's place seen from its parent
    points          contact points by name; those of the left mirror those of the right exactly
    rest            (n, 3) dressed, hair on, in the bind pose: arms held away from the sides
    cloth           (n, 3) where the same vertex lies on the dressed reference woman of 170 cm: hems and worked regions
                    are drawn in these coordinates once for all bodies
    bare            (n, 3) the same on the undressed reference woman: hairline, face and ears
    triangles       (m, 3) indices of vertices, counter-clockwise from outside
    bones_of        (n, 4) indices in SKIN_BONES
    weights         (n, 4) how much each of those moves the vertex; they add up to 1
    bun             (m,) triangles that are hair and nothing else
    bind            where the bones are in the bind pose
    """

    name: str
    bones: Array
    points: dict[str, Point]
    rest: Array
    cloth: Array
    bare: Array
    triangles: np.ndarray
    bones_of: np.ndarray
    weights: Array
    bun: np.ndarray
    bind: Bind = field(repr=False)

    @cached_property
    def shares(self) -> Array:
        """(n, 63) how much each skin bone moves each vertex."""
        shares = np.zeros((len(self.rest), len(SKIN_BONES)))
        np.add.at(shares, (np.arange(len(self.rest))[:, None], self.bones_of), self.weights)
        return shares

    @cached_property
    def limb_weights(self) -> Array:
        """(n, 6) the share of each of PARTS in each vertex."""
        member = np.array(PART_OF_BONE)[:, None] == np.arange(len(PARTS))
        return self.shares @ member

    @cached_property
    def part(self) -> np.ndarray:
        """(n,) index in PARTS of the part that moves the vertex most."""
        return self.limb_weights.argmax(1)

    @cached_property
    def _columns(self) -> tuple[Array, np.ndarray, Array]:
        """`rest`, `bones_of` and `weights` with one vertex to a column, which bends them several times faster."""
        turned = [np.ascontiguousarray(array.T) for array in (self.rest, self.bones_of, self.weights)]
        return turned[0], turned[1], turned[2]

    def posed(self, pose: Pose) -> Array:
        """World coordinates (n, 3) of all vertices in a pose, on multiples of 1/1024 cm; not to be written to.

        The last few are kept: scene, figure and inset of one picture ask for the same ones.
        """
        name = pose.place.tobytes() + pose.turn.tobytes() + pose.angles.tobytes()
        skin = self._recent.get(name)
        if skin is None:
            turns, moves = bone_motions(pose, self.bones, self.bind)
            skin = np.ascontiguousarray(bend(*self._columns, turns, moves).T)
            skin.setflags(write=False)
            self._recent[name] = skin
        return skin

    @cached_property
    def _recent(self) -> Recent[bytes, Array]:
        return Recent(KEPT)
