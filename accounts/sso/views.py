from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe
from requests import RequestException

from accounts.sso.adapter import failed
from accounts.sso.provider import ClinicOAuth2Adapter


@login_not_required
@require_safe
def login(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """On the way to the clinic's own sign-in. A link on another site leads to our page for signing in, and no further.

    Else it could sign somebody in who has pressed nothing here, with the session that they have there.
    """
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return redirect("account_login")
    return answer(OAuth2LoginView, request, provider_id)


@login_not_required
@require_safe
def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """And back from it."""
    return answer(OAuth2CallbackView, request, provider_id)


def answer(view: type, request: HttpRequest, provider_id: str) -> HttpResponseBase:
    try:
        return view.adapter_view(ClinicOAuth2Adapter(request, provider_id))(request)  # type: ignore[attr-defined, no-any-return]
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except RequestException:
        return failed(request, 503)  # its own service is away, or sends us elsewhere
