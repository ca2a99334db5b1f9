"""Messages between a client and the care team."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts.local_numbers import show_local_numbers
from accounts.models import Episode
from accounts.requests import SignedInRequest
from backfit.access import get_visible_or_404
from backfit.limits import require_patience
from backfit.refusals import Refusal
from programs.forms.messages import MessageForm, SeenForm
from programs.message_words import TOO_MANY
from programs.messages import care_team, mark_read, send, side_of, threads_of, why_closed, words_of, words_on
from programs.models import Message
from programs.thread_page import thread_of
from programs.views.episodes import find_episode


@require_safe
def message_list(request: SignedInRequest) -> HttpResponse:
    """A client's threads, and straight into the only one. Therapists have theirs on the desk."""
    threads = list(threads_of(request.user))
    if len(threads) == 1:
        return redirect("message_thread", pk=threads[0].pk)
    if not threads and request.user.roles.treats:
        return redirect(f"{reverse('client_list')}?kind=message")
    return render(request, "programs/message_list.html", {"threads": threads, "section": "messages"})


@require_safe
def message_thread(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return show_thread(request, find_episode(request, pk))


@require_POST
@sensitive_post_parameters()
def message_new(request: SignedInRequest, pk: UUID) -> HttpResponse:
    episode = find_episode(request, pk)
    side_of(request.user, episode)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return show_thread(request, episode, form=form, status=400)
    said = form.cleaned_data
    try:
        require_patience(request, "message", TOO_MANY)
        message, _is_new = send(by=request.user, episode=episode, uuid=said["uuid"], text=said["text"])
    except ValidationError as error:
        form.add_error(None, error.messages)
        return show_thread(request, episode, form=form, status=400)
    except Refusal as error:  # what was written stays on the page
        form.add_error(None, error.sentence)
        return waiting(show_thread(request, episode, form=form, status=error.status), error)
    if said["seen"]:
        read_up_to(request, episode, said["seen"])
    messages.success(request, _("Sent."))
    return redirect(place_after(message))


def place_after(message: Message) -> str:
    """On to the questions about warning signs; whom to call stands at the top of the thread."""
    words = words_of(message)
    if words.check:
        return reverse("six_questions")
    place = "" if words.crisis else "#newest"
    return reverse("message_thread", args=[message.episode_id]) + place


@require_POST
def message_read(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Asked for by the page's script once it is in sight, and by its button where there is no script."""
    episode = find_episode(request, pk)
    side_of(request.user, episode)
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise BadRequest(_("Say up to which message you have read."))
    read_up_to(request, episode, form.cleaned_data["seen"])
    return redirect("message_thread", pk=episode.pk)


def read_up_to(request: SignedInRequest, episode: Episode, seen: UUID) -> None:
    message = get_visible_or_404(Message.objects.select_related("episode"), request.user, pk=seen, episode=episode)
    mark_read(by=request.user, message=message)


def waiting(page: HttpResponse, error: Refusal) -> HttpResponse:
    if error.wait is not None:
        page["Retry-After"] = str(error.wait)
    return page


def show_thread(
    request: SignedInRequest, episode: Any, *, form: MessageForm | None = None, status: int = 200
) -> HttpResponse:
    thread = thread_of(episode, request.user, before=before_of(request))
    takes_part = thread.for_client or episode.treats
    show_local_numbers(request, [episode.clinic])
    context = {
        "episode": episode,
        "thread": thread,
        "closed": why_closed(episode, from_client=thread.for_client) if takes_part else "",
        "takes_part": takes_part,
        "form": form or MessageForm(initial={"seen": thread.newest.pk if thread.newest else None}),
        "section": "messages" if thread.for_client else "clients",
    }
    if thread.for_client and episode.clinic is not None:
        context["team"] = care_team(episode)
        context["words"] = words_on(episode.local_day(), [episode.pk])
    return render(request, "programs/message_thread.html", context, status=status)


def before_of(request: SignedInRequest) -> UUID | None:
    text = request.GET.get("before", "")
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise BadRequest(_("That is no message of this thread.")) from error
