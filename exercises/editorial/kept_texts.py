"""The texts of an exercise that are kept, by the names that addresses give them: a revision's number, or "draft"."""

from django.core.exceptions import BadRequest
from django.http import Http404
from django.utils.translation import gettext as _

from backfit.numbers import whole_number
from exercises.editorial.document import ExerciseDocument
from exercises.models import Draft, Exercise, Revision

DRAFT = "draft"


def text_named(exercise: Exercise, name: str) -> ExerciseDocument:
    """Raises BadRequest for what is no name of a text, Http404 for a text that there is not."""
    if name == DRAFT:
        return draft_or_404(exercise).read()
    if not (name.isascii() and name.isdecimal()):
        raise BadRequest(_("Choose two texts by their numbers, such as ?a=1&b=2, or “draft” for the draft."))
    return revision_or_404(exercise, name).read()


def revision_or_404(exercise: Exercise, number: str) -> Revision:
    wanted = whole_number(number)
    found: Revision | None = None if wanted is None else exercise.revisions.filter(number=wanted).first()
    if found is None:
        raise Http404(_("There is no revision %(number)s of this exercise.") % {"number": number[:20]})
    return found


def draft_or_404(exercise: Exercise) -> Draft:
    draft = Draft.objects.of(exercise)
    if draft is None:
        raise Http404(_("There is no draft of this exercise."))
    return draft
