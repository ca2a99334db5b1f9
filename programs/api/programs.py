from typing import Any, ClassVar

from django_filters import UUIDFilter
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.plans import PlanField
from accounts.models import Episode, User
from accounts.plans import Plan
from backfit.api.serializers import ModelSerializer, Serializer, VisibleField
from backfit.api.viewsets import PrivateModelViewSet
from backfit.dates import validate_day
from programs.api.versions import VersionBriefSerializer
from programs.models import Program
from programs.publishing import publish

CARE_TEAM_ONLY = ("plan", "pending", "has_changes")
ENDED = "The program or its episode has ended."


class PausedSerializer(serializers.Serializer[Any]):
    from_on = serializers.DateField()
    until_on = serializers.DateField(allow_null=True, help_text="Both days are paused; null: until somebody goes on")


class ProgramSerializer(ModelSerializer):
    left_out = CARE_TEAM_ONLY
    plan = PlanField(source="draft", required=False, help_text="The draft; left out for the client")
    pending = serializers.ListField(
        source="pending_words",
        child=serializers.CharField(),
        read_only=True,
        help_text="Lines that were typed for the draft and are no item yet; publishing waits for them (400). Left out"
        " for the client",
    )
    version = serializers.IntegerField(
        source="current.number",
        read_only=True,
        allow_null=True,
        default=None,
        help_text="Number of the current version",
    )
    is_paused = serializers.BooleanField(read_only=True)
    pauses = PausedSerializer(many=True, read_only=True, source="pauses.all")
    has_changes = serializers.BooleanField(
        read_only=True, help_text="Whether the draft differs from the current version; left out for the client"
    )

    class Meta:
        model = Program
        fields = (
            "id",
            "episode",
            "name",
            "start_on",
            "ended_on",
            "is_paused",
            "pauses",
            "version",
            "plan",
            "pending",
            "has_changes",
            "created_at",
        )
        read_only_fields: ClassVar[tuple[str, ...]] = ("episode", "ended_on", "created_at")

    def to_representation(self, instance: Program) -> dict[str, Any]:
        data = super().to_representation(instance)
        if not (getattr(instance, "sees_draft", False) or getattr(instance, "may_edit", False)):
            for name in CARE_TEAM_ONLY:
                data.pop(name)
        return data

    def update(self, instance: Program, validated_data: dict[str, Any]) -> Program:
        plan = validated_data.pop("draft", None)
        instance.change(plan=None if plan is None else Plan.from_json(plan), **validated_data)
        return instance


class NewProgramSerializer(ProgramSerializer):
    episode = VisibleField(queryset=Episode.objects.select_related("client", "clinic"))
    start_on = serializers.DateField(required=False, help_text="By default today, where the client is")

    class Meta(ProgramSerializer.Meta):
        read_only_fields = ("ended_on", "created_at")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs.setdefault("start_on", attrs["episode"].local_day())
        return super().validate(attrs)

    def unchecked(self) -> set[str]:
        return {"created_by"}

    def create(self, validated_data: dict[str, Any]) -> Program:
        plan = Plan.from_json(validated_data.pop("draft", {}))
        program = Program.begin(by=self.context["request"].user, plan=plan, **validated_data)
        program.may_edit = True  # type: ignore[attr-defined]
        return program


class PublishSerializer(Serializer):
    reason = serializers.CharField(
        max_length=300, required=False, allow_blank=True, default="", help_text="Needed from version 2 on"
    )
    over = serializers.IntegerField(
        min_value=0,
        required=False,
        default=None,
        help_text="The version that you have seen; 409 if there is a later one",
    )


class PauseSerializer(Serializer):
    from_on = serializers.DateField(
        required=False, default=None, validators=[validate_day], help_text="By default today, where the client is"
    )
    until_on = serializers.DateField(
        required=False,
        default=None,
        allow_null=True,
        validators=[validate_day],
        help_text="Last day of the pause; without it, until somebody goes on",
    )


