"""A clinic offers an exercise of its own to the shared catalogue, and the editors answer."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backfit.api.serializers import Serializer
from exercises.api.revisions import DraftWithEventsSerializer
from exercises.api.serializers import ExerciseSerializer
from exercises.api.workflow import WordsSerializer, WorkflowActions
from exercises.editorial import offering
from exercises.models import Exercise

NOT_OFFERED = "It is not offered, or not any more."
OFFERING_REFUSALS: dict[str, dict[int, str]] = {
    "offer": {409: "It is not a clinic's, not published, or offered already."},
    "withdraw": {409: NOT_OFFERED},
    "adopt": {409: NOT_OFFERED},
    "decline": {409: NOT_OFFERED},
}


class OfferSerializer(Serializer):
    consent = serializers.BooleanField(help_text=f"true says: {offering.CONSENT}")


class OfferingActions(WorkflowActions):
    """Mixed into the viewset of exercises."""

    @extend_schema(
        request=OfferSerializer, responses=ExerciseSerializer, summary="Offer a clinic's exercise to the editors"
    )
    @action(detail=True, methods=["post"])
    def offer(self, request: Request, slug: str) -> Response:
        """For the clinic's therapists. Author and licence must be stated."""
        exercise = self.get_editable()
        offering.offer(exercise=exercise, by=request.user, **self.sent(OfferSerializer))
        return self.exercise_answer(exercise)

    @extend_schema(request=None, responses=ExerciseSerializer, summary="Take an offer back")
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, slug: str) -> Response:
        """For the clinic's therapists."""
        exercise = self.get_editable()
        offering.withdraw(exercise=exercise, by=request.user)
        return self.exercise_answer(exercise)

    @extend_schema(
        request=None, responses={201: DraftWithEventsSerializer}, summary="Take an offered exercise into the catalogue"
    )
    @action(detail=True, methods=["post"])
    def adopt(self, request: Request, slug: str) -> Response:
        """For editors. Begins a new exercise with the same content, as a draft; the clinic keeps its own."""
        draft = offering.adopt(exercise=self.get_object(), by=request.user)
        return Response(DraftWithEventsSerializer(draft).data, status=201)

    @extend_schema(request=WordsSerializer, responses={204: None}, summary="Decline an offered exercise")
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, slug: str) -> Response:
        """For editors. The clinic reads why."""
        offering.decline(exercise=self.get_object(), by=request.user, **self.sent(WordsSerializer))
        return Response(status=204)

    def exercise_answer(self, exercise: Exercise) -> Response:
        return Response(self.get_serializer(self.rows().get(pk=exercise.pk)).data)
