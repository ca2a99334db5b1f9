"""What typed words mean among the words of the catalogue, and which exercises they find.

A typed word stands for itself, for words that it begins ("stre"), for a word that it lengthens ("stretching") and, if
the catalogue lacks it or nothing has it together with the others, for words that are spelt alike. An exercise needs
all of the words; if none has all, those count that have most of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django_cte import CTE, with_cte
from rapidfuzz.distance import OSA

from exercises.models.search import Posting, SearchGram, SearchWord
from exercises.search.words import LONGEST_WORD, WHOLE, errors_in, grams_of, is_near, telling, whole, words_of

if TYPE_CHECKING:
    from exercises.models.exercise import Exercise, ExerciseQuerySet

# What one search may cost, however long the text.
MOST_SIGNS = 200
MOST_WORDS = 8
MOST_MEANINGS = 100
MOST_NAMES = 40
MOST_ALIKE = 8

# How much of a word's weight counts by how it was meant; for a whole name, how much is added.
EXACT = 20
BEGUN = 14
LENGTHENED = 12
ALIKE = {1: 6, 2: 4}
NAMED = 40
NAME_BEGUN = 10

SHORTEST_BEGINNING = 2
SHORTEST_STEM = 4
SHORTEST_NAME = 3
LONGEST_ENDING = 3


@dataclass
class Term:
    """A typed word, and how much each word of the catalogue (by its key) counts for it."""

    typed: str
    meant: dict[int, int] = field(default_factory=dict)
    alike: dict[int, str] = field(default_factory=dict)

    @property
    def is_exact(self) -> bool:
        return EXACT in self.meant.values()


@dataclass
class Reading:
    """Typed words as they are understood among the words of `rows`, which are what the reader may see."""

    rows: "ExerciseQuerySet"
    typed: list[str]
    terms: list[Term] = field(default_factory=list)
    names: dict[int, int] = field(default_factory=dict)
    needed: int = 0
    has_all_words: bool = True

    def matching(self) -> "ExerciseQuerySet":
        """What was found, in no order, for counting."""
        if not self.needed:
            return self.rows.none()
        if not self.has_all_words:
            return self.rows.filter(pk__in=self.hits().values("exercise_id"))
        return with_all(self.rows, self.terms)

    def ranked(self) -> "ExerciseQuerySet":
        """What was found with its `score`, best first, then by name."""
        if not self.needed:
            return self.rows.none().annotate(score=Value(0)).order_by("name", "pk")
        # Worked out once and joined: a subquery asked for each exercise takes three times as long on PostgreSQL.
        hits = CTE(self.hits().values("exercise_id", "score"), name="search_hits")
        rows = with_cte(hits, select=hits.join(self.rows, pk=hits.col.exercise_id))
        found: ExerciseQuerySet = rows.annotate(score=hits.col.score).order_by("-score", "name", "pk")
        return found

    def hits(self) -> QuerySet[Any, Any]:
        """For each exercise that has the words needed, the sum of what its best place for each of them counts."""
        meanings = {f"term_{number}": term.meant for number, term in enumerate(self.terms)}
        words = {key for meant in (*meanings.values(), self.names) for key in meant}
        rows = Posting.objects.filter(word__in=sorted(words)).order_by().values("exercise_id")
        rows = rows.annotate(**{name: best(meant) for name, meant in meanings.items()}, named=best(self.names))
        rows = rows.annotate(score=sum((F(name) for name in meanings), F("named")))
        if self.has_all_words:
            return rows.filter(**{f"{name}__gt": 0 for name in meanings})
        return rows.annotate(matched=matched(meanings)).filter(matched__gte=self.needed)

    def need_most(self) -> None:
        """Be content with as many of the words as any exercise has, if that is half of them."""
        self.has_all_words, self.needed = False, 1
        rows = self.hits().filter(exercise__in=self.rows.order_by().values("pk"))
        found = rows.order_by("-matched").values_list("matched", flat=True).first() or 0
        self.needed = found if found * 2 >= len(self.terms) else 0

    def understood_for(self, best: "Exercise | None") -> str:
        """The typed words with those in place of typing errors that led to `best`; empty if none was forgiven."""
        alike = {key: term.typed for term in self.terms for key in term.alike}
        if best is None or not alike:
            return ""
        here = Posting.objects.filter(exercise=best, word__in=alike).values_list("word_id", "word__text")
        meant = {alike[key]: text for key, text in here.order_by("weight")}
        return " ".join(meant.get(word[:LONGEST_WORD], word) for word in self.typed) if meant else ""


def read(text: str, rows: "ExerciseQuerySet") -> Reading:
    """At most five queries, whatever was typed."""
    typed = words_of(text[:MOST_SIGNS])
    words = [word[:LONGEST_WORD] for word in dict.fromkeys(telling(typed))][:MOST_WORDS]
    reading = Reading(rows, typed, [Term(word) for word in words])
    if not words:
        return reading
    understand(reading)
    # A letter alone is mostly the beginning of the next word.
    reading.terms = [term for term in reading.terms if len(term.typed) > 1 or term.meant] or reading.terms
    forgive([term for term in reading.terms if not term.meant], rows)
    found = is_found(reading)
    unsure = [term for term in reading.terms if term.meant and not term.is_exact and not term.alike]
    if not found and unsure:
        forgive(unsure, rows)
        found = is_found(reading)
    if found:
        reading.needed = len(reading.terms)
    elif len(reading.terms) > 1:
        reading.need_most()
    return reading


def is_found(reading: Reading) -> bool:
    """Whether an exercise has all the words."""
    if not all(term.meant for term in reading.terms):
        return False
    return len(reading.terms) == 1 or with_all(reading.rows, reading.terms).order_by().exists()


def understand(reading: Reading) -> None:
    """Find the catalogue's words that are, begin with or are lengthened by the typed ones, and names as typed."""
    name = whole(reading.typed)
    wanted = Q()
    alone = len(reading.terms) == 1
    for term in reading.terms:
        wanted |= Q(text__in=[term.typed, *stems_of(term.typed)])
        if alone or len(term.typed) >= SHORTEST_BEGINNING:
            wanted |= Q(text__begins=term.typed)
    # Names only add to the score of what the words find, so nobody is told by them of what is hidden.
    named = SearchWord.objects.filter(text__begins=name) if len(name) > SHORTEST_NAME else SearchWord.objects.none()
    rows = known(reading.rows).filter(wanted).union(named.values_list("pk", "text"), all=True)
    listed = sorted(rows, key=lambda row: (len(row[1]), row[1]))
    for key, text in [row for row in listed if row[1].startswith(WHOLE)][:MOST_NAMES]:
        reading.names[key] = NAMED if text == name else NAME_BEGUN
    for key, text in [row for row in listed if not row[1].startswith(WHOLE)][:MOST_MEANINGS]:
        for term in reading.terms:
            if quality := likeness(term.typed, text, alone=alone):
                term.meant[key] = quality


