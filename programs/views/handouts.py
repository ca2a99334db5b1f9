"""A program on paper, for the client and the care team."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import SignedInRequest
from backfit.access import get_visible_or_404
from exercises.handout.answers import chosen_paper, handout_answer, require_turn
from programs.handouts import program_handout
from programs.models import Program
from programs.models.share_link import address_of
from programs.sharing import handout_token, require_published


@require_safe
def program_pdf(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return handout_of(request, request.user, pk)


def handout_of(request: HttpRequest, user: User, pk: object) -> HttpResponse:
    """The sheet with the code that belongs to it, which is made with the first one; for the page and for the API."""
    rows = Program.objects.select_related("episode__clinic", "episode__client", "current").prefetch_related("pauses")
    program = get_visible_or_404(rows, user, pk=pk)
    paper = chosen_paper(request, printing_zone(program))
    require_published(program)
    require_turn(request)
    assert program.current is not None
    link = link_for(program, user)
    concerns = program.episode.read_home().precautions
    sheet = program_handout(program, program.current.document, link=link, paper=paper, concerns=concerns)
    return handout_answer(sheet, name="handout")


def link_for(program: Program, user: User) -> str:
    """That of the code. Who has emergency access makes none, and prints the way to the page behind the sign-in."""
    if program.episode.client_id == user.pk or Program.objects.editable_by(user).contains(program):
        return address_of(handout_token(program=program, by=user))
    return f"{settings.SITE_URL}{program.get_absolute_url()}"


def printing_zone(program: Program) -> str:
    """Where the sheet is most likely printed: at the clinic, or where the client lives."""
    lives = program.episode.clinic or program.episode.client
    return lives.time_zone if lives else ""
