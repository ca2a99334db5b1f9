from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django_filters import DateFilter, UUIDFilter
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.models import User
from accounts.requests import SignedInApiRequest
from backfit.access import get_editable_or_404
from backfit.api.filters import YesNoFilter
from backfit.api.viewsets import PrivateViewSet
from backfit.refusals import Conflict, Refusal
from programs.api.recorded import (
    RecordedSessionSerializer,
    SessionDetailSerializer,
    SessionSerializer,
    SyncAnswerSerializer,
)
from programs.api.uploads import (
    STATUS,
    SessionUpload,
    SyncUpload,
    answer_for,
    read_named,
    read_upload,
    refusal_for,
    require_room,
)
from programs.models import Session
from programs.models.session import SessionQuerySet
from programs.sessions import record, withdraw

ISO = "%Y-%m-%d"
UPLOAD = {
    "program": "0b9e6a52-6f0e-4a53-9d7f-3f5d0a2c8a11",
    "started_at": "2027-03-28T07:30:00+02:00",
    "time_zone": "Europe/Paris",
    "worst_pain": 2,
    "effort": 4,
    "note": "Felt easier today.",
    "evidence": "ticked",
    "results": [{"item": "3f9c21aa", "status": "done"}, {"item": "b07d5e10", "status": "part", "sets": 2, "reps": 6}],
}
UPLOADS = [
    OpenApiExample("A session", UPLOAD, request_only=True),
    OpenApiExample("A correction", {**UPLOAD, "worst_pain": 3, "corrects": 1}, request_only=True),
]


class SessionFilter(FilterSet):
    # By value: a choice among rows would tell an id that exists from one that does not.
    program = UUIDFilter(field_name="program", label="Those of this program")
    episode = UUIDFilter(field_name="program__episode", label="Those of all programs of this episode")
    first = DateFilter(field_name="day", lookup_expr="gte", input_formats=[ISO], label="First day")
    last = DateFilter(field_name="day", lookup_expr="lte", input_formats=[ISO], label="Last day")
    noted = YesNoFilter(method="with_note", label="Those with a note from the client, or those without")

    @staticmethod
    def with_note(queryset: SessionQuerySet, name: str, value: bool) -> SessionQuerySet:
        return queryset.exclude(note="") if value else queryset.filter(note="")


def require_person(request: SignedInApiRequest) -> None:
    person = request.headers.get("X-Backfit-Person")
    if person is not None and person != str(request.user.pk):
        raise Conflict(_("Somebody else is signed in on this device."))


@extend_schema_view(
    list=extend_schema(
        summary="What was done", description="Sessions of your clients, and your own; the newest day first."
    ),
    retrieve=extend_schema(summary="Read a session with its corrections", responses=SessionDetailSerializer),
    destroy=extend_schema(
        summary="Delete a session",
        description="By the client alone. It no longer counts, and its id stays taken (410).",
    ),
)
class SessionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.DestroyModelMixin, PrivateViewSet):
    queryset = Session.objects.select_related("version", "recorded_by").prefetch_related("results")
    serializer_class = SessionSerializer
    filterset_class = SessionFilter
    scope = "sessions"
    lookup_field = "uuid"
    refusals: ClassVar = {
        "update": {
            403: "Clients and therapists record sessions; the client alone corrects one.",
            404: "There is no such session to be corrected.",
            409: "The program does not run on that day, has no client or no version yet, or `corrects` is out of date.",
            410: "The session was deleted.",
            422: "The id is taken by a session that says something else, which is kept.",
        },
        "sync": {
            403: "Only clients have a device to be synchronised.",
            409: "Somebody else is signed in than the device says.",
        },
    }

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
            200: OpenApiResponse(RecordedSessionSerializer, description="Kept already, or corrected"),
            201: OpenApiResponse(RecordedSessionSerializer, description="Kept now"),
        },
        summary="Keep or correct a session",
        description="Under an id that you choose. Sending the same again changes nothing. To correct what is kept, "
        "send the whole session anew with `corrects`, the revision that it replaces; the history stays. A therapist "
        "enters what came back on paper, with `evidence` `paper`.",
        examples=UPLOADS,
    )
    def update(self, request: SignedInApiRequest, uuid: UUID) -> Response:
        self.require_open_to(request, uuid)
        upload = read_upload(request.data)
        session, outcome = record(by=request.user, uuid=uuid, body=upload.body, corrects=upload.corrects)
        return Response(RecordedSessionSerializer(session).data, status=STATUS[outcome])

    def require_open_to(self, request: SignedInApiRequest, uuid: UUID) -> None:
        """Keeping a session is for clients and therapists, whatever its id; correcting is for who owns that one."""
        corrects = isinstance(request.data, dict) and request.data.get("corrects") is not None
        if not corrects:
            if not (request.user.roles.is_client or request.user.roles.has_treated):
                raise PermissionDenied(_("Sessions are recorded by clients and their therapists."))
        elif not Session.objects.owned_by(request.user).filter(uuid=uuid).exists():
            get_editable_or_404(self.rows(), request.user)

    @extend_schema(
        summary="Keep several sessions",
        request=SyncUpload,
        responses=SyncAnswerSerializer,
        filters=False,
    )
    @action(detail=False, methods=["post"], pagination_class=None)
    def sync(self, request: SignedInApiRequest) -> Response:
        """Up to 200 sessions at once, as an offline device has them. Each is kept or refused by itself.

        A device that other people use too names its owner's id in the header `X-Backfit-Person`; when somebody else is
        signed in by now, all of it is refused (409) and nothing is kept.
        """
        require_person(request)
        require_room(request, request.data)
        return Response({"results": [self.sync_one(request.user, data) for data in request.data]})

    @staticmethod
    def sync_one(user: User, data: Any) -> dict[str, Any]:
        try:
            upload = read_named(data)
            kept = record(by=user, uuid=upload.uuid, body=upload.body, corrects=upload.corrects)
        except (ValidationError, Refusal, PermissionDenied) as error:
            return refusal_for(data, error)
        return answer_for(data, *kept)
