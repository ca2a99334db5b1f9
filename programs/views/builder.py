"""The builder's endpoints for programs; accounts/views/builder.py has what routines share with them."""

from uuid import UUID

from django.db.models import Prefetch
from django.http import JsonResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.builder.workpiece import Workpiece
from accounts.requests import SignedInRequest
from accounts.views.builder import Find, lines_answer, suggest_answer
from backfit.access import get_editable_or_404
from programs.builder import ProgramWorkpiece
from programs.models import Program, Version


def program_piece(request: SignedInRequest, pk: UUID) -> Find:
    def find(hold: bool) -> Workpiece:
        if hold:
            rows = Program.objects.locked("episode", Prefetch("current", Version.objects.defer("document")))
        else:
            rows = Program.objects.select_related("episode", "current").defer("current__document")
        return ProgramWorkpiece(get_editable_or_404(rows, request.user, pk=pk))

    return find


@require_http_methods(["GET", "HEAD", "POST"])
def program_lines(request: SignedInRequest, pk: UUID) -> JsonResponse:
    return lines_answer(request, program_piece(request, pk))


@require_safe
def program_suggest(request: SignedInRequest, pk: UUID) -> JsonResponse:
    return suggest_answer(request, program_piece(request, pk))
