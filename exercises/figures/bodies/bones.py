"""The bones that move the skin.

They are the 25 joints, the upper arm at three stages of its turning, the forearm before it turns, and three in each
finger.
"""

from collections.abc import Iterator

from exercises.figures.skeleton import JOINT, JOINTS, PARENTS, SIDES

FINGERS = (1, 2, 3, 4, 5)  # 1 is the thumb
PHALANGES = (1, 2, 3)  # 1 is next to the palm
TURNING = (0, 1, 2)  # thirds of the upper arm's turning that armN takes part in; "shoulder" takes all of it


def finger_bone(finger: int, phalanx: int, side: str) -> str:
    return f"finger{finger}-{phalanx}.{side}"


def _extra() -> Iterator[str]:
    for side in SIDES:
        for third in TURNING:
            yield f"arm{third}.{side}"
        yield f"forearm.{side}"
        for finger in FINGERS:
            for phalanx in PHALANGES:
                yield finger_bone(finger, phalanx, side)


SKIN_BONES = (*JOINTS, *_extra())
SKIN_BONE = {name: index for index, name in enumerate(SKIN_BONES)}


def _parent(bone: str) -> int:
    stem, _, side = bone.partition(".")
    if stem.startswith("arm"):
        return JOINT[f"shoulder.{side}"]
    if stem == "forearm":
        return JOINT[f"elbow.{side}"]
    if not stem.startswith("finger") or stem == "fingers":
        return PARENTS[JOINT[bone]]
    finger, phalanx = int(stem[6]), int(stem[8])
    return JOINT[f"wrist.{side}"] if phalanx == 1 else SKIN_BONE[finger_bone(finger, phalanx - 1, side)]


SKIN_PARENTS = tuple(_parent(bone) for bone in SKIN_BONES)

PARTS = ("trunk", "head", "arm.R", "arm.L", "leg.R", "leg.L")
_ARM = ("shoulder", "arm", "forearm", "elbow", "wrist", "finger")
_LEG = ("hip", "knee", "ankle", "toes")


def part_of(bone: str) -> int:
    """Index in PARTS of the part that a bone's skin belongs to; the neck and the collar bones are trunk."""
    stem, _, side = bone.partition(".")
    if stem == "head":
        return PARTS.index("head")
    if stem.startswith(_ARM):
        return PARTS.index(f"arm.{side}")
    if stem.startswith(_LEG):
        return PARTS.index(f"leg.{side}")
    return PARTS.index("trunk")


PART_OF_BONE = tuple(part_of(bone) for bone in SKIN_BONES)
