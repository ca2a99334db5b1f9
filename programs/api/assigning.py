from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Episode, Routine, User
from accounts.plan_exercises import without_retired
from accounts.plan_sharing import for_others
from accounts.plans import Plan
from backfit.access import get_editable_or_404, get_visible_or_404, require_editable
from backfit.api.serializers import Serializer, VisibleField
from exercises.models import Exercise
from programs.api.programs import ProgramSerializer
from programs.models import Program


class AssignSerializer(Serializer):
    episode = VisibleField(queryset=Episode.objects.select_related("client", "clinic"))
    start_on = serializers.DateField(required=False, default=None, help_text="By default today, where the client is")


class AssignView(APIView):
    """Copies a routine into a new draft program. Exercises that were retired are left out."""

    scope = "programs"
    refusals: ClassVar = {"post": {409: "The episode has ended."}}

    @staticmethod
    def open_to(user: User, action: str | None) -> bool:
        return user.roles.has_treated

    @extend_schema(
        operation_id="routines_assign",
        summary="Assign a routine to a client",
        tags=["routines"],
        description="Copies the routine's plan into a new draft program. Exercises that were retired are left out.",
        request=AssignSerializer,
        responses={201: ProgramSerializer},
    )
    def post(self, request: Request, pk: Any) -> Response:
        routine = get_visible_or_404(Routine.objects.all(), request.user, pk=pk)
        return begun(request, routine.read_plan(), routine.name)


class CopyView(APIView):
    """Copies a program into a new draft for another client."""

    scope = "programs"
    refusals: ClassVar = {"post": {409: "The episode has ended."}}

    @extend_schema(
        operation_id="programs_copy",
        summary="Copy a program to a client",
        tags=["programs"],
        description="Copies the draft's plan into a new draft program of another open episode. Notes and cues were "
        "written for one person and stay behind. Exercises that were retired, or "
        "that only another clinic has, are left out.",
        request=AssignSerializer,
        responses={201: ProgramSerializer},
    )
    def post(self, request: Request, pk: Any) -> Response:
        rows = Program.objects.select_related("episode", "current")
        program = get_editable_or_404(rows, request.user, pk=pk)
        return begun(request, for_others(program.read_draft(), with_words=False), program.name)


def begun(request: Request, plan: Plan, name: str) -> Response:
    body = AssignSerializer(data=request.data, context={"request": request})
    body.is_valid(raise_exception=True)
    episode = body.validated_data["episode"]
    require_editable(Episode.objects.all(), request.user, episode)
    program = Program.begin(
        episode=episode,
        by=request.user,  # type: ignore[arg-type]
        name=name,
        start_on=body.validated_data["start_on"] or episode.local_day(),
        plan=without_retired(plan, Exercise.objects.usable_at(episode.clinic_id))[0],
    )
    program.may_edit = True  # type: ignore[attr-defined]
    return Response(ProgramSerializer(program, context={"request": request}).data, status=201)
