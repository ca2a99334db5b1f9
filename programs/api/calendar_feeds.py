from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.requests import SignedInApiRequest
from backfit.api.serializers import ModelSerializer
from backfit.api.viewsets import PrivateViewSet
from programs.calendar.link import link_of
from programs.models import CalendarFeed


class CalendarFeedSerializer(ModelSerializer):
    class Meta:
        model = CalendarFeed
        fields: ClassVar[tuple[str, ...]] = ("id", "shows_names", "created_at", "fetched_on")
        read_only_fields = ("created_at", "fetched_on")
        extra_kwargs = {
            "shows_names": {"help_text": "Whether events are called by the exercises' names"},
            "fetched_on": {"help_text": "The last day on which a calendar looked"},
        }

    def unchecked(self) -> set[str]:
        return {"owner", "digest"}

    def update(self, instance: CalendarFeed, validated_data: dict[str, Any]) -> CalendarFeed:
        instance.change(**validated_data)
        return instance


class NewCalendarFeedSerializer(CalendarFeedSerializer):
    """With the address, which is told this once."""

    url = serializers.CharField(read_only=True, help_text="Secret. It is kept nowhere and told this once.")

    class Meta(CalendarFeedSerializer.Meta):
        fields = (*CalendarFeedSerializer.Meta.fields, "url")


@extend_schema_view(
    list=extend_schema(summary="Your calendar feed", description="One at most."),
    retrieve=extend_schema(summary="Read about your calendar feed", description="The address is not told again."),
    create=extend_schema(
        summary="Make a calendar feed",
        description="An iCalendar file of the days on which your programs are due, from two weeks back to eight weeks "
        "ahead, under a secret address that needs no signing in. It holds no names of people and nothing of health.",
        request=CalendarFeedSerializer,
        responses={201: NewCalendarFeedSerializer},
    ),
    update=extend_schema(summary="Rewrite what it shows"),
    partial_update=extend_schema(summary="Change what it shows"),
    destroy=extend_schema(summary="Switch it off", description="The address answers 404 from then on."),
)
class CalendarFeedViewSet(
    PrivateViewSet,
    mixins.RetrieveModelMixin,
    mixins.UpdateModelMixin,
    mixins.DestroyModelMixin,
    mixins.ListModelMixin,
):
    """The days of one's programs for one's own calendar. Nobody else is told that there is a feed."""

    scope = "programs"
    refusals: ClassVar = {
        "create": {409: "There is one already, or you follow no program."},
        "rotate": {409: "It was replaced or switched off already."},
    }
    queryset = CalendarFeed.objects.all()
    serializer_class = CalendarFeedSerializer

    def create(self, request: SignedInApiRequest) -> Response:
        wanted = CalendarFeedSerializer(data=request.data, context=self.get_serializer_context())
        wanted.is_valid(raise_exception=True)
        return self.told(*CalendarFeed.make(owner=request.user, **wanted.validated_data))

    def perform_destroy(self, instance: CalendarFeed) -> None:
        instance.revoke()

    @extend_schema(
        summary="Replace the address",
        description="The old one answers 404 at once.",
        request=None,
        responses={201: NewCalendarFeedSerializer},
    )
    @action(detail=True, methods=["post"])
    def rotate(self, request: Request, pk: object) -> Response:
        return self.told(*self.get_editable().rotate())

    def told(self, feed: CalendarFeed, secret: str) -> Response:
        about = self.get_serializer(feed).data | {"url": link_of(secret).https}
        return Response(about, status=status.HTTP_201_CREATED)
