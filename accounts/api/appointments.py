from typing import Any, ClassVar

from django_filters import ChoiceFilter, UUIDFilter
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.models import AppointmentRequest
from accounts.requests import SignedInApiRequest
from backfit.api.serializers import ModelSerializer
from backfit.api.viewsets import PrivateViewSet


class AppointmentRequestSerializer(ModelSerializer):
    handled_by = serializers.CharField(source="handled_by.name", read_only=True, default="")

    class Meta:
        model = AppointmentRequest
        fields = (
            "id",
            "clinic",
            "listing",
            "name",
            "email",
            "phone",
            "language",
            "times",
            "note",
            "state",
            "created_at",
            "handled_at",
            "handled_by",
        )
        read_only_fields = fields


class AppointmentRequestFilter(FilterSet):
    # By value: a choice among rows would tell an id that exists from one that does not.
    clinic = UUIDFilter(field_name="clinic", label="Of this clinic")
    state = ChoiceFilter(choices=AppointmentRequest.State.choices, label="In this state")


HANDLED = {409: "Somebody has handled it already."}
ANSWER: dict[str, Any] = {"request": None, "responses": AppointmentRequestSerializer}


@extend_schema_view(
    list=extend_schema(summary="Requests for appointments that you may answer"),
    retrieve=extend_schema(summary="Read a request"),
)
class AppointmentRequestViewSet(mixins.RetrieveModelMixin, mixins.ListModelMixin, PrivateViewSet):
    """For managers what was asked of their clinic, for therapists what was asked of them, and of the clinic where it
    lets them. Requests are deleted after a while."""

    scope = "requests"
    queryset = AppointmentRequest.objects.select_related("handled_by")
    serializer_class = AppointmentRequestSerializer
    filterset_class = AppointmentRequestFilter
    refusals: ClassVar = {
        "take": HANDLED,
        "decline": HANDLED,
        "mark_spam": HANDLED,
        "reopen": {409: "It is among the new ones."},
    }

    @extend_schema(summary="Note a request as answered", **ANSWER)
    @action(detail=True, methods=["post"])
    def take(self, request: SignedInApiRequest, pk: Any) -> Response:
        return self.answer_with("take")

    @extend_schema(summary="Note a request as declined", **ANSWER)
    @action(detail=True, methods=["post"])
    def decline(self, request: SignedInApiRequest, pk: Any) -> Response:
        return self.answer_with("decline")

    @extend_schema(summary="Move a request to spam", **ANSWER)
    @action(detail=True, methods=["post"])
    def mark_spam(self, request: SignedInApiRequest, pk: Any) -> Response:
        return self.answer_with("mark_spam")

    @extend_schema(summary="Put a request back among the new ones", **ANSWER)
    @action(detail=True, methods=["post"])
    def reopen(self, request: SignedInApiRequest, pk: Any) -> Response:
        return self.answer_with("reopen")

    def answer_with(self, verb: str) -> Response:
        asked = self.get_editable()
        getattr(asked, verb)(by=self.request.user)
        return Response(self.get_serializer(asked).data)
