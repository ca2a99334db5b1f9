from typing import Any, ClassVar

from django.db import transaction
from django_filters import CharFilter, UUIDFilter
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers

from accounts.models import Episode, User
from backfit.access import require_editable
from backfit.api.serializers import ModelSerializer, VisibleField
from backfit.api.viewsets import PrivateModelViewSet
from programs.models import Measure

ENDED = {409: "The episode has ended."}


@extend_schema_field({"type": "string", "pattern": "^(left|right)?$", "description": "Left, right, or of no side"})
class SideField(serializers.ChoiceField):
    """Its empty value is one like the others."""


class MeasureSerializer(ModelSerializer):
    side = SideField(choices=Measure.Side.choices, default=Measure.Side.NONE)
    recorded_by = serializers.CharField(source="recorded_by.name", read_only=True, help_text="Name of who measured")

    class Meta:
        model = Measure
        fields = ("id", "episode", "name", "side", "value", "unit", "day", "note", "recorded_by", "created_at")
        read_only_fields: ClassVar[tuple[str, ...]] = ("episode", "created_at")

    def update(self, instance: Measure, validated_data: dict[str, Any]) -> Measure:
        instance.change(**validated_data)
        return instance


class NewMeasureSerializer(MeasureSerializer):
    episode = VisibleField(queryset=Episode.objects.select_related("client", "clinic"))
    day = serializers.DateField(required=False, help_text="By default today, where the client is")

    class Meta(MeasureSerializer.Meta):
        read_only_fields = ("created_at",)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        require_editable(Episode.objects.all(), self.context["request"].user, attrs["episode"])
        attrs.setdefault("day", attrs["episode"].local_day())
        return super().validate(attrs)

    def unchecked(self) -> set[str]:
        return {"recorded_by"}

    def create(self, validated_data: dict[str, Any]) -> Measure:
        return Measure.take(by=self.context["request"].user, **validated_data)


class MeasureFilter(FilterSet):
    # By value: a choice among rows would tell an id that exists from one that does not.
    episode = UUIDFilter(field_name="episode", label="Those of this episode")
    name = CharFilter(field_name="name", lookup_expr="iexact", max_length=60, label="Those of this name")


@extend_schema_view(
    list=extend_schema(
        summary="Measures of your clients, and your own", description="By name and side, the oldest day first."
    ),
    retrieve=extend_schema(summary="Read a measure"),
    create=extend_schema(
        summary="Write down a measure", request=NewMeasureSerializer, responses={201: MeasureSerializer}
    ),
    update=extend_schema(summary="Rewrite a measure"),
    partial_update=extend_schema(summary="Put parts of a measure right"),
    destroy=extend_schema(summary="Delete a measure", description="One that was written down by mistake."),
)
class MeasureViewSet(PrivateModelViewSet):
    """Numbers with unit and side over time, such as hip flexion, 95 degrees, left. The care team writes them."""

    scope = "episodes"
    refusals: ClassVar = dict.fromkeys(("create", "update", "partial_update", "destroy"), ENDED)
    queryset = Measure.objects.select_related("recorded_by", "episode__client", "episode__clinic")
    serializer_class = MeasureSerializer
    filterset_class = MeasureFilter

    @staticmethod
    def open_to(user: User, action: str | None) -> bool:
        return action != "create" or user.roles.has_treated or Episode.objects.editable_by(user).exists()

    def get_serializer_class(self) -> type[MeasureSerializer]:
        return NewMeasureSerializer if self.action == "create" else MeasureSerializer

    def perform_destroy(self, instance: Measure) -> None:
        with transaction.atomic():
            instance.remove()
