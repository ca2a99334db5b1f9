"""Everything about oneself as a ZIP, and being erased."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth import logout
from django.http import Http404, HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Erasure, PersonExport, User
from accounts.privacy.answers import copy_answer, for_nobody_else
from accounts.privacy.copies import ask_for_copy, named_by, reachable_by
from accounts.privacy.erasing import ask_for_erasure, undo_erasure
from accounts.privacy.proof import require_proof
from accounts.privacy.schema import schema
from accounts.requests import SignedInApiRequest
from backfit.api.serializers import ModelSerializer, Serializer
from backfit.api.viewsets import PrivateViewSet

SIGNED_IN = ""
"""No scope, so that no token is good for it: whoever takes everything away, or has it deleted, signs in."""


class PersonExportSerializer(ModelSerializer):
    class Meta:
        model = PersonExport
        fields = ("id", "person", "state", "asked_at", "made_at", "expires_at", "size", "digest", "downloads")
        read_only_fields = fields


class StartedSerializer(ModelSerializer):
    """What somebody is told who asked on another's behalf: that it has begun."""

    class Meta:
        model = PersonExport
        fields = ("id", "person", "asked_at")
        read_only_fields = fields


class NewPersonExportSerializer(Serializer):
    person = serializers.UUIDField(
        required=False, help_text="A client of a clinic that you manage. Without it, you yourself"
    )


@extend_schema_view(
    list=extend_schema(summary="Copies of your data"),
    retrieve=extend_schema(summary="Read about a copy", description="Poll it until `state` is `ready`."),
    create=extend_schema(
        summary="Ask for a copy of everything",
        description="It is made in the queue, and a mail says when it can be fetched. Managers start one for a client "
        "of theirs; only that client can fetch it.",
        request=NewPersonExportSerializer,
        responses={201: PersonExportSerializer},
    ),
    destroy=extend_schema(summary="Delete a copy before its day is over"),
)
class PersonExportViewSet(mixins.RetrieveModelMixin, mixins.DestroyModelMixin, mixins.ListModelMixin, PrivateViewSet):
    """Everything about oneself as a ZIP: JSON with a schema, CSV, handouts and a calendar. It lasts for a day."""

    scope = SIGNED_IN
    refusals: ClassVar = {
        "create": {
            403: "You have not shown within five minutes who you are, or may ask for nobody else.",
            409: "A copy is being made at this moment.",
            429: "Three copies within a day are the most.",
        },
        "file": {409: "It is still being made.", 410: "Its day is over."},
    }
    queryset = PersonExport.objects.all()
    serializer_class = PersonExportSerializer

    def create(self, request: SignedInApiRequest) -> Response:
        wanted = NewPersonExportSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        person = named_by(request.user, wanted.validated_data.get("person"))
        require_proof(request._request)
        copy = ask_for_copy(person=person, by=request.user)
        copy.refresh_from_db()
        told = PersonExportSerializer if person.pk == request.user.pk else StartedSerializer
        return Response(told(copy).data, status=status.HTTP_201_CREATED)

    def perform_destroy(self, instance: PersonExport) -> None:
        instance.throw_away()

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Whoever asks for the file gets the file; only a refusal is JSON."""
        renderer = JSONRenderer()
        return renderer, renderer.media_type

    @extend_schema(summary="Fetch a copy", responses={(200, "application/zip"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def file(self, request: Request, pk: object) -> HttpResponseBase:
        """The ZIP itself. Each time is counted."""
        return copy_answer(request._request, self.get_object())


class ExportSchemaView(APIView):
    scope = SIGNED_IN
    is_public = True

    @extend_schema(
        operation_id="exports_schema",
        summary="The JSON Schema of a copy",
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> Response:
        """Says what each part of `data.json` means. Every copy has it with it as well."""
        return Response(schema())


class ErasureSerializer(ModelSerializer):
    class Meta:
        model = Erasure
        fields = ("person", "asked_at", "due_at")
        read_only_fields = fields


class ErasureView(APIView):
    """Being erased: asked for, undone within seven days, then done for good."""

    scope = SIGNED_IN
    refusals: ClassVar = {
        "get": {404: "Nobody has asked for it, or the person is not yours to ask for."},
        "post": {
            403: "You have not shown within five minutes who you are.",
            409: "Others depend on the person here, or there are records at other clinics as well.",
        },
        "delete": {409: "Nobody has asked for it."},
    }

    def person(self, pk: UUID) -> User:
        found = reachable_by(self.request.user).filter(pk=pk).first()  # type: ignore[arg-type]
        if found is None:
            raise Http404
        return found

    @extend_schema(operation_id="people_erasure_retrieve", summary="When it will be done", responses=ErasureSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        found = Erasure.objects.filter(person=self.person(pk)).first()
        if found is None:
            raise Http404
        return Response(ErasureSerializer(found).data)

    @extend_schema(
        operation_id="people_erasure_ask",
        summary="Ask for a person to be erased",
        request=None,
        responses={201: ErasureSerializer},
    )
    def post(self, request: SignedInApiRequest, pk: UUID) -> Response:
        """You yourself, or a client of a clinic that you manage. Reminders, links and feeds stop at once, the person is
        signed out everywhere and gets a mail; after seven days everything is deleted."""
        person = self.person(pk)
        require_proof(request._request)
        asked = ask_for_erasure(person=person, by=request.user)
        if person.pk == request.user.pk:
            logout(request._request)
        return for_nobody_else(Response(ErasureSerializer(asked).data, status=status.HTTP_201_CREATED))

    @extend_schema(operation_id="people_erasure_undo", summary="Keep the account after all", responses={204: None})
    def delete(self, request: SignedInApiRequest, pk: UUID) -> Response:
        """Only the person can."""
        person = self.person(pk)
        if person.pk != request.user.pk:
            raise Http404
        undo_erasure(person=person)
        return Response(status=status.HTTP_204_NO_CONTENT)
