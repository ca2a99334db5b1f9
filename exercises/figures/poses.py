"""The base poses by name, read from poses.yaml."""

from dataclasses import dataclass
from pathlib import Path

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from exercises.figures.contacts import Contact, read_contact
from exercises.figures.skeleton import DOF, NEUTRAL, SIDES, Array
from exercises.figures.turning import Turning, read_turning


@dataclass(frozen=True)
class BasePose:
    """`angles` (46,) in degrees; `height` of the pelvis in cm before solving; `surface` it needs beside the floor."""

    name: str
    label: str | Promise
    height: float
    turning: list[Turning]
    angles: Array
    contacts: list[Contact]
    needs: str


def dof_names(name: str) -> list[str]:
    """ "hip.flex" stands for both sides, "hip.L.flex" for one. Raises KeyError for what is no joint."""
    if name in DOF:
        return [name]
    joint, _dot, way = name.partition(".")
    both = [f"{joint}.{side}.{way}" for side in SIDES]
    if both[0] not in DOF:
        raise KeyError(name)
    return both


def _read(name: str, data: dict[str, object]) -> BasePose:
    known: dict[str, object] = {"height": 90, "turn": [], "set": {}, "contacts": [], "needs": ""} | data
    angles = NEUTRAL.copy()
    for key, value in known["set"].items():  # type: ignore[attr-defined]
        angles[[DOF[dof] for dof in dof_names(key)]] = value
    return BasePose(
        name=name,
        label=gettext_lazy(str(known["label"])),
        height=float(known["height"]),  # type: ignore[arg-type]
        turning=[read_turning(words) for words in known["turn"]],  # type: ignore[attr-defined]
        angles=angles,
        contacts=[contact for text in known["contacts"] for contact in read_contact(text)],  # type: ignore[attr-defined]
        needs=str(known["needs"]),
    )


def _load() -> dict[str, BasePose]:
    text = (Path(__file__).parent / "poses.yaml").read_text(encoding="utf-8")
    return {name: _read(name, data) for name, data in yaml.safe_load(text).items()}


BASE_POSES = _load()
