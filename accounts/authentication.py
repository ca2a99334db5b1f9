from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import ApiToken


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer bf_…`. A token that is unknown, expired or revoked is 401 even on public pages."""

    def authenticate(self, request: Request) -> tuple[AbstractBaseUser, ApiToken] | None:
        scheme, _space, secret = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = ApiToken.objects.by_secret(secret.strip())
        if token is None:
            raise AuthenticationFailed(_("This token is not valid."))
        token.used()
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="backfit"'


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
