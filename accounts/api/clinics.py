import uuid
from typing import Any, ClassVar

from django.db.models import ProtectedError, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.response import Response

from accounts.api.invitations import InvitationSerializer
from accounts.care_teams import end_membership
from accounts.closing import close_account_of_member
from accounts.invitations import invite_member
from accounts.models import Clinic, Membership, User
from accounts.requests import SignedInApiRequest
from backfit.access import get_editable_or_404, get_visible_or_404
from backfit.api.serializers import ModelSerializer, Serializer
from backfit.api.viewsets import PrivateModelViewSet, PrivateViewSet
from backfit.proof import require_recent_proof
from backfit.refusals import Conflict


class ClinicSerializer(ModelSerializer):
    class Meta:
        model = Clinic
        fields = (
            "id",
            "name",
            "phone",
            "emergency_number",
            "time_zone",
            "keeps_records_years",
            "named_by_therapists",
            "therapists_answer_requests",
            "created_at",
        )
        read_only_fields = ("created_at",)


class MembershipSerializer(ModelSerializer):
    name = serializers.CharField(source="user.name", read_only=True)
    email = serializers.EmailField(source="user.email", read_only=True)

    class Meta:
        model = Membership
        fields = ("id", "name", "email", "role", "joined_at")
        read_only_fields = fields


class MemberInvitationSerializer(Serializer):
    email = serializers.EmailField()
    role = serializers.ChoiceField(Membership.Role.choices)


@extend_schema_view(
    list=extend_schema(summary="Your clinics"),
    retrieve=extend_schema(summary="Read a clinic"),
    create=extend_schema(
        summary="Add a clinic", description="Site admins only; therapists get their clinic when they sign up."
    ),
    update=extend_schema(summary="Rewrite a clinic", description="For its managers."),
    partial_update=extend_schema(summary="Change parts of a clinic", description="For its managers."),
    destroy=extend_schema(summary="Delete a clinic without clients", description="Site admins only."),
)
class ClinicViewSet(PrivateModelViewSet):
    """The clinics where one works or is a client. Managers change theirs."""

    scope = "clinics"
    asks_again: ClassVar = {"destroy"}
    refusals: ClassVar = {"destroy": {409: "It has clients or exercises of its own, which must stay."}}
    queryset = Clinic.objects.all()
    serializer_class = ClinicSerializer

    @staticmethod
    def open_to(user: User, action: str | None) -> bool:
        return action != "create" or user.roles.is_admin

    def perform_destroy(self, instance: Clinic) -> None:
        if not self.request.user.roles.is_admin:  # type: ignore[union-attr]
            raise PermissionDenied(_("Only site admins delete clinics."))
        try:
            instance.delete()
        except ProtectedError as error:
            raise Conflict(_("This clinic has clients or exercises of its own, which must stay.")) from error


@extend_schema_view(
    list=extend_schema(
        summary="Members of a clinic",
        description="Who works there now. Clients of the clinic do not get the list.",
    ),
    create=extend_schema(
        summary="Invite a member",
        description="Managers invite a therapist or manager by mail; nobody is added without accepting.",
        request=MemberInvitationSerializer,
        responses={201: InvitationSerializer},
    ),
    destroy=extend_schema(
        summary="Take a role from a member",
        description="For managers. The member's access ends with the next request.",
        parameters=[
            OpenApiParameter("successor", uuid.UUID, description="The membership of the therapist who takes over")
        ],
    ),
)
class MembershipViewSet(mixins.ListModelMixin, mixins.DestroyModelMixin, PrivateViewSet):
    """The members of one clinic."""

    scope = "clinics"
    asks_again: ClassVar = {"destroy"}
    refusals: ClassVar = {
        "create": {
            409: "This person has that role already.",
            429: "You have sent as many invitations as one person may, or too many of them are still open.",
        },
        "close": {409: "The person belongs elsewhere too, is yourself, or as with taking a role."},
        "destroy": {409: "It is the last manager, or the only therapist of clients for whom no successor is named."},
    }
    queryset = Membership.objects.current().select_related("user", "clinic")
    serializer_class = MembershipSerializer

    def get_queryset(self) -> QuerySet[Membership]:
        members = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return members
        return members.filter(clinic=self.clinic())

    def lookup(self) -> dict[str, Any]:
        return {**super().lookup(), "clinic": self.clinic()}

    def clinic(self) -> Clinic:
        return get_visible_or_404(Clinic.objects.all(), self.request.user, pk=self.kwargs["clinic"])

    def create(self, request: SignedInApiRequest, clinic: uuid.UUID) -> Response:
        found = get_editable_or_404(Clinic.objects.all(), request.user, pk=clinic)
        wanted = MemberInvitationSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        invitation = invite_member(clinic=found, by=request.user, **wanted.validated_data)
        return Response(InvitationSerializer(invitation).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        summary="Close a member's account",
        description="For managers, where the clinic is all that the person has here. Nothing of theirs revives later.",
        parameters=[
            OpenApiParameter("successor", uuid.UUID, description="The membership of the therapist who takes over")
        ],
        request=None,
        responses={204: None},
    )
    @action(detail=True, methods=["post"])
    def close(self, request: SignedInApiRequest, clinic: uuid.UUID, pk: uuid.UUID) -> Response:
        get_editable_or_404(Clinic.objects.all(), request.user, pk=clinic)
        membership = self.get_editable()
        if request.auth is None:  # a browser's session, for which the page asks the same
            require_recent_proof(request._request)
        successor = self.successor(membership)
        close_account_of_member(membership=membership, by=request.user, successor=successor)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def perform_destroy(self, instance: Membership) -> None:
        if self.request.auth is None:  # a browser's session, for which the page asks the same
            require_recent_proof(self.request._request)
        end_membership(membership=instance, successor=self.successor(instance))

    def successor(self, leaving: Membership) -> User | None:
        named = self.request.query_params.get("successor")
        if named is None:
            return None
        colleagues = Membership.objects.current().filter(clinic=leaving.clinic, role=Membership.Role.THERAPIST)
        try:
            return colleagues.get(pk=uuid.UUID(named)).user
        except (ValueError, Membership.DoesNotExist) as error:
            raise ValidationError({"successor": [_("There is no such entry.")]}) from error
