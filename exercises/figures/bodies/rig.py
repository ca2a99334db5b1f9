"""Gather the source's bones into ours: where each stands in the bind pose, and whose skin a vertex is."""

from dataclasses import dataclass

import numpy as np

from exercises.figures.bodies.bones import FINGERS, PHALANGES, SKIN_BONE, SKIN_BONES, TURNING, finger_bone
from exercises.figures.bodies.dress import smoothstep
from exercises.figures.bodies.shapes import Shape
from exercises.figures.bodies.source import WEIGHTS, Source
from exercises.figures.skeleton import JOINT, JOINTS, PARENTS, SIDES, Array, rotation

FORWARD = np.array([1.0, 0, 0])
DOWN = np.array([0, -1.0, 0])
INFLUENCES = 4
RAISED_COLLAR = 4.0  # degrees: the source holds its arms out by 45, which lifts the collar bones
_TRUNK = {
    "root": "pelvis",
    "spine05": "pelvis",
    "spine04": "lum1",
    "spine03": "lum2",
    "spine02": "thx1",
    "spine01": "thx2",
    "neck01": "neck",
    "neck02": "neck",
    "neck03": "neck",
}
_SIDED = {
    "pelvis": "pelvis",
    "breast": "thx2",
    "metacarpal": "wrist.{}",
    "wrist": "wrist.{}",
    "lowerarm01": "forearm.{}",
    "lowerarm02": "elbow.{}",
    "upperarm": "shoulder.{}",
    "shoulder01": "clav.{}",
    "clavicle": "clav.{}",
    "upperleg": "hip.{}",
    "lowerleg": "knee.{}",
    "foot": "ankle.{}",
    "toe": "toes.{}",
}


@dataclass(frozen=True)
class Rig:
    """`places` (63, 3) and `turns` (63, 3, 3) of the skin bones in the bind pose; `bones` (25, 3) as in Body."""

    places: Array
    turns: Array
    bones: Array


def unit(vector: Array) -> Array:
    return vector / np.linalg.norm(vector)


def frame(down: Array, forward: Array) -> Array:
    """Axes as columns: -y along `down`, x as near `forward` as may be."""
    y = -unit(down)
    x = unit(forward - (forward @ y) * y)
    return np.stack([x, y, np.cross(x, y)], 1)


def hand_frame(down: Array, across: Array) -> Array:
    """Axes as columns: -y along `down`, z as near `across` (towards the index finger on the right hand) as may be."""
    y = -unit(down)
    z = unit(across - (across @ y) * y)
    return np.stack([np.cross(y, z), y, z], 1)


def make_rig(shape: Shape) -> Rig:
    heads = _symmetric(shape.heads)
    places, turns = _trunk(heads)
    for side, sign in (("R", 1), ("L", -1)):
        for part in (_arm(heads, side, sign), _leg(heads, side), _fingers(heads, _symmetric(shape.tails), side, sign)):
            for bone, (place, turn) in part.items():
                places[SKIN_BONE[bone]], turns[SKIN_BONE[bone]] = place, turn
    return Rig(places, turns, _bones(places, turns))


def _symmetric(ends: dict[str, Array]) -> dict[str, Array]:
    flip = np.array([1.0, 1, -1])
    other = {name: f"{name[:-2]}{'.L' if name.endswith('.R') else '.R'}" for name in ends if name[-2:] in (".R", ".L")}
    return {name: (end + ends[other.get(name, name)] * flip) / 2 for name, end in ends.items()}


def _trunk(heads: dict[str, Array]) -> tuple[Array, Array]:
    places, turns = np.zeros((len(SKIN_BONES), 3)), np.tile(np.eye(3), (len(SKIN_BONES), 1, 1))
    middle = {
        "pelvis": (heads["upperleg01.L"] + heads["upperleg01.R"]) / 2,
        "lum1": heads["spine04"],
        "lum2": heads["spine03"],
        "thx1": heads["spine02"],
        # the source's upper spine is one long bone, ours bends where the ribs still give way
        "thx2": (heads["spine01"] + heads["spine02"]) / 2 + [0, 3, 0],
        "neck": heads["neck01"],
        "head": heads["head"],
    }
    for joint, place in middle.items():
        places[SKIN_BONE[joint]] = place * [1, 1, 0]
    return places, turns


def _arm(heads: dict[str, Array], side: str, sign: int) -> dict[str, tuple[Array, Array]]:
    shoulder, elbow, wrist = (heads[f"{bone}.{side}"] for bone in ("upperarm01", "lowerarm01", "wrist"))
    across = sign * unit(heads[f"finger2-1.{side}"] - heads[f"finger5-1.{side}"])
    knuckles = (heads[f"finger3-1.{side}"] + heads[f"finger4-1.{side}"]) / 2
    upper = frame(elbow - shoulder, unit(wrist - elbow))
    hand = hand_frame(knuckles - wrist, across)
    return {
        f"clav.{side}": (heads[f"clavicle.{side}"], rotation("x", -sign * RAISED_COLLAR)),
        f"shoulder.{side}": (shoulder, upper),
        **{f"arm{third}.{side}": (shoulder, upper) for third in TURNING},
        f"forearm.{side}": (elbow, hand_frame(wrist - elbow, upper[:, 2])),
        f"elbow.{side}": (elbow, hand_frame(wrist - elbow, across)),
        f"wrist.{side}": (wrist, hand),
        f"fingers.{side}": (knuckles, hand),
    }


