"""What a client is told at once about pain and words, on the page and by the API."""

import re
import uuid
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import override_settings

from backfit.contacts import Contact
from programs.models import SafetyReport, SafetyScreen
from programs.note_words import WORDS, Words, any_of, asks_check, asks_crisis
from programs.safety_screen import six_questions
from tests.cast import Cast
from tests.factories import session_body
from tests.programs.pages import api_of, browser_of, field_of, page_of, ticked, unmarked

NO = {each["key"]: "no" for each in six_questions()}


def page_after(cast: Cast, **about: Any) -> str:
    browser = browser_of(cast.client)
    browser.post("/today/", ticked(page_of(browser), **about))
    return browser.get("/today/").content.decode()


def hurt(cast: Cast, slug: str, pain: int) -> Any:
    """Everything ticked, with pain in one exercise; the answer of the page."""
    browser = browser_of(cast.client)
    form = page_of(browser)
    return browser.post("/today/", ticked(form, worst_pain=2) | {field_of(form, slug, "pain"): str(pain)})


def test_client_says_pain_of_one_exercise_and_is_told_to_leave_that_one_out(cast: Cast) -> None:
    assert hurt(cast, "bird-dog", 6)["Location"] == "/today/"
    page = browser_of(cast.client).get("/today/").content.decode()
    assert "Pain 6: leave it out today and tomorrow" in page
    assert page.count("task--stopped") == 1
    assert "Stop the exercise that hurt" in page


def test_pain_to_go_on_with_marks_nothing(cast: Cast) -> None:
    hurt(cast, "bird-dog", 5)
    page = browser_of(cast.client).get("/today/").content.decode()
    assert "task--stopped" not in page
    assert "Stop the exercise" not in page


def test_rise_of_three_over_the_usual_pain_stops_an_exercise_earlier(cast: Cast) -> None:
    cast.episode.usual_pain = 2
    cast.episode.save()
    hurt(cast, "bird-dog", 5)
    assert "Pain 5: leave it out" in browser_of(cast.client).get("/today/").content.decode()


def test_exercise_is_left_out_on_the_next_day_too_and_not_on_the_third(cast: Cast) -> None:
    with time_machine.travel("2026-11-30T10:00:00Z"):
        cast.program.start_on = cast.client.today()
        cast.program.save()
        hurt(cast, "bird-dog", 7)
    with time_machine.travel("2026-12-01T10:00:00Z"):
        page = browser_of(cast.client).get("/today/").content.decode()
        assert "Pain 7 last time: leave it out today" in page
        assert "take it one level easier" in page
    with time_machine.travel("2026-12-02T10:00:00Z"):
        page = browser_of(cast.client).get("/today/").content.decode()
        assert "last time" not in page
        assert "one level easier" not in page


def test_severe_pain_leads_to_the_six_questions_and_no_to_all_leads_on(cast: Cast) -> None:
    assert hurt(cast, "bird-dog", 8)["Location"] == "/six-questions/"
    browser = browser_of(cast.client)
    assert "Answer six questions" in browser.get("/today/").content.decode()
    assert browser.get("/six-questions/").content.decode().count("<legend>") == 6
    answer = browser.post("/six-questions/", NO)
    assert (answer.status_code, answer["Location"]) == (302, "/six-questions/")
    assert "None of the six" in browser.get("/six-questions/").content.decode()
    today = browser.get("/today/").content.decode()
    assert "Answer six questions" not in today
    assert "Stop for today" in today
    [kept] = SafetyScreen.objects.filter(occasion="pain")
    assert (kept.found, kept.episode) == ("none", cast.episode)
    assert not SafetyReport.objects.exists()


def test_six_questions_are_asked_again_after_another_severe_pain(cast: Cast) -> None:
    hurt(cast, "bird-dog", 8)
    browser = browser_of(cast.client)
    browser.post("/six-questions/", NO)
    hurt(cast, "bird-dog", 9)
    assert "Answer six questions" in browser.get("/today/").content.decode()
    assert "<legend>" in browser.get("/six-questions/").content.decode()


def test_one_yes_is_an_emergency_though_the_others_are_not_answered(cast: Cast) -> None:
    cast.clinic.emergency_number = "Dublin=112"
    cast.clinic.save()
    browser = browser_of(cast.client)
    answer = browser.post("/six-questions/", {"bowels": "yes"}, follow=True)
    [report] = SafetyReport.objects.all()
    assert report.tier == "emergency"
    page = answer.content.decode()
    assert "Call 112 (Dublin)" in page
    assert "No exercises today" in browser.get("/today/").content.decode()
    assert SafetyScreen.objects.get(occasion="pain").found == "emergency"


