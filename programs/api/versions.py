from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, serializers

from backfit.access import get_visible_or_404
from backfit.api.serializers import ModelSerializer
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