def likeness(typed: str, word: str, *, alone: bool) -> int:
    if word == typed:
        return EXACT
    if word.startswith(typed) and (alone or len(typed) >= SHORTEST_BEGINNING):
        return BEGUN
    return LENGTHENED if word in stems_of(typed) else 0


def stems_of(word: str) -> list[str]:
    return [word[:length] for length in range(max(SHORTEST_STEM, len(word) - LONGEST_ENDING), len(word))]


def forgive(terms: list[Term], rows: "ExerciseQuerySet") -> None:
    """Add the words that are spelt most like each of these, if any are near enough."""
    terms = [term for term in terms if errors_in(term.typed)]
    if not terms:
        return
    grams = {gram for term in terms for gram in grams_of(term.typed)}
    # An error spoils at most four grams, so whatever is near enough shares some with what was typed.
    shared = min(max(1, len(grams_of(term.typed)) - 4 * errors_in(term.typed)) for term in terms)
    sharing = SearchGram.objects.filter(gram__in=grams).order_by().values("word").annotate(shared=Count("pk"))
    spelt_alike = known(rows).filter(pk__in=sharing.filter(shared__gte=shared).values("word"))
    words = list(spelt_alike)
    for term in terms:
        for key, text, errors in nearest(term.typed, words):
            term.meant[key] = max(term.meant.get(key, 0), ALIKE[errors])
            term.alike[key] = text


def nearest(typed: str, words: Iterable[tuple[int, str]]) -> list[tuple[int, str, int]]:
    """Those with the fewest errors, swapped letters being one."""
    most = errors_in(typed)
    measured = [(OSA.distance(typed, text, score_cutoff=most), text, key) for key, text in words]
    near = sorted(found for found in measured if 0 < found[0] <= most and is_near(typed, found[1]))
    return [(key, text, errors) for errors, text, key in near if errors == near[0][0]][:MOST_ALIKE]


def known(rows: "ExerciseQuerySet") -> QuerySet[SearchWord, tuple[int, str]]:
    """(key, text) of words that these exercises have: not even a word of a hidden draft is to be known of."""
    # Values, where EXISTS and IN would say it more plainly: PostgreSQL turns those into joins of all postings with all
    # exercises, although one row of each word is enough.
    seen = rows.order_by().filter(pk=OuterRef("exercise")).values("pk")[:1]
    here = Posting.objects.annotate(seen=Subquery(seen)).filter(word=OuterRef("pk"), seen__isnull=False)
    words = SearchWord.objects.annotate(here=Subquery(here.values("pk")[:1])).filter(here__isnull=False)
    return words.values_list("pk", "text")


def with_all(rows: "ExerciseQuerySet", terms: list[Term]) -> "ExerciseQuerySet":
    for term in terms:
        rows = rows.filter(pk__in=Posting.objects.filter(word__in=sorted(term.meant)).values("exercise"))
    return rows


def best(meant: dict[int, int]) -> Max:
    """What counts most of these words in an exercise; 0 if it has none."""
    by_quality: dict[int, list[int]] = {}
    for key, quality in meant.items():
        by_quality.setdefault(quality, []).append(key)
    cases = [When(word__in=keys, then=F("weight") * quality) for quality, keys in sorted(by_quality.items())]
    return Max(Case(*cases, default=Value(0), output_field=IntegerField()), output_field=IntegerField())


def matched(meanings: dict[str, dict[int, int]]) -> Case:
    """How many of the words an exercise has."""
    one_each = [Case(When(**{f"{name}__gt": 0}, then=Value(1)), default=Value(0)) for name in meanings]
    return sum(one_each[1:], one_each[0])
