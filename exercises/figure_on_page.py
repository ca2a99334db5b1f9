"""What the page of an exercise shows of its picture: one side of the drawing, with all addresses."""

from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from exercises.models import Exercise, FigureDrawing
from exercises.models.drawing import picture_url


class Still(NamedTuple):
    number: int
    caption: str
    url: str
    print_url: str


class SideLink(NamedTuple):
    label: str
    url: str
    is_shown: bool


@dataclass(frozen=True)
class PictureOnPage:
    """`side` is the one shown; "" is the side that was drawn."""

    exercise: Exercise
    drawing: FigureDrawing
    side: str

    @classmethod
    def of(cls, exercise: Exercise, side: str) -> "PictureOnPage | None":
        """Nothing where there is no picture; a side that the drawing does not have is the one that was drawn."""
        drawing = exercise.drawing
        if drawing is None:
            return None
        return cls(exercise, drawing, side if side in drawing.sides and side != drawing.drawn_side else "")

    @property
    def alt(self) -> str:
        return self.drawing.alt(self.side)

    @property
    def moving_url(self) -> str:
        """Moves for as long as it is shown, because the page has a switch; "" when nothing moves."""
        return picture_url(self.drawing.digest, side=self.side, repeat="always") if self.drawing.moves else ""

    @property
    def still_url(self) -> str:
        return self.url_of(self.drawing.shown_step)

    @property
    def print_url(self) -> str:
        return self.url_of(self.drawing.shown_step, theme="print")

    def url_of(self, step: int, theme: str = "") -> str:
        return picture_url(self.drawing.digest, step=step, side=self.side, theme=theme)

    @property
    def stills(self) -> list[Still]:
        """The steps in order; none when there is only one, which is shown large already."""
        captions = self.drawing.words[self.side or self.drawing.drawn_side]["captions"]
        if len(captions) == 1:
            return []
        return [
            Still(number, caption, self.url_of(number), self.url_of(number, theme="print"))
            for number, caption in enumerate(captions, 1)
        ]

    @property
    def sides(self) -> list[SideLink]:
        """A choice only where the sides differ."""
        labels = {"right": _("Right side"), "left": _("Left side")}
        address = self.exercise.get_absolute_url()
        shown = self.side or self.drawing.drawn_side
        sides = self.drawing.sides if self.drawing.is_sided else ()
        return [SideLink(labels[side], f"{address}?side={side}#picture", side == shown) for side in sides]

    @property
    def preview_url(self) -> str:
        """For other sites that show a link to this page; they want the whole address and no SVG."""
        address = reverse("figure_png", args=[self.exercise.slug])
        return f"{settings.SITE_URL}{address}?v={self.drawing.digest[:12]}"
