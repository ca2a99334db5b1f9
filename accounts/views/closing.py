"""A manager closes the account of somebody who leaves and has nothing else here."""

import uuid

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.care_teams import only_cared_for_by
from accounts.closing import close_account_of_member
from accounts.forms.clinics import EndMembershipForm
from accounts.models import Clinic, Membership
from accounts.requests import SignedInRequest, posted
from backfit.access import get_visible_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def member_close(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    membership = managed_or_refused(request, pk)
    form = EndMembershipForm(posted(request), membership=membership)
    alone = only_cared_for_by(membership).count()
    if request.method == "POST" and (not alone or form.is_valid()):
        try:
            successor = form.cleaned_data["successor"] if alone else None
            close_account_of_member(membership=membership, by=request.user, successor=successor)
            messages.success(request, _("The account of %(name)s is closed.") % {"name": membership.user})
            return redirect(membership.clinic)
        except ValidationError as error:
            form.add_error(None, error)
    about = {"membership": membership, "alone": alone, "form": form, "section": "clinic"}
    return render(request, "accounts/member_close.html", about, status=400 if request.method == "POST" else 200)


def managed_or_refused(request: SignedInRequest, pk: uuid.UUID) -> Membership:
    """404 for a member of a clinic that is not one's own, 403 for who does not manage it."""
    rows = Membership.objects.current().select_related("clinic", "user")
    membership = get_visible_or_404(rows, request.user, pk=pk)
    if not Clinic.objects.editable_by(request.user).contains(membership.clinic):
        raise PermissionDenied(_("Only managers of the clinic do this."))
    return membership
