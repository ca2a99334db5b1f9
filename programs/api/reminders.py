"""How a person wants to be reminded, the moments of each program, and the browsers that messages go to."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.consents import REMINDERS, REMINDERS_VERSION
from accounts.requests import SignedInApiRequest
from backfit.access import get_visible_or_404
from backfit.api.serializers import Serializer
from backfit.api.viewsets import PrivateViewSet
from programs.models import Cue, Program, PushSubscription, ReminderSettings
from programs.models.cue import MOST
from programs.reminders.choosing import FIELDS, choose, settings_of
from programs.reminders.cues import choose_cues
from programs.reminders.devices import device_name, register, release, rename
from programs.reminders.keys import public_key
from programs.reminders.testing import ask_for_test

TIME = "%H:%M"


class ClockField(serializers.TimeField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format=TIME, input_formats=[TIME, "%H:%M:%S"], **kwargs)


class ReminderSettingsSerializer(serializers.ModelSerializer[ReminderSettings]):
    """Times are by the person's clock."""

    at = ClockField(help_text="For programs without a moment of their own")
    quiet_from = ClockField(help_text="Nothing is sent from here")
    quiet_until = ClockField(help_text="until here")
    morning_at = ClockField(help_text="When the morning question comes")
    push_key = serializers.SerializerMethodField(
        help_text="What a browser wants to know before it subscribes; empty where this site sends to no browsers"
    )
    consent = serializers.SerializerMethodField(help_text="What one agrees to by turning something on")

    class Meta:
        model = ReminderSettings
        fields = (*FIELDS, "push_key", "consent")

    def get_push_key(self, settings: ReminderSettings) -> str:
        return public_key()

    def get_consent(self, settings: ReminderSettings) -> str:
        return str(REMINDERS[REMINDERS_VERSION])


class ReminderChangeSerializer(Serializer):
    by_mail = serializers.BooleanField(required=False)
    by_push = serializers.BooleanField(required=False)
    at = ClockField(required=False)
    quiet_from = ClockField(required=False)
    quiet_until = ClockField(required=False)
    morning = serializers.BooleanField(required=False)
    morning_at = ClockField(required=False)


class RemindersView(APIView):
    scope = "programs"

    @extend_schema(summary="How you are reminded", responses=ReminderSettingsSerializer, tags=["reminders"])
    def get(self, request: SignedInApiRequest) -> Response:
        """All of it is off until you turn it on."""
        return Response(ReminderSettingsSerializer(settings_of(request.user)).data)

    @extend_schema(
        summary="Change how you are reminded",
        request=ReminderChangeSerializer,
        responses=ReminderSettingsSerializer,
        tags=["reminders"],
    )
    def patch(self, request: SignedInApiRequest) -> Response:
        """Whoever turns something on agrees to `consent`, and withdraws it by turning all of it off."""
        body = ReminderChangeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return Response(ReminderSettingsSerializer(choose(by=request.user, **body.validated_data)).data)


class CueSerializer(serializers.ModelSerializer[Cue]):
    at = ClockField(help_text="About when that is, by the client's clock")

    class Meta:
        model = Cue
        fields = ("words", "at")


class NewCueSerializer(Serializer):
    words = serializers.CharField(max_length=80, help_text="The moment in the client's words")
    at = ClockField(help_text="About when that is, by the client's clock")


class CuesSerializer(serializers.Serializer[Any]):
    cues = CueSerializer(many=True)


class NewCuesSerializer(Serializer):
    cues = serializers.ListField(child=NewCueSerializer(), max_length=MOST)


class CuesView(APIView):
    scope = "programs"
    refusals: ClassVar = {"put": {403: "Only the client chooses them."}}

    @extend_schema(summary="The moments that a program is tied to", responses=CuesSerializer, tags=["reminders"])
    def get(self, request: SignedInApiRequest, pk: Any) -> Response:
        """In the order of the day; none when the client has chosen none."""
        return Response(CuesSerializer({"cues": self.program(request, pk).cues.all()}).data)

    @extend_schema(
        summary="Choose the moments of a program",
        request=NewCuesSerializer,
        responses=CuesSerializer,
        tags=["reminders"],
    )
    def put(self, request: SignedInApiRequest, pk: Any) -> Response:
        """For the client. They take the place of those that there are; reminders and the calendar follow them."""
        program = self.program(request, pk)
        body = NewCuesSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        cues = [(cue["words"], cue["at"]) for cue in body.validated_data["cues"]]
        return Response(CuesSerializer({"cues": choose_cues(by=request.user, program=program, cues=cues)}).data)

    @staticmethod
    def program(request: SignedInApiRequest, pk: Any) -> Program:
        return get_visible_or_404(Program.objects.select_related("episode"), request.user, pk=pk)


