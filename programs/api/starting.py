from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.episodes import TreatingClinicField
from accounts.api.invitations import EditableField, InvitationSerializer
from accounts.models import Clinic, Episode, Routine, User
from accounts.plans import MAX_PHASES
from backfit.api.serializers import Serializer, VisibleField
from backfit.dates import validate_day
from programs.api.programs import ProgramSerializer
from programs.starting import NewClient, Started, start_program


class NewClientSerializer(Serializer):
    name = serializers.CharField(max_length=120)
    email = serializers.EmailField(max_length=254)
    clinic = TreatingClinicField(queryset=Clinic.objects.all())


class StartSerializer(Serializer):
    """Either an `episode` or a new `client`."""

    id = serializers.UUIDField(
        required=False, default=None, help_text="Of the program, made by you: sent twice, it gives one program"
    )
    episode = EditableField(queryset=Episode.objects.select_related("client", "clinic"), required=False)
    client = NewClientSerializer(required=False)
    routine = VisibleField(
        queryset=Routine.objects.all(), required=False, allow_null=True, default=None, help_text="Or a template"
    )
    phase = serializers.IntegerField(
        min_value=1, max_value=MAX_PHASES, default=1, help_text="Of the routine, to start with"
    )
    name = serializers.CharField(
        max_length=120, required=False, allow_blank=True, default="", help_text="By default the routine's"
    )
    start_on = serializers.DateField(
        required=False, default=None, validators=[validate_day], help_text="By default today, where the client is"
    )
    publish = serializers.BooleanField(
        default=False, help_text="The client has it at once, and is invited by mail unless that was done"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("episode" in attrs) == ("client" in attrs):
            raise serializers.ValidationError(_("Give an episode or a new client."))
        return attrs

    def said(self) -> dict[str, Any]:
        data: dict[str, Any] = dict(self.validated_data)
        known, new = data.pop("episode", None), data.pop("client", None)
        key, publishing = data.pop("id"), data.pop("publish")
        return {**data, "client": known or NewClient(**new), "key": key, "publishing": publishing}


class StartedSerializer(serializers.Serializer[Any]):
    program = ProgramSerializer()
    version = serializers.IntegerField(source="version.number", allow_null=True, help_text="Null for a draft")
    invitation = InvitationSerializer(allow_null=True, help_text="Null when nobody had to be invited")
    left_out = serializers.ListField(child=serializers.CharField(), help_text="Exercises that a draft goes without")

    def to_representation(self, started: Started) -> dict[str, Any]:
        started.program.may_edit = True  # type: ignore[attr-defined]
        return {
            "program": ProgramSerializer(started.program, context=self.context).data,
            "version": started.version.number if started.version else None,
            "invitation": InvitationSerializer(started.invitation).data if started.invitation else None,
            "left_out": started.left_out,
        }


class StartView(APIView):
    """From a client and a routine to a program in one step: all of it, or nothing."""

    scope = "programs"
    refusals: ClassVar = {
        "post": {409: "The episode has ended or has a program of that name.", 429: "You have invited many today."}
    }

    @staticmethod
    def open_to(user: User, action: str | None) -> bool:
        return user.roles.treats

    @extend_schema(
        operation_id="programs_start",
        summary="Start a program, publish it and invite the client",
        tags=["programs"],
        description="Adds a new client if need be, begins a program from a routine and, with `publish`, publishes it "
        "and invites the client by mail unless there is an account or an invitation on its way. If any part is "
        "refused, nothing is done. A token needs `episodes:write` for a new client, `invitations:write` to publish.",
        request=StartSerializer,
        responses={201: StartedSerializer, 200: StartedSerializer},
    )
    def post(self, request: Request) -> Response:
        body = StartSerializer(data=request.data, context={"request": request})
        body.is_valid(raise_exception=True)
        said = body.said()
        require_scopes(request, said)
        started = start_program(by=request.user, **said)  # type: ignore[arg-type]
        data = StartedSerializer(started, context={"request": request}).data
        return Response(data, status=201 if started.is_new else 200)


def require_scopes(request: Request, said: dict[str, Any]) -> None:
    """A token does here no more than it may do one by one."""
    if request.auth is None:
        return
    wanted = [
        *(["episodes:write"] if isinstance(said["client"], NewClient) else []),
        *(["invitations:write"] if said["publishing"] else []),
    ]
    if missing := sorted(set(wanted) - set(getattr(request.auth, "scopes", ()))):
        raise PermissionDenied(_("This token lacks the scope %(scope)s.") % {"scope": missing[0]})
