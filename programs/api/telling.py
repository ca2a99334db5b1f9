"""What clients tell between sessions: how the morning was, and that a warning sign has shown."""

from typing import Any, ClassVar

from django_filters import DateFilter, UUIDFilter
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Episode
from backfit.api.filters import YesNoFilter
from backfit.api.serializers import Serializer, VisibleField
from backfit.api.viewsets import PrivateViewSet
from programs.check_ins import check_in
from programs.models import CheckIn, SafetyReport
from programs.models.safety import SafetyReportQuerySet
from programs.safety_reports import clear, report_sign

ISO = "%Y-%m-%d"
EPISODES = Episode.objects.select_related("client", "clinic")


class CheckInSerializer(serializers.ModelSerializer[CheckIn]):
    class Meta:
        model = CheckIn
        fields = ("episode", "day", "pain", "told_at")


class NewCheckInSerializer(Serializer):
    episode = VisibleField(queryset=EPISODES)
    day = serializers.DateField(required=False, default=None, help_text="Today, which is the default, or yesterday")
    pain = serializers.IntegerField(min_value=0, max_value=10, help_text="This morning, from 0, none, to 10")


class CheckInFilter(FilterSet):
    episode = UUIDFilter(field_name="episode", label="Those of this episode")
    first = DateFilter(field_name="day", lookup_expr="gte", input_formats=[ISO], label="First day")
    last = DateFilter(field_name="day", lookup_expr="lte", input_formats=[ISO], label="Last day")


@extend_schema_view(
    list=extend_schema(
        summary="How the mornings were", description="Yours and your clients', the newest first.", tags=["check-ins"]
    )
)
class CheckInViewSet(PrivateViewSet, mixins.ListModelMixin):
    """Pain in the morning: one number for each day."""

    scope = "sessions"
    refusals: ClassVar = {"create": {403: "Only the client tells it.", 409: "The episode has ended."}}
    queryset = CheckIn.objects.order_by("-day", "pk")
    serializer_class = CheckInSerializer
    filterset_class = CheckInFilter

    @extend_schema(
        summary="Tell how the morning was",
        request=NewCheckInSerializer,
        responses={201: CheckInSerializer},
        tags=["check-ins"],
    )
    def create(self, request: Request) -> Response:
        """For the client. The same day again corrects the number."""
        body = NewCheckInSerializer(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        said = body.validated_data
        day = said["day"] or request.user.today()  # type: ignore[union-attr]
        kept = check_in(by=request.user, episode=said["episode"], day=day, pain=said["pain"])  # type: ignore[arg-type]
        return Response(CheckInSerializer(kept).data, status=201)


class SafetyReportSerializer(serializers.ModelSerializer[SafetyReport]):
    cleared_by = serializers.CharField(source="cleared_by.name", allow_null=True, default=None)
    tier = serializers.ChoiceField(choices=SafetyReport.Tier.values)

    class Meta:
        model = SafetyReport
        fields = ("id", "episode", "tier", "day", "reported_at", "cleared_by", "cleared_at", "clearing_note")


class NewSafetyReportSerializer(Serializer):
    episode = VisibleField(queryset=EPISODES)
    tier = serializers.ChoiceField(choices=SafetyReport.Tier.values)


class ClearSerializer(Serializer):
    note = serializers.CharField(max_length=500, help_text="What was found; it stays in the record")


class SafetyReportFilter(FilterSet):
    episode = UUIDFilter(field_name="episode", label="Those of this episode")
    open = YesNoFilter(method="by_state", label="Those not cleared yet, or those that are")

    @staticmethod
    def by_state(queryset: SafetyReportQuerySet, name: str, value: bool) -> SafetyReportQuerySet:
        return queryset.filter(cleared_at__isnull=value)


@extend_schema_view(
    list=extend_schema(summary="Warning signs that were reported", tags=["safety-reports"]),
    retrieve=extend_schema(summary="Read a report", tags=["safety-reports"]),
)
class SafetyReportViewSet(PrivateViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Nobody watches these in real time, and they call nobody: say so wherever you offer to make one."""

    scope = "sessions"
    refusals: ClassVar = {
        "create": {403: "Only the client reports.", 409: "Nobody treats the client there, or the episode has ended."},
        "clear": {409: "It was cleared already."},
    }
    queryset = SafetyReport.objects.select_related("episode", "cleared_by")
    serializer_class = SafetyReportSerializer
    filterset_class = SafetyReportFilter

    @extend_schema(
        summary="Tell the care team of a warning sign",
        request=NewSafetyReportSerializer,
        responses={201: SafetyReportSerializer},
        tags=["safety-reports"],
    )
    def create(self, request: Request) -> Response:
        """For the client. While an emergency is open, nothing is due today. An open one is not made twice."""
        body = NewSafetyReportSerializer(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        report = report_sign(by=request.user, **body.validated_data)  # type: ignore[arg-type]
        return Response(SafetyReportSerializer(report).data, status=201)

    @extend_schema(
        summary="Clear a report in writing",
        request=ClearSerializer,
        responses=SafetyReportSerializer,
        tags=["safety-reports"],
    )
    @action(detail=True, methods=["post"])
    def clear(self, request: Request, pk: Any) -> Response:
        """For the care team. The last emergency that is cleared opens the client's exercises again."""
        report = self.get_editable()
        body = ClearSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        clear(report=report, by=request.user, note=body.validated_data["note"])  # type: ignore[arg-type]
        return Response(SafetyReportSerializer(report).data)
