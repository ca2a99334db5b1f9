"""Warning signs are asked about before the first session, once, and anew when the care team wants it."""

from typing import Any

import pytest

from programs.models import SafetyReport, SafetyScreen, Session
from programs.safety_screen import questions
from tests.cast import Cast
from tests.programs.pages import api_of, browser_of, page_of, ticked

PAGE = "/before-you-start/"


@pytest.fixture
def fresh(cast: Cast) -> Cast:
    """The client has not been asked yet."""
    SafetyScreen.objects.filter(episode=cast.episode).delete()
    return cast


def test_client_sees_the_exercises_before_being_asked(fresh: Cast) -> None:
    page = browser_of(fresh.client).get("/today/").content.decode()
    assert "Glute bridge" in page
    assert PAGE in page


def test_client_who_saves_first_loses_nothing_and_is_asked_then(fresh: Cast) -> None:
    browser = browser_of(fresh.client)
    assert browser.post("/today/", ticked(page_of(browser)))["Location"] == PAGE
    assert Session.objects.filter(client=fresh.client).count() == 1


def test_client_answers_with_one_tap_and_is_not_asked_again(fresh: Cast) -> None:
    browser = browser_of(fresh.client)
    page = browser.get(PAGE).content.decode()
    assert page.index("It feels odd when you wipe") < page.index("You have a fever") < page.index("None of these")
    assert browser.post(PAGE, {"found": "none"})["Location"] == "/today/"
    [kept] = fresh.episode.safety_screens.all()
    assert (kept.occasion, kept.found, kept.answered_by) == ("start", "none", fresh.client)
    assert PAGE not in browser.get("/today/").content.decode()
    assert browser.post("/today/", ticked(page_of(browser)))["Location"] == "/today/"


@pytest.mark.parametrize("tier", ["emergency", "urgent"])
def test_a_yes_is_reported_and_only_its_tier_is_kept(fresh: Cast, tier: str) -> None:
    answer = browser_of(fresh.client).post(PAGE, {"found": tier})
    [report] = SafetyReport.objects.all()
    assert (report.tier, report.episode) == (tier, fresh.episode)
    assert answer["Location"] == report.get_absolute_url()
    assert fresh.episode.safety_screens.get().found == tier
    today = browser_of(fresh.client).get("/today/").content.decode()
    assert ("No exercises today" in today) is (tier == "emergency")


@pytest.mark.parametrize("data", [{}, {"found": "soon"}, {"found": ""}, {"found": "none" * 999}, {"then": "x" * 99}])
def test_nonsense_is_no_answer(fresh: Cast, data: dict[str, str]) -> None:
    answer = browser_of(fresh.client).post(PAGE, data)
    assert answer.status_code == 400
    assert not fresh.episode.safety_screens.exists()


def test_care_team_reads_what_was_answered_and_asks_anew(cast: Cast) -> None:
    therapist = browser_of(cast.therapist)
    page = therapist.get(cast.episode.get_absolute_url()).content.decode()
    assert "Before the first session, on" in page
    assert "No sign" in page
    answer = therapist.post(f"/episodes/{cast.episode.pk}/screen/anew/", follow=True)
    assert "To be asked anew" in answer.content.decode()
    assert PAGE in browser_of(cast.client).get("/today/").content.decode()
    browser_of(cast.client).post(PAGE, {"found": "none"})
    assert cast.episode.safety_screens.count() == 2
    assert PAGE not in browser_of(cast.client).get("/today/").content.decode()


def test_only_the_care_team_asks_anew(cast: Cast) -> None:
    for person, status in ((cast.client, 403), (cast.colleague, 404), (cast.former, 404), (cast.stranger, 404)):
        answer = browser_of(person).post(f"/episodes/{cast.episode.pk}/screen/anew/")
        assert answer.status_code == status
    assert cast.episode.safety_screens.get().asked_anew_at is None


def test_api_asks_and_keeps_the_answer(fresh: Cast) -> None:
    asked = api_of(fresh.client).get("/api/v1/safety-screens/questions/").json()
    assert [tier["tier"] for tier in asked["start"]] == ["emergency", "urgent"]
    assert len(asked["six"]) == 6
    said = {"episode": str(fresh.episode.pk), "found": "none"}
    answer = api_of(fresh.client).post("/api/v1/safety-screens/", said, format="json")
    assert (answer.status_code, answer.json()["occasion"]) == (201, "start")
    seen = api_of(fresh.therapist).get("/api/v1/safety-screens/", {"episode": str(fresh.episode.pk)}).json()
    assert [row["found"] for row in seen["results"]] == ["none"]


def test_api_takes_answers_from_the_client_alone(fresh: Cast) -> None:
    said = {"episode": str(fresh.episode.pk), "found": "emergency"}
    for person, status in ((fresh.therapist, 403), (fresh.other_client, 400), (fresh.stranger, 400)):
        assert api_of(person).post("/api/v1/safety-screens/", said, format="json").status_code == status
    assert not SafetyReport.objects.exists()
    assert not fresh.episode.safety_screens.exists()


@pytest.mark.parametrize("change", [{"found": "maybe"}, {"found": None}, {"occasion": "x"}, {"episode": "x"}])
def test_api_refuses_nonsense(fresh: Cast, change: dict[str, Any]) -> None:
    said = {"episode": str(fresh.episode.pk), "found": "none", **change}
    assert api_of(fresh.client).post("/api/v1/safety-screens/", said, format="json").status_code == 400


def test_api_refuses_an_answer_about_care_that_has_ended(fresh: Cast) -> None:
    fresh.episode.end()
    said = {"episode": str(fresh.episode.pk), "found": "none"}
    assert api_of(fresh.client).post("/api/v1/safety-screens/", said, format="json").status_code == 409


def test_questions_for_a_device_name_every_sign_once() -> None:
    keys = [sign["key"] for tier in questions() for group in tier["groups"] for sign in group["signs"]]
    assert len(keys) == len(set(keys)) > 20
