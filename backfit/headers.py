"""What every answer carries, whoever gave it: pages, files, errors and redirects alike."""

from collections.abc import Callable
from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from backfit.content_policy import REPORTS
from backfit.refusals import TooMany

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
# What browsers know by such a name (of others Chromium complains); this site uses the three that are its own. Not
# named, and so its own as well: passkeys (publickey-credentials-*), copying (clipboard-write), and what Django's admin
# needs (unload).
USED = ("camera", "fullscreen", "screen-wake-lock")
UNUSED = (
    "accelerometer", "autoplay", "browsing-topics",
    "clipboard-read", "compute-pressure", "cross-origin-isolated", "display-capture", "encrypted-media",
    "gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection",
    "keyboard-map", "local-fonts", "magnetometer", "microphone", "midi",
    "otp-credentials", "payment", "picture-in-picture", "private-state-token-issuance",
    "private-state-token-redemption", "serial", "storage-access",
    "sync-xhr", "usb", "window-management", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join([*(f"{name}=(self)" for name in USED), *(f"{name}=()" for name in UNUSED)])
SECRET = "token"  # noqa: S105 - the name of a part, not one
"""How routes name the part of an address that opens something by itself."""
UNTOLD = "no-referrer"
FOR_FORMS = "strict-origin"
FIXED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "Referrer-Policy": "same-origin",
    "Reporting-Endpoints": f'csp="{REPORTS}"',
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# Django's admin runs on jQuery and the API's documentation on Swagger UI, which both write HTML as they go along.
BY_OTHERS = ("/admin/", "/api/v1/docs/")
WITHOUT_TRUSTED_TYPES = {"require-trusted-types-for": None, "trusted-types": None}


class PolicyMiddleware(CSPMiddleware):
    """The content security policy of the settings, less what the pages that others have written cannot keep."""

    def get_policy_parts(self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False) -> Any:
        parts: PolicyParts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(BY_OTHERS):
            parts.replace = {**(parts.replace or {}), **WITHOUT_TRUSTED_TYPES}
        return parts


class HeadersMiddleware:
    """Stands before all others, so that what these answer by themselves has its headers too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # TRACE gives back what came, cookies too; a view that names no methods would answer it as a GET.
        answers = request.method in METHODS
        response = self.get_response(request) if answers else HttpResponseNotAllowed(METHODS)
        if request.resolver_match and SECRET in request.resolver_match.kwargs:
            seal(response)
        for name, value in FIXED.items():
            response.setdefault(name, value)
        if response["Referrer-Policy"] == UNTOLD and holds_form(response):
            response["Referrer-Policy"] = FOR_FORMS
        if response.status_code == TooMany.status:
            response.setdefault("Retry-After", str(TooMany.wait))  # a form that came back with the refusal in it
        return response


def seal(response: HttpResponse) -> None:
    """For an address that is a secret: it goes into no cache, no search engine and no other site's log."""
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Cookie", "Authorization"])
    response["Referrer-Policy"] = UNTOLD
    response["X-Robots-Tag"] = "noindex, nofollow"


def holds_form(response: HttpResponseBase) -> bool:
    """Whether something can be posted from the page, be it by the button for signing out in its menu.

    Where the policy is "no-referrer", browsers post with `Origin: null` (Fetch, section 3.2) and without a `Referer`,
    which Django takes for forged. "strict-origin" tells the name of this site, and nothing of the address.
    """
    return isinstance(response, HttpResponse) and b"csrfmiddlewaretoken" in response.content
