from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Clinic, Erasure, FrozenRecord, PersonExport
from accounts.privacy.answers import copy_answer, for_nobody_else
from accounts.privacy.copies import ask_for_copy
from accounts.privacy.erasing import ask_for_erasure, undo_erasure
from accounts.privacy.forms import ClientForm, KeepingForm
from accounts.privacy.leaving import FLAG
from accounts.privacy.proof import proved_to_act
from accounts.requests import SignedInRequest, posted
from backfit.access import get_editable_or_404, get_visible_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@proved_to_act
def own_data(request: SignedInRequest) -> HttpResponse:
    """A POST asks for a copy of everything."""
    if request.method == "POST":
        ask_for_copy(person=request.user, by=request.user)
        messages.success(request, _("Your copy is being made. You get a mail when it is ready."))
        return redirect("own_data")
    copies = PersonExport.objects.visible_to(request.user)
    return render(request, "accounts/privacy/own_data.html", {"copies": copies})


@require_safe
def copy_file(request: SignedInRequest, pk: UUID) -> HttpResponseBase:
    return copy_answer(request, get_visible_or_404(PersonExport.objects.all(), request.user, pk=pk))


@require_POST
def copy_delete(request: SignedInRequest, pk: UUID) -> HttpResponse:
    get_editable_or_404(PersonExport.objects.all(), request.user, pk=pk).throw_away()
    messages.success(request, _("The copy is deleted."))
    return redirect("own_data")


@require_http_methods(["GET", "HEAD", "POST"])
@proved_to_act
def erasure(request: SignedInRequest) -> HttpResponse:
    """Says what would go and what would stay; a POST asks for it and signs out."""
    if request.method == "POST":
        asked = ask_for_erasure(person=request.user, by=request.user)
        logout(request)
        return for_nobody_else(render(request, "accounts/privacy/erasure_asked.html", {"erasure": asked}))
    episodes = request.user.episodes.filter(clinic__keeps_after_erasure_years__isnull=False)
    about = {
        "erasure": Erasure.objects.visible_to(request.user).first(),
        "keeping": Clinic.objects.filter(pk__in=episodes.values("clinic")),
        "has_written": request.user.roles.has_treated,
    }
    return render(request, "accounts/privacy/erasure.html", about)


@require_POST
def erasure_undo(request: SignedInRequest) -> HttpResponse:
    undo_erasure(person=request.user)
    request.session.pop(FLAG, None)
    messages.success(request, _("Your account stays. Everything goes on as before."))
    return redirect("home")


@require_http_methods(["GET", "HEAD", "POST"])
def clinic_records(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What the clinic keeps of clients who have gone; a POST sets for how long."""
    clinic = get_editable_or_404(Clinic.objects.all(), request.user, pk=pk)
    form = KeepingForm(posted(request), instance=clinic)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("clinic_records", pk)
    client_form = ClientForm(clinic=clinic, by=request.user)
    return records_page(request, clinic, form, client_form, status=400 if form.is_bound else 200)


@require_http_methods(["POST"])
@proved_to_act
def clinic_client_data(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """On behalf of a client: start a copy, which only the client can fetch, or ask for the client to be erased."""
    clinic = get_editable_or_404(Clinic.objects.all(), request.user, pk=pk)
    form = ClientForm(posted(request), clinic=clinic, by=request.user)
    if not form.is_valid():
        return records_page(request, clinic, KeepingForm(instance=clinic), form, status=400)
    person = form.cleaned_data["email"]
    if "erase" in request.POST:
        ask_for_erasure(person=person, by=request.user)
        messages.success(request, _("It will be done in seven days. The client has got a mail and can undo it."))
    else:
        ask_for_copy(person=person, by=request.user)
        messages.success(request, _("The copy is being made. The client gets a mail and can fetch it."))
    return redirect("clinic_records", pk)


def records_page(
    request: SignedInRequest, clinic: Clinic, form: KeepingForm, client_form: ClientForm, *, status: int
) -> HttpResponse:
    frozen = FrozenRecord.objects.visible_to(request.user).filter(clinic=clinic).defer("content")
    about = {"clinic": clinic, "form": form, "client_form": client_form, "frozen": frozen, "section": "clinic"}
    return render(request, "accounts/privacy/clinic_records.html", about, status=status)
