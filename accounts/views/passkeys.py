from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.logout import logout
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.webauthn.internal import auth, flows
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_POST
from django.views.generic.edit import FormView

from accounts.requests import SignedInRequest
from accounts.second_factor import just_signed_in

View = Callable[..., HttpResponseBase]


def proved_lately(view: View) -> View:
    """For what gives somebody the account for good. Who has nothing to prove themselves by signs in by code first.

    allauth asks those who have a password or a passkey, and lets everybody else through: for them whoever finds the
    phone open would have the account.
    """

    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = request.user
        if person.is_authenticated and not get_reauthentication_flows(person) and not just_signed_in(request):
            return render(request, "mfa/sign_in_again.html", {"onward": request.path})
        return view(request, *args, **kwargs)

    return asking


@method_decorator(proved_lately, name="dispatch")
class PasskeyAddView(AddWebAuthnView):
    """Every key is one to sign in with alone."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        about = FormView.get_context_data(self, **kwargs)
        return {**about, "js_data": {"creation_options": auth.begin_registration(self.request.user, True)}}

    def form_valid(self, form: Any) -> HttpResponse:
        person = self.request.user
        if person.roles.works:
            return super().form_valid(form)  # type: ignore[no-any-return]
        # Without codes for recovery: a code by mail is always open to them, and paper gets lost.
        flows.signup_authenticator(self.request, person, form.cleaned_data["name"], form.cleaned_data["credential"])
        get_adapter(self.request).send_notification_mail("mfa/email/webauthn_added", person)
        return redirect("mfa_list_webauthn")


class PasskeyLoginView(LoginWebAuthnView):
    """Leads on to where the person wanted to go."""

    def form_valid(self, form: Any) -> HttpResponse:
        authenticator = form.cleaned_data["credential"]
        login = Login(user=authenticator.user, redirect_url=get_next_redirect_url(self.request))
        return flows.perform_passwordless_login(self.request, authenticator, login)  # type: ignore[no-any-return]


@require_POST
def sign_in_again(request: SignedInRequest) -> HttpResponse:
    """Out, and in again by a code, on the way to one's passkeys or to where one was asked."""
    onward = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        onward = reverse("mfa_list_webauthn")
    logout(request, show_message=False)
    return redirect(f"{reverse('account_request_login_code')}?{urlencode({'next': onward})}")


@require_POST
def passkey_decline(request: SignedInRequest) -> HttpResponse:
    request.user.decline_passkeys()
    return redirect("today")
