"""What a share link opens: one program to read and to print, without an account, and the way in for its client.

The address is a secret (backfit/headers.py), and no page that it opens names a person.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from backfit.limits import require_patience
from backfit.pages import refuse, refused
from backfit.refusals import TooMany
from backfit.wrong_tokens import refuse_guessers
from exercises.handout.answers import chosen_paper, handout_answer, require_turn
from exercises.models import FigureDrawing
from programs.document import described_in
from programs.handouts import program_handout
from programs.models import ShareLink
from programs.models.share_link import address_of
from programs.shared_document import shared_document
from programs.tasks import send_way_in_of
from programs.views.handouts import printing_zone

LIMIT = "share-link"


@login_not_required
@require_safe
def shared_program(request: HttpRequest, token: str) -> HttpResponse:
    link = ShareLink.objects.by_token(token)
    if link is None:
        return not_there(request)
    episode, document = link.program.episode, document_of(link)
    context = {
        "token": token,
        "document": document,
        "moving": moving_in(document),
        "clinic": episode.clinic,
        "is_mine": request.user.is_authenticated and request.user.pk == episode.client_id,
        "has_way_in": episode.is_open and not link.program.is_over,
        "ends": link.expires_at,
    }
    return render(request, "programs/shared_program.html", context)


@login_not_required
@require_safe
def shared_handout(request: HttpRequest, token: str) -> HttpResponse:
    """The same sheet as the client's, less what was typed for the client."""
    link = ShareLink.objects.by_token(token)
    if link is None:
        return not_there(request)
    paper = chosen_paper(request, printing_zone(link.program))
    require_turn(request)
    sheet = program_handout(link.program, document_of(link), link=address_of(token), paper=paper)
    return handout_answer(sheet, name="handout")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def shared_sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """For the client: a mail to the address that the clinic has, or a code for an account that there is.

    Whatever is true of the client, the page and its answer are the same.
    """
    link = ShareLink.objects.by_token(token)
    if link is None:
        return not_there(request)
    if request.method == "POST":
        require_patience(request, "way-in", _("That was asked for too often from here. Please try again in an hour."))
        send_way_in_of.enqueue(str(link.program_id))
        return redirect(reverse("shared_sign_in", args=[token]) + "?sent=1")
    context = {"token": token, "is_sent": "sent" in request.GET, "clinic": link.program.episode.clinic}
    return render(request, "programs/shared_sign_in.html", context)


def document_of(link: ShareLink) -> dict[str, Any]:
    assert link.program.current is not None  # `by_token` gives links of published programs only
    return shared_document(link.program.current.document)


def moving_in(document: dict[str, Any]) -> set[str]:
    """Digests of the pictures that move."""
    digests = [item["figure"]["digest"] for item in described_in(document) if "figure" in item]
    return set(FigureDrawing.objects.filter(digest__in=digests, moves=True).values_list("digest", flat=True))


def not_there(request: HttpRequest) -> HttpResponse:
    """One answer for what never was, has run out or was withdrawn, and none after too many of them."""
    try:
        refuse_guessers(request, LIMIT)
    except TooMany as error:
        return refused(request, error)
    return refuse(request, 404, _("There is nothing at this address, or it is not yours to see."))