class EndSerializer(Serializer):
    on = serializers.DateField(
        required=False, default=None, validators=[validate_day], help_text="Last day; by default today"
    )


class ProgramFilter(FilterSet):
    # By value: a choice among rows would tell an id that exists from one that does not.
    episode = UUIDFilter(field_name="episode", label="Those of this episode")


@extend_schema_view(
    list=extend_schema(summary="Programs of your clients, and your own once published"),
    retrieve=extend_schema(summary="Read a program"),
    create=extend_schema(summary="Begin a program", request=NewProgramSerializer, responses={201: ProgramSerializer}),
    update=extend_schema(summary="Rewrite the draft"),
    partial_update=extend_schema(summary="Change name, first day or draft"),
    destroy=extend_schema(summary="Delete a draft", description="Only while nothing is published."),
)
class ProgramViewSet(PrivateModelViewSet):
    """What is assigned to a client. The client sees a program from its first version on, and never the draft."""

    scope = "programs"
    refusals: ClassVar = {
        "create": {409: "The episode has ended."},
        "update": {409: ENDED},
        "partial_update": {409: ENDED},
        "destroy": {409: "It was published; end it instead."},
        "publish": {409: f"{ENDED} Or nothing has changed, or `over` is not the latest version."},
        "pause": {409: f"{ENDED} Or the days overlap another pause."},
        "resume": {409: f"{ENDED} Or it is not paused."},
        "end": {409: f"{ENDED} Or something was recorded after that day."},
    }
    queryset = Program.objects.all()
    serializer_class = ProgramSerializer
    filterset_class = ProgramFilter

    @staticmethod
    def open_to(user: User, action: str | None) -> bool:
        """Programs are begun by therapists, and by people who keep an episode of their own."""
        return action != "create" or user.roles.has_treated or Episode.objects.editable_by(user).exists()

    def rows(self) -> Any:
        rows = Program.objects.select_related("episode__client", "episode__clinic", "current")
        return rows.defer("current__document").prefetch_related("pauses").with_rights(self.request.user)

    def get_serializer_class(self) -> type[ProgramSerializer]:
        return NewProgramSerializer if self.action == "create" else ProgramSerializer

    def perform_destroy(self, instance: Program) -> None:
        instance.discard()

    @extend_schema(
        summary="Publish the draft as the next version",
        request=PublishSerializer,
        responses={201: VersionBriefSerializer},
    )
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: Any) -> Response:
        """Compile the draft, with the catalogue's wording of this moment, into a version that never changes."""
        program = self.get_editable()
        body = self.read(PublishSerializer, request)
        version = publish(program=program, by=request.user, **body)  # type: ignore[arg-type]
        return Response(VersionBriefSerializer(version).data, status=201)

    @extend_schema(summary="Pause a program", request=PauseSerializer, responses=ProgramSerializer)
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, pk: Any) -> Response:
        """Paused days are not due and not counted."""
        program = self.get_editable()
        body = self.read(PauseSerializer, request)
        program.pause(body["from_on"] or program.episode.local_day(), body["until_on"])
        return self.now()

    @extend_schema(summary="Go on with a paused program", request=None, responses=ProgramSerializer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: Any) -> Response:
        """From today, where the client is."""
        program = self.get_editable()
        program.resume(program.episode.local_day())
        return self.now()

    @extend_schema(summary="End a program", request=EndSerializer, responses=ProgramSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: Any) -> Response:
        """Nothing is due after the last day; the record stays. A last day to come can be changed until then."""
        program = self.get_editable()
        program.end(self.read(EndSerializer, request)["on"] or program.episode.local_day())
        return self.now()

    @staticmethod
    def read(kind: type[Serializer], request: Request) -> dict[str, Any]:
        body = kind(data=request.data)
        body.is_valid(raise_exception=True)
        data: dict[str, Any] = body.validated_data
        return data

    def now(self) -> Response:
        """The program as it is after a verb."""
        return Response(self.get_serializer(self.get_object()).data)
