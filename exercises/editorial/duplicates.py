"""Entries that are likely the same exercise under two names.

Each pair is kept when either is written, so that lists need not compare thousands of texts. Of 10,000 entries only
those with the same position and kind, or with a word of the name in common, are compared.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from exercises.editorial.document import ExerciseDocument
from exercises.editorial.likeness import Portrait, alike, words
from exercises.models import Exercise, Likeness, MuscleUse, Step

# Among the shipped hundred this calls two pairs alike that are not; see tests/exercises/test_duplicates.py.
CUT = 0.6
MOST_COMPARED = 600  # of those that are near; more would be an answer to nothing
MOST_TOLD = 5


@dataclass(frozen=True)
class Twin:
    exercise: Exercise
    score: float

    @property
    def percent(self) -> int:
        return round(100 * self.score)


def portrait(document: ExerciseDocument, pk: int | None = None) -> Portrait:
    muscles = frozenset(document.muscles.primary)
    return Portrait(pk, (document.name, *document.aliases), document.kind, document.position, muscles, document.steps)


def likely_duplicates(document: ExerciseDocument, pk: int | None = None) -> list[Twin]:
    """What this text, of the exercise `pk` or of none yet, is likely a double of; the most alike first, few."""
    scores = {twin: score for twin, score in compare(document, pk) if twin not in neighbours(document)}
    twins = Exercise.objects.exclude(status=Exercise.Status.RETIRED).in_bulk(scores)
    found = [Twin(exercise, scores[key]) for key, exercise in twins.items()]
    return sorted(found, key=lambda twin: (-twin.score, twin.exercise.name))[:MOST_TOLD]


def neighbours(document: ExerciseDocument) -> set[int]:
    """Known to be something else: somebody has said that they are harder or easier."""
    slugs = (*document.harder, *document.easier)
    return set(Exercise.objects.filter(slug__in=slugs).values_list("pk", flat=True)) if slugs else set()


@transaction.atomic
def note_likenesses(pk: int, document: ExerciseDocument) -> None:
    """Keep what this exercise is alike to, from both sides."""
    Likeness.objects.filter(Q(exercise=pk) | Q(other=pk)).delete()
    pairs = [(pk, other, score) for other, score in compare(document, pk)]
    both = pairs + [(other, one, score) for one, other, score in pairs]
    Likeness.objects.bulk_create(Likeness(exercise_id=one, other_id=other, score=score) for one, other, score in both)


def compare(document: ExerciseDocument, pk: int | None) -> list[tuple[int, float]]:
    """(id, score) of every exercise that is as alike as `CUT` or more."""
    own = portrait(document, pk)
    scored = ((other.pk, alike(own, other)) for other in portraits(nearest(own)))
    return [(other, score) for other, score in scored if other is not None and score >= CUT]


def nearest(own: Portrait) -> list[tuple[int, str, list[str], str, str]]:
    """(id, name, other names, kind, position) of those worth comparing, by name first when they are many."""
    name_words = {word for name in own.folded_names for word in name.split() if len(word) > 2}
    near = Q(kind=own.kind, position=own.position)
    for word in sorted(name_words, key=len, reverse=True)[:6]:
        near |= Q(name__icontains=word) | Q(names__icontains=word)
    rows = (
        Exercise.objects.shared()
        .alias(names=Cast("aliases", TextField()))
        .filter(near)
        .exclude(pk=own.pk or 0)
        .order_by()
    )
    found = list(rows.values_list("pk", "name", "aliases", "kind", "position"))
    if len(found) > MOST_COMPARED:
        found.sort(key=lambda row: -len(name_words & set(words(row[1]))))
    return found[:MOST_COMPARED]


def portraits(rows: list[tuple[int, str, list[str], str, str]]) -> Iterable[Portrait]:
    ids = [row[0] for row in rows]
    steps: dict[int, list[str]] = {pk: [] for pk in ids}
    muscles: dict[int, set[str]] = {pk: set() for pk in ids}
    for pk, text in Step.objects.filter(exercise__in=ids).values_list("exercise", "text"):
        steps[pk].append(text)
    primary = MuscleUse.objects.filter(exercise__in=ids, role=MuscleUse.Role.PRIMARY).order_by()
    for pk, name in primary.values_list("exercise", "muscle__name"):
        muscles[pk].add(name)
    for pk, name, aliases, kind, position in rows:
        yield Portrait(pk, (name, *aliases), kind, position, frozenset(muscles[pk]), tuple(steps[pk]))
