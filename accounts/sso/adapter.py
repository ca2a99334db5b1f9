from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.models import Clinic, User
from accounts.second_step import BY_PROVIDER
from accounts.sso.binding import person_for, require_of_clinic
from accounts.sso.way_out import ProviderSession, is_plain
from backfit.pages import refuse


class SSOAdapter(DefaultSocialAccountAdapter):
    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """From the settings alone: a row in the database makes no provider."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def get_requests_session(self) -> Any:
        """Goes where the settings and the provider's own description say, and nowhere that an answer sends it to."""
        session = super().get_requests_session() if is_plain() else ProviderSession()
        session.max_redirects = 0
        return session

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Whoever may come in is somebody by then."""
        return False

    def serialize_instance(self, instance: Any) -> Any:
        """What the session keeps while the second step is asked for: the row, and not what was worked out of it."""
        row = User.objects.get(pk=instance.pk) if isinstance(instance, User) else instance
        return super().serialize_instance(row)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        try:
            user = self.find(request, sociallogin)
        except PermissionDenied as error:
            raise ImmediateHttpResponse(refuse(request, 403, str(error))) from error
        claims = sociallogin.claims
        if shows_second_step(sociallogin.provider.app.settings, claims):
            record_authentication(request, user, method="mfa", type=BY_PROVIDER)

    def find(self, request: HttpRequest, sociallogin: SocialLogin) -> User:
        clinic = Clinic.objects.filter(pk=sociallogin.provider.app.settings["clinic"]).first()
        if clinic is None:
            raise PermissionDenied(_("This clinic is not here any more."))
        if sociallogin.is_existing:
            require_of_clinic(sociallogin.user, clinic)
            return sociallogin.user  # type: ignore[no-any-return]
        claims = sociallogin.claims
        email, name = claims.get("email"), claims.get("name")
        # Of the claims themselves: allauth lists an address that was not proved too. And "true" is not true.
        if claims.get("email_verified") is not True or not isinstance(email, str):
            raise PermissionDenied(
                _("The clinic's sign-in has not proved your address, so we do not know who you are.")
            )
        user = person_for(clinic=clinic, email=email, name=name if isinstance(name, str) else "")
        sociallogin.connect(request, user)
        return user

    def on_authentication_error(self, request: HttpRequest, provider: Any, **about: Any) -> None:
        """Whatever went wrong, cancelled or forged: no page of allauth's, and nothing of what was sent."""
        raise ImmediateHttpResponse(failed(request, 403))


def failed(request: HttpRequest, status: int) -> HttpResponse:
    sentence = _("The clinic's sign-in did not work, or took too long. Try again, or sign in with your address.")
    return refuse(request, status, sentence)


def shows_second_step(settings: dict[str, Any], claims: dict[str, Any]) -> bool:
    """Whether the provider says that it asked for one, in words that the site's settings take for it."""
    amr = claims.get("amr")
    methods = {word for word in amr if isinstance(word, str)} if isinstance(amr, list) else set()
    return bool(methods & set(settings["second_step_amr"])) or claims.get("acr") in settings["second_step_acr"]
