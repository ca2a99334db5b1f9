"""How often one caller may ask what is open to everybody. Counted in the cache, which holds no body and no answer."""

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView


class PublicThrottle(SimpleRateThrottle):
    """By account, or else by address; a view may set its own `throttle_scope`. Another rate: subclass with `rate`."""

    rate = "60/min"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        caller = f"user-{request.user.pk}" if request.user.is_authenticated else f"address-{self.address(request)}"
        return f"throttle-{getattr(view, 'throttle_scope', view.__class__.__name__)}-{caller}"

    @staticmethod
    def address(request: Request) -> str:
        """The one that the outermost of our own proxies saw; what stands before it may be made up."""
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        trusted: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
        if trusted and len(hops) >= trusted:
            return str(hops[-trusted])
        return str(request.META.get("REMOTE_ADDR", ""))
