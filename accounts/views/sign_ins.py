import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import SignIn
from accounts.requests import SignedInRequest
from accounts.sign_ins import end, end_others, places_of
from backfit.access import get_editable_or_404


@require_safe
def sign_in_list(request: SignedInRequest) -> HttpResponse:
    return render(request, "accounts/sign_in_list.html", {"places": places_of(request.user, request)})


@require_POST
def sign_in_end(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    sign_in = get_editable_or_404(SignIn.objects.all(), request.user, pk=pk)
    end([sign_in])
    messages.success(request, _("Signed out: %(device)s.") % {"device": sign_in})
    return redirect("sign_in_list")


@require_POST
def sign_ins_end_others(request: SignedInRequest) -> HttpResponse:
    end_others(request.user, request)
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("sign_in_list")
