"""What a person agreed to, all in one place."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.care_sharing import agreements_of
from accounts.consents import CARE_VERSION, REMINDERS, REMINDERS_VERSION
from accounts.requests import SignedInRequest
from programs.models import ReminderConsent


@require_safe
def consent_list(request: SignedInRequest) -> HttpResponse:
    reminders = ReminderConsent.objects.filter(user=request.user, withdrawn_at__isnull=True).first()
    context = {
        "agreements": agreements_of(request.user),
        "wording": CARE_VERSION,
        "reminders": reminders,
        "reminders_text": REMINDERS.get(reminders.wording, "") if reminders else REMINDERS[REMINDERS_VERSION],
    }
    return render(request, "programs/consent_list.html", context)
