import uuid

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms.settings import AccountForm, TokenForm
from accounts.forms.time_zones import zones
from accounts.models import ApiToken, User
from accounts.requests import SignedInRequest, posted
from accounts.second_step import proved
from backfit.access import get_editable_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def account_settings(request: SignedInRequest) -> HttpResponse:
    person = User.objects.get(pk=request.user.pk)
    form = AccountForm(posted(request), instance=person)
    if form.is_valid():
        person.change(**form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("account_settings")
    about = {"form": form, "zones": zones(), "tokens": ApiToken.objects.visible_to(request.user).live()}
    return render(request, "accounts/account_settings.html", about, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def token_new(request: SignedInRequest) -> HttpResponse:
    """The answer to the POST itself shows the secret, which is kept nowhere and cannot be shown again."""
    form = TokenForm(posted(request), instance=ApiToken(user=request.user))
    if form.is_valid():
        try:
            token, secret = form.issue(request.user, second_step=proved(request, request.user))
            return render(request, "accounts/token_created.html", {"token": token, "secret": secret})
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "accounts/token_new.html", {"form": form}, status=400 if form.is_bound else 200)


@require_POST
def token_revoke(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    token = get_editable_or_404(ApiToken.objects.all(), request.user, pk=pk)
    token.revoke()
    messages.success(request, _("The token “%(name)s” no longer works.") % {"name": token.name})
    return redirect("account_settings")


@require_POST
def time_zone(request: SignedInRequest) -> HttpResponse:
    """Take over the zone that the browser is in; `next` says where to go on."""
    try:
        request.user.move_to(request.POST.get("time_zone", ""))
    except ValidationError as error:
        raise BadRequest(error.messages[0]) from error
    messages.success(request, _("Your days now follow %(zone)s.") % {"zone": request.user.time_zone})
    onward = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure())
    return redirect(onward if safe else "account_settings")


@require_POST
def install_decline(request: SignedInRequest) -> HttpResponse:
    request.user.decline_install()
    return redirect("today")
