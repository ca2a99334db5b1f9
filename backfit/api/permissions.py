from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from backfit.proof import require_recent_proof


def is_reading(view: Any, method: str | None) -> bool:
    """A view with `only_asks` takes a question by POST and keeps nothing of it, which counts as reading."""
    return method in SAFE_METHODS or getattr(view, "only_asks", False)


class IsAuthenticatedInScope(BasePermission):
    """Signed in; a token only within its scopes; and the function itself open to the person's role.

    A view names its resource in `scope`, `is_public` lets anybody read, and `open_to(user, action)` may close a
    function to a role. All three are decided before any object is looked up, so the answer tells nothing about ids.
    Of a browser's session, the actions that a view names in `asks_again` take proof of within five minutes that it is
    the person, as their pages do; a token has been proved.
    """

    message = _("Your account or token may not do this.")

    def has_permission(self, request: Request, view: Any) -> bool:
        reading = is_reading(view, request.method)
        if reading and getattr(view, "is_public", False):
            return True
        if not request.user.is_authenticated:
            return False
        if request.auth is not None and not self.in_scope(request, view, reading):
            return False
        open_to, action = getattr(view, "open_to", None), getattr(view, "action", None)
        if open_to is not None and not open_to(request.user, action):
            return False
        if request.auth is None and action in getattr(view, "asks_again", ()):
            require_recent_proof(request._request)
        return True

    @staticmethod
    def in_scope(request: Request, view: Any, reading: bool) -> bool:
        # Compared whole, never by prefix: "exercises:read" is not "exercises_admin:read".
        return f"{view.scope}:{'read' if reading else 'write'}" in getattr(request.auth, "scopes", ())
