"""Who is to be erased meets one page, on which it can be undone; everything else rests."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.models import Erasure
from backfit.pages import refuse

FLAG = "to_be_erased"
"""In the session: asking ends all sessions, so whoever is signed in after it has signed in after it."""
PAGES = {"erasure", "erasure_undo", "own_data", "copy_file", "copy_delete", "account_logout"}
# Whoever opens the record in an emergency is still told of to the client, by a mail that leads there.
PAGES |= {"who_looked", "who_looked_file"}
PROOFS = {"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
# What a browser asks for by itself, to show a page at all.
PARTS = {"service_worker", "manifest", "offline", "unsent", "device_person"}
OPEN = PAGES | PROOFS | PARTS
OPEN_TO_PROGRAMS = {"person-erasure", "export-list", "export-detail", "export-file", "export-schema"}


@receiver(user_logged_in)
def note(sender: object, request: HttpRequest, user: AbstractBaseUser, **about: object) -> None:
    if Erasure.objects.filter(person=user.pk).exists():
        request.session[FLAG] = True


class LeavingMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not request.user.is_authenticated or FLAG not in request.session:
            return None
        name = request.resolver_match.url_name if request.resolver_match else ""
        if name in OPEN or name in OPEN_TO_PROGRAMS:
            return None
        if request.path.startswith("/api/"):
            return refuse(request, 409, _("This account is going to be deleted. Undo that first."))
        return redirect("erasure")
