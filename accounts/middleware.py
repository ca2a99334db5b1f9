import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts import access_log, alarms, new_devices, session_life, sign_ins, unsent
from accounts.models import AccessEntry
from backfit import looking
from backfit.addresses import client_address, shortened
from backfit.middleware import PublicFile, PublicResponse
from backfit.pages import refuse

logger = logging.getLogger(__name__)
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
GetResponse = Callable[[HttpRequest], HttpResponse]


class SignInMiddleware(LoginRequiredMiddleware):
    """Scripts that ask for JSON are told in JSON that nobody is signed in; what they meant to send stays with them.

    Sent on to the page for signing in, they would get a page, and use up what that page was to say.
    """

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        if request.headers.get("HX-Request"):
            # Into the page as a whole, not the part that the answer was meant for.
            page = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/"
            way = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': page})}"
            return HttpResponse(status=401, headers={"HX-Redirect": way})
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"detail": _("Sign in to go on.")}, status=401)
        writer = getattr(request, "signed_out", None)
        if writer is not None and request.method == "POST" and unsent.keep(request, writer):
            messages.info(request, unsent.sentence())
            return redirect_to_login(reverse("unsent_form"))
        return super().handle_no_permission(request, view_func)


class SessionLifeMiddleware:
    """Ends a session that is past its time, and notes that somebody is there.

    What a page asks for by itself, without anybody at it, says so with `X-Background: 1` and keeps no session alive.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            reason = session_life.ended(request.session, request.user)
            if reason:
                request.signed_out = request.user  # type: ignore[attr-defined]
                logout(request)
                messages.info(request, reason)
            elif "X-Background" not in request.headers:
                session_life.note(request.session)
        response = self.get_response(request)
        # An answer that is the same for everybody carries no cookie, and so no new id of a session.
        if request.user.is_authenticated and not isinstance(response, (PublicResponse, PublicFile)):
            sign_ins.look_after(request, request.user)
            new_devices.give_cookie(request, response)
        return response


class AccessLogMiddleware:
    """Nothing of a client's record leaves before it is written down who was given it; if that fails, nothing does."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with looking.noting(only_reads=request.method in SAFE_METHODS) as looks:
            response = self.get_response(request)
            refused = looking.refused()
        if refused:
            keep_refused(request, refused)
        if not looks:
            return response
        try:
            access_log.keep(looks=looks, visit=visit_of(request))
        except DatabaseError:
            logger.error("The access log cannot be written, so an answer was withheld.")
            response = refuse(request, 503, _("This cannot be shown at the moment. Please try again soon."))
            response["Retry-After"] = "5"
        return response


def keep_refused(request: HttpRequest, refused: list[looking.Refused]) -> None:
    try:
        alarms.keep_refused(refused, visit_of(request))
    except DatabaseError:
        logger.error("A refused try could not be written down.")


def visit_of(request: HttpRequest) -> access_log.Visit:
    match = request.resolver_match
    keys = match.kwargs if match else {}
    return access_log.Visit(
        door=(match.view_name if match else "") or "",
        object=str(next((keys[name] for name in ("uuid", "pk") if name in keys), "")),
        verb=AccessEntry.Verb.READ if request.method in SAFE_METHODS else AccessEntry.Verb.CHANGE,
        address=shortened(client_address(request)),
    )


class LocalTimeMiddleware:
    """Pages show times in the zone of the person who looks."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(request.user.zone):
            return self.get_response(request)
