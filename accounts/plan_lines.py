"""Lines of a plan as people type them: which exercise is meant, and which dose."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.utils.translation import gettext as _

from exercises.dose import Dose
from exercises.models import Exercise
from exercises.models.catalogue import ExerciseQuerySet
from exercises.models.search import Posting
from exercises.search.words import LONGEST, WHOLE, words_of
from exercises.shorthand import Question, parse

MOST_NEAR = 4
COLUMNS = ("slug", "name", "aliases", "default_dose", "status", "clinic")
# What people put between name and dose; a dash right before a number belongs to the number.
DOTS = "\u25a0\u25a1\u25aa\u25ab\u25cb\u25cf\u25e6\u2605\u2606\u2610\u2611\u2612\u2713\u2714\u27a2\u27a4"
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


@lru_cache(8192)
def words_in(token: str) -> str:
    return " ".join(words_of(token))


def spoken(text: str) -> str:
    """Lower case without accents and punctuation, so that "Bird-Dog:" and "bird dog" are the same."""
    return " ".join(words_of(text))


def name_in(text: str) -> str:
    """The words before the first number: what follows is the dose."""
    return " ".join(takewhile(lambda word: not any(map(str.isdigit, word)), text.split()))


def beginnings(text: str) -> list[str]:
    """The first word, the first two and so on, each as it is spoken; no longer than names are."""
    found: list[str] = []
    said = ""
    for token in text.split():
        said = f"{said} {words_in(token)}".strip()
        if len(said) >= LONGEST:
            break
        found.append(said)
    return found


def signs(words: Iterable[str]) -> list[str]:
    """What stands before the first word and says something, unlike the dots and dashes of a list."""
    ahead = takewhile(lambda word: not words_in(word), words)
    return [word for word in ahead if any(unicodedata.category(sign) == "So" for sign in word if sign not in DOTS)]


def spellings(said: str) -> tuple[str, ...]:
    """As it was said, then as one or several of it: a letter has "glute bridges" where the catalogue has one."""
    if said.endswith("es"):
        return said, said[:-1], said[:-2]
    return (said, said[:-1]) if said.endswith("s") else (said, f"{said}s")


@dataclass(frozen=True)
class Line:
    """An exercise and the words typed after its name."""

    exercise: Exercise
    rest: str


class Near(NamedTuple):
    """An exercise that may have been meant."""

    slug: str
    name: str


class NoName(ValidationError):
    """The line begins with no name, or with one that several have; `near` is what may have been meant."""

    def __init__(self, sentence: str, near: Iterable[Near] = ()) -> None:
        super().__init__(sentence)
        self.near = tuple(near)


class Names:
    """Finds exercises by name, other name or slug; a name goes before another's other name.

    Asks only for what the plan has (`slugs`, retired or not) and for what typed words may be, so that a plan costs the
    same whether the catalogue has ten exercises or thousands. `rows` says how much is read of each.
    """

    def __init__(self, slugs: Iterable[str], among: ExerciseQuerySet, rows: ExerciseQuerySet | None = None) -> None:
        self.slugs = set(slugs)
        self.among = among
        self.rows = Exercise.objects.only(*COLUMNS) if rows is None else rows
        self.by_slug: dict[str, Exercise] = {}
        self.asked: set[str] = set()
        self.named: dict[str, Exercise] = {}
        self.slugged: dict[str, Exercise] = {}
        self.aliased: dict[str, list[Exercise]] = defaultdict(list)
        self.searched: dict[str, tuple[Near, ...]] = {}

    def look_up(self, texts: Iterable[str] = ()) -> None:
        """Read what these lines may begin with, and what the plan has: one query for all of them."""
        said = {words for text in texts for words in beginnings(text)} - self.asked
        self.asked |= said
        said = {spelt for words in said for spelt in spellings(words)}
        wanted = Q(slug__in=sorted(self.slugs))
        if said:
            words = Posting.objects.filter(word__text__in=sorted(WHOLE + words for words in said))
            by_slug = Q(slug__in=sorted(words.replace(" ", "-") for words in said))
            meant = self.among.filter(by_slug | Q(pk__in=words.order_by().values("exercise")))
            wanted |= Q(pk__in=meant.order_by().values("pk"))
        if said or self.slugs:
            # Of two with the same name a clinic's own comes last, and is the one that is meant there.
            for exercise in self.rows.filter(wanted).order_by("name", F("clinic").asc(nulls_first=True), "pk"):
                self.learn(exercise)
        self.slugs = set()

    def also(self, slugs: Iterable[str]) -> "Names":
        """Know these too, which the plan had."""
        self.slugs |= set(slugs) - self.by_slug.keys()
        return self

    def learn(self, exercise: Exercise) -> None:
        if exercise.slug in self.by_slug:
            return
        self.by_slug[exercise.slug] = exercise
        if exercise.is_published:
            self.named[spoken(exercise.name)] = exercise
            self.slugged[spoken(exercise.slug)] = exercise
            for alias in {spoken(alias) for alias in exercise.aliases} - {""}:
                self.aliased[alias].append(exercise)

    def exercise(self, slug: str) -> Exercise | None:
        if self.slugs:
            self.look_up()
        return self.by_slug.get(slug)

    def name(self, slug: str) -> str:
        exercise = self.exercise(slug)
        return exercise.name if exercise else slug

    def called(self, said: str) -> list[Exercise]:
        """Those that are called so; several only where it is another name of each."""
        for words in spellings(said):
            if found := self.named.get(words) or self.slugged.get(words):
                return [found]
            if words in self.aliased:
                return self.aliased[words]
        return []

    def read(self, text: str) -> Line:
        """The longest beginning that is a name; the rest is left. Raises NoName when none is, or several have it."""
        said = beginnings(text)
        if not self.asked.issuperset(said):
            self.look_up([text])
        words = text.split()
        for count in range(len(said), 0, -1):
            # A sign without letters is no part of a name: it is left, or nobody would find it again.
            if count > 1 and said[count - 1] == said[count - 2]:
                continue
            found = self.called(said[count - 1])
            if len(found) > 1:
                names = ", ".join(exercise.name for exercise in found)
                sentence = _("“%(text)s” may be one of these: %(names)s. Type one of them.")
                near = [Near(exercise.slug, exercise.name) for exercise in found]
                raise NoName(sentence % {"text": " ".join(words[:count]), "names": names}, near)
            if found:
                return Line(found[0], LEADING.sub("", " ".join([*signs(words), *words[count:]])))
        raise self.unknown(text)

    def unknown(self, text: str) -> NoName:
        """Offers what may have been meant: the best that the catalogue's search finds."""
        typed = name_in(text)
        near = self.search(typed) if typed else ()
        if near:
            names = _(" or ").join(f"“{exercise.name}”" for exercise in near)
            sentence = _("There is no exercise “%(text)s” in the catalogue. Do you mean %(names)s?")
            return NoName(sentence % {"text": typed, "names": names}, near)
        return NoName(_("There is no exercise “%(text)s” in the catalogue.") % {"text": text})

    def search(self, typed: str) -> tuple[Near, ...]:
        if typed not in self.searched:
            rows = self.among.search(typed).only("slug", "name")[:MOST_NEAR]
            self.searched[typed] = tuple(Near(exercise.slug, exercise.name) for exercise in rows)
        return self.searched[typed]


def names_for(slugs: Iterable[str], among: ExerciseQuerySet) -> Names:
    """Names of what the plan may have, and of those exercises of it that have been retired since."""
    names = Names(slugs, among)
    names.look_up()
    return names
