from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import unsent
from accounts.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def unsent_form(request: SignedInRequest) -> HttpResponse:
    """Offers to send what was written when the session ended; a POST throws it away."""
    found = unsent.find(request)
    if request.method == "POST":
        unsent.forget(request)
        messages.success(request, _("It is thrown away."))
        return redirect("home")
    if found is None:
        return redirect("home")
    return render(request, "accounts/unsent_form.html", {"unsent": found})
