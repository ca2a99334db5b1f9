"""A client's word on who reads the record."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.care_sharing import go_by, share_again, stop_sharing
from accounts.models import Episode
from accounts.requests import SignedInRequest
from backfit.access import get_visible_or_404


@require_POST
def sharing_stop(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    episode = get_visible_or_404(Episode.objects.select_related("clinic"), request.user, pk=pk)
    stop_sharing(episode=episode, by=request.user)
    messages.success(
        request,
        _("Stopped. Your therapists at %(clinic)s can no longer open your record.") % {"clinic": episode.clinic},
    )
    return redirect("consent_list")


@require_POST
def sharing_again(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    episode = get_visible_or_404(Episode.objects.select_related("clinic"), request.user, pk=pk)
    try:
        share_again(episode=episode, by=request.user, wording=request.POST.get("consent", ""))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("Your therapists at %(clinic)s can read it again.") % {"clinic": episode.clinic})
    return redirect("consent_list")


@require_POST
def episode_name(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    episode = get_visible_or_404(Episode.objects.select_related("clinic"), request.user, pk=pk)
    try:
        go_by(episode=episode, by=request.user, name=request.POST.get("name", ""))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("Saved. This is the name that the clinic sees."))
    return redirect("consent_list")
