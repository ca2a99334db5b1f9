from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from accounts.second_step import Lack, lack_of
from accounts.second_step_door import ONWARD


@require_safe
def second_step(request: SignedInRequest) -> HttpResponse:
    """Where those who work here get what they lack; from here they go on to where they were going."""
    lack = lack_of(request, request.user)
    if lack is Lack.NOTHING:
        onward = request.session.pop(ONWARD, None)
        if onward:
            messages.success(request, _("Your second step is done."))
        return redirect(onward or "mfa_index")
    kinds = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    about = {"sets_up": lack is Lack.SETTING_UP, "has_passkey": "webauthn" in kinds, "has_codes": kinds - {"webauthn"}}
    return render(request, "accounts/second_step.html", about)
