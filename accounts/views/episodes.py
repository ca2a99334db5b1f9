import uuid

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.appointments import begin_with, known_of, request_to_answer
from accounts.care_teams import add_to_team, leave_team
from accounts.forms.episodes import CareTeamForm, EpisodeForm, NewEpisodeForm
from accounts.invitations import invite_client
from accounts.models import CareTeamMember, Episode
from accounts.requests import SignedInRequest, posted
from accounts.views.invitations import tell
from backfit.access import get_editable_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def client_new(request: SignedInRequest) -> HttpResponse:
    if not request.user.roles.treats:
        raise PermissionDenied(_("Only therapists of a clinic add clients."))
    asked = request_to_answer(by=request.user, key=request.GET.get("request", ""))
    form = NewEpisodeForm(posted(request), therapist=request.user, initial=known_of(asked))
    if form.is_valid():
        try:
            episode = begin_with(asked, by=request.user, **form.cleaned_data)
            messages.success(request, _("%(name)s is on your list. Next: a program.") % {"name": episode.client_name})
            return redirect(episode)
        except ValidationError as error:
            form.add_error(None, error)
    about = {"form": form, "section": "clients"}
    return render(request, "accounts/client_new.html", about, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def episode_edit(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    episode = get_editable_or_404(Episode.objects.all(), request.user, pk=pk)
    episode.require_open()
    name = episode.client_name
    form = EpisodeForm(posted(request), instance=episode)
    if form.is_valid():
        episode.change(**form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(episode)
    about = {"form": form, "episode": episode, "name": name, "section": "clients"}
    return render(request, "accounts/episode_edit.html", about, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def episode_end(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    episode = get_editable_or_404(Episode.objects.all(), request.user, pk=pk)
    if request.method == "POST":
        episode.end()
        messages.success(request, _("The episode has ended. Its record stays with you and your client."))
        return redirect(episode)
    episode.require_open()
    return render(request, "accounts/episode_end.html", {"episode": episode, "section": "clients"})


@require_POST
def episode_invite(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    episode = get_editable_or_404(Episode.objects.all(), request.user, pk=pk)
    tell(request, invite_client(episode=episode, by=request.user))
    return redirect(episode)


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def care_team_add(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    episode = get_editable_or_404(Episode.objects.all(), request.user, pk=pk)
    episode.require_open()
    if episode.clinic is None:
        raise Http404
    form = CareTeamForm(posted(request), episode=episode)
    if form.is_valid():
        try:
            place = add_to_team(episode=episode, therapist=form.cleaned_data["therapist"])
            messages.success(request, _("%(name)s is on the care team now.") % {"name": place.therapist})
            return redirect(episode)
        except ValidationError as error:
            form.add_error(None, error)
    about = {"form": form, "episode": episode, "section": "clients"}
    return render(request, "accounts/care_team_add.html", about, status=400 if form.is_bound else 200)


@require_POST
@reauthentication_required
def care_team_end(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    place = get_editable_or_404(CareTeamMember.objects.all(), request.user, pk=pk)
    leave_team(place)
    if place.therapist == request.user:
        messages.success(request, _("You have left the care team of %(name)s.") % {"name": place.episode.client_name})
        return redirect("client_list")
    messages.success(request, _("%(name)s has left the care team.") % {"name": place.therapist})
    return redirect(place.episode)
