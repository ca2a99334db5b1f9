"""The links of a program: making, looking at and withdrawing them. For its client and the care team."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest, posted
from backfit.access import get_editable_or_404, get_visible_or_404
from backfit.headers import UNTOLD
from programs.forms.sharing import ShareForm
from programs.models import Program, ShareLink
from programs.models.share_link import address_of
from programs.sharing import require_published


@require_http_methods(["GET", "HEAD", "POST"])
def share_links(request: SignedInRequest, pk: UUID) -> HttpResponse:
    rows = Program.objects.select_related("episode__clinic").with_rights(request.user)
    program = get_visible_or_404(rows, request.user, pk=pk)
    require_published(program)
    return new_link(request, program) if request.method == "POST" else show_links(request, program, ShareForm())


@reauthentication_required(allow_get=True)
def new_link(request: SignedInRequest, program: Program) -> HttpResponse:
    """The answer to the POST itself shows the address, which is kept nowhere and cannot be shown again."""
    form = ShareForm(posted(request))
    if not form.is_valid():
        return show_links(request, program, form, status=400)
    link, token = form.share(program, request.user)
    context = {**about(request, program), "link": link, "address": address_of(token)}
    response = render(request, "programs/share_link_created.html", context)
    response["Referrer-Policy"] = UNTOLD
    return response


def show_links(request: SignedInRequest, program: Program, form: ShareForm, status: int = 200) -> HttpResponse:
    links = ShareLink.objects.visible_to(request.user).filter(program=program).live().select_related("created_by")
    context = {**about(request, program), "links": links, "form": form}
    return render(request, "programs/share_links.html", context, status=status)


@require_POST
def share_link_revoke(request: SignedInRequest, pk: UUID, link: UUID) -> HttpResponse:
    program = get_visible_or_404(Program.objects.all(), request.user, pk=pk)
    found = get_editable_or_404(ShareLink.objects.all(), request.user, pk=link, program=program)
    found.revoke()
    messages.success(request, _("The link no longer works."))
    return redirect("share_links", pk)


def about(request: SignedInRequest, program: Program) -> dict[str, object]:
    own = program.episode.client_id == request.user.pk
    may_share = own or program.may_edit  # type: ignore[attr-defined]
    return {"program": program, "section": "today" if own else "clients", "is_own": own, "may_share": may_share}
