"""Measures: written down on the client's page, changed and deleted on a page of their own."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Episode
from accounts.requests import SignedInRequest, posted
from backfit.access import get_editable_or_404, require_editable
from programs.forms.measures import MeasureForm
from programs.measures import series_of
from programs.models import Measure
from programs.views.episodes import find_episode, show_episode


@require_POST
def measure_new(request: SignedInRequest, pk: UUID) -> HttpResponse:
    episode = find_episode(request, pk)
    require_editable(Episode.objects.all(), request.user, episode)
    form = MeasureForm(request.POST, episode=episode, known=series_of(episode))
    if not form.is_valid():
        return show_episode(request, episode, measuring=form, status=400)
    Measure.take(episode=episode, by=request.user, **form.cleaned_data)
    messages.success(request, _("Written down."))
    return redirect(f"{episode.get_absolute_url()}#measures")


@require_http_methods(["GET", "HEAD", "POST"])
def measure_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    measure = editable(request, pk)
    measure.episode.require_open()
    name = measure.name
    known = series_of(measure.episode)
    form = MeasureForm(posted(request), episode=measure.episode, known=known, instance=measure)
    if form.is_valid():
        measure.change(**form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(f"{measure.episode.get_absolute_url()}#measures")
    context = {"form": form, "measure": measure, "name": name, "section": "clients"}
    return render(request, "programs/measure_edit.html", context, status=400 if form.is_bound else 200)


@require_POST
def measure_delete(request: SignedInRequest, pk: UUID) -> HttpResponse:
    measure = editable(request, pk)
    measure.remove()
    messages.success(request, _("The measure is deleted."))
    return redirect(f"{measure.episode.get_absolute_url()}#measures")


def editable(request: SignedInRequest, pk: UUID) -> Measure:
    rows = Measure.objects.select_related("episode__clinic", "episode__client")
    return get_editable_or_404(rows, request.user, pk=pk)
