"""The builder's endpoints: JSON between the page and the server, the same for routines and programs."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig, ValidationError
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from rest_framework.exceptions import ParseError

from accounts.builder.saving import Outdated, save_lines, state_of
from accounts.builder.shapes import SentPlan
from accounts.builder.suggesting import easier_suggestions, suggestions
from accounts.builder.workpiece import RoutineWorkpiece, Workpiece
from accounts.models import Routine
from accounts.requests import SignedInRequest
from backfit.access import get_editable_or_404
from backfit.api.parsers import StrictJSONParser
from backfit.limits import require_patience
from backfit.refusals import Invalid, Refusal

Find = Callable[[bool], Workpiece]
"""The workpiece that the person may edit, its row held when True."""


def lines_answer(request: HttpRequest, find: Find) -> JsonResponse:
    """GET gives what is kept; POST keeps what is sent and gives the same."""
    if request.method != "POST":
        return JsonResponse(state_of(find(False)))
    try:
        with transaction.atomic():
            piece = find(True)
            return JsonResponse(save_lines(piece=piece, sent=SentPlan.from_json(body_of(request))))
    except Outdated as outdated:
        return JsonResponse(outdated.answer, status=409)
    except (ParseError, Invalid, ValidationError) as error:
        return JsonResponse({"detail": " ".join(sentences_of(error))}, status=400)
    except RequestDataTooBig:
        return JsonResponse({"detail": _("That is too large to be sent.")}, status=413)
    except Refusal as refusal:
        return JsonResponse({"detail": refusal.sentence}, status=refusal.status)


def body_of(request: HttpRequest) -> Any:
    if request.content_type != "application/json":
        raise ParseError(_("Send JSON."))
    return StrictJSONParser().parse(request)


def sentences_of(error: ParseError | Invalid | ValidationError) -> list[str]:
    if isinstance(error, ParseError):
        return [str(error.detail)]
    return error.sentences if isinstance(error, Invalid) else error.messages


def suggest_answer(request: HttpRequest, find: Find) -> JsonResponse:
    """Names for what is typed as `q`, or with `easier`, the key of an item, what is a step easier than that one."""
    try:
        require_patience(request, "suggest")
    except Refusal as refusal:
        return JsonResponse({"detail": refusal.sentence}, status=refusal.status, headers={"Retry-After": refusal.wait})
    if key := request.GET.get("easier"):
        return JsonResponse({"results": easier_suggestions(find(False), key)})
    return JsonResponse({"results": suggestions(find(False), request.GET.get("q", ""))})


def routine_piece(request: SignedInRequest, pk: UUID) -> Find:
    def find(hold: bool) -> Workpiece:
        rows = Routine.objects.select_related("owner")
        rows = rows.select_for_update(of=("self",)) if hold else rows
        return RoutineWorkpiece(get_editable_or_404(rows, request.user, pk=pk))

    return find


@require_http_methods(["GET", "HEAD", "POST"])
def routine_lines(request: SignedInRequest, pk: UUID) -> JsonResponse:
    return lines_answer(request, routine_piece(request, pk))


@require_safe
def routine_suggest(request: SignedInRequest, pk: UUID) -> JsonResponse:
    return suggest_answer(request, routine_piece(request, pk))
