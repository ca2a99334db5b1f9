"""Draft, review, history and merge through the API: what the editors' pages do, by the same verbs."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from backfit.api.paging import Pages
from backfit.api.serializers import Serializer
from backfit.api.viewsets import PrivateViewSet
from backfit.refusals import Conflict
from exercises.api.revisions import (
    ChangeSerializer,
    DraftWithEventsSerializer,
    RevisionBriefSerializer,
    RevisionSerializer,
)
from exercises.editorial import drafts, merging
from exercises.editorial.differences import differences
from exercises.editorial.kept_texts import draft_or_404, revision_or_404, text_named
from exercises.models import Draft, Exercise
from exercises.models.revision import LONGEST_REASON

SEEN = "The serial of the draft that you looked at; 409 when it has moved on"
TEXT = OpenApiTypes.STR
NO_DRAFT = "There is no draft, or it is not in the state for this."
MOVED_ON = "There is no draft, it is not in the state for this, or somebody saved it since you looked."
WORKFLOW_REFUSALS: dict[str, dict[int, str]] = {
    "publish": {409: f"{MOVED_ON} Or something else was published since it was begun."},
    "retire": {409: "It was never published, was merged, or has a draft with a time for its publication."},
    "draft_discard": {409: "There is no draft, or the exercise was never published."},
    "draft_submit": {409: NO_DRAFT},
    "draft_comment": {409: "There is no draft."},
    "draft_send_back": {409: NO_DRAFT},
    "draft_approve": {403: "Nor may its authors.", 409: MOVED_ON},
    "draft_schedule": {409: NO_DRAFT},
    "draft_catch_up": {409: MOVED_ON},
    "revision_restore": {409: "There is an open draft."},
    "merge": {409: "It was merged already, or one of the two has an open draft."},
}


class SubmitSerializer(Serializer):
    reason = serializers.CharField(max_length=LONGEST_REASON, help_text="Why it is changed, in a line")


class WordsSerializer(Serializer):
    text = serializers.CharField(max_length=1000)


class ApproveSerializer(Serializer):
    text = serializers.CharField(max_length=1000, required=False, allow_blank=True, help_text="A word to its authors")
    draft_serial = serializers.IntegerField(min_value=1, help_text=SEEN)


class ScheduleSerializer(Serializer):
    publish_at = serializers.DateTimeField(allow_null=True, help_text="With a time zone; null takes the time back")


class CatchUpSerializer(Serializer):
    draft_serial = serializers.IntegerField(min_value=1, help_text=SEEN)
    revision = serializers.IntegerField(min_value=0, help_text="The published revision that you looked at")


class MergeSerializer(Serializer):
    into = serializers.SlugRelatedField(
        slug_field="slug",
        queryset=Exercise.objects.published(),
        help_text="The exercise that stays",
        error_messages={
            "does_not_exist": gettext_lazy("There is no such entry: {value}."),
            "invalid": gettext_lazy("An entry is named by its slug."),
        },
    )
    reason = serializers.CharField(max_length=LONGEST_REASON, help_text="Why the two are the same, in a line")


def verb(name: str, summary: str, shape: Any) -> Any:
    """A function by POST on the draft, which it gives back."""

    def decorate(function: Any) -> Any:
        routed = action(detail=True, methods=["post"], url_path=f"draft/{name}", url_name=f"draft-{name}")(function)
        return extend_schema(request=shape, responses=DraftWithEventsSerializer, summary=summary)(routed)

    return decorate


class WorkflowActions(PrivateViewSet):
    """Mixed into the viewset of exercises. Reading is for editors too, though the catalogue itself is public."""

    @extend_schema(responses=DraftWithEventsSerializer, summary="Read an exercise's draft", methods=["GET"])
    @action(detail=True, is_public=False)
    def draft(self, request: Request, slug: str) -> Response:
        """With what was said about it, the latest first. 404 while there is none."""
        return self.draft_answer(draft_or_404(self.get_editable()))

    @extend_schema(responses={204: None}, summary="Throw an exercise's draft away", methods=["DELETE"])
    @draft.mapping.delete
    def draft_discard(self, request: Request, slug: str) -> Response:
        """What is published stays. What was never published is deleted instead."""
        self.draft_or_409().discard(by=request.user)
        return Response(status=204)

    @verb("submit", "Ask for a review of a draft", SubmitSerializer)
    def draft_submit(self, request: Request, slug: str) -> Response:
        """The other editors are told by mail."""
        draft = self.draft_or_409()
        draft.submit(by=request.user, **self.sent(SubmitSerializer))
        return self.draft_answer(draft)

    @verb("comment", "Comment on a draft", WordsSerializer)
    def draft_comment(self, request: Request, slug: str) -> Response:
        draft = self.draft_or_409()
        draft.comment(by=request.user, **self.sent(WordsSerializer))
        return self.draft_answer(draft)

    @verb("send-back", "Send a draft back to its authors", WordsSerializer)
    def draft_send_back(self, request: Request, slug: str) -> Response:
        """Also one that was approved. The authors are told by mail."""
        draft = self.draft_or_409()
        draft.send_back(by=request.user, **self.sent(WordsSerializer))
        return self.draft_answer(draft)

    @verb("approve", "Approve a draft", ApproveSerializer)
    def draft_approve(self, request: Request, slug: str) -> Response:
        """For editors who have not written in it."""
        draft, sent = self.draft_or_409(), self.sent(ApproveSerializer)
        draft.approve(by=request.user, text=sent.get("text", ""), over=sent["draft_serial"])
        return self.draft_answer(draft)

    @verb("schedule", "Have an approved draft published later", ScheduleSerializer)
    def draft_schedule(self, request: Request, slug: str) -> Response:
        draft = self.draft_or_409()
        draft.schedule(self.sent(ScheduleSerializer)["publish_at"], by=request.user)
        return self.draft_answer(draft)

    @verb("catch-up", "Go on from what was published since a draft was begun", CatchUpSerializer)
    def draft_catch_up(self, request: Request, slug: str) -> Response:
        """Takes what was published since into those parts that the draft left alone; it needs a new review."""
        draft, sent = self.draft_or_409(), self.sent(CatchUpSerializer)
        drafts.catch_up(draft=draft, by=request.user, over=sent["draft_serial"], seen=sent["revision"])
        return self.draft_answer(draft)

    @extend_schema(responses=RevisionBriefSerializer(many=True), summary="The revisions of an exercise", filters=False)
    @action(detail=True, is_public=False, filter_backends=[], pagination_class=Pages)
    def revisions(self, request: Request, slug: str) -> Response:
        """Every text that was published, the latest first, with who published it and why."""
        rows = self.get_editable().revisions.select_related("published_by", "approved_by").defer("document")
        return self.get_paginated_response(RevisionBriefSerializer(self.paginate_queryset(rows), many=True).data)

    @extend_schema(responses=RevisionSerializer, summary="Read a revision of an exercise")
    @action(detail=True, is_public=False, url_path="revisions/<int:number>")
    def revision(self, request: Request, slug: str, number: int) -> Response:
        return Response(RevisionSerializer(revision_or_404(self.get_editable(), str(number))).data)

    @extend_schema(request=None, responses=DraftWithEventsSerializer, summary="Restore a revision as a draft")
    @action(detail=True, methods=["post"], url_path="revisions/<int:number>/restore")
    def revision_restore(self, request: Request, slug: str, number: int) -> Response:
        """Goes the same way as any other draft. What the catalogue no longer has is left out; an event says what."""
        revision = revision_or_404(self.get_editable(), str(number))
        return self.draft_answer(drafts.restore(revision=revision, by=request.user))

    @extend_schema(
        responses=ChangeSerializer(many=True),
        summary="Compare two texts of an exercise",
        filters=False,
        parameters=[
            OpenApiParameter("a", TEXT, required=True, description="The number of a revision, or `draft`"),
            OpenApiParameter("b", TEXT, required=True, description="The number of a revision, or `draft`"),
        ],
    )
    @action(detail=True, is_public=False, pagination_class=None, filter_backends=[])
    def compare(self, request: Request, slug: str) -> Response:
        """The parts that differ, from `a` to `b`; an empty list for the same."""
        exercise = self.get_editable()
        before, after = (text_named(exercise, request.query_params.get(name, "")) for name in ("a", "b"))
        return Response(ChangeSerializer(differences(before, after), many=True).data)

    @extend_schema(request=MergeSerializer, responses={204: None}, summary="Merge an exercise into another one")
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, slug: str) -> Response:
        """It goes for good: its address leads to the other, which takes over its names and neighbours."""
        merging.merge(duplicate=self.get_editable(), by=request.user, **self.sent(MergeSerializer))
        return Response(status=204)

    def draft_or_409(self) -> Draft:
        """For verbs: an exercise without a draft is there, but not in the state for them."""
        draft = Draft.objects.of(self.get_editable())
        if draft is None:
            raise Conflict(_("There is no draft of this exercise."))
        return draft

    def sent(self, shape: type[BaseSerializer[Any]]) -> dict[str, Any]:
        serializer = shape(data=self.request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def draft_answer(self, draft: Draft) -> Response:
        return Response(DraftWithEventsSerializer(draft).data)
