"""The shipped templates, read as files: no database."""

from pathlib import Path

import pytest

from accounts.content.schema import TEMPLATES, TemplateContent, read_template
from accounts.plan_words import rules_in_words
from accounts.plans import Phase, Plan
from exercises.content.schema import read_exercises, read_vocabulary
from tests.exercises.test_content import FRIGHTENING_OR_PROMISING, HIGHEST_GRADE, reading_grade

FILES = sorted(TEMPLATES.glob("*.yaml"))
EXERCISES = {exercise.slug: exercise for exercise in read_exercises()}
# Weeks, sessions a week, minutes, effort and number of exercises of each phase, from clinical.md 2.
FACTS = {
    "desk-posture-reset": [(2, 5, 8, (2, 4), 6), (2, 3, 12, (4, 6), 6)],
    "acute-low-back-mobility": [(1, 7, 6, (0, 2), 6), (2, 7, 10, (2, 4), 5), (3, 4, 15, (4, 6), 5)],
    "persistent-low-back-graded-strength": [(4, 3, 20, (3, 5), 6), (4, 3, 25, (5, 6), 6), (4, 3, 35, (6, 8), 6)],
    "upper-back-and-shoulder-blade": [(3, 4, 12, (3, 5), 5), (3, 3, 18, (5, 6), 5), (2, 3, 25, (6, 7), 5)],
    "neck-and-screen-use": [(2, 7, 6, (1, 3), 5), (4, 5, 10, (4, 5), 5), (4, 3, 15, (5, 7), 5)],
    "mcgill-style-core-stability": [(2, 6, 12, (3, 5), 5), (2, 6, 15, (4, 6), 5), (2, 5, 20, (5, 7), 4)],
    "whole-back-flexibility": [(2, 5, 12, (1, 3), 5), (2, 4, 15, (2, 4), 6), (2, 3, 18, (2, 4), 6)],
    "older-adult-back-and-balance": [(4, 3, 15, (3, 5), 5), (4, 3, 20, (4, 6), 6), (4, 3, 25, (5, 7), 7)],
}
CHANGE = 30
"""Seconds to get from one exercise into the next: the stated minutes hold them, the doses do not."""
FAR_FROM_STATED = {
    # Few changes of position: three of the four exercises follow each other lying down.
    ("acute-low-back-mobility", "Settle"): (1.3, 1.5),
    # The pace is slower, and there are pauses to sit down and to hold on, which no dose says.
    ("older-adult-back-and-balance", "Start supported"): (0.45, 0.7),
    ("older-adult-back-and-balance", "Build"): (0.6, 0.7),
    ("older-adult-back-and-balance", "Strong and steady"): (0.6, 0.7),
}

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def plan_of(path: Path) -> Plan:
    return read_template(path).plan()


def test_there_are_the_eight_programs() -> None:
    assert {path.stem for path in FILES} == set(FACTS)


@each_file
def test_template_follows_the_clinical_facts(path: Path) -> None:
    found = [
        (phase.weeks, len(phase.days), phase.minutes, phase.effort, len(phase.items)) for phase in plan_of(path).phases
    ]
    assert found == FACTS[path.stem]


@each_file
def test_template_uses_exercises_of_the_catalogue_with_doses_that_leave_no_question(path: Path) -> None:
    plan = plan_of(path)  # a doubtful dose raises
    assert plan.slugs() <= set(EXERCISES)
    assert Plan.from_json(plan.to_json()) == plan


@each_file
def test_template_takes_about_the_minutes_that_it_states(path: Path) -> None:
    for phase in plan_of(path).phases:
        assert phase.minutes is not None
        low, high = FAR_FROM_STATED.get((path.stem, phase.name), (0.7, 1.3))
        assert low <= seconds_at_the_mat(phase) / (60 * phase.minutes) <= high, phase.name


def seconds_at_the_mat(phase: Phase) -> int:
    """Without walks and habits, which go on top."""
    items = [item for item in phase.chosen() if EXERCISES[item.exercise].kind != "habit"]
    return sum(item.dose.seconds() + CHANGE for item in items)


@each_file
def test_template_is_easy_to_read(path: Path) -> None:
    content = read_template(path)
    assert reading_grade(content.texts()) <= HIGHEST_GRADE
    about = [content.goal, content.for_whom, *content.not_for, content.after, *content.measures]
    assert reading_grade(about) <= HIGHEST_GRADE
    said = rules_in_words(content.plan())
    for sentences in (said.progress + said.hold + said.back, said.stop, said.extra):
        assert not sentences or reading_grade(sentences) <= HIGHEST_GRADE


@each_file
def test_template_neither_frightens_nor_promises(path: Path) -> None:
    content = read_template(path)
    said = rules_in_words(content.plan())
    texts = [*content.texts(), *said.progress, *said.hold, *said.back, *said.stop]
    found = FRIGHTENING_OR_PROMISING.search(" \n".join(texts))
    assert found is None, found


@each_file
def test_template_says_honestly_what_is_known(path: Path) -> None:
    content = read_template(path)
    vocabulary = read_vocabulary()
    assert content.evidence.type in {word.slug for word in vocabulary.evidence_types}
    assert content.evidence.checked in {word.slug for word in vocabulary.evidence_checked}
    assert content.evidence.checked != "yes", "Nobody has tested one of these programs as a whole."


def template(slug: str) -> TemplateContent:
    return read_template(TEMPLATES / f"{slug}.yaml")


def test_directions_of_the_acute_program_are_alternatives() -> None:
    settle = template("acute-low-back-mobility").plan().phases[0]
    assert settle.open_choices == {"direction"}
    assert [item.exercise for item in settle.choices()["direction"]] == ["knee-to-chest", "prone-on-elbows"]
    assert settle.pain_at_most == 4
    assert all(item.dose.times_per_day == 3 for item in settle.items)


def test_desk_is_checked_once_and_breaks_are_dosed_by_interval() -> None:
    items = {item.exercise: item for item in template("desk-posture-reset").plan().phases[0].items}
    assert items["desk-setup-check"].in_words() == "10 minutes, just once"
    assert items["movement-break"].in_words() == "1 minute, every 30 minutes, between 9:00 and 17:00"
    assert items["movement-break"].dose.times_per_day == 16


def test_pyramids_are_written_as_pyramids() -> None:
    items = {item.exercise: item for item in template("mcgill-style-core-stability").plan().phases[1].items}
    assert items["bird-dog"].dose.reps_per_set == (6, 4, 2)
    assert (items["bird-dog"].dose.hold_seconds, items["bird-dog"].dose.side) == (10, "each")


def test_balance_and_walking_go_on_between_the_training_days() -> None:
    phase = template("older-adult-back-and-balance").plan().phases[2]
    assert {item.exercise for item in phase.items if item.any_day} == {"single-leg-stance", "daily-walk"}
