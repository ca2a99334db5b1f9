"""A dose typed where nobody can be asked back: the catalogue's forms, its API and its content files."""

from django.utils.translation import gettext as _

from exercises.dose import Dose, DoseError
from exercises.shorthand import Choice, Question, parse


class DoubtfulDose(DoseError):
    """The line has several meanings. `choices` are lines that each have only one."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.text)
        self.question = question.text
        self.choices: tuple[Choice, ...] = tuple(choice for choice in question.choices if not choice.note)

    @property
    def sentences(self) -> list[str]:
        offers = [
            _("Write “%(line)s” for %(meaning)s.") % {"line": choice.shorthand, "meaning": choice.label}
            for choice in self.choices
        ]
        return [" ".join([self.question, *offers])]


def read_default_dose(text: str) -> Dose:
    """The dose that a line says. Raises DoseError for words that say none, DoubtfulDose for several meanings."""
    reading = parse(text)
    if reading.dose is None or (reading.note and not reading.questions):
        raise DoseError(_("“%(words)s” was not understood; an example is 3x10 e/s.") % {"words": reading.note})
    if reading.questions:
        raise DoubtfulDose(reading.questions[0])
    return reading.dose
