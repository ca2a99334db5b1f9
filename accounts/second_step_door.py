"""Keeps those who lack their second step at the page where they get it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.models import User
from accounts.second_step import SENTENCES, Lack, lack_of

# The same for everybody, or a way out. None of them says anything about a client or a clinic.
HARMLESS = {
    "safety", "flare_up", "guide", "guide_page", "api_docs", "security_txt",
    "service_worker", "manifest", "offline", "unsent", "device_person",
    "second_step", "account_logout", "sign_in_again",
}  # fmt: skip
WAYS = {
    Lack.PROVING: {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"},
    # A password is no way round: without a second step there is nothing yet to take away.
    Lack.SETTING_UP: {
        "mfa_index", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_activate_totp",
        "account_reauthenticate", "account_email", "account_email_verification_sent", "account_confirm_email",
    },
}  # fmt: skip
ONWARD = "second_step_onward"
"""Where the session keeps the page that the person wanted."""


class SecondStepMiddleware:
    """For pages, the admin's included; the API asks by itself, where it knows which credential counts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *about: Any) -> HttpResponse | None:
        user, match = request.user, request.resolver_match
        if not isinstance(user, User) or match is None or request.path.startswith("/api/"):
            return None
        if not match.namespaces and match.url_name in HARMLESS:
            return None
        lack = lack_of(request, user)
        if lack is Lack.NOTHING or (not match.namespaces and match.url_name in WAYS[lack]):
            return None
        return refuse(request, lack)


def refuse(request: HttpRequest, lack: Lack) -> HttpResponse:
    way = reverse("second_step")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=403, headers={"HX-Redirect": way})
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"detail": str(SENTENCES[lack])}, status=403)
    if request.method == "GET" and request.headers.get("Sec-Fetch-Dest", "document") == "document":
        request.session[ONWARD] = request.get_full_path()
    return redirect(way)
