"""What a change to an exercise touches, for editors' programs: numbers, never names."""

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backfit.api.serializers import Serializer
from backfit.api.viewsets import PrivateViewSet
from exercises.editorial.impact import Impact, impact_of

FEW = "null stands for one or two: so few could point at somebody"


class SkipLineSerializer(Serializer):
    reason = serializers.ChoiceField(choices=["unclear", "hard", "pain"], read_only=True)
    last_90_days = serializers.IntegerField(source="recent", read_only=True, allow_null=True, help_text=FEW)
    last_365_days = serializers.IntegerField(source="year", read_only=True, allow_null=True, help_text=FEW)


class LackSerializer(Serializer):
    part = serializers.CharField(read_only=True, help_text="Such as “steps” or “picture”")
    stops = serializers.BooleanField(read_only=True, help_text="Whether it cannot be published without")
    text = serializers.CharField(read_only=True)


class TwinSerializer(Serializer):
    slug = serializers.SlugField(source="exercise.slug", read_only=True)
    name = serializers.CharField(source="exercise.name", read_only=True)
    status = serializers.CharField(source="exercise.status", read_only=True)
    score = serializers.FloatField(read_only=True, help_text="From 0 to 1; 0.6 and more are told")


class ImpactSerializer(Serializer):
    """Of the open draft's text where there is one, else of the exercise's."""

    live_programs = serializers.IntegerField(read_only=True, allow_null=True, help_text=FEW)
    clinics = serializers.IntegerField(read_only=True, allow_null=True, help_text="null with the programs")
    templates = serializers.IntegerField(read_only=True)
    used = serializers.CharField(read_only=True, help_text="The three in a sentence")
    skips = SkipLineSerializer(many=True, read_only=True, help_text="Clients who left it out, by the reason given")
    reading_grade = serializers.FloatField(
        source="grade", read_only=True, help_text="Flesch-Kincaid; aim for 8 or less"
    )
    careless_words = serializers.ListField(source="careless", child=serializers.CharField(), read_only=True)
    lacks = LackSerializer(many=True, read_only=True)
    languages = serializers.SerializerMethodField(help_text="In which it can be read")
    duplicates = TwinSerializer(many=True, read_only=True)

    def get_languages(self, impact: Impact) -> list[str]:
        return [settings.LANGUAGES[0][0]]


class ImpactMixin(PrivateViewSet):
    @extend_schema(responses=ImpactSerializer, summary="See what a change to an exercise touches")
    @action(detail=True, methods=["get"], is_public=False)
    def impact(self, request: Request, slug: str) -> Response:
        """For editors: use by number alone, what is missing, and entries that may be the same."""
        return Response(ImpactSerializer(impact_of(self.get_editable())).data)
