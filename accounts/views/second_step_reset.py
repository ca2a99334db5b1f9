"""A manager helps somebody of the clinic who has lost their second step."""

import uuid

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Membership
from accounts.requests import SignedInRequest
from accounts.second_step_reset import reset_second_step_of_member
from accounts.views.closing import managed_or_refused
from accounts.views.passkeys import proved_lately


@require_http_methods(["GET", "HEAD", "POST"])
def member_second_step(request: SignedInRequest, pk: uuid.UUID) -> HttpResponseBase:
    membership = managed_or_refused(request, pk)
    if request.method == "POST":
        return reset(request, membership)
    return render(request, "accounts/member_second_step.html", {"membership": membership, "section": "clinic"})


@proved_lately
@reauthentication_required
def reset(request: SignedInRequest, membership: Membership) -> HttpResponse:
    reset_second_step_of_member(membership=membership, by=request.user)
    sentence = _("The second step of %(name)s is taken away. They have been signed out and told by mail.")
    messages.success(request, sentence % {"name": membership.user})
    return redirect(membership.clinic)
