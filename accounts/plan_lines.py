"""Lines of a plan as people type them: which exercise is meant, and which dose."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from exercises.dose import Dose
from exercises.models import Exercise
from exercises.models.catalogue import ExerciseQuerySet
from exercises.search.words import words_of
from exercises.shorthand import Question, parse

MOST_NEAR = 4
# What people put between name and dose; a dash right before a number belongs to the number.
LEADING = re.compile(r"^(?:[\s,:;]|[-\u2013\u2014](?=\s))+")


class Doubtful(Exception):
    """The dose can be read in more than one way; the question offers the readings."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.text)
        self.question = question


def read_dose(text: str, *, answer: str = "") -> tuple[Dose | None, str]:
    """The dose, None when the words are about no dose, and the rest as a note.

    `answer` is the shorthand of the choice made when this text was asked back before. Raises DoseError for a
    dose that cannot be, Doubtful for one that has to be asked.
    """
    reading = parse(text)
    if not reading.questions:
        return reading.dose, reading.note
    question = reading.questions[0]
    chosen = next((choice for choice in question.choices if choice.shorthand == answer), None)
    if chosen is None:
        raise Doubtful(question)
    return chosen.dose, chosen.note


def joined(*notes: str) -> str:
    """Notes as sentences of one note; what is said twice is said once."""
    return " · ".join(dict.fromkeys(note for note in notes if note))


def spoken(text: str) -> str:
    """Lower case without accents and punctuation, so that "Bird-Dog:" and "bird dog" are the same."""
    return " ".join(words_of(text))


def name_in(text: str) -> str:
    """The words before the first number: what follows is the dose."""
    return " ".join(takewhile(lambda word: not any(map(str.isdigit, word)), text.split()))


@dataclass(frozen=True)
class Line:
    """An exercise and the words typed after its name."""

    exercise: Exercise
    rest: str


class Names:
    """Finds exercises by name, other name or slug; a name goes before another's other name."""

    def __init__(self, exercises: Iterable[Exercise], among: ExerciseQuerySet) -> None:
        self.among = among
        self.by_slug = {exercise.slug: exercise for exercise in exercises}
        self.meant: dict[str, list[Exercise]] = defaultdict(list)
        for exercise in self.published():
            self.meant[spoken(exercise.name)] = [exercise]
        for exercise in self.published():
            self.meant.setdefault(spoken(exercise.slug), [exercise])
        own = set(self.meant)
        for exercise in self.published():
            for alias in {spoken(alias) for alias in exercise.aliases} - own - {""}:
                self.meant[alias].append(exercise)

    def published(self) -> list[Exercise]:
        return [exercise for exercise in self.by_slug.values() if exercise.status == Exercise.Status.PUBLISHED]

    def name(self, slug: str) -> str:
        return self.by_slug[slug].name if slug in self.by_slug else slug

    def read(self, text: str) -> Line:
        """The longest beginning that is a name; the rest is left. Raises ValidationError when none is, or several."""
        words = text.split()
        for count in range(len(words), 0, -1):
            found = self.meant.get(spoken(" ".join(words[:count])), [])
            if len(found) > 1:
                raise ValidationError(
                    _("“%(text)s” may be one of these: %(names)s. Type one of them."),
                    params={"text": " ".join(words[:count]), "names": ", ".join(exercise.name for exercise in found)},
                )
            if found:
                return Line(found[0], LEADING.sub("", " ".join(words[count:])))
        raise ValidationError(self.unknown(text))

    def unknown(self, text: str) -> str:
        """A sentence that offers what may have been meant: the best that the catalogue's search finds."""
        typed = name_in(text)
        near = self.among.search(typed) if typed else self.among.none()
        if names := [exercise.name for exercise in near[:MOST_NEAR]]:
            return _("There is no exercise “%(text)s” in the catalogue. Do you mean %(names)s?") % {
                "text": typed,
                "names": _(" or ").join(f"“{name}”" for name in names),
            }
        return _("There is no exercise “%(text)s” in the catalogue.") % {"text": text}


def names_for(slugs: Iterable[str], among: ExerciseQuerySet) -> Names:
    """Names of what the plan may have, and of those exercises of it that have been retired since."""
    rows = among | Exercise.objects.filter(slug__in=list(slugs))
    return Names(rows.only("slug", "name", "aliases", "default_dose", "status").order_by("name"), among)
