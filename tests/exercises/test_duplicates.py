"""Entries that are likely the same: found under another name, and not seen where there are none."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.content.schema import read_exercises
from exercises.editorial import drafts
from exercises.editorial.document import ExerciseDocument
from exercises.editorial.duplicates import CUT, likely_duplicates, portrait
from exercises.editorial.likeness import Portrait, alike, shared
from exercises.editorial.rows import document_of
from exercises.models import Exercise, Likeness
from tests.cast import Cast
from tests.factories import make_exercise

SHIPPED = {exercise.slug: exercise.document() for exercise in read_exercises()}
# Close relatives that are not each other's neighbours; an editor sees at once that they are two.
FALSE_ALARMS = {("forearm-plank", "high-plank"), ("bird-dog-leg-only", "bird-dog-square")}


STEPS = ["Lie on your back with both knees bent.", "Press your heels down and raise your hips.", "Hold, then lower."]


def with_real_steps(exercise: Exercise) -> Exercise:
    exercise.steps.all().delete()
    for number, text in enumerate(STEPS, 1):
        exercise.steps.create(position=number, text=text)
    exercise.reindex()
    return exercise


def read(exercise: Exercise) -> ExerciseDocument:
    return document_of(Exercise.objects.with_content().get(pk=exercise.pk))


def score(slug: str, **fields: Any) -> float:
    """Of a shipped exercise and the same with these changes."""
    original = SHIPPED[slug]
    return alike(portrait(original), portrait(original.with_changes(slug="twin", aliases=[], **fields)))


def test_shipped_hundred_raise_two_false_alarms() -> None:
    portraits = {slug: portrait(document) for slug, document in SHIPPED.items()}
    linked = {frozenset((slug, other)) for slug, document in SHIPPED.items() for other in document.harder}
    alarms = {
        pair
        for pair in combinations(sorted(portraits), 2)
        if frozenset(pair) not in linked and alike(portraits[pair[0]], portraits[pair[1]]) >= CUT
    }
    assert alarms == FALSE_ALARMS


@pytest.mark.parametrize("slug", sorted(SHIPPED)[::9])
def test_made_up_twins_are_found(slug: str) -> None:
    document = SHIPPED[slug]
    words = [step.replace(" your ", " the ").replace("slowly", "gently") for step in document.steps]
    assert score(slug, name="Something else entirely") >= CUT, "the same steps and muscles under another name"
    assert score(slug, name=f"{document.name}s", steps=words) >= CUT, "in the plural and in other words"
    assert score(slug, name=document.name.upper(), steps=["Do it."], muscles={}) >= CUT, "the name alone"
    assert score(slug, name=f"{document.name} (basic)", kind="habit") >= CUT, "filed elsewhere"


def test_strangers_are_not_alike() -> None:
    assert alike(portrait(SHIPPED["bird-dog"]), portrait(SHIPPED["daily-walk"])) < 0.3


texts = st.text(max_size=20)
portraits = st.builds(
    Portrait,
    st.none(),
    st.lists(texts, min_size=1, max_size=3).map(tuple),
    st.sampled_from(["stretch", "habit"]),
    st.sampled_from(["prone", "supine"]),
    st.frozensets(texts, max_size=3),
    st.lists(texts, max_size=3).map(tuple),
)


@given(portraits, portraits)
def test_likeness_is_a_share_and_the_same_from_both_sides(one: Portrait, other: Portrait) -> None:
    assert 0 <= alike(one, other) <= 1
    assert alike(one, other) == pytest.approx(alike(other, one))
    assert shared(one.muscles, one.muscles) in (0, 1)


@pytest.mark.django_db
def test_pairs_are_kept_from_both_sides_whenever_either_is_written(cast: Cast) -> None:
    bridge = with_real_steps(Exercise.objects.get(slug="glute-bridge"))
    copy = read(bridge).with_changes(slug="hip-lift", name="Hip lift", aliases=["Pelvic tilt lift"])
    draft = drafts.create(document=copy, by=cast.editor)
    pairs = {(pair.exercise_id, pair.other_id) for pair in Likeness.objects.open()}
    assert {(bridge.pk, draft.exercise_id), (draft.exercise_id, bridge.pk)} <= pairs
    other = copy.with_changes(name="Wall sit", aliases=[], position="standing", steps=["Lean on a wall and slide."])
    drafts.change(draft=draft, document=other, by=cast.editor)
    assert not Likeness.objects.filter(exercise=draft.exercise_id).exists()


@pytest.mark.django_db
def test_neighbours_and_retired_entries_are_no_doubles(cast: Cast) -> None:
    bridge = with_real_steps(Exercise.objects.get(slug="glute-bridge"))
    twin = with_real_steps(make_exercise("Hip lift"))
    assert [found.exercise for found in likely_duplicates(read(twin), twin.pk)][:1] == [bridge]
    assert Likeness.objects.open().filter(exercise=twin, other=bridge).exists()
    bridge.harder.add(twin)
    for one, other in ((bridge, twin), (twin, bridge)):
        assert other not in [found.exercise for found in likely_duplicates(read(one), one.pk)]
        assert not Likeness.objects.open().filter(exercise=one, other=other).exists()
    bridge.harder.clear()
    bridge.retire(by=cast.editor, reason="Old.")
    assert bridge not in [found.exercise for found in likely_duplicates(read(twin), twin.pk)]
    assert not Likeness.objects.open().filter(other=bridge).exists()


@pytest.mark.django_db
def test_alias_elsewhere_gives_a_double_away(cast: Cast) -> None:
    make_exercise("Quadruped reach", aliases=["The Pointer"], kind="mobility", position="quadruped")
    new = read(Exercise.objects.get(slug="bird-dog")).with_changes(
        slug="pointer", name="pointer", aliases=[], steps=[], kind="habit", position="standing"
    )
    assert "Quadruped reach" in [found.exercise.name for found in likely_duplicates(new)]


@pytest.mark.django_db
def test_comparing_costs_the_same_among_many(cast: Cast, django_assert_max_num_queries: Any) -> None:
    text = read(with_real_steps(make_exercise("Hip lift")))
    for number in range(40):
        make_exercise(f"Number {number}", aliases=["The hip lift"])
    with django_assert_max_num_queries(5):
        assert len(likely_duplicates(text)) == 5
