from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django_filters import UUIDFilter
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import invitations
from accounts.models import Clinic, Episode, Invitation, Membership, User
from accounts.requests import SignedInApiRequest
from backfit.access import PrivateQuerySet
from backfit.api.serializers import ModelSerializer, Serializer, VisibleField
from backfit.api.viewsets import PrivateViewSet


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

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if set(attrs) not in ({"token"}, {"email", "code"}):
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


class InvitationFilter(FilterSet):
    # By value: a choice among rows would tell an id that exists from one that does not.
    clinic = UUIDFilter(field_name="clinic")
    episode = UUIDFilter(field_name="episode")


class AcceptedSerializer(ModelSerializer):
    class Meta:
        model = Invitation
        fields = ("clinic", "episode", "role", "accepted_at")
        read_only_fields = fields


@extend_schema_view(
    create=extend_schema(
        description="Sends a mail with a link and a code that work once, for three days. It replaces an earlier "
        "invitation for the same purpose. 409 when nobody needs it, 429 past the limits.",
        request=NewInvitationSerializer,
        responses={201: InvitationSerializer},
    ),
    destroy=extend_schema(description="Withdraw it: link and code stop working. 410 when it was accepted."),
)
class InvitationViewSet(mixins.RetrieveModelMixin, mixins.DestroyModelMixin, mixins.ListModelMixin, PrivateViewSet):
    """Invitations that one's clients and colleagues have got. The link and the code are in the mail alone."""

    scope = "invitations"
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

    @extend_schema(request=AcceptanceSerializer, responses=AcceptedSerializer)
    @action(detail=False, methods=["post"])
    def accept(self, request: SignedInApiRequest) -> Response:
        """Join what one was invited to. 403 when the invitation went to an address that is not yours, 410 when used."""
        given = AcceptanceSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        invitation = given.find()
        invitations.accept(invitation=invitation, user=request.user)
        return Response(AcceptedSerializer(invitation).data)
