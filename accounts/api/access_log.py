from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django_filters import ChoiceFilter, IsoDateTimeFilter, UUIDFilter
from django_filters.rest_framework import FilterSet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError

from accounts.looked import Person, people_of
from accounts.looked_words import things
from accounts.models import AccessEntry, ClinicClient, User
from accounts.models.access_log import AccessEntryQuerySet
from accounts.requests import SignedInApiRequest
from accounts.views.looked import FILES, file_of
from backfit.api.viewsets import PrivateViewSet
from backfit.proof import require_recent_proof


class AccessEntrySerializer(serializers.Serializer[Any]):
    """Reads (entry, person) as `get_serializer` of the viewset puts them together."""

    id = serializers.IntegerField(source="entry.number")
    at = serializers.DateTimeField(source="entry.at")
    name = serializers.CharField(source="person.name", help_text="Who it was; in words where there is no account")
    role = serializers.CharField(source="person.role", help_text="Where they work and as what, or empty")
    reason = serializers.ChoiceField(source="entry.reason", choices=AccessEntry.Reason.choices)
    verb = serializers.ChoiceField(source="entry.verb", choices=AccessEntry.Verb.choices)
    what = serializers.ListField(child=serializers.CharField(), help_text="In words")
    kinds = serializers.ListField(child=serializers.CharField(), help_text="The same for programs")
    episode = serializers.UUIDField(source="entry.episode")
    object = serializers.CharField(source="entry.object", help_text="The id in the address that was opened, if any")
    request = serializers.UUIDField(source="entry.request", help_text="What belongs to one request has the same")


def together(entry: AccessEntry, person: Person) -> dict[str, Any]:
    kinds = entry.kinds.split()
    return {"entry": entry, "person": person, "what": things([(entry.door, entry.kinds)]), "kinds": kinds}


class AccessEntryFilter(FilterSet):
    # By value: a choice among rows would tell an id that exists from one that does not.
    client = UUIDFilter(method="of_client", label="About the records of this person")
    episode = UUIDFilter(field_name="episode", label="About this episode")
    actor = UUIDFilter(field_name="actor", label="By this person")
    reason = ChoiceFilter(choices=AccessEntry.Reason.choices, label="For this reason")
    since = IsoDateTimeFilter(field_name="at", lookup_expr="gte", label="At this moment or later")
    until = IsoDateTimeFilter(field_name="at", lookup_expr="lt", label="Before this moment")

    def of_client(self, rows: AccessEntryQuerySet, name: str, value: UUID) -> AccessEntryQuerySet:
        return rows.about(value)


@extend_schema_view(
    list=extend_schema(
        summary="Who looked at your record",
        description="The newest first. Managers see what was looked at in their clinics, site admins all of it.",
    ),
    retrieve=extend_schema(summary="Read one look"),
)
class AccessEntryViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, PrivateViewSet):
    """Each time that somebody was given or changed something of somebody else's record. Nobody writes or deletes it."""

    scope = "episodes"
    queryset = AccessEntry.objects.order_by("-number")
    serializer_class = AccessEntrySerializer
    filterset_class = AccessEntryFilter
    lookup_value_converter = "int"
    refusals: ClassVar = {"export": {403: "In a browser's session: the person has not shown lately who they are."}}

    @staticmethod
    def open_to(user: User, action: str | None) -> bool:
        """For clients, managers and site admins. Who only treats or edits is answered nothing about any id."""
        roles = user.roles
        if action is None or roles.manages or roles.is_admin:
            return True
        return not (roles.has_treated or roles.edits)

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """Names and roles are read first, for all of a page at once."""
        if args:
            entries = list(args[0]) if kwargs.get("many") else [args[0]]
            people = people_of([(entry.actor, entry.episode) for entry in entries])
            found = [together(entry, people[entry.actor, entry.episode]) for entry in entries]
            args = (found if kwargs.get("many") else found[0], *args[1:])
        return super().get_serializer(*args, **kwargs)

    @extend_schema(
        summary="The log as a file",
        parameters=[
            OpenApiParameter("client", UUID, description="About the records of this person; by default your own"),
            OpenApiParameter("as", enum=list(FILES), description="By default `csv`"),
        ],
        responses={(200, "text/csv"): OpenApiTypes.STR, (200, "application/json"): OpenApiTypes.STR},
        filters=False,
    )
    @action(detail=False, pagination_class=None, filterset_class=None)
    def export(self, request: SignedInApiRequest) -> HttpResponseBase:
        """All that was looked at of one client, whole."""
        client = self.client(request)
        if request.auth is None:  # a browser's session, for which the page asks the same
            require_recent_proof(request._request)
        rows = AccessEntry.objects.visible_to(request.user).about(client)
        return file_of(rows, request.query_params.get("as", "csv"))

    @staticmethod
    def client(request: SignedInApiRequest) -> UUID:
        """Oneself, or whose records one answers for; 404 alike for anybody else and for nobody."""
        named = request.query_params.get("client")
        if named is None:
            return request.user.pk
        try:
            client = UUID(named)
        except ValueError as error:
            raise ValidationError({"client": [_("This is no id.")]}) from error
        if client == request.user.pk or ClinicClient.objects.visible_to(request.user).filter(client=client).exists():
            return client
        raise Http404
