"""The shipped catalogue and guide, read as files: no database."""

import re
from collections.abc import Iterable

import pytest

from exercises.content.schema import (
    CONTENT,
    ExerciseContent,
    GuideContent,
    read_exercises,
    read_guide,
    read_vocabulary,
)
from exercises.editorial.guide_reading import grade_of
from exercises.editorial.reading import HIGHEST_GRADE, grade
from exercises.editorial.wording import FRIGHTENING_OR_PROMISING, careless_words
from exercises.shorthand import parse

EXERCISES = read_exercises()
GUIDE = read_guide()
VOCABULARY = read_vocabulary()

# The six of the source article and its habits; the rest are their neighbours.
SEED = {
    "lying-waist-twist",
    "knee-to-chest",
    "cobra-stretch",
    "side-leg-lift",
    "superman-hold",
    "plank-arm-raise",
}
each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.slug)
each_page = pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.slug)


def reading_grade(texts: Iterable[str]) -> float:
    return grade("\n".join(texts))


def slugs(words: Iterable[object]) -> set[str]:
    return {word.slug for word in words}  # type: ignore[attr-defined]


def test_reading_grade_tells_easy_from_hard() -> None:
    easy = ["Lie on your back. Bend your knees."]
    hard = ["Contemporaneous neuromuscular reeducation necessitates individualised biomechanical considerations."]
    assert reading_grade(easy) < 3 < 16 < reading_grade(hard)


def test_catalogue_has_the_source_exercises_and_its_habits() -> None:
    assert len(EXERCISES) == 100
    assert {exercise.slug for exercise in EXERCISES if exercise.seed_dose} == SEED
    assert sum(exercise.kind == "habit" for exercise in EXERCISES) >= 9


def test_names_and_aliases_are_told_apart() -> None:
    names = [name.casefold() for exercise in EXERCISES for name in {exercise.name, *exercise.aliases}]
    assert sorted(names) == sorted(set(names))


@each_exercise
def test_file_is_named_after_its_slug(exercise: ExerciseContent) -> None:
    assert (CONTENT / "exercises" / f"{exercise.slug}.yaml").exists()
    assert (exercise.author, exercise.licence) == ("Backfit", "CC BY-SA 4.0")


@each_exercise
def test_exercise_uses_only_words_of_the_vocabulary(exercise: ExerciseContent) -> None:
    assert exercise.kind in slugs(VOCABULARY.kinds)
    assert exercise.position in slugs(VOCABULARY.positions)
    assert set(exercise.regions) <= slugs(VOCABULARY.regions)
    assert set(exercise.equipment) <= slugs(VOCABULARY.equipment)
    assert exercise.evidence.type in slugs(VOCABULARY.evidence_types)
    assert exercise.evidence.checked in slugs(VOCABULARY.evidence_checked)
    assert {caution.tag for caution in exercise.cautions} <= {tag.tag for tag in VOCABULARY.precaution_tags} | {None}
    muscles = [*exercise.muscles.primary, *exercise.muscles.secondary]
    assert set(muscles) <= set(VOCABULARY.muscles)
    assert len(muscles) == len(set(muscles)), "A muscle is listed once."


@each_exercise
def test_dose_reads_without_doubt_and_says_how_often(exercise: ExerciseContent) -> None:
    reading = parse(exercise.dose)
    assert reading.dose is not None
    assert (reading.note, reading.questions) == ("", ())
    assert reading.dose.frequency is not None
    assert reading.dose.frequency.days_per_week is not None


@each_exercise
def test_exercise_is_easy_to_read(exercise: ExerciseContent) -> None:
    mends = [fault.mend for fault in exercise.faults]
    assert reading_grade([exercise.purpose, *exercise.steps, exercise.feel, *mends]) <= HIGHEST_GRADE
    assert reading_grade([caution.text for caution in exercise.cautions]) <= HIGHEST_GRADE


@each_exercise
def test_exercise_neither_frightens_nor_promises(exercise: ExerciseContent) -> None:
    assert careless_words(exercise.document()) == []


def test_vocabulary_neither_frightens_nor_promises() -> None:
    text = (CONTENT / "vocabulary.yaml").read_text(encoding="utf-8")
    assert FRIGHTENING_OR_PROMISING.search(text) is None


def test_vocabulary_has_no_word_twice() -> None:
    words = (
        VOCABULARY.kinds,
        VOCABULARY.positions,
        VOCABULARY.regions,
        VOCABULARY.equipment,
        VOCABULARY.evidence_types,
    )
    for group in words:
        assert len(slugs(group)) == len(group)
    tags = [tag.tag for tag in VOCABULARY.precaution_tags]
    assert len(set(tags)) == len(tags) == 17


def test_harder_neighbours_exist_and_never_lead_back() -> None:
    by_slug = {exercise.slug: exercise for exercise in EXERCISES}

    def climb(slug: str, path: tuple[str, ...]) -> None:
        assert slug not in path, f"{' > '.join(path)} > {slug} goes in a circle."
        for harder in by_slug[slug].harder:
            assert by_slug[harder].difficulty >= by_slug[slug].difficulty, (slug, harder)
            climb(harder, (*path, slug))

    for slug in by_slug:
        climb(slug, ())


def test_hard_source_exercises_have_an_easier_way_in() -> None:
    reached = {harder for exercise in EXERCISES for harder in exercise.harder}
    assert {exercise.slug for exercise in EXERCISES if exercise.slug in SEED and exercise.difficulty > 1} <= reached


def test_waist_twist_is_felt_on_the_side_of_the_crossing_knee() -> None:
    twist = next(exercise for exercise in EXERCISES if exercise.slug == "lying-waist-twist")
    assert "left knee crosses to the right" in twist.feel
    assert "left side of your low back" in twist.feel


def test_guide_has_its_seven_pages_in_order() -> None:
    assert [page.slug for page in GUIDE] == [
        "your-back-and-movement",
        "stretch",
        "strengthen",
        "posture-at-the-desk",
        "when-to-see-a-therapist",
        "find-a-physiotherapist",
        "red-flags",
    ]
    assert [page.order for page in GUIDE] == list(range(1, 8))


@each_page
def test_page_is_short_and_easy_to_read(page: GuideContent) -> None:
    longest = 750 if page.slug == "red-flags" else 600  # every sign of the screen stands there
    assert 250 <= len(page.body.split()) <= longest
    assert grade_of(summary=page.summary, body=page.body) <= HIGHEST_GRADE
    assert set(re.findall(r"^(#+) ", page.body, re.MULTILINE)) == {"##"}


@each_page
def test_page_neither_frightens_nor_promises(page: GuideContent) -> None:
    assert FRIGHTENING_OR_PROMISING.search(f"{page.title} {page.summary} {page.body}") is None


@each_page
def test_page_links_lead_somewhere(page: GuideContent) -> None:
    known = {f"/exercises/{exercise.slug}/" for exercise in EXERCISES} | {f"/guide/{other.slug}/" for other in GUIDE}
    known |= {"/safety/", "/safety/flare-up/", "/back-check/", "/breaks/"}
    links = set(re.findall(r"\]\(([^)]*)\)", page.body))
    assert links <= known, links - known
    assert page.slug == "red-flags" or "/guide/red-flags/" in links


def test_red_flags_page_says_what_this_site_is_not() -> None:
    page = next(page for page in GUIDE if page.slug == "red-flags")
    assert "does not diagnose" in page.body
    assert "nobody is watching" in page.body
    assert page.body.index("ambulance") < page.body.index("doctor today") < page.body.index("appointment soon")
