from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _


@login_not_required
def admin_login(request: HttpRequest) -> HttpResponse:
    """One door: the admin's own sign-in form knows no limits, so it leads to ours.

    Whoever is signed in and comes here has no business in the admin; the other door would only send them back.
    """
    if request.user.is_authenticated and not request.user.is_staff:
        raise PermissionDenied(_("This part is for editors and site admins."))
    return redirect(f"{reverse('account_login')}?{request.META['QUERY_STRING']}")
