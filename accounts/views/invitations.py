import uuid
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import invitations
from accounts.care_sharing import words_for
from accounts.consents import CARE_VERSION
from accounts.forms.invitations import CodeForm, JoinAsClientForm, JoinForm
from accounts.models import Invitation, Membership
from accounts.requests import SignedInRequest, posted
from backfit.access import get_editable_or_404
from backfit.headers import UNTOLD
from backfit.wrong_tokens import refuse_guessers

LIMIT = "invitation"
ENTERED = "entered"
"""Stands in the address for the invitation whose code was typed; which one it is stays in the session."""


def tell(request: HttpRequest, invitation: Invitation) -> None:
    """Say whether the mail left."""
    if invitation.sent_at:
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email})
    else:
        messages.warning(
            request,
            _("The invitation is kept, but the mail to %(email)s could not be sent. Try again in a few minutes.")
            % {"email": invitation.email},
        )


def find(request: HttpRequest, token: str) -> Invitation:
    if token != ENTERED:
        found = Invitation.objects.by_token(token)
    else:
        found = Invitation.objects.filter(pk__in=filter(None, [request.session.get(ENTERED)])).first()
    if found is None:
        refuse_guessers(request, LIMIT)
        raise Http404
    return found


def page(request: HttpRequest, template: str, about: dict[str, Any], status: int = 200) -> HttpResponse:
    response = render(request, template, about, status=status)
    response["Referrer-Policy"] = UNTOLD
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def refused(request: HttpRequest, invitation: Invitation) -> HttpResponse | None:
    """The page for an invitation that cannot be accepted, or not by this person."""
    about = {"invitation": invitation, "state": invitation.state}
    if invitation.state != "pending":
        return page(request, "accounts/invitation_gone.html", about, status=410)
    if request.user.is_authenticated:
        try:
            invitation.require_addressee(request.user)
        except PermissionDenied:
            return page(request, "accounts/invitation_other.html", about, status=403)
    return None


@login_not_required
@never_cache
@require_safe
def invitation_landing(request: HttpRequest, token: str) -> HttpResponse:
    invitation = find(request, token)
    return refused(request, invitation) or landing(request, invitation, token, join_form(invitation))


def landing(
    request: HttpRequest, invitation: Invitation, token: str, form: JoinForm, problems: tuple[str, ...] = ()
) -> HttpResponse:
    signed_in = request.user.is_authenticated
    joins = not signed_in and not invitations.has_account(invitation.email)
    about = {"invitation": invitation, "token": token, "joins": joins, "form": form if joins else None}
    if invitation.episode_id:
        about |= {"agreed": words_for(invitation.clinic), "wording": CARE_VERSION}
    status = 400 if form.is_bound else 200
    return page(request, "accounts/invitation_landing.html", about | {"problems": problems}, status=status)


def join_form(invitation: Invitation, data: Any = None) -> JoinForm:
    return JoinAsClientForm(data) if invitation.episode_id else JoinForm(data)


@login_not_required
@never_cache
@require_POST
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    invitation = find(request, token)
    if refusal := refused(request, invitation):
        return refusal
    signed_in = request.user.is_authenticated
    if not signed_in and invitations.has_account(invitation.email):
        back = urlencode({"next": reverse("invitation_landing", args=[token])})
        return redirect(f"{reverse('account_login')}?{back}")
    form = join_form(invitation, request.POST)
    if not signed_in and not form.is_valid():
        return landing(request, invitation, token, form)
    try:
        take_up(request, invitation, form)
    except ValidationError as error:
        return landing(request, invitation, token, form, problems=tuple(error.messages))
    return welcome(request, invitation)


def take_up(request: HttpRequest, invitation: Invitation, form: JoinForm) -> None:
    """For who is signed in, or as somebody new, who is signed in by it."""
    consent = request.POST.get("consent", "")
    if request.user.is_authenticated:
        invitations.accept(invitation=invitation, user=request.user, consent=consent)
        return
    name, time_zone = form.cleaned_data.get("name", ""), form.cleaned_data["time_zone"]
    user = invitations.join(invitation=invitation, name=name, time_zone=time_zone, consent=consent)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    record_authentication(request, user, method="code", email=user.email)


def welcome(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """On to what the person came for."""
    request.session.pop(ENTERED, None)
    messages.success(request, _("Welcome to %(clinic)s.") % {"clinic": invitation.clinic})
    if invitation.episode_id:
        return redirect("today")
    return redirect("client_list" if invitation.role == Membership.Role.THERAPIST else invitation.clinic)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_enter(request: HttpRequest) -> HttpResponse:
    """For those who have the mail on another device: address and code instead of the link."""
    form = CodeForm(posted(request))
    if form.is_valid():
        found = Invitation.objects.by_code(form.cleaned_data["email"], form.cleaned_data["code"])
        if found is not None:
            request.session[ENTERED] = str(found.pk)
            return redirect("invitation_landing", ENTERED)
        refuse_guessers(request, LIMIT)
        form.add_error(None, _("This address and code do not belong together, or the code no longer works."))
    return page(request, "accounts/invitation_enter.html", {"form": form}, status=400 if form.is_bound else 200)


@require_POST
def invitation_revoke(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    invitation = get_editable_or_404(Invitation.objects.all(), request.user, pk=pk)
    invitation.revoke()
    messages.success(request, _("The invitation is withdrawn; its link and code no longer work."))
    return redirect(source(request, invitation))


@require_POST
def invitation_resend(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    invitation = get_editable_or_404(Invitation.objects.all(), request.user, pk=pk)
    tell(request, invitations.resend(invitation=invitation, by=request.user))
    return redirect(source(request, invitation))


def source(request: SignedInRequest, invitation: Invitation) -> Any:
    """The page that shows the invitation: the client's for the care team, the clinic's for its managers."""
    episode = invitation.episode
    visible = episode is not None and type(episode).objects.visible_to(request.user).contains(episode)
    return episode if visible else invitation.clinic
