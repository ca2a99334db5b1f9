"""Whoever found an open phone must not carry a whole record away, or have it deleted."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from accounts.second_factor import just_signed_in
from accounts.views.passkeys import proved_lately
from backfit.proof import require_recent_proof

View = Callable[..., HttpResponseBase]


def proved_to_act(view: View) -> View:
    """The page may be read; who sends its form has shown within five minutes who they are, by whatever way."""
    strict = proved_lately(reauthentication_required(view))

    @wraps(view)
    def choosing(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return (strict if request.method == "POST" else view)(request, *args, **kwargs)

    return choosing


def require_proof(request: HttpRequest) -> None:
    """The same for the API. Raises PermissionDenied."""
    require_recent_proof(request)
    if not get_reauthentication_flows(request.user) and not just_signed_in(request):
        raise PermissionDenied(_("Sign in once more, and then do this within five minutes."))
