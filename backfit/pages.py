"""Pages that say no, for people and for programs alike."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from backfit.refusals import Refusal


def refuse(request: HttpRequest, status: int, sentence: str, **more: Any) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": sentence}, status=status)
    return render(request, "refused.html", {"status": status, "message": sentence, **more}, status=status)


class RefusalMiddleware:
    """A verb's refusal inside a page becomes a page with its sentence and status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refusal):
            return refused(request, error)
        return None


def refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    response = refuse(request, error.status, error.sentence, way_out=error.way_out)
    if error.wait is not None:
        response["Retry-After"] = str(error.wait)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return refuse(request, 413, _("That is too large to be sent."))
    sentence = sentence_of(exception) if isinstance(exception, BadRequest) else ""
    return refuse(request, 400, sentence or _("The request could not be read."))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refuse(request, 403, sentence_of(exception) or _("You may not do this."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    # One sentence for "there is none" and "it is not yours", so that the two cannot be told apart.
    return refuse(request, 404, _("There is nothing at this address, or it is not yours to see."))


def server_error(request: HttpRequest, *args: Any) -> HttpResponse:
    sentence = _("Something went wrong on our side. Nothing that you saved before is lost.")
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": sentence}, status=500)
    # Without the request: whatever failed may well be what the navigation would ask for again.
    return HttpResponseServerError(render_to_string("500.html", {"message": sentence}))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return refuse(request, 403, _("This form has expired. Go back, reload the page and try again."))


def sentence_of(exception: Exception) -> str:
    return str(exception.args[0]) if exception.args and isinstance(exception.args[0], str) else ""
