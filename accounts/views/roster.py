"""A clinic's clients for its managers: who they are and who cares for them."""

import uuid

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.care_teams import set_team
from accounts.forms.roster import RosterForm, TeamForm
from accounts.models import Clinic, ClinicClient
from accounts.requests import SignedInRequest, posted
from backfit.access import get_editable_or_404

CLIENTS_PER_PAGE = 50


@require_safe
def clinic_clients(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    clinic = get_editable_or_404(Clinic.objects.all(), request.user, pk=pk)
    form = RosterForm(request.GET)
    name, show = form.wanted()
    rows = ClinicClient.objects.with_teams().visible_to(request.user).filter(clinic=clinic)
    if show != "all":
        rows = rows.filter(ended_on__isnull=show == "open")
    page = Paginator(rows.filter(client_name__icontains=name), CLIENTS_PER_PAGE).get_page(request.GET.get("page"))
    about = {"clinic": clinic, "form": form, "name": name, "show": show, "page": page, "section": "clinic"}
    return render(request, "accounts/clinic_clients.html", about)


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def clinic_team(request: SignedInRequest, pk: uuid.UUID, episode: uuid.UUID) -> HttpResponse:
    clinic = get_editable_or_404(Clinic.objects.all(), request.user, pk=pk)
    client = get_editable_or_404(ClinicClient.objects.with_teams(), request.user, pk=episode, clinic=clinic)
    client.require_open()
    now = [place.therapist_id for place in client.team]  # type: ignore[attr-defined]
    form = TeamForm(posted(request), clinic=clinic, initial={"team": now})
    if form.is_valid():
        try:
            set_team(episode=client, therapists=form.cleaned_data["team"])
            messages.success(request, _("The care team of %(name)s is changed.") % {"name": client.client_name})
            return redirect("clinic_clients", clinic.pk)
        except ValidationError as error:
            form.add_error(None, error)
    about = {"clinic": clinic, "client": client, "form": form, "section": "clinic"}
    return render(request, "accounts/clinic_team.html", about, status=400 if form.is_bound else 200)
