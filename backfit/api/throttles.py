"""The limits on what is open to everybody, for the API; pages ask `backfit.limits` themselves."""

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from backfit.limits import too_often


class PublicThrottle(BaseThrottle):
    """`limited_as` of the view names the limit; a page with the same name counts together with it."""

    def allow_request(self, request: Request, view: Any) -> bool:
        return not too_often(request._request, view.limited_as)

    def wait(self) -> float:
        return 60
