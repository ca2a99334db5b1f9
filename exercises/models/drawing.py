"""What was drawn of a figure's document: kept as it is, so that nothing that is published changes by itself."""

import gzip
from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from backfit.access import AnyUser, PrivateQuerySet
from exercises.models.exercise import may_edit

SIDES = ("right", "left")
MOVING = 0  # the step number of the picture that moves


class FigureDrawingQuerySet(PrivateQuerySet["FigureDrawing"]):
    def visible_to(self, user: AnyUser) -> Self:
        """What has been published stays visible by its digest: programs that were written with it show it."""
        if may_edit(user):
            return self.all()
        return self.filter(published_at__isnull=False, figure__exercise__published_at__isnull=False)

    def editable_by(self, user: AnyUser) -> Self:
        return self.all() if may_edit(user) else self.none()


class FigureDrawing(models.Model):
    """A document as it was drawn once, named by the digest of all that came out. It is never altered.

    `words` has for each of `SIDES` {"alt": text, "captions": [text of step 1, ...]}; `styles` the colours of each
    theme; `report` the findings of
    `exercises.figures.report`; `solved` the joints of each step.
    """

    figure = models.ForeignKey("exercises.Figure", models.CASCADE, related_name="drawings")
    digest = models.CharField(max_length=64, unique=True)
    renderer = models.CharField(max_length=64)
    name = models.CharField(max_length=80)
    document = models.JSONField()
    solved = models.JSONField()
    styles = models.JSONField()
    words = models.JSONField()
    report = models.JSONField()
    drawn_side = models.CharField(max_length=5, choices=[(side, side) for side in SIDES], default="right")
    is_sided = models.BooleanField(default=False)
    moves = models.BooleanField(default=False)
    shown_step = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    published_at = models.DateTimeField(null=True, editable=False)

    objects = FigureDrawingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        verbose_name = _("drawing of a figure")
        verbose_name_plural = _("drawings of figures")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(shown_step__gte=1), name="drawing_shows_a_step"),
        ]

    def __str__(self) -> str:
        return self.digest[:12]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises TypeError for a change of what was drawn."""
        if not self._state.adding and set(kwargs.get("update_fields") or ["everything"]) != {"published_at"}:
            raise TypeError("A drawing is never altered; draw again.")
        super().save(*args, **kwargs)

    def mark_published(self) -> None:
        if self.published_at is None:
            self.published_at = timezone.now()
            self.save(update_fields=["published_at"])

    @property
    def captions(self) -> list[str]:
        captions: list[str] = self.words[self.drawn_side]["captions"]
        return captions

    @property
    def is_complete(self) -> bool:
        """Whether the movement is drawn too; what is only held has none."""
        return self.moves or len(self.captions) == 1

    @property
    def refusals(self) -> list[str]:
        """A sentence for each finding that anybody would see and nobody believe; they keep it from publication."""
        return [
            _("Step %(step)s: %(text)s.") % {"step": finding["step"] + 1, "text": finding["text"]}
            for finding in self.report
            if finding["refuses"]
        ]

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides that can be asked for by name; one alone when both would show the same."""
        return SIDES if self.is_sided else (self.drawn_side,)

    def alt(self, side: str = "") -> str:
        text: str = self.words[side or self.drawn_side]["alt"]
        return text

    @property
    def moving_url(self) -> str:
        """The animation, which ends after three rounds."""
        return picture_url(self.digest)

    @property
    def still_url(self) -> str:
        """The step that shows the exercise best, light or dark as the reader has it."""
        return picture_url(self.digest, step=self.shown_step)


def picture_url(digest: str, **variant: str | int | None) -> str:
    """The address of one picture of a drawing, which never changes; `variant` as in `exercises.figure_variants`."""
    query = {name: value for name, value in variant.items() if value is not None and value != ""}
    address = reverse("figure_drawing", args=[digest])
    return f"{address}?{urlencode(query)}" if query else address


class FigurePictureQuerySet(PrivateQuerySet["FigurePicture"]):
    def visible_to(self, user: AnyUser) -> Self:
        return self.filter(drawing__in=FigureDrawing.objects.visible_to(user))

    def editable_by(self, user: AnyUser) -> Self:
        return self.filter(drawing__in=FigureDrawing.objects.editable_by(user))

    def served(self) -> Self:
        """Without what only editors read of the drawing."""
        return self.select_related("drawing").defer(
            "drawing__document", "drawing__solved", "drawing__report", "drawing__words"
        )


class FigurePicture(models.Model):
    """One file of a drawing. SVG is kept gzipped."""

    class Form(models.TextChoices):
        SVG = "svg", "SVG"
        PNG = "png", "PNG"

    drawing = models.ForeignKey(FigureDrawing, models.CASCADE, related_name="pictures")
    step = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=3, choices=Form, default=Form.SVG)
    content = models.BinaryField()

    objects = FigurePictureQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["drawing", "form", "step"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["drawing", "form", "step"], name="one_picture_of_each_step"),
        ]

    def __str__(self) -> str:
        return f"{self.drawing_id}, {self.step}.{self.form}"

    @property
    def svg(self) -> str:
        return gzip.decompress(self.content).decode()


def packed(svg: str) -> bytes:
    """The same bytes for the same text, whenever it is packed."""
    return gzip.compress(svg.encode(), 6, mtime=0)


def pictures_of(drawing: FigureDrawing, svgs: Iterable[tuple[int, str]], png: bytes | None) -> list[FigurePicture]:
    """Unsaved rows: an SVG for each (step, text), and the PNG of the shown step."""
    rows = [FigurePicture(drawing=drawing, step=step, content=packed(svg)) for step, svg in svgs]
    if png is not None:
        rows.append(FigurePicture(drawing=drawing, step=drawing.shown_step, form=FigurePicture.Form.PNG, content=png))
    return rows
