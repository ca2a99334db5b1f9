from typing import Any, ClassVar

from django.db import models
from django_filters import UUIDFilter
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.consents import SharingActions
from accounts.api.home import HomeField
from accounts.api.misfits import EXERCISES, MisfitSerializer, misfits_of
from accounts.models import CareTeamMember, Clinic, Episode, User
from backfit.api.filters import YesNoFilter
from backfit.api.serializers import ModelSerializer, VisibleField
from backfit.api.viewsets import PrivateViewSet


class TreatingClinicField(VisibleField):
    """A clinic where one works as a therapist; any other answers as one that is not there."""

    def get_queryset(self) -> models.QuerySet[Clinic]:
        return Clinic.objects.where_treating(self.context["request"].user)


class CareTeamSerializer(ModelSerializer):
    name = serializers.CharField(source="therapist.name", read_only=True)

    class Meta:
        model = CareTeamMember
        fields = ("id", "name", "joined_at")
        read_only_fields = fields


class EpisodeSerializer(ModelSerializer):
    joined = serializers.SerializerMethodField(help_text="Whether the client has accepted an invitation")
    care_team = serializers.SerializerMethodField()
    home = HomeField(
        required=False, help_text="What is at hand and what needs care; sent, it replaces all that was known"
    )

    class Meta:
        model = Episode
        fields = (
            "id",
            "clinic",
            "client_name",
            "client_email",
            "reason",
            "precautions",
            "home",
            "usual_pain",
            "started_on",
            "ended_on",
            "withheld_at",
            "joined",
            "care_team",
            "created_at",
        )
        read_only_fields: ClassVar[tuple[str, ...]] = ("clinic", "ended_on", "withheld_at", "created_at")
        extra_kwargs = {
            "started_on": {"required": False},
            "withheld_at": {"help_text": "Since when the client shares it with the care team no more"},
        }

    def get_joined(self, episode: Episode) -> bool:
        return episode.client_id is not None

    @extend_schema_field(CareTeamSerializer(many=True))
    def get_care_team(self, episode: Episode) -> list[dict[str, Any]]:
        now = [place for place in episode.care_team.all() if place.left_at is None]
        return list(CareTeamSerializer(now, many=True).data)

    def update(self, instance: Episode, validated_data: dict[str, Any]) -> Episode:
        instance.change(**validated_data)
        return instance


class EpisodeFilter(FilterSet):
    # By value: a choice among rows would tell an id that exists from one that does not.
    clinic = UUIDFilter(field_name="clinic", label="Those of this clinic")
    ended = YesNoFilter(field_name="ended_on", lookup_expr="isnull", exclude=True, label="Ended ones, or those open")


class NewEpisodeSerializer(EpisodeSerializer):
    clinic = TreatingClinicField(queryset=Clinic.objects.all())

    class Meta(EpisodeSerializer.Meta):
        read_only_fields: ClassVar[tuple[str, ...]] = ("ended_on", "withheld_at", "created_at")

    def owned(self) -> dict[str, Any]:
        return {"started_on": self.context["request"].user.today()}

    def create(self, validated_data: dict[str, Any]) -> Episode:
        return Episode.begin(by=self.context["request"].user, **validated_data)


@extend_schema_view(
    list=extend_schema(summary="Episodes of your clients, and your own"),
    retrieve=extend_schema(summary="Read an episode"),
    update=extend_schema(summary="Rewrite what is known of the client", description="For the care team."),
    partial_update=extend_schema(
        summary="Change parts of what is known of the client",
        description="For the care team. An invitation on its way to another address stops working.",
    ),
    create=extend_schema(
        summary="Open an episode",
        description="Therapists open one at a clinic where they work; they are its first care team. No mail is sent.",
        request=NewEpisodeSerializer,
        responses={201: EpisodeSerializer},
    ),
)
class EpisodeViewSet(
    SharingActions,
    mixins.CreateModelMixin,
    mixins.RetrieveModelMixin,
    mixins.UpdateModelMixin,
    mixins.ListModelMixin,
    PrivateViewSet,
):
    """Episodes of care: those that one treats and those in which one is the client. The care team changes them."""

    scope = "episodes"
    refusals: ClassVar = {action: {409: "The episode has ended."} for action in ("update", "partial_update", "end")}
    queryset = Episode.objects.select_related("clinic").prefetch_related("care_team__therapist")
    serializer_class = EpisodeSerializer
    filterset_class = EpisodeFilter

    @staticmethod
    def open_to(user: User, action: str | None) -> bool:
        return action != "create" or user.roles.treats

    def get_serializer_class(self) -> type[EpisodeSerializer]:
        return NewEpisodeSerializer if self.action == "create" else EpisodeSerializer

    @extend_schema(summary="End an episode", request=None, responses=EpisodeSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: Any) -> Response:
        """Finish the care today, where the client is. The record stays; pending invitations stop working."""
        episode = self.get_editable()
        episode.end()
        return Response(self.get_serializer(episode).data)

    @extend_schema(
        summary="Which exercises do not fit the client's home",
        parameters=[EXERCISES],
        responses=MisfitSerializer(many=True),
        filters=False,
    )
    @action(detail=True, pagination_class=None)
    def misfits(self, request: Request, pk: Any) -> Response:
        """Of those asked for, why, and what fits in their place. For the care team; a reason to give one all the same
        is kept at the plan's item as `despite`."""
        return Response(misfits_of(self.get_editable(), request))
