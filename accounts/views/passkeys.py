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
from django.utils.http import urlencode
from django.views.decorators.http import require_POST
from django.views.generic.edit import FormView

from accounts.requests import SignedInRequest
from accounts.second_factor import just_signed_in


class PasskeyAddView(AddWebAuthnView):
    """Every key is one to sign in with alone. Who has nothing to prove themselves by signs in by code first."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not get_reauthentication_flows(request.user) and not just_signed_in(request):
            return render(request, "mfa/sign_in_again.html")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]

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
    """Out, and in again by a code, on the way to one's passkeys."""
    logout(request, show_message=False)
    return redirect(f"{reverse('account_request_login_code')}?{urlencode({'next': reverse('mfa_list_webauthn')})}")


@require_POST
def passkey_decline(request: SignedInRequest) -> HttpResponse:
    request.user.decline_passkeys()
    return redirect("today")