@pytest.mark.parametrize("said", [{}, {"bowels": "no"}, {**NO, "bowels": "perhaps"}, {**NO, "bowels": "x" * 5000}])
def test_no_is_never_assumed(cast: Cast, said: dict[str, str]) -> None:
    answer = browser_of(cast.client).post("/six-questions/", said)
    assert answer.status_code == 400
    assert "Answer this one too" in answer.content.decode() or "valid choice" in answer.content.decode()
    assert not SafetyScreen.objects.filter(occasion="pain").exists()


def test_person_without_any_care_is_led_to_the_public_pages(cast: Cast) -> None:
    browser = browser_of(cast.stranger)
    assert browser.post("/six-questions/", {"bowels": "yes"})["Location"] == "/safety/"
    assert browser.post("/six-questions/", NO)["Location"] == "/safety/flare-up/"


@override_settings(CRISIS_CONTACTS=[Contact("Lifeline", "0800 111")])
def test_words_of_despair_show_whom_to_call_at_once(cast: Cast) -> None:
    page = page_after(cast, worst_pain=2, note="It all feels hopeless.")
    assert "If dark thoughts come with the pain" in page
    assert "0800 111" in page
    assert page.index("0800 111") < page.index("Bird dog")
    assert "Answer six questions" not in page


def test_words_that_may_be_a_sign_ask_the_six_questions_and_conclude_nothing(cast: Cast) -> None:
    page = page_after(cast, worst_pain=2, note="My leg went numb on the stairs.")
    assert "Is it one of these signs?" in page
    assert "Answer six questions" in page
    assert not SafetyReport.objects.exists()


def test_words_about_a_single_exercise_count_too(cast: Cast) -> None:
    browser = browser_of(cast.client)
    form = page_of(browser)
    said = {field_of(form, "bird-dog", "how"): "skipped", field_of(form, "bird-dog", "skip_reason"): "My leg is weak"}
    assert browser.post("/today/", unmarked(form) | said)["Location"] == "/six-questions/"


@pytest.mark.parametrize("words", ["My bladder", "NUMB toes", "weakness", "an accident", "a fever", "I fell over"])
def test_words_that_ask_for_a_check(words: str) -> None:
    assert asks_check("fine", words)


@pytest.mark.parametrize("words", ["A good week", "a number of times", "accidentally did two sets", "fell asleep", ""])
def test_words_that_ask_for_nothing(words: str) -> None:
    assert not asks_check(words)
    assert not asks_crisis(words)


@pytest.mark.parametrize("words", ["I feel hopeless", "thinking of suicide", "I want to die", "I might harm myself"])
def test_words_of_despair(words: str) -> None:
    assert asks_crisis(words)


def test_words_of_another_language_count_once_they_stand_in_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WORDS, "fr", Words(check=("vessie",), crisis=("envie de mourir",)))
    assert re.search(any_of("check"), "la VESSIE", re.IGNORECASE)
    assert re.search(any_of("crisis"), "Une envie de mourir", re.IGNORECASE)
    assert re.search(any_of("crisis"), "I want to die", re.IGNORECASE)


def test_every_language_of_the_site_has_its_words_in_a_form_that_browsers_read() -> None:
    assert {code.partition("-")[0] for code, _name in settings.LANGUAGES} <= WORDS.keys()
    for words in WORDS.values():
        for stem in (*words.check, *words.crisis):
            assert re.fullmatch(r"(\\b(?=[a-z])|(?<=[a-z)])\\b|[^\W\d_]|[ .?|()]|\(\?!)+", stem), stem


def test_api_answers_a_session_with_the_same_advice(cast: Cast) -> None:
    body = session_body(cast.program, worst_pain=4, note="Numb afterwards")
    body["results"][0]["pain"] = 6
    answer = api_of(cast.client).put(f"/api/v1/sessions/{uuid.uuid4()}/", body, format="json").json()
    assert answer["advice"] == {
        "zone": "stop",
        "leave_out": [body["results"][0]["item"]],
        "check": True,
        "crisis": False,
    }


def test_api_says_the_limits_of_today_and_whether_the_screen_was_answered(cast: Cast) -> None:
    said = api_of(cast.client).get("/api/v1/today/").json()
    assert said["screened"] is True
    assert said["programs"][0]["limits"] == {"repeat": 4, "stop": 6, "severe": 8}
    SafetyScreen.objects.all().delete()
    assert api_of(cast.client).get("/api/v1/today/").json()["screened"] is False


def test_page_of_a_session_offers_the_questions_but_does_not_ask_them_again(cast: Cast) -> None:
    hurt(cast, "bird-dog", 8)
    browser = browser_of(cast.client)
    session = cast.client.sessions.get()
    assert "Answer six questions" in browser.get(session.get_absolute_url()).content.decode()
    browser.post("/six-questions/", NO)
    page = browser.get(session.get_absolute_url()).content.decode()
    assert "Answer six questions" not in page
    assert "Stop for today" in page
