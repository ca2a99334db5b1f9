"""Which picture of a drawing is asked for: the words in an address, checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _

from exercises.figures.drawing import variant
from exercises.figures.themes import THEMES
from exercises.models.drawing import MOVING, SIDES, FigurePicture

REPEATS = ("", "always")  # a picture ends after three rounds unless the page has a switch


@dataclass(frozen=True)
class Variant:
    """`side` and `theme` as in `SIDES` and `THEMES`, "" for the drawn side; `step` 0 for the picture that moves."""

    side: str = ""
    theme: str = "auto"
    step: int = MOVING
    repeat: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Variant":
        """Raises BadRequest with a sentence for a word that is none of the choices."""
        step = query.get("step", "")
        if not re.fullmatch(r"[1-9]?", step):
            raise BadRequest(_("A step is a number from 1 to 9; leave it out for the picture that moves."))
        return cls(
            side=chosen(query, "side", ("", *SIDES)),
            theme=chosen(query, "theme", ("auto", *(theme for theme in THEMES if theme != "auto"))),
            step=int(step or MOVING),
            repeat=chosen(query, "repeat", REPEATS),
        )

    def of(self, picture: FigurePicture) -> str:
        """The SVG text."""
        drawing = picture.drawing
        return variant(
            picture.svg,
            styles=drawing.styles,
            theme=self.theme,
            mirrored=self.side not in ("", drawing.drawn_side),
            repeat=bool(self.repeat),
            title=drawing.name,
        )


def chosen(query: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    """The word, or the first of `choices` when nothing is said."""
    word = query.get(name, choices[0])
    if word not in choices:
        words = ", ".join(choice for choice in choices if choice)
        raise BadRequest(_("%(name)s is one of: %(words)s.") % {"name": name, "words": words})
    return word
