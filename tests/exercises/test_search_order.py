"""In which order the search gives what it finds."""

from typing import Any

import pytest

from exercises.models import Equipment, Exercise, Muscle, Posting, Region
from exercises.search.indexing import index
from exercises.search.reading import read
from tests.exercises.many_exercises import make_exercises
from tests.factories import make_exercise

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    return [exercise.name for exercise in Exercise.objects.published().search(text)]


def test_best_place_of_a_word_comes_first() -> None:
    step = make_exercise("Wall sit")
    step.steps.create(text="Think of a bridge.", position=9)
    purpose = make_exercise("Step up", purpose="As good as a bridge.")
    region = make_exercise("Hip circle")
    region.regions.add(Region.objects.create(slug="bridge", name="Bridge of the foot"))
    alias = make_exercise("Pelvic lift", aliases=["Shoulder bridge"])
    other = make_exercise("Bridge march")
    name = make_exercise("Bridge")
    for exercise in (step, purpose, region, alias, other, name):
        exercise.revised()
    assert found("bridge") == ["Bridge", "Bridge march", "Pelvic lift", "Hip circle", "Step up", "Wall sit"]
    assert found("brigde") == ["Bridge", "Bridge march", "Pelvic lift", "Hip circle", "Step up", "Wall sit"]


def test_equally_good_come_by_name(db: None) -> None:
    for name in ("Hip twist", "Hip circle", "Hip swing"):
        make_exercise(name)
    assert found("hip") == ["Hip circle", "Hip swing", "Hip twist"]
    ranked: Any = Exercise.objects.search("hip")
    scores = [exercise.score for exercise in ranked]
    assert scores == sorted(scores, reverse=True)


def test_whole_name_and_whole_alias_beat_words_that_are_strewn(db: None) -> None:
    make_exercise("Dog on a bird table")
    make_exercise("Pointer", aliases=["bird dog"])
    make_exercise("Bird dog, square")
    make_exercise("Bird dog")
    assert found("bird dog") == ["Bird dog", "Pointer", "Bird dog, square", "Dog on a bird table"]


@pytest.fixture
def hundred(db: None) -> None:
    for model, slugs in ((Region, ("hip", "neck", "lower-back")), (Equipment, ("mat", "wall"))):
        for slug in slugs:
            model._default_manager.create(slug=slug, name=slug)
    for slug in ("multifidus", "psoas", "gluteus", "trapezius", "deltoid", "soleus", "rectus"):
        Muscle.objects.create(slug=slug, name=slug, plain=f"{slug} muscle")
    index(make_exercises(100))


@pytest.mark.parametrize(
    "text", ["hip", "lower back", "gluteus muscle neck", "brigde", "st", "hip breathe", "plank zzz"]
)
def test_database_ranks_as_adding_up_by_hand_does(hundred: None, text: str) -> None:
    """On both databases, so that they answer alike."""
    visible = Exercise.objects.published()
    reading = read(text, visible)
    scores: dict[int, list[int]] = {}
    for place, meant in enumerate([*(term.meant for term in reading.terms), reading.names]):
        for key, word, weight in Posting.objects.values_list("exercise", "word", "weight"):
            own = scores.setdefault(key, [0] * (len(reading.terms) + 1))
            own[place] = max(own[place], weight * meant.get(word, 0))
    hits = {key: sum(own) for key, own in scores.items() if sum(part > 0 for part in own[:-1]) >= reading.needed}
    expected = sorted((-hits[row.pk], row.name, row.pk) for row in visible if row.pk in hits)
    assert expected
    ranked: Any = visible.search(text)
    assert [(-row.score, row.name, row.pk) for row in ranked] == expected
    assert {row.pk for row in reading.matching()} == {key for _score, _name, key in expected}
