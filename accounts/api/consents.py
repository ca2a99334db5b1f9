"""What a person agreed to, and the client's word on who reads the record."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.care_sharing import go_by, require_giver, share_again, stop_sharing
from accounts.consents import CARE, CARE_VERSION
from accounts.models import Consent, Episode
from accounts.requests import SignedInApiRequest
from backfit.access import get_visible_or_404
from backfit.api.serializers import ModelSerializer, Serializer
from backfit.api.viewsets import PrivateViewSet


class ConsentSerializer(ModelSerializer):
    text = serializers.CharField(read_only=True, help_text="`%(clinic)s` stands for the clinic's name")

    class Meta:
        model = Consent
        fields = ("id", "purpose", "episode", "given", "wording", "text", "language", "at")
        read_only_fields = fields
        extra_kwargs = {"given": {"help_text": "False where it was withdrawn"}}


class ConsentTextSerializer(serializers.Serializer[Any]):
    version = serializers.CharField()
    text = serializers.CharField(help_text="`%(clinic)s` stands for the clinic's name")


class AgreementSerializer(Serializer):
    consent = serializers.CharField(max_length=20, help_text="The `version` of the words that were read")


class NameSerializer(Serializer):
    name = serializers.CharField(max_length=120)


@extend_schema_view(
    list=extend_schema(
        summary="What you agreed to and withdrew",
        description="Newest first; nothing of it is ever changed. Reminders have theirs in `/reminders/`.",
    )
)
class ConsentViewSet(mixins.ListModelMixin, PrivateViewSet):
    scope = "episodes"
    queryset = Consent.objects.all()
    serializer_class = ConsentSerializer

    @extend_schema(
        summary="What clients agree to", responses=ConsentTextSerializer(many=False), filters=False, request=None
    )
    @action(detail=False, pagination_class=None)
    def text(self, request: SignedInApiRequest) -> Response:
        """The present words, which whoever accepts an invitation or shares again has read."""
        return Response({"version": CARE_VERSION, "text": str(CARE[CARE_VERSION])})


class SharingActions(PrivateViewSet):
    """For the client of an episode. The care team may read it, and is refused (403)."""

    @extend_schema(summary="Stop sharing your record", request=None, responses={204: None})
    @action(detail=True, methods=["post"], url_path="stop-sharing")
    def stop_sharing(self, request: SignedInApiRequest, pk: Any) -> Response:
        """From the next request on the care team finds nothing of it. You keep all of it and can go on."""
        stop_sharing(episode=self.found(request), by=request.user)
        return Response(status=204)

    @extend_schema(summary="Share your record again", request=AgreementSerializer, responses={204: None})
    @action(detail=True, methods=["post"], url_path="share-again")
    def share_again(self, request: SignedInApiRequest, pk: Any) -> Response:
        """With the care team as it is now."""
        given = AgreementSerializer(data=request.data)
        episode = self.found(request)
        given.is_valid(raise_exception=True)
        share_again(episode=episode, by=request.user, wording=given.validated_data["consent"])
        return Response(status=204)

    @extend_schema(summary="Choose what the clinic calls you", request=NameSerializer, responses={204: None})
    @action(detail=True, methods=["post"], url_path="name", url_name="name")
    def go_by(self, request: SignedInApiRequest, pk: Any) -> Response:
        """In place of the name on the record. It need not be your real one."""
        given = NameSerializer(data=request.data)
        episode = self.found(request)
        given.is_valid(raise_exception=True)
        go_by(episode=episode, by=request.user, name=given.validated_data["name"])
        return Response(status=204)

    def found(self, request: SignedInApiRequest) -> Episode:
        episode = get_visible_or_404(Episode.objects.all(), request.user, **self.lookup())
        require_giver(episode, request.user)
        return episode
