"""Who is in a picture: body, skin, hair and clothes, by a fixed rule over the exercise's name.

The rule spreads people evenly over the catalogue and never changes for a name, so a picture that is drawn again shows
the same person.
"""

import hashlib
from typing import NamedTuple

from exercises.figures.bodies import BODY_NAMES

# Part of the rule: with it the names of the catalogue are spread almost evenly, as a test counts.
SALT = "backfit"
# The order and the repetitions are part of the rule: half of the people are older or heavier.
PEOPLE = ("woman", "man", "older-woman", "heavy-man", "woman", "man", "older-man", "heavy-woman")
SKINS = ("#edbf9f", "#dfa37f", "#c98a5f", "#a8724b", "#83553a", "#64422f")
FAIR_HAIR = ("#4b3730", "#8a5a36", "#c0964f", "#9c4f2e", "#33282a")
DARK_HAIR = ("#2f2624", "#3d2f2a", "#2a2629")
GREY_HAIR = ("#a7a9ab", "#8d9094", "#c9c8c4")
DARK_SKINS = 3  # from here on, skins go with dark hair


class Outfit(NamedTuple):
    top: str
    shorts: str


# No reds: the glow of a worked muscle and the arrows are orange.
OUTFITS = (
    Outfit("#2f93a0", "#2e4a70"),
    Outfit("#4b7cc2", "#3f4a57"),
    Outfit("#5c9b63", "#34506a"),
    Outfit("#7d69b5", "#3c4a66"),
    Outfit("#d3a03c", "#40525e"),
    Outfit("#5f7f92", "#2d4452"),
)


class Look(NamedTuple):
    """Base colours (#rrggbb) of one person, as they are in the light theme."""

    skin: str
    hair: str
    top: str
    shorts: str


def _draw(slug: str, subject: str) -> int:
    """A large number that depends on nothing but the two words."""
    return int.from_bytes(hashlib.sha256(f"{SALT}/{subject}/{slug}".encode()).digest()[:8])


def _pick(slug: str, subject: str, among: tuple[str, ...]) -> str:
    return among[_draw(slug, subject) % len(among)]


def body_of(slug: str) -> str:
    """The body for an exercise that does not ask for one."""
    return _pick(slug, "body", tuple(name for name in PEOPLE if name in BODY_NAMES))


def look_of(slug: str, body: str) -> Look:
    """Colours for an exercise; older bodies have grey hair."""
    skin = _draw(slug, "skin") % len(SKINS)
    hairs = GREY_HAIR if body.startswith("older") else DARK_HAIR if skin >= DARK_SKINS else FAIR_HAIR
    outfit = OUTFITS[_draw(slug, "outfit") % len(OUTFITS)]
    return Look(SKINS[skin], _pick(slug, "hair", hairs), outfit.top, outfit.shorts)
