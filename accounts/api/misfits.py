"""What does not fit a client's home, for programs that write plans."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request

from accounts.client_fit import ClientFit
from accounts.models import Episode
from backfit.api.serializers import Serializer

MOST = 100
EXERCISES = OpenApiParameter(
    "exercise",
    {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": MOST},
    required=True,
    explode=True,
    description="Slug of an exercise; given once for each",
)


class AskedSerializer(Serializer):
    exercise = serializers.ListField(child=serializers.SlugField(max_length=60), min_length=1, max_length=MOST)


class NeighbourSerializer(Serializer):
    exercise = serializers.SlugField(source="slug", read_only=True)
    name = serializers.CharField(read_only=True)
    step = serializers.ChoiceField(choices=["easier", "harder"], read_only=True)


class MisfitSerializer(Serializer):
    exercise = serializers.SlugField(read_only=True)
    reasons = serializers.ListField(child=serializers.CharField(), read_only=True, help_text="Sentences to a therapist")
    instead = NeighbourSerializer(
        many=True, read_only=True, help_text="The nearest easier and the nearest harder one that fit"
    )


def misfits_of(episode: Episode, request: Request) -> list[dict[str, Any]]:
    """Of the exercises that were asked for those that do not fit, in their order."""
    asked = AskedSerializer(data={"exercise": request.query_params.getlist("exercise")})
    asked.is_valid(raise_exception=True)
    marks = ClientFit(episode).fit.marks(asked.validated_data["exercise"])
    found = [{"exercise": slug, "reasons": mark.reasons, "instead": mark.instead} for slug, mark in marks.items()]
    return list(MisfitSerializer(found, many=True).data)
