"""Whom the clients of a clinic are told to call in an emergency: the clinic's own number before that of the site."""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest

from accounts.models import Clinic
from backfit.contacts import Contact


def local_numbers(clinics: Iterable[Clinic | None]) -> tuple[Contact, ...]:
    """Each number once. Where one of several clinics names none, the site's stand behind the others' own."""
    found: dict[Contact, None] = {}
    silent = False
    for clinic in clinics:
        own = clinic.emergency_contacts if clinic else ()
        silent = silent or not own
        found |= dict.fromkeys(own)
    if silent or not found:
        found |= dict.fromkeys(settings.EMERGENCY_NUMBERS)
    return tuple(found)


def show_local_numbers(request: HttpRequest, clinics: Iterable[Clinic | None]) -> None:
    """Let every part of the page that answers the request say these numbers."""
    request.emergency_numbers = local_numbers(clinics)  # type: ignore[attr-defined]