def _leg(heads: dict[str, Array], side: str) -> dict[str, tuple[Array, Array]]:
    hip, knee, ankle, toes = (heads[f"{bone}.{side}"] for bone in ("upperleg01", "lowerleg01", "foot", "toe2-1"))
    foot = frame(DOWN, unit((toes - ankle) * [1, 0, 1]))
    return {
        f"hip.{side}": (hip, frame(knee - hip, FORWARD)),
        f"knee.{side}": (knee, frame(ankle - knee, FORWARD)),
        f"ankle.{side}": (ankle, foot),
        f"toes.{side}": (toes, foot),
    }


def _fingers(heads: dict[str, Array], tails: dict[str, Array], side: str, sign: int) -> dict[str, tuple[Array, Array]]:
    palmwards = _arm(heads, side, sign)[f"wrist.{side}"][1][:, 0]
    found = {}
    for finger in FINGERS:
        for phalanx in PHALANGES:
            bone = finger_bone(finger, phalanx, side)
            end = tails[bone] if phalanx == PHALANGES[-1] else heads[finger_bone(finger, phalanx + 1, side)]
            found[bone] = (heads[bone], frame(end - heads[bone], palmwards))
    return found


def _bones(places: Array, turns: Array) -> Array:
    bones = np.zeros((len(JOINTS), 3))
    for index, parent in enumerate(PARENTS):
        if parent >= 0:
            bones[index] = turns[parent].T @ (places[index] - places[parent])
    for name in JOINTS:
        if name.endswith(".R"):  # the last rounding errors: the left is the mirror image to the bit
            bones[JOINT[name.replace(".R", ".L")]] = bones[JOINT[name]] * [1, 1, -1]
    return bones


def skin_bone_of(bone: str) -> str:
    """Our bone that takes the skin of one of the source's; whatever is not named moves with the head."""
    stem, _, side = bone.partition(".")
    if stem.startswith("finger"):
        return bone
    if side in SIDES:
        ours = next((ours for start, ours in _SIDED.items() if stem.startswith(start)), "head")
        return ours.format(side)
    return _TRUNK.get(stem, "head")


def skin_weights(source: Source, shape: Shape, rig: Rig, other: np.ndarray) -> tuple[np.ndarray, Array]:
    """For each vertex its four strongest bones (n, 4) and their shares (n, 4), which add up to 1."""
    shares = np.zeros((len(shape.vertices), len(SKIN_BONES)))
    for bone, entries in source.json(WEIGHTS)["weights"].items():
        for vertex, share in entries:
            shares[int(vertex), SKIN_BONE[skin_bone_of(bone)]] += share
    shares = (shares + shares[other][:, _MIRRORED]) / 2
    _share_upper_spine(shares, shape.vertices, rig)
    for side in SIDES:
        _share_shoulder_cap(shares, shape.vertices, rig, side)
        _share_turning(shares, shape.vertices, rig, side)
    order = np.argsort(-shares, axis=1, kind="stable")[:, : INFLUENCES + 1]
    ranked = np.take_along_axis(shares, order, 1)
    # of two sides that share the fifth place neither is kept, or the middle of the body would lean to one
    kept = np.where(ranked > ranked[:, -1:] + 1e-9, ranked, 0)[:, :INFLUENCES]
    return order[:, :INFLUENCES], kept / np.maximum(kept.sum(1, keepdims=True), 1e-9)


def _share_upper_spine(shares: Array, vertices: Array, rig: Rig) -> None:
    low, high = SKIN_BONE["thx1"], SKIN_BONE["thx2"]
    between = rig.places[high, 1] - rig.places[low, 1]
    _hand_over(shares, low, high, np.clip((vertices[:, 1] - rig.places[low, 1]) / between - 0.5, 0, 1))


def _share_shoulder_cap(shares: Array, vertices: Array, rig: Rig, side: str) -> None:
    """The cap of the shoulder goes half the way with the arm, or a raised arm pinches it off."""
    collar, shoulder = SKIN_BONE[f"clav.{side}"], SKIN_BONE[f"shoulder.{side}"]
    outwards = vertices[:, 2] / rig.places[shoulder, 2]
    _hand_over(shares, collar, shoulder, 0.5 * smoothstep(outwards, 0.55, 1.0))


def _share_turning(shares: Array, vertices: Array, rig: Rig, side: str) -> None:
    """Spread the upper arm over the bones that turn by a part, from the shoulder's cap down to the elbow."""
    shoulder, elbow = SKIN_BONE[f"shoulder.{side}"], SKIN_BONE[f"elbow.{side}"]
    down = rig.places[elbow] - rig.places[shoulder]
    along = (vertices - rig.places[shoulder]) @ down / (down @ down)
    thirds = 3 * np.clip((along - 0.1) / 0.8, 0, 1)
    all_of_it = shares[:, shoulder].copy()
    for third in TURNING:
        shares[:, SKIN_BONE[f"arm{third}.{side}"]] += all_of_it * np.maximum(1 - np.abs(thirds - third), 0)
    shares[:, shoulder] = all_of_it * np.maximum(1 - np.abs(thirds - 3), 0)


def _hand_over(shares: Array, giver: int, taker: int, part: Array) -> None:
    moved = shares[:, giver] * part
    shares[:, taker] += moved
    shares[:, giver] -= moved


_MIRRORED = [SKIN_BONE[name[:-1] + ("L" if name[-1] == "R" else "R") if "." in name else name] for name in SKIN_BONES]
