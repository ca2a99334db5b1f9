from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request


def is_reading(view: Any, method: str | None) -> bool:
    """A view with `only_asks` takes a question by POST and keeps nothing of it, which counts as reading."""
    return method in SAFE_METHODS or getattr(view, "only_asks", False)


class IsAuthenticatedInScope(BasePermission):
    """Signed in; a token only within its scopes; and the function itself open to the person's role.

    A view names its resource in `scope`, `is_public` lets anybody read, and `open_to(user, action)` may close a
    function to a role. All three are decided before any object is looked up, so the answer tells nothing about ids.
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
        open_to = getattr(view, "open_to", None)
        return open_to is None or bool(open_to(request.user, getattr(view, "action", None)))

    @staticmethod
    def in_scope(request: Request, view: Any, reading: bool) -> bool:
        # Compared whole, never by prefix: "exercises:read" is not "exercises_admin:read".
        return f"{view.scope}:{'read' if reading else 'write'}" in getattr(request.auth, "scopes", ())
