from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.forms.home import HomeForm
from accounts.models import Episode
from accounts.requests import SignedInRequest, posted
from backfit.access import get_editable_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def episode_home(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What is at home and what must be respected; who only reads the episode sees it on the episode's own page."""
    episode = get_editable_or_404(Episode.objects.all(), request.user, pk=pk)
    episode.require_open()
    form = HomeForm(posted(request), episode=episode)
    if form.is_valid():
        episode.change(**form.said())
        messages.success(request, _("Saved. What does not fit is marked from now on."))
        return redirect(episode)
    about = {"form": form, "episode": episode, "section": "clients" if episode.clinic_id else "today"}
    return render(request, "accounts/episode_home.html", about, status=400 if form.is_bound else 200)
