from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _
from drf_spectacular.authentication import SessionScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from accounts.models import ApiToken
from accounts.second_step import SENTENCES, lack_of, token_lack


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer bf_…`. A token that is unknown, expired or revoked is 401 even on public pages.

    One of somebody who works here and has no second step, or that was made without it, is 403.
    """

    def authenticate(self, request: Request) -> tuple[AbstractBaseUser, ApiToken] | None:
        scheme, _space, secret = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = ApiToken.objects.by_secret(secret.strip())
        if token is None:
            raise AuthenticationFailed(_("This token is not valid."))
        if lack := token_lack(token):
            raise PermissionDenied(str(lack))
        token.used()
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="backfit"'


class SessionAuthentication(authentication.SessionAuthentication):
    """The pages' session; 403 for somebody who works here while it lacks the second step."""

    def authenticate(self, request: Request) -> tuple[AbstractBaseUser, None] | None:
        found = super().authenticate(request)
        if found is not None and (lack := lack_of(request._request, found[0])):
            raise PermissionDenied(SENTENCES[lack])
        return found


class OurSessionScheme(SessionScheme):
    target_class = "accounts.authentication.SessionAuthentication"


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
