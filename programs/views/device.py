from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from programs.device import copy_for


@login_not_required
@require_safe
@gzip_page  # safe here as on Today: it repeats nothing of its address, the token is masked, and the length varies
def device_copy(request: HttpRequest) -> JsonResponse:
    """For the scripts on a client's device, which must tell "signed out" from a page that lets one sign in: 401."""
    if not request.user.is_authenticated:
        return JsonResponse({"person": None}, status=401)
    return JsonResponse({"csrf": get_token(request), **copy_for(request.user)})


@login_not_required
@require_safe
def device_person(request: HttpRequest) -> JsonResponse:
    """Who is signed in, asked before anything is sent in somebody's name; `person` is null for a visitor."""
    if not request.user.is_authenticated:
        return JsonResponse({"person": None})
    return JsonResponse({"person": str(request.user.pk), "csrf": get_token(request)})
