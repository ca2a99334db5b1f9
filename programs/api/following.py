"""What is due on a day, and how a program goes day by day."""

import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Episode
from accounts.requests import SignedInApiRequest
from backfit.access import get_visible_or_404
from backfit.api.serializers import Serializer
from backfit.dates import validate_day
from programs.api.shapes import EpisodeProgressSerializer, ProgressSerializer, TodaySerializer
from programs.models import Program
from programs.progress import progress_between
from programs.safety_reports import stop_report
from programs.safety_screen import unscreened
from programs.schedule import ONE_DAY
from programs.today import mark_seen, program_days

LONGEST = 400
USUAL = 28


def day_parameter(name: str, description: str) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.DATE, description=description)


def day_given(request: SignedInApiRequest, name: str, otherwise: datetime.date) -> datetime.date:
    text = request.query_params.get(name)
    if not text:
        return otherwise
    try:
        day = datetime.date.fromisoformat(text)
        validate_day(day)
    except ValueError as error:
        raise ValidationError({name: _("Give the day as year, month and day, for example 2027-03-28.")}) from error
    except ValidationError as error:
        raise ValidationError({name: error.messages}) from error
    return day


class TodayView(APIView):
    scope = "programs"

    @extend_schema(
        summary="What is due today",
        parameters=[day_parameter("day", "By default today, in the time zone of the account")],
        responses=TodaySerializer,
    )
    def get(self, request: SignedInApiRequest) -> Response:
        """What you have to do on a day as a client, over all your programs, in order.

        While an emergency sign that you reported is not cleared, there is nothing to do today and later.
        """
        day = day_given(request, "day", request.user.today())
        stop = stop_report(request.user) if day >= request.user.today() else None
        days = [] if stop else program_days(request.user, day)
        shown = {
            "day": day,
            "time_zone": request.user.time_zone,
            "stopped_by": stop and stop.pk,
            "screened": not unscreened([each.program.episode for each in days]),
            "programs": days,
        }
        return Response(TodaySerializer(shown).data)


DAYS = [
    day_parameter("first", "First day, by default four weeks before the last"),
    day_parameter("last", "Last day, by default today where the client is; at most 400 days in all"),
]


def days_given(request: SignedInApiRequest, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    last = day_given(request, "last", today)
    first = day_given(request, "first", last - (USUAL - 1) * ONE_DAY)
    if not 0 <= (last - first).days < LONGEST:
        raise ValidationError({"first": _("Ask for between 1 and %(most)s days.") % {"most": LONGEST}})
    return first, last


class ProgressView(APIView):
    scope = "sessions"

    @extend_schema(summary="How a program goes, day by day", parameters=DAYS, responses=ProgressSerializer)
    def get(self, request: SignedInApiRequest, pk: Any) -> Response:
        """Planned and done, pain and effort of every day; days of rest and pauses plan nothing."""
        programs = Program.objects.select_related("episode__client", "episode__clinic").prefetch_related("pauses")
        program = get_visible_or_404(programs, request.user, pk=pk)
        first, last = days_given(request, program.episode.local_day())
        [shown] = progress_between([program], first, last)
        return Response(ProgressSerializer(shown).data)


class EpisodeProgressView(APIView):
    scope = "sessions"

    @extend_schema(summary="How a client's care goes, day by day", parameters=DAYS, responses=EpisodeProgressSerializer)
    def get(self, request: SignedInApiRequest, pk: Any) -> Response:
        """Planned and done, pain and effort of every day in each published program of the episode.

        What the client wrote is in the sessions: `/api/v1/sessions/?episode=…&noted=true`.
        """
        episode = get_visible_or_404(Episode.objects.select_related("client", "clinic"), request.user, pk=pk)
        first, last = days_given(request, episode.local_day())
        programs = Program.objects.visible_to(request.user).filter(episode=episode, current__isnull=False)
        rows = programs.select_related("episode").prefetch_related("pauses").order_by("created_at", "pk")
        shown = {"episode": pk, "first": first, "last": last, "programs": progress_between(list(rows), first, last)}
        return Response(EpisodeProgressSerializer(shown).data)


class SeenSerializer(Serializer):
    number = serializers.IntegerField(
        min_value=1, max_value=1_000_000, required=False, default=None, help_text="By default the current version"
    )


class SeenView(APIView):
    scope = "programs"
    refusals: ClassVar = {"post": {403: "Only the client says so."}}

    @extend_schema(summary="Say that you have read what changed", request=SeenSerializer, responses={204: None})
    def post(self, request: SignedInApiRequest, pk: Any) -> Response:
        """For the client. Today shows changes until then."""
        program = get_visible_or_404(Program.objects.select_related("current"), request.user, pk=pk)
        body = SeenSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        mark_seen(by=request.user, program=program, number=body.validated_data["number"])
        return Response(status=204)
