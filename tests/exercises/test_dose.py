"""The dose: its limits, each with its sentence; its JSON; the time it takes; how a client reads it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from exercises.dose import Dose, DoseError, Frequency, sentences
from tests.exercises.doses import doses, sometimes


class Item(BaseModel):
    dose: Dose


class Plan(BaseModel):
    items: list[Item]


@given(doses)
@sometimes
def test_every_dose_comes_back_from_its_json(dose: Dose) -> None:
    document = json.loads(json.dumps(dose.to_json(), allow_nan=False))
    assert Dose.from_json(document) == dose
    assert Dose.from_json(document).to_json() == document
    assert None not in document.values()


def test_equal_doses_are_equal_documents() -> None:
    assert (
        Dose.from_json({"load": {"value": 5.0, "unit": "kg"}, "effort": 7.0}).to_json()
        == Dose.from_json({"load": {"value": 5, "unit": "kg"}, "effort": 7}).to_json()
        == {"load": {"value": 5, "unit": "kg"}, "effort": 7}
    )
    document = {"items": [{"dose": {"load": {"value": 5.0, "unit": "kg"}}}]}
    assert '"value":5,' in Plan.model_validate(document).model_dump_json(exclude_none=True)


REFUSED: list[tuple[Any, str]] = [
    ({}, "A dose must say how much, for example 3x10."),
    ({"sets": None}, "A dose must say how much, for example 3x10."),
    ({"sets": 0}, "Sets must be between 1 and 20."),
    ({"sets": 21, "reps": 3}, "Sets must be between 1 and 20."),
    ({"sets": 10**5000}, "Sets must be between 1 and 20."),
    ({"reps": 10_000}, "Repetitions must be between 1 and 500."),
    ({"hold_seconds": -5}, "A hold must be between 1 and 600 seconds."),
    ({"duration_seconds": 14_401}, "A duration must be between 1 and 14400 seconds."),
    ({"rest_seconds": -1}, "A rest must be between 0 and 1800 seconds."),
    ({"effort": 10.5}, "Effort must be between 0 and 10, in whole or half points."),
    ({"effort": 7.3}, "Effort must be between 0 and 10, in whole or half points."),
    ({"effort": float("nan")}, "Effort must be between 0 and 10, in whole or half points."),
    ({"reps_in_reserve": 11}, "Repetitions in reserve must be between 0 and 10."),
    ({"load": {"value": 501, "unit": "kg"}}, "A load must be more than 0 and at most 500."),
    ({"load": {"value": float("inf"), "unit": "kg"}}, "A load must be more than 0 and at most 500."),
    ({"load": {"value": 1.234, "unit": "kg"}}, "A load has at most two decimals."),
    ({"load": {"value": 5}}, '"unit" is missing.'),
    ({"load": {"value": 5, "unit": "stone"}}, '"unit" must be one of these: kg, lb.'),
    ({"load": {"value": 5, "unit": "kg", "band": "red"}}, '"value" is not known here.'),
    ({"sets": True}, '"sets" must be a whole number.'),
    ({"sets": "3"}, '"sets" must be a whole number.'),
    ({"sets": 3.0}, '"sets" must be a whole number.'),
    ({"effort": "7"}, '"effort" must be a number.'),
    ({"side": "both"}, '"side" must be one of these: each, alternating, bilateral, left, right.'),
    ({"until": ["fatigue"]}, '"until" must be one of these: fatigue, comfort, as-needed, as-many-as-possible.'),
    ({"colour": "red"}, '"colour" is not known here.'),
    ({1: 2}, '"1" is not known here.'),
    ({"\ud800": 1}, "This text contains a character that cannot be stored."),
    ({"side": "\ud800"}, "This text contains a character that cannot be stored."),
    ({"sets\x00": 1}, '"sets" is not known here.'),
    ({"sets": 3, "sets_max": 3}, "The most sets must be more than the fewest sets."),
    ({"sets_max": 3}, "The most sets must be more than the fewest sets."),
    ({"reps": 8, "reps_max": 7}, "The most repetitions must be more than the fewest repetitions."),
    ({"reps_max": 7}, "The most repetitions must be more than the fewest repetitions."),
    ({"sets": 3, "reps_per_set": [6, 4]}, "Give as many numbers of repetitions as there are sets."),
    ({"reps_per_set": [6, 4]}, "Give as many numbers of repetitions as there are sets."),
    ({"sets": 1, "reps_per_set": [6]}, "Repetitions for each set need between 2 and 20 sets."),
    ({"sets": 2, "reps_per_set": [6, 0]}, "Repetitions must be between 1 and 500."),
    ({"sets": 2, "reps_per_set": "64"}, '"reps_per_set" is of the wrong kind.'),
    (
        {"sets": 2, "reps": 6, "reps_per_set": [6, 4]},
        "Give the repetitions either for all sets together or for each set, not both.",
    ),
    (
        {"tempo": {"eccentric": 30, "pause": 0, "concentric": 1}},
        "Each part of a tempo must be between 0 and 20 seconds.",
    ),
    ({"tempo": {"eccentric": 0, "pause": 0, "concentric": 0}}, "A tempo must take some time."),
    ({"tempo": {"eccentric": 3, "concentric": 1}}, '"pause_bottom" is missing.'),
    ({"frequency": {}}, "A frequency must say how often."),
    ({"frequency": {"days_per_week": 8}}, "Days a week must be between 1 and 7."),
    (
        {"frequency": {"every_hours": 2, "every_minutes": 30}},
        "Say either how many times a day or at what interval, in hours or in minutes.",
    ),
    ({"frequency": {"every_minutes": 1}}, "An interval in minutes must be between 5 and 240."),
    ({"frequency": {"every_hours": 2, "from_hour": 9}}, "Give both the hour to start and the hour to stop."),
    ({"frequency": {"from_hour": 17, "until_hour": 9}}, "The hour to start must be before the hour to stop."),
    ({"progression": {"to_reps": 12, "weeks": 4}}, "A progression needs a number of repetitions to start from."),
    (
        {"sets": 3, "reps": 10, "progression": {"to_reps": 10, "to_sets": 3, "weeks": 4}},
        "A progression must change the repetitions or the sets.",
    ),
    ({"reps": 10, "progression": {"to_reps": 12, "weeks": 0}}, "The weeks of a progression must be between 1 and 52."),
    ([], "This must be an object with named parts."),
    (None, "This must be an object with named parts."),
    ("3x10", "This must be an object with named parts."),
]


@pytest.mark.parametrize(("document", "sentence"), REFUSED, ids=[str(n) for n in range(len(REFUSED))])
def test_a_dose_outside_human_limits_is_refused_in_one_sentence(document: Any, sentence: str) -> None:
    with pytest.raises(DoseError) as refused:
        Dose.from_json(document)
    assert str(refused.value) == sentence


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(list(Dose.model_fields)), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(list(Dose.model_fields)), json_values))
@sometimes
def test_any_document_is_a_dose_or_one_sentence(document: dict[str, Any]) -> None:
    try:
        dose = Dose.from_json(document)
    except DoseError as refused:
        sentence = str(refused)
    else:
        sentence = "."
        assert Dose.from_json(dose.to_json()) == dose
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_faults_of_a_plan_are_told_with_their_places() -> None:
    with pytest.raises(ValidationError) as refused:
        Plan.model_validate(
            {
                "items": [
                    {"dose": {"sets": 0, "reps": 10_000}},
                    {"dose": {"load": {"value": -1, "unit": "kg"}}},
                    {"dose": {}},
                    {},
                ]
            }
        )
    assert sentences(refused.value) == [
        "items.0.dose.sets: Sets must be between 1 and 20.",
        "items.0.dose.reps: Repetitions must be between 1 and 500.",
        "items.1.dose.load.value: A load must be more than 0 and at most 500.",
        "items.2.dose: A dose must say how much, for example 3x10.",
        'items.3.dose: "dose" is missing.',
    ]


def test_sentences_wait_for_the_language_of_the_reader() -> None:
    with translation.override("xx"), pytest.raises(DoseError, match="Sets must be between"):
        Dose.from_json({"sets": 0})


def test_a_dose_does_not_change() -> None:
    dose = Dose(sets=3, reps=10)
    with pytest.raises(ValidationError):
        dose.sets = 4
    assert {dose, Dose.from_json({"sets": 3, "reps": 10})} == {dose}


def test_a_progression_to_the_same_sets_names_only_the_repetitions() -> None:
    progression = {"to_reps": 15, "to_sets": 3, "weeks": 4}
    assert Dose.from_json({"sets": 3, "reps": 10, "progression": progression}).to_json() == {
        "sets": 3,
        "reps": 10,
        "progression": {"to_reps": 15, "weeks": 4},
    }


@pytest.mark.parametrize(
    ("document", "seconds"),
    [
        ({"sets": 3, "reps": 10}, 3 * 10 * 3),
        ({"sets": 3, "reps": 10, "rest_seconds": 60}, 3 * 10 * 3 + 2 * 60),
        ({"sets": 2, "sets_max": 3, "reps": 8, "reps_max": 12}, 3 * 12 * 3),
        ({"sets": 3, "reps": 10, "side": "each"}, 2 * 3 * 10 * 3),
        ({"sets": 3, "reps": 10, "side": "alternating"}, 3 * 10 * 3),
        ({"sets": 2, "reps": 8, "hold_seconds": 5}, 2 * 8 * (3 + 5)),
        ({"sets": 2, "reps": 1, "hold_seconds": 30, "side": "each", "rest_seconds": 5}, 2 * 2 * 30 + 5),
        ({"sets": 3, "reps_per_set": [6, 4, 2], "hold_seconds": 10}, 12 * 13),
        ({"sets": 4, "reps": 6, "tempo": {"eccentric": 3, "pause": 1, "concentric": 3}}, 4 * 6 * 7),
        ({"duration_seconds": 1800}, 1800),
        ({"sets": 2, "reps": 1, "duration_seconds": 60, "side": "each"}, 2 * 2 * 60),
        ({"sets": 1, "until": "fatigue", "side": "each"}, 2 * 60),
        ({"sets": 1, "reps": 1, "until": "comfort"}, 60),
        ({"until": "as-needed"}, 60),
        ({"sets": 1, "until": "as-many-as-possible", "duration_seconds": 30}, 30),
        ({"frequency": {"times_per_day": 3}}, 60),
    ],
)
def test_the_time_a_dose_takes(document: dict[str, Any], seconds: int) -> None:
    assert Dose.from_json(document).seconds() == seconds


@given(doses)
@sometimes
def test_every_dose_takes_some_time_and_is_done_at_least_once_a_day(dose: Dose) -> None:
    assert dose.seconds() > 0
    assert dose.times_per_day >= 1


@pytest.mark.parametrize(
    ("frequency", "times"),
    [
        (None, 1),
        ({"days_per_week": 3}, 1),
        ({"times_per_day": 3}, 3),
        ({"every_hours": 2}, 4),
        ({"every_minutes": 30}, 16),
        ({"every_minutes": 30, "from_hour": 9, "until_hour": 12}, 6),
        ({"every_hours": 12}, 1),
    ],
)
def test_how_often_a_day_a_dose_is_due(frequency: dict[str, int] | None, times: int) -> None:
    assert Dose.from_json({"reps": 5, "frequency": frequency}).times_per_day == times


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"sets": 3, "reps": 8, "hold_seconds": 5, "side": "each"}, "3 sets of 8, hold 5 seconds, each side"),
        ({"sets": 1, "reps": 1, "hold_seconds": 20, "side": "each"}, "20 seconds, each side"),
        ({"duration_seconds": 1800, "frequency": {"days_per_week": 5}}, "30 minutes, 5 days a week"),
        ({"sets": 1, "reps": 1, "until": "comfort"}, "as long as is comfortable"),
        ({"sets": 1, "reps": 1}, "1 repetition"),
        ({"sets": 1, "reps": 10}, "10 repetitions"),
        ({"sets": 2, "sets_max": 3, "reps": 8, "reps_max": 12}, "2 to 3 sets of 8 to 12"),
        ({"sets": 3, "reps": 1, "hold_seconds": 90}, "3 holds of 1 minute 30 seconds"),
        ({"sets": 2, "reps": 1, "duration_seconds": 60}, "2 rounds of 1 minute"),
        ({"sets": 3, "reps_per_set": [12, 10, 8]}, "3 sets: 12, 10 and 8"),
        ({"sets": 1, "until": "fatigue", "side": "left"}, "until the muscles tire, left side only"),
        ({"sets": 1, "until": "as-many-as-possible", "duration_seconds": 30}, "as many as you can in 30 seconds"),
        ({"until": "as-needed"}, "as needed"),
        (
            {"sets": 3, "reps": 10, "load": {"value": 2.5, "unit": "kg"}, "effort": 6.5, "reps_in_reserve": 2},
            "3 sets of 10, with 2.5 kg, effort 6.5 out of 10, stop when you could still do 2 more",
        ),
        (
            {"sets": 2, "reps": 15, "load": {"band": "red"}, "rest_seconds": 60, "role": "warm-up"},
            "2 sets of 15, with the red band, rest 1 minute between sets, as a warm-up",
        ),
        (
            {"sets": 3, "reps": 10, "tempo": {"eccentric": 3, "pause": 1, "concentric": 2}, "side": "bilateral"},
            "3 sets of 10, both sides together, tempo 3 s down, 1 s pause, 2 s up",
        ),
        (
            {"duration_seconds": 60, "frequency": {"every_minutes": 30, "from_hour": 9, "until_hour": 17}},
            "1 minute, every 30 minutes, between 9:00 and 17:00",
        ),
        ({"reps": 5, "frequency": {"times_per_day": 1, "days_per_week": 7}}, "5 repetitions, once a day, every day"),
        (
            {"sets": 3, "reps": 10, "progression": {"to_reps": 15, "weeks": 4}},
            "3 sets of 10, working up to 15 over 4 weeks",
        ),
        (
            {"sets": 3, "reps": 10, "progression": {"to_reps": 8, "to_sets": 4, "weeks": 1}},
            "3 sets of 10, working up to 4 sets of 8 over 1 week",
        ),
    ],
)
def test_a_client_reads_the_dose_in_plain_words(document: dict[str, Any], words: str) -> None:
    assert Dose.from_json(document).in_words() == words


@given(doses)
@sometimes
def test_every_field_changes_the_words(dose: Dose) -> None:
    """Leaving a field out must be heard, save where one set or one repetition goes without saying."""
    for name in dose.to_json():
        if name in ("sets", "reps") and getattr(dose, name) == 1:
            continue
        try:
            without = Dose.from_json({key: value for key, value in dose.to_json().items() if key != name})
        except DoseError:
            continue
        assert without.in_words() != dose.in_words(), name


def test_a_frequency_can_be_built_in_code() -> None:
    assert Dose(reps=5, frequency=Frequency(days_per_week=3)).in_words() == "5 repetitions, 3 days a week"


@pytest.mark.parametrize(
    ("frequency", "words"),
    [
        ({"days_per_week": 3}, "5 repetitions"),
        ({"days_per_week": 7, "times_per_day": 2}, "5 repetitions, 2 times a day"),
        (
            {"every_minutes": 30, "from_hour": 9, "until_hour": 17},
            "5 repetitions, every 30 minutes, between 9:00 and 17:00",
        ),
    ],
)
def test_a_page_about_one_day_leaves_out_the_days_a_week(frequency: dict[str, int], words: str) -> None:
    assert Dose(reps=5, frequency=Frequency(**frequency)).in_words(weekly=False) == words
