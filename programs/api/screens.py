"""Asking about warning signs before the first session and after severe pain."""

from typing import Any, ClassVar

from django_filters import UUIDFilter
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Episode
from backfit.api.serializers import Serializer, VisibleField
from backfit.api.viewsets import PrivateViewSet
from programs.models import SafetyScreen
from programs.safety_screen import answer_screen, ask_anew, questions, six_questions

EPISODES = Episode.objects.select_related("client", "clinic")


class SafetyScreenSerializer(serializers.ModelSerializer[SafetyScreen]):
    occasion = serializers.ChoiceField(choices=SafetyScreen.Occasion.values)
    found = serializers.ChoiceField(
        choices=SafetyScreen.Found.values, help_text="The gravest tier; never which sign it was"
    )
    asked_anew_at = serializers.DateTimeField(help_text="Since when the client is to be asked once more")

    class Meta:
        model = SafetyScreen
        fields = ("id", "episode", "day", "occasion", "found", "answered_at", "asked_anew_at")


class NewSafetyScreenSerializer(Serializer):
    episode = VisibleField(queryset=EPISODES)
    occasion = serializers.ChoiceField(choices=SafetyScreen.Occasion.values, default=SafetyScreen.Occasion.START)
    found = serializers.ChoiceField(choices=SafetyScreen.Found.values)


class SignSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    question = serializers.CharField()
    sign = serializers.CharField(help_text="The same as a statement")


class SignGroupSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    title = serializers.CharField()
    signs = SignSerializer(many=True)


class SignTierSerializer(serializers.Serializer[Any]):
    tier = serializers.ChoiceField(choices=["emergency", "urgent"])
    title = serializers.CharField()
    todo = serializers.ListField(child=serializers.CharField(), help_text="What to do about any of its signs")
    groups = SignGroupSerializer(many=True)


class SixSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    question = serializers.CharField()


class SafetyQuestionsSerializer(serializers.Serializer[Any]):
    start = SignTierSerializer(many=True, help_text="Before the first session: the answer is a tier, or none")
    six = SixSerializer(many=True, help_text="After severe pain, yes or no to each: any yes is an emergency")


class SafetyScreenFilter(FilterSet):
    episode = UUIDFilter(field_name="episode", label="Those of this episode")


@extend_schema_view(
    list=extend_schema(summary="What was answered about warning signs", tags=["safety-screens"]),
    retrieve=extend_schema(summary="Read an answer", tags=["safety-screens"]),
)
class SafetyScreenViewSet(PrivateViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """Of the answers only the gravest tier is kept."""

    scope = "sessions"
    refusals: ClassVar = {"create": {403: "Only the client answers.", 409: "The episode has ended."}}
    queryset = SafetyScreen.objects.all()
    serializer_class = SafetyScreenSerializer
    filterset_class = SafetyScreenFilter

    @extend_schema(
        summary="Answer the questions about warning signs",
        request=NewSafetyScreenSerializer,
        responses={201: SafetyScreenSerializer},
        tags=["safety-screens"],
    )
    def create(self, request: Request) -> Response:
        """For the client. A sign that was found is reported to the care team as well, as a safety report."""
        body = NewSafetyScreenSerializer(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        said = body.validated_data
        user: Any = request.user
        answer_screen(by=user, episodes=[said["episode"]], occasion=said["occasion"], found=said["found"])
        kept = SafetyScreen.objects.filter(episode=said["episode"], answered_by=user).first()
        return Response(SafetyScreenSerializer(kept).data, status=201)

    @extend_schema(
        summary="Ask the client anew",
        request=None,
        responses=SafetyScreenSerializer,
        tags=["safety-screens"],
    )
    @action(detail=True, methods=["post"])
    def anew(self, request: Request, pk: Any) -> Response:
        """For the care team. The client is asked at the next start or save; the answers given stay in the record."""
        screen = self.get_editable()
        ask_anew(by=request.user, episode=screen.episode)  # type: ignore[arg-type]
        screen.refresh_from_db()
        return Response(SafetyScreenSerializer(screen).data)

    @extend_schema(
        summary="The questions about warning signs",
        responses=SafetyQuestionsSerializer,
        filters=False,
        tags=["safety-screens"],
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def questions(self, request: Request) -> Response:
        """In plain words, for a device that asks them itself."""
        return Response(SafetyQuestionsSerializer({"start": questions(), "six": six_questions()}).data)
