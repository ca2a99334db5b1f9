from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django_filters import UUIDFilter
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import invitations
from accounts.consents import CARE_VERSION
from accounts.models import Clinic, Episode, Invitation, Membership, User
from accounts.requests import SignedInApiRequest
from backfit.access import PrivateQuerySet
from backfit.api.serializers import ModelSerializer, Serializer, VisibleField
from backfit.api.viewsets import PrivateViewSet

SOME_ID = "0b9e6a52-6f0e-4a53-9d7f-3f5d0a2c8a11"


class EditableField(VisibleField):
    """Refers to a row that one may change; any other answers as one that is not there."""

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset()
        assert isinstance(rows, PrivateQuerySet)
        return rows.editable_by(self.context["request"].user)


class InvitationSerializer(ModelSerializer):
    state = serializers.ChoiceField(["pending", "accepted", "revoked", "expired"], read_only=True)

    class Meta:
        model = Invitation
        fields = ("id", "clinic", "episode", "role", "email", "state", "created_at", "expires_at", "sent_at")
        read_only_fields = fields
        extra_kwargs = {"sent_at": {"help_text": "Null when the mail server refused the mail; invite again."}}


class NewInvitationSerializer(Serializer):
    """Either a client, by the episode alone, or a member, by clinic, role and address."""

    episode = EditableField(queryset=Episode.objects.all(), required=False)
    clinic = EditableField(queryset=Clinic.objects.all(), required=False)
    role = serializers.ChoiceField(Membership.Role.choices, required=False)
    email = serializers.EmailField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if set(attrs) not in ({"episode"}, {"clinic", "role", "email"}):
            raise ValidationError(_("Give an episode alone, or a clinic with role and email address."))
        return attrs

    def create(self, validated_data: dict[str, Any]) -> Invitation:
        invite = invitations.invite_client if "episode" in validated_data else invitations.invite_member
        return invite(by=self.context["request"].user, **validated_data)


class AcceptanceSerializer(Serializer):
    """The token of the link, or the address with the code of the mail."""

    token = serializers.CharField(max_length=100, required=False)
    email = serializers.EmailField(required=False)
    code = serializers.CharField(max_length=40, required=False)
    consent = serializers.CharField(
        max_length=20,
        required=False,
        help_text="For a client: the `version` that `/consents/text/` gives, once its words were read",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if set(attrs) - {"consent"} not in ({"token"}, {"email", "code"}):
            raise ValidationError(_("Give the token alone, or the email address with the code."))
        return attrs

    def find(self) -> Invitation:
        """Raises Http404 for an unknown token, ValidationError for a code that does not fit."""
        given = self.validated_data
        if "token" in given:
            found = Invitation.objects.by_token(given["token"])
            if found is None:
                raise Http404
            return found
        found = Invitation.objects.by_code(given["email"], given["code"])
        if found is None:
            raise ValidationError(_("This address and code do not belong together, or the code no longer works."))
        return found


EXAMPLES = [
    OpenApiExample("A client", {"episode": SOME_ID}, request_only=True),
    OpenApiExample(
        "A member", {"clinic": SOME_ID, "role": "therapist", "email": "cora@example.org"}, request_only=True
    ),
]
ACCEPTANCES = [
    OpenApiExample("By the link", {"token": "the-last-part-of-the-link", "consent": CARE_VERSION}, request_only=True),
    OpenApiExample("By the code", {"email": "chris@example.org", "code": "7K3M-9QWX"}, request_only=True),
]


class InvitationFilter(FilterSet):
    # By value: a choice among rows would tell an id that exists from one that does not.
    clinic = UUIDFilter(field_name="clinic", label="To this clinic")
    episode = UUIDFilter(field_name="episode", label="To this episode")


class AcceptedSerializer(ModelSerializer):
    class Meta:
        model = Invitation
        fields = ("clinic", "episode", "role", "accepted_at")
        read_only_fields = fields


@extend_schema_view(
    list=extend_schema(summary="Invitations of your clients and colleagues"),
    retrieve=extend_schema(summary="Read an invitation"),
    create=extend_schema(
        summary="Invite a client or a member",
        description="Sends a mail with a link and a code that work once, for three days. It replaces an earlier "
        "invitation for the same purpose.",
        examples=EXAMPLES,
        request=NewInvitationSerializer,
        responses={201: InvitationSerializer},
    ),
    destroy=extend_schema(summary="Withdraw an invitation", description="Its link and code stop working."),
)
class InvitationViewSet(mixins.RetrieveModelMixin, mixins.DestroyModelMixin, mixins.ListModelMixin, PrivateViewSet):
    """Invitations that one's clients and colleagues have got. The link and the code are in the mail alone."""

    scope = "invitations"
    refusals: ClassVar = {
        "create": {
            409: "The client has joined already, the member has that role already, or the episode has ended.",
            429: "You have sent as many invitations as one person may, or too many of them are still open.",
        },
        "destroy": {410: "It was accepted."},
        "accept": {
            403: "It was sent to an address that is not yours.",
            404: "There is no such token.",
            409: "The episode has ended, has its client already, or you are on its care team.",
            410: "It was used, withdrawn or has run out.",
        },
    }
    queryset = Invitation.objects.all()
    serializer_class = InvitationSerializer
    filterset_class = InvitationFilter

    @staticmethod
    def open_to(user: User, action: str | None) -> bool:
        roles = user.roles
        return action != "create" or roles.treats or roles.manages or roles.is_admin

    def create(self, request: Request) -> Response:
        wanted = NewInvitationSerializer(data=request.data, context=self.get_serializer_context())
        wanted.is_valid(raise_exception=True)
        return Response(self.get_serializer(wanted.save()).data, status=status.HTTP_201_CREATED)

    def perform_destroy(self, instance: Invitation) -> None:
        instance.revoke()

    @extend_schema(
        summary="Accept an invitation", request=AcceptanceSerializer, responses=AcceptedSerializer, examples=ACCEPTANCES
    )
    @action(detail=False, methods=["post"])
    def accept(self, request: SignedInApiRequest) -> Response:
        """Join what you were invited to, by the token that ends the link of the mail, or by your address and its code.

        Your account must have proved the address that the mail went to. Somebody without an account opens the link. Who
        becomes a client agrees by it to what `/consents/text/` says.
        """
        given = AcceptanceSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        invitation = given.find()
        consent = given.validated_data.get("consent", "")
        invitations.accept(invitation=invitation, user=request.user, consent=consent)
        return Response(AcceptedSerializer(invitation).data)
