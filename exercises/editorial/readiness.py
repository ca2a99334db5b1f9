"""What an exercise lacks: parts that stop its publication, and parts that an editor is warned of."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from exercises.editorial.document import ExerciseDocument
from exercises.editorial.reading import HIGHEST_GRADE, grade
from exercises.editorial.wording import careless_words
from exercises.models import Exercise


@dataclass(frozen=True)
class Lack:
    """`part` names it for programs, `name` for people in a word or two, `text` says what it is about."""

    part: str
    name: str
    text: str
    stops: bool = False


SHARING = ("licence", "author")
"""What only the shared catalogue asks for."""


def missing_parts(document: ExerciseDocument, *, is_own: bool = False) -> list[str]:
    """The names of the parts without which an exercise is not published; fewer for a clinic's own."""
    return [lack.name for lack in stoppers(document) if not (is_own and lack.part in SHARING)]


def lacks(document: ExerciseDocument, exercise: Exercise) -> list[Lack]:
    """All that is missing of this text and of the exercise's picture, what stops its publication first.

    Ask for the exercise `with_pictures()`, or this asks for each.
    """
    return [*stoppers(document), *warnings(document), *picture_lacks(exercise), *translation_lacks()]


def stoppers(document: ExerciseDocument) -> Iterator[Lack]:
    needed = (
        ("purpose", _("purpose"), document.purpose),
        ("steps", _("steps"), document.steps),
        ("regions", _("body regions"), document.regions),
        ("licence", _("licence"), document.licence),
        ("author", _("author"), document.author),
    )
    for part, name, value in needed:
        if not value:
            yield Lack(part, name, _("It is not published without this."), stops=True)


def warnings(document: ExerciseDocument) -> Iterator[Lack]:
    if not document.evidence.basis:
        yield Lack("evidence", _("evidence"), _("Nobody has written down what it rests on."))
    elif document.evidence.checked != Exercise.Checked.YES:
        yield Lack("check", _("evidence check"), _("The evidence has not been looked up, or only in part."))
    if (years := grade(reading_text(document))) > HIGHEST_GRADE:
        yield Lack("reading", _("plain words"), _("It reads at grade %(grade).1f; aim for 8.") % {"grade": years})
    if words := careless_words(document):
        yield Lack("wording", _("careful words"), _("It says: %(words)s.") % {"words": ", ".join(words)})


def picture_lacks(exercise: Exercise) -> Iterator[Lack]:
    if exercise.drawing is None:
        yield Lack("picture", _("picture"), _("Readers see none yet."))
    elif not all(exercise.drawing.alt(side).strip() for side in exercise.drawing.sides):
        yield Lack("alternative-text", _("alternative text"), _("The picture says nothing to who cannot see it."))


def translation_lacks() -> Iterator[Lack]:
    """The catalogue is in the first language; what else the site speaks is not there yet."""
    for code, name in settings.LANGUAGES[1:]:
        yield Lack(f"translation-{code}", _("translation"), _("There is none into %(language)s.") % {"language": name})


def reading_text(document: ExerciseDocument) -> str:
    """All that a client reads of it, a line for each sentence or part of one."""
    return "\n".join(document.texts())
