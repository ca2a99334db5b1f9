"""The limits of the API; pages ask `backfit.limits` themselves."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from backfit.api.permissions import is_reading
from backfit.limits import require_patience


class PersonThrottle(BaseThrottle):
    """How much one person reads and writes with all their tokens and pages together; without an account, one address.

    `limited_as` of the view names a limit for it alone beside that; a page with the same name counts together with it.
    """

    def allow_request(self, request: Request, view: Any) -> bool:
        """Raises TooMany, whose answer says more than REST framework's own."""
        kind = "api-read" if is_reading(view, request.method) else "api-write"
        action = kind if request.user.is_authenticated else "api-of-nobody"
        require_patience(request._request, action, _("That is more than one program may ask for. Wait, then go on."))
        if "q" in request.query_params:
            search = "search-of-a-person" if request.user.is_authenticated else "search"
            require_patience(request._request, search, _("You search very fast. Please wait a minute."))
        if limited_as := getattr(view, "limited_as", ""):
            require_patience(request._request, limited_as, _("You ask too often; wait a minute."))
        return True
