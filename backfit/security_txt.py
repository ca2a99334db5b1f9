"""Where to report a weakness of this site, in the form that researchers look for (RFC 9116)."""

import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from backfit.middleware import PublicResponse

GOOD_FOR = datetime.timedelta(days=180)
DAY = 24 * 3600


@login_not_required
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """404 where `SECURITY_CONTACT` names nobody: an address that nobody reads is worse than none."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    ends = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + GOOD_FOR
    lines = {
        "Contact": settings.SECURITY_CONTACT,
        "Expires": ends.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Preferred-Languages": "en",
        "Canonical": f"{settings.SITE_URL}/.well-known/security.txt",
    }
    text = "".join(f"{name}: {value}\n" for name, value in lines.items())
    response = PublicResponse(text, content_type="text/plain; charset=utf-8")
    patch_cache_control(response, public=True, max_age=DAY)
    return response
