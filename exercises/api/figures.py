"""The picture of an exercise, for programs: its addresses and words, and the file itself."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.gzip import gzip_page
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from exercises.figure_pages import published_svg
from exercises.figure_variants import REPEATS, THEMES
from exercises.models import Exercise, FigureDrawing
from exercises.models.drawing import SIDES, picture_url
from exercises.moved import follow_merged


class PicturedSideSerializer(serializers.Serializer[Any]):
    side = serializers.ChoiceField(choices=SIDES, help_text="Which side works")
    alt = serializers.CharField(help_text="For those who do not see the picture")
    captions = serializers.ListField(child=serializers.CharField(), help_text="One for each step")
    moving = serializers.URLField(allow_null=True, help_text="SVG that moves; null where nothing does")
    still = serializers.URLField(help_text="SVG of the step that shows the exercise best")
    steps = serializers.ListField(child=serializers.URLField(), help_text="SVG of each step")


class FigureSerializer(serializers.Serializer[Any]):
    """The addresses may be kept: what they give never changes. They take `theme` and, for what moves, `repeat`."""

    digest = serializers.CharField(help_text="Another one when the picture was drawn anew")
    drawn_side = serializers.ChoiceField(choices=SIDES)
    sides = PicturedSideSerializer(many=True, help_text="Both where they differ, otherwise one")


@extend_schema_field(FigureSerializer(allow_null=True))
class FigureField(serializers.Field):
    """Wants exercises `with_pictures()`."""

    def __init__(self) -> None:
        super().__init__(source="*", read_only=True, help_text="Null where there is no picture yet")

    def to_representation(self, exercise: Exercise) -> dict[str, Any] | None:
        drawing = exercise.drawing
        if drawing is None:
            return None
        whole = self.context["request"].build_absolute_uri
        sides = [side_of(drawing, side, whole) for side in drawing.sides]
        return {"digest": drawing.digest, "drawn_side": drawing.drawn_side, "sides": sides}


def side_of(drawing: FigureDrawing, side: str, whole: Any) -> dict[str, Any]:
    def url(step: int | None) -> str:
        shown = "" if side == drawing.drawn_side else side
        return str(whole(picture_url(drawing.digest, step=step, side=shown)))

    captions = drawing.words[side]["captions"]
    return {
        "side": side,
        "alt": drawing.alt(side),
        "captions": captions,
        "moving": url(None) if drawing.moves else None,
        "still": url(drawing.shown_step),
        "steps": [url(step) for step in range(1, len(captions) + 1)],
    }


CHOICES = [
    OpenApiParameter("side", enum=SIDES, description="Which side works; without it the one that was drawn"),
    OpenApiParameter("theme", enum=THEMES, description="Colours; `auto` follows the reader's screen"),
    OpenApiParameter("step", int, description="A still of this step, from 1; without it the picture that moves"),
    OpenApiParameter(
        "repeat",
        enum=[word for word in REPEATS if word],
        description="Moves for ever, for pages with a way to stop it; without it three times",
    ),
]


class FigureView(APIView):
    scope = "exercises"
    is_public = True

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[JSONRenderer, str]:
        """Whoever asks for an image gets an image; only a refusal is JSON."""
        renderer = JSONRenderer()
        return renderer, renderer.media_type

    @extend_schema(
        parameters=CHOICES,
        responses={(200, "image/svg+xml"): OpenApiTypes.STR},
        summary="The picture of an exercise",
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """Carries an ETag; with `v` set to the picture's digest it may be kept for ever."""
        return follow_merged(published_svg)(request._request, slug, request.user)

    @method_decorator(gzip_page)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)
