"""How often an account may be tried and an address be mailed. allauth's own limits are off: see `backfit/sign_in.py`.

A closed password leaves the other ways in open, or whoever knows an address could lock its owner out.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from backfit.addresses import network_of
from backfit.limits import Turn, take_turn
from backfit.pages import refused
from backfit.refusals import Refusal, TooMany

# allauth's pages of which each form that is sent counts, with the name of the limit.
COUNTED = {
    "account_reset_password": "reset",
    "account_request_login_code": "sign-in-code",
    "account_confirm_login_code": "mailed-code",
    "account_confirm_password_reset_code": "mailed-code",
    "account_email_verification_sent": "mailed-code",
    "account_email": "addresses",
    "mfa_login_webauthn": "passkey",
}
BY_CODE = (reverse_lazy("account_request_login_code"), gettext_lazy("Get a code by mail"))


class SignInLimitsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponse | None:
        match = request.resolver_match
        action = COUNTED.get(match.url_name or "") if match and request.method == "POST" else None
        if action is None:
            return None
        address = normal(request.POST.get("email", ""))
        try:
            take_turn(action, ip=network_of(request), user=request.user.pk, address=address)
        except Refusal as error:
            return refused(request, error)
        return None


def normal(email: str) -> str:
    return email.strip().lower()


def account_of(email: str) -> str:
    """One key for an account, whichever of its addresses is typed; the address itself where there is none."""
    typed = normal(email)
    mine = Q(email=typed) | Q(emailaddress__email=typed, emailaddress__verified=True)
    found = User.objects.filter(mine).order_by("pk").values_list("pk", flat=True).first()
    return str(found or typed)


def take_password_turn(request: HttpRequest, email: str) -> Turn:
    """Before a password is looked at; whoever was right gives it back. Raises TooMany."""
    try:
        return take_turn("sign-in", account=account_of(email), ip=network_of(request))
    except TooMany as error:
        sentence = _(
            "Too many wrong passwords. Wait a while, or sign in without one: with a code by mail or a passkey."
        )
        raise TooMany(sentence, wait=error.wait, way_out=BY_CODE) from error
