"""Why something was left out: chosen from a few reasons, told to the care team, and pain among them counts as pain."""

import uuid
from typing import Any

import pytest

from exercises.models import Exercise
from programs.exercise_usage import skips
from programs.models import Attention, Result, Session
from programs.session_body import SessionBody
from tests.cast import Cast
from tests.factories import session_body
from tests.programs.pages import api_of, browser_of, field_of, kept, page_of, unmarked


def leave_out(cast: Cast, because: str, words: str = "") -> Any:
    browser = browser_of(cast.client)
    form = page_of(browser)
    said = {"how": "skipped", "skip_because": because, "skip_reason": words}
    return browser.post(
        "/today/", unmarked(form) | {field_of(form, "bird-dog", key): text for key, text in said.items()}
    )


def test_client_chooses_a_reason_and_the_therapist_reads_it_in_words(cast: Cast) -> None:
    leave_out(cast, "no_equipment", "The band tore")
    result = Result.objects.get(exercise="bird-dog")
    assert (result.status, result.skip_because, result.skip_reason) == ("skipped", "no_equipment", "The band tore")
    therapist = browser_of(cast.therapist)
    session = therapist.get(kept(cast.client)[0].get_absolute_url()).content.decode()
    assert "nothing to do it with" in session
    assert "The band tore" in session
    assert "Nothing to do it with: The band tore" in therapist.get(cast.episode.get_absolute_url()).content.decode()


def test_reason_that_is_none_of_them_is_refused_and_nothing_is_lost(cast: Cast) -> None:
    answer = leave_out(cast, "laziness", "My own words")
    assert answer.status_code == 400
    assert "My own words" in answer.content.decode()
    assert not kept(cast.client)


def test_pain_with_an_exercise_that_was_not_ticked_is_asked_about_and_not_dropped(cast: Cast) -> None:
    browser = browser_of(cast.client)
    form = page_of(browser)
    answer = browser.post("/today/", unmarked(form) | {field_of(form, "bird-dog", "pain"): "4"})
    assert answer.status_code == 400
    assert "Tick it, or say" in answer.content.decode()


def test_left_out_for_pain_calls_for_a_look(cast: Cast) -> None:
    leave_out(cast, "pain")
    [reason] = Attention.objects.filter(kind="pain-skip")
    assert (reason.rank, reason.facts["name"]) == (4, "Bird dog")
    assert "Left out “Bird dog” for pain today" in browser_of(cast.therapist).get("/clients/").content.decode()


def test_left_out_for_want_of_time_does_not(cast: Cast) -> None:
    leave_out(cast, "no_time")
    assert not Attention.objects.filter(kind="pain-skip").exists()


def test_editors_count_the_chosen_reason_before_the_words(cast: Cast) -> None:
    leave_out(cast, "too_hard", "No pain at all")
    exercise = Exercise.objects.get(slug="bird-dog")
    recent = skips([exercise.pk])[exercise.pk].recent
    assert (recent.hard, recent.pain, recent.unclear) == (1, 0, 0)


def test_upload_from_before_there_were_reasons_keeps_its_digest() -> None:
    said = {
        "program": str(uuid.UUID(int=1)),
        "started_at": "2026-11-23T08:00:00Z",
        "time_zone": "UTC",
        "worst_pain": 2,
        "effort": 4,
        "results": [{"item": "abcd", "status": "skipped", "skip_reason": "x"}],
    }
    before = SessionBody.model_validate(said)
    # As it was worked out before a result had `skip_because`.
    assert before.digest() == "330cda0072d2589513ecdffaef474f4ab11c0ea63b8eefe2bf2aaf0e3d4dd2a9"
    [result] = before.results
    chosen = result.model_copy(update={"skip_because": "pain"})
    assert before.model_copy(update={"results": [chosen]}).digest() != before.digest()


def test_api_takes_a_reason_and_gives_it_back(cast: Cast) -> None:
    body = session_body(cast.program)
    body["results"][1] |= {"status": "skipped", "skip_because": "unclear"}
    address = f"/api/v1/sessions/{uuid.uuid4()}/"
    answer = api_of(cast.client).put(address, body, format="json")
    assert answer.status_code == 201
    assert [result["skip_because"] for result in answer.json()["results"]] == [None, "unclear"]
    assert api_of(cast.client).put(address, body, format="json").status_code == 200


@pytest.mark.parametrize("because", ["laziness", "", 1, ["pain"], {"pain": 1}])
def test_api_refuses_another_reason(cast: Cast, because: Any) -> None:
    body = session_body(cast.program)
    body["results"][1] |= {"skip_because": because}
    answer = api_of(cast.client).put(f"/api/v1/sessions/{uuid.uuid4()}/", body, format="json")
    assert answer.status_code == 400
    assert not Session.objects.exists()


def test_client_corrects_pain_and_reason_and_the_rest_stays(cast: Cast) -> None:
    browser = browser_of(cast.client)
    form = page_of(browser)
    data = unmarked(form) | {field_of(form, "bird-dog", "how"): "part", field_of(form, "bird-dog", "pain"): "5"}
    browser.post("/today/", data | {field_of(form, "bird-dog", "skip_because"): "pain"})
    [session] = kept(cast.client)
    edit = browser.get(f"{session.get_absolute_url()}edit/").context["form"]
    assert unmarked(edit)[field_of(edit, "bird-dog", "pain")] == "5"
    answer = browser.post(
        f"{session.get_absolute_url()}edit/", unmarked(edit) | {field_of(edit, "bird-dog", "pain"): "3"}, follow=True
    )
    result = Result.objects.get(session=session)
    assert (result.pain, result.skip_because, result.status) == (3, "pain", "part")
    page = answer.content.decode()
    assert "pain 3" in page
    assert "pain 5" in page
