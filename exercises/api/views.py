from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError, QuerySet
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django_filters.utils import translate_validation
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from backfit.api.viewsets import PrivateModelViewSet, PrivateViewSet
from backfit.refusals import Conflict
from exercises.api.drafts import PublishDraftSerializer, RetireExerciseSerializer
from exercises.api.impact import ImpactMixin
from exercises.api.offering import OFFERING_REFUSALS, OfferingActions
from exercises.api.paging import CataloguePages
from exercises.api.serializers import (
    ExerciseBriefSerializer,
    ExerciseSerializer,
    GuidePageSerializer,
    VocabularySerializer,
)
from exercises.api.workflow import WORKFLOW_REFUSALS
from exercises.editorial import drafts
from exercises.filters import ExerciseFilter
from exercises.models import Draft, Equipment, Exercise, GuidePage, Muscle, PrecautionTag, Region
from exercises.models.exercise import may_edit
from exercises.moved import follow_merged

EDITORS_ONLY = {"adopt", "decline"}


@extend_schema_view(
    list=extend_schema(responses=ExerciseBriefSerializer(many=True), summary="Browse and search the catalogue"),
    retrieve=extend_schema(summary="Read an exercise whole"),
    create=extend_schema(
        summary="Write a draft", description="Editors, or with `clinic` its therapists: then it is that clinic's own."
    ),
    update=extend_schema(summary="Rewrite an exercise"),
    partial_update=extend_schema(summary="Change parts of an exercise"),
    destroy=extend_schema(summary="Delete an exercise that no program uses"),
)
class ExerciseViewSet(OfferingActions, ImpactMixin, PrivateModelViewSet):
    """The catalogue. Everybody reads what is published; editors write.

    A clinic's own exercises are written by its therapists, and read by its members and by clients who have them.
    """

    queryset = Exercise.objects.all()
    serializer_class = ExerciseSerializer
    pagination_class = CataloguePages
    filterset_class = ExerciseFilter
    scope = "exercises"
    asks_again: ClassVar = {"destroy", "retire", "draft_discard", "merge", "decline"}
    is_public = True
    lookup_field = "slug"
    lookup_value_converter = "slug"
    refusals: ClassVar = {
        "destroy": {409: "Programs use it; retire it instead, and they keep it."},
        **WORKFLOW_REFUSALS,
        **OFFERING_REFUSALS,
    }

    @staticmethod
    def open_to(user: Any, action: str | None) -> bool:
        if action in EDITORS_ONLY:
            return may_edit(user)
        return action != "create" or may_edit(user) or user.roles.treats

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Editors write for everybody, therapists for their clinic."""
        sent = request.data
        if isinstance(sent, dict) and sent.get("clinic") is None and not may_edit(request.user):
            raise PermissionDenied(_("Only editors write for the shared catalogue. Name your clinic."))
        return super().create(request, *args, **kwargs)

    def rows(self) -> Any:
        rows = Exercise.objects.all()
        return (
            rows.with_pictures().prefetch_related("regions", "equipment")
            if self.action == "list"
            else rows.with_content().select_related("draft")
        )

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        return ExerciseBriefSerializer if self.action == "list" else ExerciseSerializer

    def retrieve(self, request: Request, slug: str) -> HttpResponseBase:  # type: ignore[override]
        return follow_merged(super().retrieve)(request._request, slug)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.action != "list":
            return queryset
        self.filters = ExerciseFilter(self.request.query_params, queryset=queryset, request=self.request)
        if not self.filters.is_valid():
            raise translate_validation(self.filters.errors)
        found: QuerySet[Any] = self.filters.qs
        return found

    def perform_destroy(self, instance: Exercise) -> None:
        try:
            instance.delete()
        except ProtectedError as error:
            raise Conflict(_("Programs use this exercise. Retire it instead: they keep it.")) from error

    @extend_schema(request=PublishDraftSerializer, responses=ExerciseSerializer, summary="Publish an exercise's draft")
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, slug: str) -> Response:
        """Needs the approval of an editor who did not write it, unless there is no other editor."""
        exercise = self.get_editable()
        draft = Draft.objects.filter(exercise=exercise).first()
        if draft is None:
            raise Conflict(_("There is no draft of this exercise to publish."))
        sent = self.sent(PublishDraftSerializer)
        drafts.publish(draft=draft, by=request.user, over=sent.pop("draft_serial", None), **sent)
        return self.shown(slug)

    @extend_schema(
        request=RetireExerciseSerializer, responses=ExerciseSerializer, summary="Take an exercise out of the catalogue"
    )
    @action(detail=True, methods=["post"])
    def retire(self, request: Request, slug: str) -> Response:
        self.get_editable().retire(by=request.user, **self.sent(RetireExerciseSerializer))
        return self.shown(slug)

    def shown(self, slug: str) -> Response:
        return Response(self.get_serializer(self.rows().get(slug=slug)).data)


@extend_schema_view(
    list=extend_schema(summary="The posture guide"), retrieve=extend_schema(summary="Read a guide page")
)
class GuidePageViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, PrivateViewSet):
    queryset = GuidePage.objects.all()
    serializer_class = GuidePageSerializer
    scope = "exercises"
    is_public = True
    lookup_field = "slug"
    lookup_value_converter = "slug"


class VocabularyView(APIView):
    scope = "exercises"
    is_public = True

    @extend_schema(responses=VocabularySerializer, summary="The words that exercises may use")
    def get(self, request: Request) -> Response:
        words = {
            "regions": Region.objects.all(),
            "equipment": Equipment.objects.all(),
            "muscles": Muscle.objects.all(),
            "precaution_tags": PrecautionTag.objects.all(),
        }
        return Response(VocabularySerializer(words).data)
