from typing import Any, ClassVar

from django_filters import ChoiceFilter, UUIDFilter
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from backfit.api.serializers import Serializer
from backfit.api.viewsets import PrivateViewSet
from programs.models import Proposal
from programs.proposals.page import ready_for_words
from programs.proposals.words import ProposalInWords, in_words

CHANGE = {
    "type": "object",
    "description": "One of: another dose for an item (`key`, `exercise`, `before`, `after`), with `instead` as another "
    "exercise; another number of weeks for a phase (`phase`, counted from 0, `before`, `after`); or the version that "
    "keeps what was reached (`maintain`, days a week, and `strength`, the exercises that stay where none is marked).",
    "properties": {
        "key": {"type": "string"},
        "exercise": {"type": "string"},
        "instead": {"type": "string"},
        "phase": {"type": "integer"},
        "before": {},
        "after": {},
        "maintain": {"type": "integer"},
        "strength": {"type": "array", "items": {"type": "string"}},
    },
}


@extend_schema_field({"type": "array", "items": CHANGE})
class ChangesField(serializers.JSONField):
    pass


class ChangeWordsSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="Of the exercise or the phase")
    before = serializers.CharField()
    after = serializers.CharField()


class RestsOnSerializer(serializers.Serializer[Any]):
    day = serializers.DateField()
    pain = serializers.IntegerField(allow_null=True, help_text="Worst of the day; null when not told")
    effort = serializers.IntegerField(allow_null=True)
    morning = serializers.IntegerField(allow_null=True, help_text="Pain of the next morning")
    sessions = serializers.SerializerMethodField(help_text="Their ids")

    @extend_schema_field({"type": "array", "items": {"type": "string", "format": "uuid"}})
    def get_sessions(self, day: Any) -> list[str]:
        return [str(session.uuid) for session in day.sessions]


class ProposalSerializer(serializers.Serializer[ProposalInWords]):
    id = serializers.UUIDField(source="proposal.pk")
    program = serializers.UUIDField(source="proposal.program_id")
    version = serializers.IntegerField(source="proposal.version.number", help_text="That it is about")
    kind = serializers.ChoiceField(source="proposal.kind", choices=Proposal.Kind.values)
    state = serializers.ChoiceField(source="proposal.state", choices=Proposal.State.values)
    title = serializers.CharField()
    changes = ChangesField(source="proposal.changes")
    changes_in_words = ChangeWordsSerializer(source="changes", many=True)
    because = serializers.ListField(child=serializers.CharField(), help_text="Why, with the numbers")
    rule = serializers.CharField(help_text="What the numbers were held against")
    rests_on = RestsOnSerializer(source="days", many=True)
    not_judged = serializers.ListField(
        source="balance", child=serializers.CharField(), help_text="Balance exercises, which are left to the therapist"
    )
    made_on = serializers.DateField(source="proposal.made_on")
    answered_by = serializers.CharField(source="proposal.answered_by.name", allow_null=True, default=None)
    answered_at = serializers.DateTimeField(source="proposal.answered_at", allow_null=True)
    answer_reason = serializers.CharField(source="proposal.answer_reason")


class DeclineSerializer(Serializer):
    reason = serializers.CharField(max_length=300, help_text="For the care team; the client does not see it")


class ProposalFilter(FilterSet):
    # By value: a choice among rows would tell an id that exists from one that does not.
    program = UUIDFilter(field_name="program", label="Those of this program")
    episode = UUIDFilter(field_name="program__episode", label="Those of all programs of this episode")
    state = ChoiceFilter(choices=Proposal.State.choices, label="Only in this state")


READING = {"list", "retrieve"}
ANSWERED = "It was answered, or a newer version is out, or the program has ended."


@extend_schema_view(
    list=extend_schema(summary="What the rules suggest", description="Of your clients' programs, the newest first."),
    retrieve=extend_schema(summary="Read a proposal"),
)
class ProposalViewSet(PrivateViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """For the care team. Nothing changes by itself: accepting puts the change into the draft."""

    scope = "programs"
    refusals: ClassVar = {
        "accept": {409: f"{ANSWERED} Or the draft has changes that are not published."},
        "decline": {409: ANSWERED},
    }
    queryset = Proposal.objects.all()
    serializer_class = ProposalSerializer
    filterset_class = ProposalFilter

    @staticmethod
    def open_to(user: User, action: str | None) -> bool:
        return user.roles.has_treated or (action in READING and user.roles.in_emergency)

    def rows(self) -> Any:
        return ready_for_words(Proposal.objects.all())

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """Rows are put into words first, all of a page with one query."""
        if args and kwargs.get("many"):
            args = (in_words(args[0]), *args[1:])
        elif args:
            args = (in_words([args[0]])[0], *args[1:])
        return super().get_serializer(*args, **kwargs)

    @extend_schema(summary="Accept a proposal", request=None, responses=ProposalSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: Any) -> Response:
        """Puts the changes into the program's draft. The client sees nothing before you publish it."""
        proposal = self.get_editable()
        proposal.accept(request.user)
        return self.now()

    @extend_schema(summary="Decline a proposal", request=DeclineSerializer, responses=ProposalSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: Any) -> Response:
        """With a reason. It is not proposed again from the same sessions."""
        proposal = self.get_editable()
        body = DeclineSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        proposal.decline(request.user, body.validated_data["reason"])
        return self.now()

    def now(self) -> Response:
        return Response(self.get_serializer(self.get_object()).data)
