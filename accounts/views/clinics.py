import uuid

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.care_teams import end_membership, only_cared_for_by, open_episodes_of
from accounts.forms.clinics import ClinicForm, EndMembershipForm, InviteMemberForm
from accounts.forms.time_zones import zones
from accounts.invitations import invite_member
from accounts.listing_desk import on_the_list
from accounts.models import Clinic, Episode, Invitation, Membership
from accounts.requests import SignedInRequest, posted
from accounts.views.invitations import tell
from backfit.access import get_editable_or_404, get_visible_or_404
from backfit.refusals import Refusal


@require_safe
def clinic_list(request: SignedInRequest) -> HttpResponse:
    clinics = Clinic.objects.visible_to(request.user).with_requests_waiting(request.user)
    return render(request, "accounts/clinic_list.html", {"clinics": clinics, "section": "clinic"})


@require_safe
def clinic_detail(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    clinic = get_visible_or_404(Clinic.objects.with_requests_waiting(request.user), request.user, pk=pk)
    members = Membership.objects.visible_to(request.user).current().filter(clinic=clinic).select_related("user")
    members = members.with_open_clients().with_second_steps().order_by("user__name", "user__email", "role")
    roles = {str(member.role) for member in members if member.user == request.user}
    about = {
        "clinic": clinic,
        "section": "clinic",
        "members": members,
        "works_here": bool(roles),
        "listings": on_the_list(clinic, request.user, roles) if roles else [],
        "manages": Clinic.objects.editable_by(request.user).contains(clinic),
    }
    if about["manages"]:
        asked = Invitation.objects.visible_to(request.user).filter(clinic=clinic, episode__isnull=True)
        about["invitations"] = asked.undecided()[:50]
        withheld = Episode.objects.withheld_at_clinics_of(request.user).open().filter(clinic=clinic)
        about["withheld"] = withheld.order_by("-withheld_at", "pk").values(
            "client_name", "withheld_at", "client__erasure__due_at"
        )
    return render(request, "accounts/clinic_detail.html", about)


@require_http_methods(["GET", "HEAD", "POST"])
def clinic_edit(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    clinic = get_editable_or_404(Clinic.objects.all(), request.user, pk=pk)
    form = ClinicForm(posted(request), instance=clinic)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect(clinic)
    about = {"form": form, "name": form.initial["name"], "clinic": clinic, "zones": zones(), "section": "clinic"}
    return render(request, "accounts/clinic_edit.html", about, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def clinic_invite(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    clinic = get_editable_or_404(Clinic.objects.all(), request.user, pk=pk)
    form = InviteMemberForm(posted(request))
    status = 400 if form.is_bound else 200
    if form.is_valid():
        wanted = form.cleaned_data
        try:
            tell(request, invite_member(clinic=clinic, email=wanted["email"], role=wanted["role"], by=request.user))
            return redirect(clinic)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            status = refusal.status
    about = {"form": form, "clinic": clinic, "section": "clinic"}
    return render(request, "accounts/clinic_invite.html", about, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def member_end(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    membership = get_editable_or_404(Membership.objects.current(), request.user, pk=pk)
    form = EndMembershipForm(posted(request), membership=membership)
    treats = membership.role == Membership.Role.THERAPIST
    alone = only_cared_for_by(membership).count() if treats else 0
    if request.method == "POST" and (not alone or form.is_valid()):
        try:
            end_membership(membership=membership, successor=form.cleaned_data["successor"] if alone else None)
            messages.success(request, _("%(name)s no longer has this role.") % {"name": membership.user})
            return redirect("clinic_list" if membership.user == request.user else membership.clinic)
        except ValidationError as error:
            form.add_error(None, error)
    about = {
        "membership": membership,
        "clients": open_episodes_of(membership).count() if treats else 0,
        "alone": alone,
        "form": form,
        "section": "clinic",
    }
    return render(request, "accounts/member_end.html", about, status=400 if request.method == "POST" else 200)
