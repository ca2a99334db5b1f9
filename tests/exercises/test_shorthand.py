"""The shorthand: the 44 cases, doubtful readings asked, canonical text exact, bad input refused in one sentence."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises import shorthand
from exercises.dose import Dose, DoseError
from exercises.shorthand import Reading, format_dose, parse
from tests.exercises.doses import doses, often, sometimes
from tests.exercises.shorthand_checks import CASES, check_choices, read


def test_there_are_44_cases() -> None:
    assert len(CASES) == 44


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["input"])
def test_a_case_has_its_meaning(case: dict[str, Any]) -> None:
    reading = parse(case["input"])
    assert reading.dose == Dose.from_json(case["meaning"])
    assert reading.note == case.get("note", "")
    assert bool(reading.questions) == case.get("ask", False)
    check_choices(reading)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["input"])
def test_a_case_may_be_typed_in_capitals_and_with_more_space(case: dict[str, Any]) -> None:
    assert parse(f"  {case['input'].upper()}\t ").dose == parse(case["input"]).dose


@given(doses)
@often
def test_the_canonical_text_is_read_back_exactly(dose: Dose) -> None:
    assert parse(format_dose(dose)) == Reading(dose, "")


def test_the_longest_dose_is_read_back_too() -> None:
    dose = Dose.from_json(
        {
            "sets": 20,
            "reps_per_set": [500] * 20,
            "hold_seconds": 599,
            "duration_seconds": 14_399,
            "rest_seconds": 1_799,
            "side": "bilateral",
            "load": {"value": 499.99, "unit": "kg"},
            "effort": 9.5,
            "reps_in_reserve": 10,
            "tempo": {"eccentric": 20, "pause_bottom": 20, "concentric": 20, "pause_top": 20},
            "until": "comfort",
            "role": "cool-down",
            "frequency": {"days_per_week": 6, "every_minutes": 240, "from_hour": 10, "until_hour": 24},
        }
    )
    assert len(format_dose(dose)) > shorthand.MAX_LENGTH
    assert parse(format_dose(dose) + ", note: " + "slowly " * 30) == Reading(dose, ("slowly " * 30).strip())


@given(doses, st.text(max_size=30))
@sometimes
def test_words_given_as_a_note_are_never_read(dose: Dose, words: str) -> None:
    reading = read(f"{format_dose(dose)}, note: {words}")
    assert reading is None or reading == Reading(dose, " ".join(words.split()))


def test_a_dose_is_written_the_short_way_where_that_is_clear() -> None:
    assert format_dose(parse("bird dog 3 x 8 5s e/s").dose or Dose()) == "3x8, hold 5s, each side"
    assert format_dose(Dose(sets=10, reps=3)) == "10 sets of 3"


MEANINGS: list[tuple[str, str, str]] = [
    # typed, the same in canonical shorthand, note
    ("3✕10", "3x10", ""),
    ("3*10", "3x10", ""),
    ("2\u20133\u00d710", "2-3x10", ""),
    ("3 x 30\u2033", "3 sets of 1, hold 30s", ""),
    ("60s every 30min 9-17", "for 1 min, every 30 min, between 9 and 17 h", ""),
    ("60s every 30min 9am-5pm", "for 1 min, every 30 min, between 9 and 17 h", ""),
    ("20 s every 20 min", "for 20s, every 20 min", ""),
    ("hourly 60s", "for 1 min, every 1 h", ""),
    ("5 min each hour", "for 5 min, every 1 h", ""),
    ("5 min/h", "for 5 min, every 1 h", ""),
    ("3x8 5s e/s", "3x8, hold 5s, each side", ""),
    ("2 x 10 steps each way", "2x10, each side", "steps"),
    ("2 x 20s e/s, hand on counter, daily", "2 sets of 1, hold 20s, each side, 7x/week", "hand on counter"),
    ("1 min 30 s plank", "for 90s", "plank"),
    ("1'30\" plank", "for 90s", "plank"),
    ("1.5 min", "for 90s", ""),
    ("30s x3", "3 sets of 1, hold 30s", ""),
    ("10 reps x 3", "3x10", ""),
    ("30x5s", "1x30, hold 5s", ""),
    ("2 min hold", "1x1, hold 2 min", ""),
    ("hold 5", "1x1, hold 5s", ""),
    ("10 e/s", "1x10, each side", ""),
    ("8-10", "1x8-10", ""),
    ("8 to 10 reps per leg", "1x8-10, each side", ""),
    ("L/R 10 reps", "1x10, each side", ""),
    ("R 5s hold 10 reps", "1x10, hold 5s, right side only", ""),
    ("R 10", "1x10, right side only", ""),
    ("3x10 r 60", "3x10, rest 60s", ""),
    ("3x10 rest 1 min", "3x10, rest 1 min", ""),
    ("3 sets of 12, 10, 8", "3 sets of 12/10/8", ""),
    ("3x12/10/8", "3 sets of 12/10/8", ""),
    ("2x10/8", "2 sets of 10/8", ""),
    ("3x10/10", "3x10, each side", ""),
    ("3x10x5kg", "3x10, 5 kg", ""),
    ("3x10 2.5 lbs", "3x10, 2.5 lb", ""),
    ("2x15 theraband gray", "2x15, grey band", ""),
    ("2x15 TB", "2x15", "TB"),
    ("3x8 RPE 7.5/10", "3x8, RPE 7.5", ""),
    ("3x8 stop 2 reps before failure", "3x8, RIR 2", ""),
    ("3x10 twice a day, 5 days a week", "3x10, 2x/day, 5x/week", ""),
    ("3x10 x 2/day", "3x10, 2x/day", ""),
    ("3x10 b.i.d.", "3x10, 2x/day", ""),
    ("q2h 10 reps", "1x10, every 2 h", ""),
    ("max reps 30s e/s", "1 sets, for 30s, AMRAP, each side", ""),
    ("3x10 -> 4x8 over 6 weeks", "3x10, -> 4 sets of 8 over 6 weeks", ""),
    ("3x10 - 5s hold", "3x10, hold 5s", ""),
    ("2x10 tempo 2 down 1 pause 2 up", "2x10, tempo 2 down 1 pause 2 up", ""),
    ("3x10 2020", "3x10, tempo 2 down 0 bottom 2 up 0 top", ""),
    ("3x10 keep left foot flat", "3x10", "keep left foot flat"),
    ("3x10 weight on the left", "3x10", "weight on the left"),
    ("SKTC L 3x20s", "3 sets of 1, hold 20s, left side only", "SKTC"),
    ("3x10 rest as needed", "3x10", "rest as needed"),
    ("3x10 every other day", "3x10", "every other day"),
    ("3x10 4/52", "3x10", "4/52"),
    ("each morning 3x10", "3x10", "each morning"),
    ("3x10 hold", "3x10", "hold"),
    ("3x10 5s hold and Slow lower", "3x10, hold 5s", "Slow lower"),
    ("3x10, walk (slow), then bike", "3x10", "walk (slow), then bike"),
    ("3x10 élan 🙂", "3x10", "élan 🙂"),
    ("sit -> stand x10", "1x10", "sit -> stand"),
    ("30 min walk, pain < 4/10", "for 30 min", "walk, pain < 4/10"),
    ("3x10 note: 10/10 form, (keep) slow", "3x10", "10/10 form, (keep) slow"),
]


@pytest.mark.parametrize(("typed", "canonical", "note"), MEANINGS, ids=[typed for typed, _, _ in MEANINGS])
def test_a_therapist_writes_it_in_their_own_way(typed: str, canonical: str, note: str) -> None:
    reading = parse(typed)
    assert reading.dose is not None
    assert (format_dose(reading.dose), reading.note, reading.questions) == (
        format_dose(parse(canonical).dose or Dose()),
        note,
        (),
    )


@pytest.mark.parametrize("text", ["hello world", "walk every 2 days", "3x10.5", "10/7", "hold 5 breaths", "3x10abc"])
def test_what_says_nothing_about_a_dose_is_all_note(text: str) -> None:
    assert parse(text) == Reading(None, text)


ASKED: list[tuple[str, list[str]]] = [
    # typed, the canonical shorthand of every choice
    ("10x3", ["10 sets of 3", "3x10"]),
    ("10x3x5s", ["10 sets of 3, hold 5s", "3x10, hold 5s"]),
    ("6x20s", ["6 sets of 1, hold 20s", "1x6, hold 20s"]),
    ("10x10s", ["1x10, hold 10s", "10 sets of 1, hold 10s"]),
    ("2x1'", ["2 sets of 1, for 1 min", "2 sets of 1, hold 1s", "1x2, note: 1 ft"]),
    ("3x5 m", ["3 sets of 1, for 5 min", "1x3, note: 5 m"]),
    ("10m walk", ["for 10 min, note: walk", "1x1, note: walk 10 m"]),
    ("10/10", ["1x10, each side", "RPE 10", "2x10"]),
    ("8/10", ["2 sets of 8/10", "RPE 8", "1x8-10"]),
    ("3x10 7/10", ["3x10, RPE 7", "3x10, note: 7/10"]),
    ("2x10/10", ["2x10, each side", "2x10"]),
    ("5/7", ["5x/week", "2 sets of 5/7"]),
    ("3x10 5/7", ["3x10, 5x/week", "3x10, note: for 5 days"]),
    ("3x10 B", ["3x10, both sides together", "3x10, each side"]),
    ("3x10 both sides", ["3x10, both sides together", "3x10, each side"]),
    ("8-10 alt", ["1x8-10, alternating total", "1x16-20, alternating total"]),
    ("10 each way, alternating", ["1x20, alternating total", "1x10, each side"]),
    ("3x10 @ 5", ["3x10, 5 kg", "3x10, 5 lb", "3x10, RPE 5"]),
    ("3x10x5", ["3x10, hold 5s", "3x10, 5 kg", "3x10, 5 lb"]),
    ("3x10kg", ["1x3, 10 kg", "3 sets, 10 kg"]),
    ("10 slow", ["1x10, note: slow", "1x1, hold 10s, note: slow", "for 10 min, note: slow"]),
    ("10x daily", ["1x10, 7x/week", "10x/day"]),
    ("every 2h 8-10", ["every 2 h, between 8 and 10 h", "1x8-10, every 2 h"]),
    ("3 x 20-30s", ["3 sets of 1, hold 20s", "3 sets of 1, hold 30s"]),
    ("3x10 RPE 6-7", ["3x10, RPE 6", "3x10, RPE 7"]),
    (
        "3x10 tempo 3-1-2",
        ["3x10, tempo 3 down 1 pause 2 up", "3x10, tempo 2 down 0 bottom 3 up 1 top"],
    ),
    (
        "3x10 tempo 30X1",
        ["3x10, tempo 3 down 0 bottom 0 up 1 top", "3x10, tempo 0 down 1 bottom 3 up 0 top"],
    ),
    (
        "10x3 5/7",
        ["10 sets of 3, 5x/week", "10 sets of 3, note: for 5 days", "3x10, 5x/week", "3x10, note: for 5 days"],
    ),
]


@pytest.mark.parametrize(("typed", "meanings"), ASKED, ids=[typed for typed, _ in ASKED])
def test_a_doubtful_reading_is_asked(typed: str, meanings: list[str]) -> None:
    reading = parse(typed)
    expected = [(parse(meaning).dose, parse(meaning).note) for meaning in meanings]
    assert [(choice.dose, choice.note) for choice in reading.questions[0].choices] == expected
    check_choices(reading)


def test_a_question_names_what_is_doubtful() -> None:
    assert parse("3x10 5/7 slow").questions[0].text == 'What does "5/7" mean?'
    assert parse("10x3 5/7").questions[0].text == 'What do "10x3", "5/7" mean?'


def test_away_from_an_exercise_ten_out_of_ten_is_a_score() -> None:
    reading = parse("10/10", after_exercise=False)
    assert reading.dose == Dose(effort=10)
    assert reading.questions[0].choices[1].dose == Dose(sets=1, reps=10, side="each")


REFUSED: list[tuple[str, str]] = [
    ("", "Write a dose, for example 3x10."),
    (" \t\n ", "Write a dose, for example 3x10."),
    (", - ;", "Write a dose, for example 3x10."),
    ("note:", "Write a dose, for example 3x10."),
    ("0x10", "Sets must be between 1 and 20."),
    ("30x3", "Sets must be between 1 and 20."),
    ("3x0", "Repetitions must be between 1 and 500."),
    ("3x10000", "Repetitions must be between 1 and 500."),
    ("9" * 190 + " reps", "Repetitions must be between 1 and 500."),
    ("hold -5s", "A number in a dose cannot be negative."),
    ("3x10 \u22125kg", "A number in a dose cannot be negative."),
    ("hold 700s", "A hold must be between 1 and 600 seconds."),
    ("5 h", "A duration must be between 1 and 14400 seconds."),
    ("9999999 h", "Times must be whole seconds, and at most a few hours."),
    ("hold 1.5s", "Times must be whole seconds, and at most a few hours."),
    ("3x10 RPE 11", "Effort must be between 0 and 10, in whole or half points."),
    ("3x10 600 kg", "A load must be more than 0 and at most 500."),
    ("12-8 reps", "A range goes from the smaller to the larger number, as in 8-12."),
    ("8 - 12 reps", "Write a range without spaces, as in 8-12."),
    ("3x10 4x8", "This line says the sets twice; write it once."),
    ("3x10 10s hold, hold 5s", "This line says the hold twice; write it once."),
    ("3x10 L, R", "This line says the side twice; write it once."),
    ("3x10 BD TDS", "This line says how often twice; write it once."),
    ("2x12/10/8", "Give as many numbers of repetitions as there are sets."),
    ("3x8/10", "Write a range as in 3x8-10, or the repetitions of every set as in 12/10/8."),
    ("3x10 tempo 3-1", "A tempo has three or four numbers, as in 3-1-3."),
    ("3x10 -> 15", "A progression names its goal and the weeks, as in -> 3x15 over 4 weeks."),
    ("10x3 5/7 B alt", "Too much of this line can be read in several ways; write it out more fully."),
    ("3x10 \x00", "This text contains a character that cannot be stored."),
    ("3x10 \ud800", "This text contains a character that cannot be stored."),
    ("3x10 " + "a" * 200, "A dose may be 200 characters long, and its note 240."),
    ("note: " + "a" * 241, "A dose may be 200 characters long, and its note 240."),
    ("3x10 " + "a" * 150 + " note: " + "a" * 150, "A dose may be 200 characters long, and its note 240."),
    ("a" * 201, "A dose may be 200 characters long, and its note 240."),
    ("3x10," + " " * 200 + "hold 5s", "A dose may be 200 characters long, and its note 240."),
    ("3x10 " * 600_000, "A dose may be 200 characters long, and its note 240."),
]


@pytest.mark.parametrize(("typed", "sentence"), REFUSED, ids=[str(n) for n in range(len(REFUSED))])
def test_bad_input_gets_one_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(DoseError) as refused:
        parse(typed)
    assert str(refused.value) == sentence
