from typing import Any, ClassVar

from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.emergency import begin_emergency, records_to_open
from accounts.models import EmergencyAccess, Episode, User
from accounts.models.emergency import LONGEST, SHORTEST
from accounts.requests import SignedInApiRequest
from accounts.second_factor import just_signed_in
from backfit.api.serializers import ModelSerializer, Serializer, VisibleField
from backfit.api.viewsets import PrivateViewSet
from backfit.proof import require_recent_proof


class EmergencyAccessSerializer(ModelSerializer):
    name = serializers.CharField(source="user.name", read_only=True, help_text="Who has it")
    is_running = serializers.BooleanField(read_only=True)

    class Meta:
        model = EmergencyAccess
        fields = ("id", "episode", "name", "reason", "begun_at", "ends_at", "ended_at", "is_running")
        read_only_fields = fields


class RecordField(VisibleField):
    """A record of a clinic where one works, neither one's own nor of somebody whom one treats."""

    def get_queryset(self) -> QuerySet[Episode]:
        return records_to_open(self.context["request"].user)


class NewEmergencySerializer(Serializer):
    episode = RecordField(queryset=Episode.objects.all())
    reason = serializers.CharField(
        min_length=SHORTEST, max_length=LONGEST, help_text="The client reads it, word for word"
    )


@extend_schema_view(
    list=extend_schema(summary="Emergency access that you had, or that others had to your record"),
    retrieve=extend_schema(summary="Read about one emergency access"),
    create=extend_schema(
        summary="Open a record in an emergency",
        request=NewEmergencySerializer,
        responses={201: EmergencyAccessSerializer},
    ),
)
class EmergencyAccessViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, PrivateViewSet):
    """For an hour somebody of the clinic reads a record without being on the care team. The client is told at once."""

    scope = "episodes"
    queryset = EmergencyAccess.objects.select_related("user")
    serializer_class = EmergencyAccessSerializer
    refusals: ClassVar = {
        "create": {
            403: "Tokens do not open records; in a browser's session, the person has not shown lately who they are.",
            409: "It is open already.",
        },
    }

    @staticmethod
    def open_to(user: User, action: str | None) -> bool:
        return action != "create" or user.roles.treats or user.roles.manages or user.roles.is_admin

    def create(self, request: SignedInApiRequest) -> Response:
        """Lists and reads work as for the care team for an hour; nothing can be changed.

        One that the client has stopped sharing opens too, for who is on its care team as for anybody of the clinic.
        """
        require_session(request)
        wanted = NewEmergencySerializer(data=request.data, context=self.get_serializer_context())
        wanted.is_valid(raise_exception=True)
        require_proof(request)
        access = begin_emergency(user=request.user, **wanted.validated_data)
        request._request.session.cycle_key()
        return Response(self.get_serializer(access).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="End emergency access", request=None, responses=EmergencyAccessSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: SignedInApiRequest, pk: Any) -> Response:
        """Before the hour is over. What has ended stays as it ended."""
        access = self.get_editable()
        access.end()
        return Response(self.get_serializer(access).data)


def require_session(request: SignedInApiRequest) -> None:
    if request.auth is not None:
        raise PermissionDenied(_("A token opens no record in an emergency; do it on its page."))


def require_proof(request: SignedInApiRequest) -> None:
    """Somebody who has just shown who they are, as the page asks it. Raises PermissionDenied."""
    require_recent_proof(request._request)
    if not get_reauthentication_flows(request.user) and not just_signed_in(request._request):
        raise PermissionDenied(_("Sign in again first: do this on its page, which asks you."))
