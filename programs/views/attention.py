"""Deal with the reasons for attention of a client, or put them off: from the desk and from the client's page."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Episode
from accounts.requests import SignedInRequest
from backfit.access import get_editable_or_404
from backfit.refusals import Conflict
from programs.desk.rows import attention_of
from programs.forms.attention import AnswerForm, DismissForm, SnoozeForm
from programs.forms.desk import DeskForm


@require_POST
def attention_dismiss(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return answer(request, pk, DismissForm(request.POST), _("Dealt with: %(name)s"))


@require_POST
def attention_snooze(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return answer(request, pk, SnoozeForm(request.POST), _("Put off: %(name)s"))


def answer(request: SignedInRequest, pk: UUID, form: DismissForm | SnoozeForm, done: str) -> HttpResponse:
    episodes = Episode.objects.select_related("client", "clinic")
    episode = get_editable_or_404(episodes, request.user, pk=pk)
    status = 400
    if form.is_valid():
        try:
            form.save(episode, request.user)
        except ValidationError as error:
            form.add_error(None, error)
        except Conflict as error:
            form.add_error(None, error.sentence)
            status = error.status
    if form.errors:
        return ask_again(request, episode, form, status)
    messages.success(request, done % {"name": episode.client_name})
    return redirect(way_back(request.POST, episode))


def ask_again(request: SignedInRequest, episode: Episode, form: AnswerForm, status: int) -> HttpResponse:
    """The form on a page of its own, with the reasons of now, with what was typed and why it was not taken."""
    context = {"episode": episode, "form": form, "snoozing": isinstance(form, SnoozeForm), **attention_of(episode)}
    context |= {name: request.POST[name] for name in ("back", "then") if name in request.POST}
    context["returns"] = "back" in context
    return render(request, "programs/attention_answer.html", context, status=status)


def way_back(sent: QueryDict, episode: Episode) -> str:
    """To the desk as it was, at the next client, or to the client's page."""
    if "back" not in sent:
        return f"{episode.get_absolute_url()}#attention"
    known = QueryDict(str(sent["back"])[:500])
    query = QueryDict(mutable=True)
    for name in (*DeskForm.base_fields, "page"):
        if name in known:
            query[name] = known[name]
    then = str(sent.get("then", ""))
    place = f"client-{then}" if is_uuid(then) else "clients"
    return f"{reverse('client_list')}{'?' if query else ''}{query.urlencode()}#{place}"


def is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
