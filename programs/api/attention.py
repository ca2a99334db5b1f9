"""Who needs a look and why, as on the therapist's desk."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import F, Q, QuerySet
from django_filters import ChoiceFilter, UUIDFilter
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.models import User
from accounts.requests import SignedInApiRequest
from backfit.api.filters import YesNoFilter
from backfit.api.serializers import Serializer
from backfit.api.viewsets import PrivateViewSet
from programs.attention.answers import LONGEST_NOTE, LONGEST_SNOOZE, dismiss, snooze
from programs.attention.rules import mark_of
from programs.attention.words import reason_in_words
from programs.desk.clients import refresh_old
from programs.models import Attention
from programs.models.attention import AttentionQuerySet


class AttentionSerializer(serializers.ModelSerializer[Attention]):
    client_name = serializers.CharField(source="episode.client_name")
    kind = serializers.ChoiceField(choices=Attention.Kind.choices, help_text="In the order of urgency")
    words = serializers.SerializerMethodField(help_text="Such as: Pain 7 on Friday, usually 3")
    program = serializers.SerializerMethodField(help_text="The id of the program that it is about, if it is about one")
    mark = serializers.SerializerMethodField(help_text="Names this state of it; say it when you answer")
    handled_by = serializers.CharField(source="handled_by.name", allow_null=True, default=None)

    class Meta:
        model = Attention
        fields = (
            "id",
            "episode",
            "client_name",
            "kind",
            "rank",
            "since",
            "words",
            "program",
            "mark",
            "raised_at",
            "handled_by",
            "handled_at",
            "handled_note",
            "snoozed_until",
        )

    def get_words(self, row: Attention) -> str:
        return reason_in_words(row.kind, row.facts, row.episode.local_day())

    def get_program(self, row: Attention) -> str | None:
        return row.facts["program"] or None

    def get_mark(self, row: Attention) -> str:
        return mark_of(row.since, row.facts["level"])


class DismissSerializer(Serializer):
    note = serializers.CharField(max_length=LONGEST_NOTE, help_text="What you did about it, in one line")
    mark = serializers.CharField(max_length=40, required=False, default=None, help_text="Of the state that you saw")


class SnoozeSerializer(Serializer):
    until = serializers.DateField(help_text=f"From tomorrow on, at most {LONGEST_SNOOZE} days from now")
    mark = serializers.CharField(max_length=40, required=False, default=None, help_text="Of the state that you saw")


class AttentionFilter(FilterSet):
    # By value: a choice among rows would tell an id that exists from one that does not.
    episode = UUIDFilter(field_name="episode", label="Those of this client")
    kind = ChoiceFilter(choices=Attention.Kind.choices, label="Those of this kind")
    waiting = YesNoFilter(method="to_be_seen", label="Those to be looked at now, or those dealt with or put off")

    @staticmethod
    def to_be_seen(queryset: AttentionQuerySet, name: str, value: bool) -> AttentionQuerySet:
        # The day to which the desk has counted is the client's own today: the list sees to it.
        put_off = Q(snoozed_until__gt=F("episode__desk__day"))
        answered = Q(handled_at__isnull=False) | put_off
        return queryset.exclude(answered) if value else queryset.filter(answered)


@extend_schema_view(
    list=extend_schema(
        summary="Who needs a look and why",
        description="Reasons that hold now, of the clients whom you treat, the most urgent first. One that was dealt "
        "with or put off stays in the list while it holds; `waiting=true` leaves it out.",
    ),
    retrieve=extend_schema(summary="Read a reason"),
)
class AttentionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, PrivateViewSet):
    queryset = Attention.objects.open().select_related("episode__client", "episode__clinic", "handled_by")
    serializer_class = AttentionSerializer
    filterset_class = AttentionFilter
    scope = "episodes"
    refusals: ClassVar = {
        action: {409: "It is gone, dealt with already, has got worse since `mark`, or is an open warning sign."}
        for action in ("dismiss", "snooze")
    }

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        assert isinstance(self.request.user, User)
        refresh_old(self.request.user)
        return super().filter_queryset(queryset)

    @extend_schema(summary="Deal with a reason", request=DismissSerializer, responses=AttentionSerializer)
    @action(detail=True, methods=["post"])
    def dismiss(self, request: SignedInApiRequest, pk: Any) -> Response:
        """It is not shown any more until there is news: a later day, or a worse number."""
        return self.answered(dismiss, DismissSerializer(data=request.data))

    @extend_schema(summary="Put a reason off", request=SnoozeSerializer, responses=AttentionSerializer)
    @action(detail=True, methods=["post"])
    def snooze(self, request: SignedInApiRequest, pk: Any) -> Response:
        """It is not shown before that day, unless there is news."""
        return self.answered(snooze, SnoozeSerializer(data=request.data))

    def answered(self, verb: Callable[..., object], body: Serializer) -> Response:
        row = self.get_editable()
        body.is_valid(raise_exception=True)
        said = dict(body.validated_data)
        verb(episode=row.episode, seen={row.pk: said.pop("mark")}, by=self.request.user, **said)
        row.refresh_from_db()
        return Response(self.get_serializer(row).data)
