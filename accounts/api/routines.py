from typing import Any, ClassVar

from django_filters import ChoiceFilter
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from accounts.api.about import AboutField
from accounts.api.plans import PlanField
from accounts.models import Clinic, Routine
from accounts.models.routine import RoutineQuerySet
from accounts.plans import Plan
from backfit.api.serializers import ModelSerializer, VisibleField
from backfit.api.viewsets import PrivateModelViewSet


class RoutineSerializer(ModelSerializer):
    clinic = VisibleField(queryset=Clinic.objects.all(), required=False, allow_null=True)
    plan = PlanField(required=False)
    about = AboutField(required=False, help_text="Of a template: for whom, not for whom, what is known")
    mine = serializers.SerializerMethodField(help_text="Whether you may change it")

    class Meta:
        model = Routine
        fields = (
            "id",
            "name",
            "description",
            "visibility",
            "clinic",
            "plan",
            "about",
            "mine",
            "created_at",
            "updated_at",
        )
        read_only_fields = ("created_at", "updated_at")

    def owned(self) -> dict[str, Any]:
        return {"owner": self.context["request"].user, "plan": {"phases": []}}

    def get_mine(self, routine: Routine) -> bool:
        return bool(getattr(routine, "may_edit", True))  # what was just written is the writer's

    def create(self, validated_data: dict[str, Any]) -> Routine:
        plan = Plan.from_json(validated_data.pop("plan", {}))
        return Routine.begin(owner=self.context["request"].user, plan=plan, **validated_data)

    def update(self, instance: Routine, validated_data: dict[str, Any]) -> Routine:
        instance.change(**validated_data)
        return instance


class RoutineFilter(FilterSet):
    visibility = ChoiceFilter(choices=Routine.Visibility.choices, label="Those that these people see")


@extend_schema_view(
    list=extend_schema(summary="Your routines, your clinic's and the templates"),
    retrieve=extend_schema(summary="Read a routine"),
    create=extend_schema(summary="Save a routine of your own"),
    update=extend_schema(summary="Rewrite your routine"),
    partial_update=extend_schema(summary="Change parts of your routine"),
    destroy=extend_schema(summary="Delete your routine", description="Programs made from it stay."),
)
class RoutineViewSet(PrivateModelViewSet):
    """Saved plans. Everybody may keep their own; only the owner changes one, and editors change templates."""

    scope = "routines"
    queryset = Routine.objects.all()
    serializer_class = RoutineSerializer
    filterset_class = RoutineFilter
    refusals: ClassVar = {"destroy": {409: "The template came with Backfit; change it instead."}}

    def rows(self) -> RoutineQuerySet:
        return Routine.objects.with_rights(self.request.user)

    def perform_destroy(self, instance: Routine) -> None:
        instance.discard()
