"""The admin behind the site's own sign-in, which asks again who it is before what destroys or gives rights."""

from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from backfit.door import admin_login

# Whoever is in the list of people decides what they may do here.
ROLES = {"accounts_user_add", "accounts_user_change"}
DESTRUCTIVE = {"exercise_retire", "exercise_merge", "exercise_decline", "exercise_import_carry_out"}
BUTTONS = {"_withdraw", "_discard"}
VERBS = {"discard"}


class BackfitAdminSite(AdminSite):
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Django's own form would know no limits and no second step."""
        return admin_login(request)

    login.login_required = False  # type: ignore[attr-defined]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        inner = super().admin_view(view, cacheable)
        proved = reauthentication_required(inner)

        @wraps(inner)
        def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if self.has_permission(request) and asks_again(request):
                return proved(request, *args, **kwargs)
            return inner(request, *args, **kwargs)

        return asking


def asks_again(request: HttpRequest) -> bool:
    """Whether what was sent is destructive or changes somebody's rights."""
    if request.method != "POST":
        return False
    # Not the request's own match: after the proof, allauth calls the view from its own page.
    match = resolve(request.path_info)
    name = match.url_name or ""
    if name in ROLES | DESTRUCTIVE or name.endswith("_delete"):
        return True
    chosen = name.endswith("_changelist") and "action" in request.POST
    return chosen or match.kwargs.get("verb") in VERBS or not BUTTONS.isdisjoint(request.POST)
