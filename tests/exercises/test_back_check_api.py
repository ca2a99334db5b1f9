"""The back check's door for programs."""

from typing import Any

import pytest
from django.core.cache import cache
from pytest_django import Settings
from rest_framework.test import APIClient

from exercises import red_flags
from tests.exercises.sore_back import FINE


@pytest.fixture(autouse=True)
def fresh(db: None) -> None:
    cache.clear()


def check(api: APIClient, **body: Any) -> Any:
    return api.post("/api/v1/back-check/", body, format="json")


def test_program_reads_the_questions(api: APIClient) -> None:
    tiers = api.get("/api/v1/back-check/").data["tiers"]
    assert [tier["key"] for tier in tiers] == ["emergency", "urgent", "soon"]
    asked = [finding["key"] for tier in tiers for group in tier["groups"] for finding in group["findings"]]
    assert set(asked) == red_flags.flag_keys()


@pytest.mark.parametrize(
    ("flags", "ending"), [(["wiping"], "emergency"), (["fever"], "today"), (["pregnant"], "physiotherapist")]
)
def test_program_gets_the_advice_of_the_signs(api: APIClient, flags: list[str], ending: str) -> None:
    answer = check(api, flags=flags)
    assert (answer.status_code, answer.data["ending"], answer.data["exercises"]) == (200, ending, [])
    assert answer.data["reasons"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.cookies == {}


def test_program_gets_a_routine(api: APIClient, catalogue: None) -> None:
    answer = check(api, flags=[], **{**FINE, "pain": 3, "floor": True})
    assert answer.data["ending"] == "routine"
    assert answer.data["routine"] == "whole-back-flexibility"
    assert len(answer.data["exercises"]) == 3
    assert answer.data["exercises"][0]["dose_words"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "flags"),
        ({"flags": ["nonsense"]}, "non_field_errors"),
        ({"flags": "fever"}, "flags"),
        ({"flags": []}, "where"),
        ({"flags": [], **FINE, "pain": 11}, "pain"),
        ({"flags": [], **FINE, "where": "toe"}, "where"),
        ({"flags": ["fever"], "name": "Chris"}, "name"),
    ],
)
def test_bad_body_is_refused_by_field(api: APIClient, body: dict[str, Any], field: str) -> None:
    answer = check(api, **body)
    assert answer.status_code == 400
    assert field in answer.data


def test_program_that_asks_too_often_waits(api: APIClient, settings: Settings) -> None:
    settings.LIMITS = settings.LIMITS | {"back-check": "2/m/ip"}
    codes = [check(api, flags=["fever"]).status_code for _time in range(3)]
    assert codes == [200, 200, 429]
    elsewhere = APIClient(REMOTE_ADDR="203.0.113.7")
    assert check(elsewhere, flags=["fever"]).status_code == 200


def test_made_up_forwarding_does_not_help_to_ask_more_often(api: APIClient, settings: Settings) -> None:
    settings.LIMITS = settings.LIMITS | {"back-check": "1/m/ip"}
    answers = [
        api.post("/api/v1/back-check/", {"flags": ["fever"]}, format="json", HTTP_X_FORWARDED_FOR=f"192.0.2.{n}")
        for n in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 429]
