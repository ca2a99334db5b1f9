from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django_filters import DateFilter, UUIDFilter
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.models import User
from accounts.requests import SignedInApiRequest
from backfit.access import get_editable_or_404
from backfit.api.viewsets import PrivateViewSet
from backfit.refusals import Refusal
from programs.api.uploads import (
    MOST_AT_ONCE,
    STATUS,
    SessionUpload,
    SyncUpload,
    answer_for,
    read_named,
    read_upload,
    refusal_for,
)
from programs.models import Correction, Result, Session
from programs.models.session import SessionQuerySet
from programs.sessions import record, withdraw


class ResultSerializer(serializers.ModelSerializer[Result]):
    item = serializers.CharField(source="item_key", help_text="Key in the version's document")

    class Meta:
        model = Result
        fields = ("item", "exercise", "status", "sets", "reps", "seconds", "times", "skip_reason")


class SessionSerializer(serializers.ModelSerializer[Session]):
    version = serializers.IntegerField(source="version.number")
    recorded_by = serializers.CharField(source="recorded_by.name")
    evidence = serializers.CharField(help_text="timed, ticked, later or paper")
    results = ResultSerializer(many=True)

    class Meta:
        model = Session
        fields = (
            "uuid",
            "program",
            "version",
            "day",
            "started_at",
            "time_zone",
            "worst_pain",
            "effort",
            "note",
            "evidence",
            "revision",
            "recorded_by",
            "received_at",
            "results",
        )


class CorrectionSerializer(serializers.ModelSerializer[Correction]):
    class Meta:
        model = Correction
        fields = ("revision", "replaced_at", "body")


class SessionDetailSerializer(SessionSerializer):
    corrections = CorrectionSerializer(many=True, help_text="What it said before, the oldest first")

    class Meta(SessionSerializer.Meta):
        fields = (*SessionSerializer.Meta.fields, "corrections")  # type: ignore[assignment]


class SyncedSerializer(serializers.Serializer[Any]):
    uuid = serializers.CharField(allow_null=True)
    status = serializers.IntegerField(help_text="As the same upload alone would be answered")
    revision = serializers.IntegerField(allow_null=True)
    error = serializers.JSONField(allow_null=True, help_text="Sentences, as the same upload alone would get them")


class SyncAnswerSerializer(serializers.Serializer[Any]):
    results = SyncedSerializer(many=True, help_text="In the order of the upload")


class SessionFilter(FilterSet):
    # By value: a choice among rows would tell an id that exists from one that does not.
    program = UUIDFilter(field_name="program")
    day_from = DateFilter(field_name="day", lookup_expr="gte")
    day_to = DateFilter(field_name="day", lookup_expr="lte")


@extend_schema_view(
    list=extend_schema(description="Sessions that the person may see, the newest day first."),
    retrieve=extend_schema(responses=SessionDetailSerializer),
    destroy=extend_schema(description="By the client alone. It no longer counts and the id stays taken (410)."),
)
class SessionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.DestroyModelMixin, PrivateViewSet):
    queryset = Session.objects.select_related("version", "recorded_by").prefetch_related("results")
    serializer_class = SessionSerializer
    filterset_class = SessionFilter
    scope = "sessions"
    lookup_field = "uuid"

    @staticmethod
    def open_to(user: User, action: str | None) -> bool:
        return user.roles.is_client if action == "sync" else True

    def rows(self) -> SessionQuerySet:
        rows = super().rows()
        assert isinstance(rows, SessionQuerySet)
        if uuid := self.kwargs.get("uuid"):
            rows = rows.named(uuid, seen_by=self.request.user)
        return rows.prefetch_related("corrections") if self.action == "retrieve" else rows

    def get_serializer_class(self) -> type[SessionSerializer]:
        return SessionDetailSerializer if self.action == "retrieve" else SessionSerializer

    def perform_destroy(self, instance: Session) -> None:
        withdraw(instance)

    @extend_schema(
        request=SessionUpload,
        responses={
            200: OpenApiResponse(SessionSerializer, description="Kept already, or corrected"),
            201: SessionSerializer,
            409: OpenApiResponse(description="The program does not run on that day, or `corrects` is out of date"),
            410: OpenApiResponse(description="The session was deleted"),
            422: OpenApiResponse(description="The id is taken by a session that says something else"),
        },
        description="Keep a session under an id that the client chose. Sending the same again changes nothing.",
    )
    def update(self, request: SignedInApiRequest, uuid: UUID) -> Response:
        self.require_open_to(request, uuid)
        upload = read_upload(request.data)
        session, outcome = record(by=request.user, uuid=uuid, body=upload.body, corrects=upload.corrects)
        return Response(self.get_serializer(session).data, status=STATUS[outcome])

    def require_open_to(self, request: SignedInApiRequest, uuid: UUID) -> None:
        """Keeping a session is for clients and therapists, whatever its id; correcting is for who owns that one."""
        corrects = isinstance(request.data, dict) and request.data.get("corrects") is not None
        if not corrects:
            if not (request.user.roles.is_client or request.user.roles.has_treated):
                raise PermissionDenied(_("Sessions are recorded by clients and their therapists."))
        elif not Session.objects.owned_by(request.user).filter(uuid=uuid).exists():
            get_editable_or_404(self.rows(), request.user)

    @extend_schema(
        request=SyncUpload,
        responses=SyncAnswerSerializer,
        filters=False,
    )
    @action(detail=False, methods=["post"], pagination_class=None)
    def sync(self, request: SignedInApiRequest) -> Response:
        """Up to 200 sessions at once, as an offline device has them. Each is kept or refused by itself."""
        if not isinstance(request.data, list):
            raise ValidationError(_("Send a list of sessions."))
        if len(request.data) > MOST_AT_ONCE:
            raise ValidationError(_("Send at most %(most)s sessions at once.") % {"most": MOST_AT_ONCE})
        return Response({"results": [self.sync_one(request.user, data) for data in request.data]})

    @staticmethod
    def sync_one(user: User, data: Any) -> dict[str, Any]:
        try:
            upload = read_named(data)
            kept = record(by=user, uuid=upload.uuid, body=upload.body, corrects=upload.corrects)
        except (ValidationError, Refusal, PermissionDenied) as error:
            return refusal_for(data, error)
        return answer_for(data, *kept)
