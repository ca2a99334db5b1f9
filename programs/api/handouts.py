"""The handout of a program, and the links that open it without an account."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backfit.access import get_visible_or_404
from backfit.api.serializers import ModelSerializer, Serializer
from backfit.api.viewsets import PrivateViewSet
from backfit.proof import require_recent_proof
from exercises.handout.sheet import PAPERS
from programs.models import Program, ShareLink
from programs.models.share_link import MOST_DAYS, USUAL_DAYS, address_of
from programs.sharing import share
from programs.views.handouts import handout_of

PROGRAM = OpenApiParameter("program", {"type": "string", "format": "uuid"}, OpenApiParameter.PATH)


class HandoutView(APIView):
    scope = "programs"
    refusals: ClassVar = {"get": {409: "The program is not published yet.", 429: "More than 20 sheets within an hour."}}

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[JSONRenderer, str]:
        """Whoever asks for a PDF gets a PDF; only a refusal is JSON."""
        renderer = JSONRenderer()
        return renderer, renderer.media_type

    @extend_schema(
        operation_id="programs_handout",
        parameters=[
            OpenApiParameter("paper", enum=PAPERS, description="Without it, what is usual where the clinic is"),
        ],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
        summary="The program on paper",
    )
    def get(self, request: Request, pk: UUID) -> HttpResponseBase:
        """The current version with its pictures, boxes for two weeks and a code that opens it on a phone.

        The first sheet of a program makes the link of that code, which is listed with the others.
        """
        return handout_of(request._request, request.user, pk)  # type: ignore[arg-type]


class ShareLinkSerializer(ModelSerializer):
    created_by = serializers.CharField(source="created_by.name", read_only=True, help_text="Name of who made it")

    class Meta:
        model = ShareLink
        fields: ClassVar[tuple[str, ...]] = ("id", "kind", "name", "created_by", "created_at", "expires_at")
        read_only_fields = fields


class NewShareLinkSerializer(Serializer):
    name = serializers.CharField(
        max_length=80, required=False, allow_blank=True, default="", help_text="For whom it is, to know it again"
    )
    days = serializers.IntegerField(
        min_value=1, max_value=MOST_DAYS, required=False, default=USUAL_DAYS, help_text="How long it works"
    )


class ShareLinkWithAddressSerializer(ShareLinkSerializer):
    url = serializers.URLField(help_text="The address; it is given this once")

    class Meta(ShareLinkSerializer.Meta):
        fields = (*ShareLinkSerializer.Meta.fields, "url")
        read_only_fields = fields


@extend_schema_view(
    list=extend_schema(summary="The links of a program that work now", parameters=[PROGRAM]),
    create=extend_schema(
        summary="Make a link",
        parameters=[PROGRAM],
        request=NewShareLinkSerializer,
        responses={201: ShareLinkWithAddressSerializer},
    ),
    destroy=extend_schema(summary="Withdraw a link", description="It stops at once.", parameters=[PROGRAM]),
)
class ShareLinkViewSet(mixins.ListModelMixin, mixins.CreateModelMixin, mixins.DestroyModelMixin, PrivateViewSet):
    """Addresses that open one program without an account: read only, without names, notes or anything recorded."""

    scope = "programs"
    queryset = ShareLink.objects.all()
    serializer_class = ShareLinkSerializer
    refusals: ClassVar = {
        "create": {
            403: "In a browser's session: the person has not shown lately who they are.",
            409: "The program is not published yet.",
            429: "The program has 20 links already.",
        },
    }

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        return rows if getattr(self, "swagger_fake_view", False) else rows.filter(program=self.program())

    def rows(self) -> Any:
        return ShareLink.objects.live().select_related("created_by")

    def program(self) -> Program:
        return get_visible_or_404(Program.objects.all(), self.request.user, pk=self.kwargs["program"])

    def lookup(self) -> dict[str, Any]:
        return {"program": self.kwargs["program"], **super().lookup()}

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        program = self.program()
        if request.auth is None:  # a browser's session, for which the page asks the same; a token has been proved
            require_recent_proof(request._request)
        wanted = NewShareLinkSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        link, token = share(program=program, by=request.user, **wanted.validated_data)  # type: ignore[arg-type]
        said = {**ShareLinkSerializer(link).data, "url": address_of(token)}
        return Response(said, status=201)

    def perform_destroy(self, instance: ShareLink) -> None:
        instance.revoke()
