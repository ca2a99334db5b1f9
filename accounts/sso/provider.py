"""allauth's OpenID Connect with what it leaves to others: nonce, signature, and nothing that the browser may choose."""

from typing import Any

import jwt
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _
from requests import RequestException

from backfit.refusals import Unavailable

NOT_THERE = _("The clinic's own sign-in cannot be reached at the moment. Try again, or sign in with your address.")

ALGORITHMS = {f"{family}{bits}" for family in ("RS", "PS", "ES") for bits in (256, 384, 512)} | {"EdDSA"}
"""By which a provider may sign: those with a public key. The token itself names one, and so would a forged one."""
WELL_KNOWN = "/.well-known/"


def nonce_of(state: str) -> str:
    """Follows from the state, which the session keeps and which counts once: so the token is of this sign-in."""
    return salted_hmac("backfit.sso.nonce", state, algorithm="sha256").hexdigest()


NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


class ClinicOAuth2Adapter(OpenIDConnectOAuth2Adapter):
    @property
    def openid_config(self) -> dict[str, Any]:
        """Raises Unavailable where the provider cannot be asked, or says of itself what is of no use."""
        try:
            found: dict[str, Any] = super().openid_config
        except (RequestException, AttributeError) as error:
            raise Unavailable(NOT_THERE) from error
        if not all(str(found.get(name)).startswith(("https://", "http://")) for name in NEEDED):
            raise Unavailable(NOT_THERE)
        return found

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        claims = self.claims(app, kwargs["response"].get("id_token") or "")
        if not constant_time_compare(str(claims.get("nonce")), nonce_of(request.GET["state"])):
            raise OAuth2Error("The token belongs to another sign-in.")
        if "email" not in claims:
            about = self._fetch_user_info(token.token)
            if about.get("sub") != claims["sub"]:
                raise OAuth2Error("What is said of the person is of another person.")
            claims |= {key: about[key] for key in ("email", "email_verified", "name") if key in about}
        login = self.get_provider().sociallogin_from_response(request, {"id_token": claims})
        login.claims = claims  # for as long as this request takes
        return login

    def claims(self, app: SocialApp, token: str) -> dict[str, Any]:
        """With its signature: that it came over TLS is true only while nobody between is trusted too much."""
        self.require_named(app, token)
        found: dict[str, Any] = jwtkit.verify_and_decode(
            credential=token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        if not isinstance(found.get("sub"), str) or not found["sub"]:
            raise OAuth2Error("The token names nobody.")
        return found

    def require_named(self, app: SocialApp, token: str) -> None:
        """The issuer is the one of the settings, whatever its own description says, and signs as we allow."""
        wanted = app.settings["server_url"].partition(WELL_KNOWN)[0].rstrip("/")
        if str(self.openid_config.get("issuer", "")).rstrip("/") != wanted:
            raise OAuth2Error("The provider calls itself by another name than the settings.")
        try:
            algorithm = jwt.get_unverified_header(token).get("alg")
        except jwt.PyJWTError as error:
            raise OAuth2Error("The token cannot be read.") from error
        if algorithm not in ALGORITHMS:
            raise OAuth2Error("The token is signed in a way that is not allowed.")


class ClinicProvider(OpenIDConnectProvider):
    oauth2_adapter_class = ClinicOAuth2Adapter

    def redirect_from_request(self, request: HttpRequest) -> HttpResponseBase:
        """To sign in, and to where the person was going; what else the address may ask for is left out."""
        state = get_random_string(43)
        onward = get_next_redirect_url(request)
        auth_params = {"nonce": nonce_of(state)}
        return self.redirect(  # type: ignore[no-any-return]
            request, AuthProcess.LOGIN, next_url=onward, auth_params=auth_params, state_id=state
        )

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing of what the provider says is kept but who it is."""
        return {}
