"""A handout as an answer: which paper, how often, and under which name it is saved."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from backfit.limits import require_patience
from exercises.handout.press import pdf_of
from exercises.handout.sheet import A4, LETTER, PAPERS, Handout

PDF = "application/pdf"


def chosen_paper(request: HttpRequest, time_zone: str = "") -> str:
    """What `?paper=` says, otherwise what is in the printers of that zone. BadRequest for any other word."""
    paper = request.GET.get("paper") or usual_paper(time_zone)
    if paper not in PAPERS:
        raise BadRequest(_("Paper is one of: %(papers)s.") % {"papers": ", ".join(PAPERS)})
    return paper


def usual_paper(time_zone: str) -> str:
    """The Americas print on Letter, the rest of the world on A4. Roughly so, and the reader can choose the other."""
    return LETTER if time_zone.startswith(("America/", "US/", "Canada/")) else A4


def require_turn(request: HttpRequest) -> None:
    """Count one more sheet for the person, or for the internet address of who has no account; TooMany beyond."""
    action = "handout-of-a-person" if request.user.is_authenticated else "handout"
    require_patience(request, action, _("That is enough paper for an hour. Please try again later."))


def handout_answer(handout: Handout, *, name: str, is_private: bool = True) -> HttpResponse:
    """`name` is that of the file, without an ending: a word of ours or of the catalogue, never a person's."""
    response = HttpResponse(pdf_of(handout), content_type=PDF)
    response["Content-Disposition"] = f'inline; filename="{slugify(name) or "handout"}.pdf"'
    response["X-Robots-Tag"] = "noindex"
    if is_private:
        response["Cache-Control"] = "no-store"
    return response
