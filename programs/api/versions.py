from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.plans import PlanField
from backfit.access import get_editable_or_404, get_visible_or_404
from backfit.api.serializers import ModelSerializer, Serializer
from backfit.api.viewsets import PrivateViewSet
from programs.api.shapes import DocumentField
from programs.models import Program, Version

PROGRAM = OpenApiParameter("program", {"type": "string", "format": "uuid"}, OpenApiParameter.PATH)
NUMBER = OpenApiParameter("number", {"type": "integer", "minimum": 1}, OpenApiParameter.PATH)


class VersionBriefSerializer(ModelSerializer):
    published_by = serializers.CharField(source="published_by.name", read_only=True, help_text="The therapist's name")

    class Meta:
        model = Version
        fields: ClassVar[tuple[str, ...]] = (
            "number",
            "reason",
            "published_at",
            "published_by",
            "effective_on",
            "digest",
        )
        read_only_fields = fields


class VersionSerializer(VersionBriefSerializer):
    document = DocumentField(read_only=True)

    class Meta(VersionBriefSerializer.Meta):
        fields = (*VersionBriefSerializer.Meta.fields, "document")
        read_only_fields = fields


class RestoredSerializer(Serializer):
    plan = PlanField(help_text="The draft as it is now")
    left_out = serializers.ListField(child=serializers.CharField(), help_text="Names of the exercises")


@extend_schema_view(
    list=extend_schema(summary="All versions of a program, newest first", parameters=[PROGRAM]),
    retrieve=extend_schema(summary="A version with its whole document", parameters=[PROGRAM, NUMBER]),
)
class VersionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, PrivateViewSet):
    """Published versions. They never change."""

    scope = "programs"
    queryset = Version.objects.select_related("published_by").order_by("-number")
    lookup_field = "number"
    lookup_value_converter = "int"
    refusals: ClassVar = {"restore": {409: "The program or its episode has ended."}}

    def get_serializer_class(self) -> type[VersionBriefSerializer]:
        return VersionSerializer if self.action == "retrieve" else VersionBriefSerializer

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows
        program = get_visible_or_404(Program.objects.all(), self.request.user, pk=self.kwargs["program"])
        return rows.filter(program=program).defer("document", "plan")

    def lookup(self) -> dict[str, Any]:
        return {"program": self.kwargs["program"], **super().lookup()}

    @extend_schema(
        operation_id="programs_versions_restore",
        summary="Make a version the draft again",
        description="Clients get it once the draft is published. What the catalogue does not have any more is left "
        "out, unless the current version has it.",
        parameters=[PROGRAM, NUMBER],
        request=None,
        responses=RestoredSerializer,
    )
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, program: Any, number: int) -> Response:
        found = get_editable_or_404(Program.objects.select_related("episode", "current"), request.user, pk=program)
        version = get_visible_or_404(Version.objects.all(), request.user, program=program, number=number)
        gone = found.restore(version)
        return Response({"plan": found.draft, "left_out": gone})
