from typing import Any, ClassVar

from django_filters import UUIDFilter
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.models import Episode
from accounts.requests import SignedInApiRequest
from backfit.api.filters import YesNoFilter
from backfit.api.serializers import Serializer, VisibleField
from backfit.api.viewsets import PrivateViewSet
from backfit.limits import require_patience
from programs.message_words import TOO_MANY
from programs.messages import mark_read, send, words_of
from programs.models import Message
from programs.models.message import LONGEST, MessageQuerySet


class MessageSerializer(serializers.ModelSerializer[Message]):
    author = serializers.CharField(
        source="author_name", help_text="Who wrote it, by name; of clients the one that the care team knows"
    )
    read_at = serializers.DateTimeField(help_text="When somebody of the other side first had it before them")

    class Meta:
        model = Message
        fields = ("id", "uuid", "episode", "author", "from_client", "text", "day", "sent_at", "read_at")


class MessageAdviceSerializer(serializers.Serializer[Any]):
    """What to say at once about what a client wrote; it diagnoses nothing."""

    check = serializers.BooleanField(help_text="Ask the six questions: words that call for it")
    crisis = serializers.BooleanField(help_text="Show whom to call: words of despair")


class SentMessageSerializer(MessageSerializer):
    advice = serializers.SerializerMethodField()

    class Meta(MessageSerializer.Meta):
        fields = (*MessageSerializer.Meta.fields, "advice")  # type: ignore[assignment]

    @extend_schema_field(MessageAdviceSerializer)
    def get_advice(self, message: Message) -> Any:
        return MessageAdviceSerializer(words_of(message)).data


class OwnUuidField(serializers.UUIDField):
    """Its text alone: a number could be meant as anything."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


class NewMessageSerializer(Serializer):
    uuid = OwnUuidField(help_text="Chosen by you: what is sent again under it is not written twice")
    episode = VisibleField(queryset=Episode.objects.select_related("client", "clinic"))
    text = serializers.CharField(
        max_length=LONGEST, help_text="Plain text; shown with its line breaks, and nothing in it becomes a link"
    )


class MessageFilter(FilterSet):
    episode = UUIDFilter(field_name="episode", label="Those of this episode")
    read = YesNoFilter(method="by_state", label="Those that the other side has read, or not")

    @staticmethod
    def by_state(queryset: MessageQuerySet, name: str, value: bool) -> MessageQuerySet:
        return queryset.filter(read_at__isnull=not value)


@extend_schema_view(
    list=extend_schema(
        summary="Messages with your care team, or your clients",
        description="The newest first. Listing marks nothing as read.",
    ),
    retrieve=extend_schema(summary="Read a message", description="That does not mark it as read."),
)
class MessageViewSet(PrivateViewSet, mixins.ListModelMixin, mixins.RetrieveModelMixin):
    """One thread for each episode. Nobody watches it in real time: say so wherever you offer to write.

    Nothing is changed or deleted. Keep no message on a device: the site does not either.
    """

    scope = "messages"
    refusals: ClassVar = {
        "create": {
            409: "Nobody could read it: the care has ended, is not shared, or has nobody on the other side.",
            422: "The id is taken by a message that says something else, which is kept.",
            429: "More than 60 in an hour.",
        }
    }
    queryset = Message.objects.select_related("author", "episode").order_by("-sent_at", "pk")
    serializer_class = MessageSerializer
    filterset_class = MessageFilter

    @extend_schema(
        summary="Write a message",
        request=NewMessageSerializer,
        responses={
            200: OpenApiResponse(SentMessageSerializer, description="Kept already"),
            201: OpenApiResponse(SentMessageSerializer, description="Kept now"),
        },
    )
    def create(self, request: SignedInApiRequest) -> Response:
        """By the client or the care team. What is not certain to have arrived may be sent again."""
        body = NewMessageSerializer(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        require_patience(request._request, "message", TOO_MANY)
        message, is_new = send(by=request.user, **body.validated_data)
        return Response(SentMessageSerializer(message).data, status=201 if is_new else 200)

    @extend_schema(summary="Say that you have read", request=None, responses=MessageSerializer)
    @action(detail=True, methods=["post"])
    def read(self, request: SignedInApiRequest, pk: Any) -> Response:
        """This message, and those of the other side before it in the same thread. Again, it changes nothing."""
        message = self.get_editable()
        mark_read(by=request.user, message=message)
        message.refresh_from_db(fields=["read_at"])
        return Response(MessageSerializer(message).data)
