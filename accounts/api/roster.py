from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters import CharFilter
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.response import Response

from accounts.care_teams import set_team
from accounts.models import Clinic, ClinicClient, Membership
from accounts.requests import SignedInApiRequest
from backfit.access import get_editable_or_404
from backfit.api.filters import YesNoFilter
from backfit.api.serializers import ModelSerializer, Serializer
from backfit.api.viewsets import PrivateViewSet
from backfit.proof import require_recent_proof


class TeamPlaceSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(source="therapist.name")
    joined_at = serializers.DateTimeField()


class ClinicClientSerializer(ModelSerializer):
    name = serializers.CharField(source="client_name", read_only=True)
    care_team = serializers.SerializerMethodField()

    class Meta:
        model = ClinicClient
        fields = ("id", "name", "care_team", "started_on", "ended_on")
        read_only_fields = fields

    @extend_schema_field(TeamPlaceSerializer(many=True))
    def get_care_team(self, client: Any) -> list[dict[str, Any]]:
        return list(TeamPlaceSerializer(client.team, many=True).data)


class TeamSerializer(Serializer):
    care_team = serializers.ListField(
        child=serializers.UUIDField(),
        max_length=50,
        help_text="The memberships of the therapists who care for the client from now on, all of them",
    )


class ClinicClientFilter(FilterSet):
    ended = YesNoFilter(field_name="ended_on", lookup_expr="isnull", exclude=True, label="Ended ones, or those open")
    name = CharFilter(field_name="client_name", lookup_expr="icontains", max_length=120, label="With this in the name")


@extend_schema_view(
    list=extend_schema(
        summary="Clients of a clinic",
        description="For its managers and site admins. Each client sees that somebody looked at this list.",
    ),
    retrieve=extend_schema(summary="Who cares for a client"),
    update=extend_schema(summary="Hand a client over", request=TeamSerializer, responses=ClinicClientSerializer),
)
class ClinicClientViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, PrivateViewSet):
    """Who a clinic's clients are and who cares for them. Nothing of their health."""

    scope = "clinics"
    queryset = ClinicClient.objects.with_teams()
    serializer_class = ClinicClientSerializer
    filterset_class = ClinicClientFilter
    refusals: ClassVar = {"update": {409: "The episode has ended."}}

    def get_queryset(self) -> QuerySet[ClinicClient]:
        rows = super().get_queryset()
        return rows if getattr(self, "swagger_fake_view", False) else rows.filter(clinic=self.clinic())

    def lookup(self) -> dict[str, Any]:
        return {**super().lookup(), "clinic": self.clinic()}

    def clinic(self) -> Clinic:
        return get_editable_or_404(Clinic.objects.all(), self.request.user, pk=self.kwargs["clinic"])

    def update(self, request: SignedInApiRequest, clinic: Any, pk: Any) -> Response:
        """The list replaces the care team. Who is not in it loses access with the next request."""
        client = self.get_editable()
        wanted = TeamSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        if request.auth is None:  # a browser's session, for which the page asks the same
            require_recent_proof(request._request)
        set_team(episode=client, therapists=self.therapists(wanted.validated_data["care_team"]))
        return Response(self.get_serializer(self.get_object()).data)

    def therapists(self, chosen: list[Any]) -> list[Any]:
        treating = Membership.objects.current().filter(clinic=self.clinic(), role=Membership.Role.THERAPIST)
        found = treating.filter(pk__in=chosen).select_related("user")
        if len(found) != len(set(chosen)):
            raise serializers.ValidationError({"care_team": [_("There is no such entry.")]})
        return [membership.user for membership in found]