class PushSubscriptionSerializer(serializers.ModelSerializer[PushSubscription]):
    """The address and the keys are told to nobody again."""

    class Meta:
        model = PushSubscription
        fields = ("id", "name", "created_at", "last_ok_at")


class PushKeysSerializer(Serializer):
    p256dh = serializers.CharField(max_length=100)
    auth = serializers.CharField(max_length=40)


class NewPushSubscriptionSerializer(Serializer):
    """As `PushSubscription.toJSON()` of a browser gives it, without the time at which it ends."""

    endpoint = serializers.CharField(max_length=1000)
    keys = PushKeysSerializer()
    name = serializers.CharField(max_length=60, required=False, help_text="By default what the browser calls itself")


class ReleasedSerializer(Serializer):
    endpoint = serializers.CharField(max_length=1000)
    keys = PushKeysSerializer()


class DeviceNameSerializer(Serializer):
    name = serializers.CharField(max_length=60)


@extend_schema_view(
    list=extend_schema(summary="Your devices for reminders", tags=["reminders"]),
    retrieve=extend_schema(summary="Read one of your devices", tags=["reminders"]),
    destroy=extend_schema(summary="Remove a device", tags=["reminders"]),
)
class PushSubscriptionViewSet(
    PrivateViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.DestroyModelMixin
):
    """Browsers that messages go to (web push). Nobody but their owner learns of them."""

    scope = "programs"
    refusals: ClassVar = {
        "create": {409: "This site sends to no browsers.", 429: "There are ten devices already."},
        "test": {409: "This site sends to no browsers.", 429: "One was sent within the last minute."},
    }
    queryset = PushSubscription.objects.all()
    serializer_class = PushSubscriptionSerializer

    @extend_schema(
        summary="Add a device",
        request=NewPushSubscriptionSerializer,
        responses={201: PushSubscriptionSerializer, 200: PushSubscriptionSerializer},
        tags=["reminders"],
    )
    def create(self, request: Request) -> Response:
        """The same browser again is a 200. Messages go out only while `by_push` of your reminders is on."""
        body = NewPushSubscriptionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        said = body.validated_data
        name = said.get("name") or device_name(request.headers.get("User-Agent", ""))
        device, is_new = register(by=request.user, endpoint=said["endpoint"], name=name, **said["keys"])  # type: ignore[arg-type]
        return Response(PushSubscriptionSerializer(device).data, status=201 if is_new else 200)

    @extend_schema(
        summary="Forget the browser at hand", request=ReleasedSerializer, responses={204: None}, tags=["reminders"]
    )
    @action(detail=False, methods=["post"])
    def release(self, request: Request) -> Response:
        """For who signs out, and for who signs in where somebody else was: the keys show which browser it is. One that
        is not known is a 204 too."""
        body = ReleasedSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        release(endpoint=body.validated_data["endpoint"], **body.validated_data["keys"])
        return Response(status=204)

    @extend_schema(
        summary="Name a device", request=DeviceNameSerializer, responses=PushSubscriptionSerializer, tags=["reminders"]
    )
    def partial_update(self, request: Request, pk: Any) -> Response:
        device = self.get_editable()
        body = DeviceNameSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        rename(device, body.validated_data["name"])
        return Response(PushSubscriptionSerializer(device).data)

    @extend_schema(summary="Send a test message to a device", request=None, responses={204: None}, tags=["reminders"])
    @action(detail=True, methods=["post"])
    def test(self, request: Request, pk: Any) -> Response:
        ask_for_test(by=request.user, device=self.get_editable())  # type: ignore[arg-type]
        return Response(status=204)
