"""Measures: written by the care team on the client's page and through the API, read by the client."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import Episode
from programs.models import Measure
from programs.schedule import ONE_DAY
from tests.cast import Cast
from tests.programs.pages import browser_of


def fields(cast: Cast, **more: Any) -> dict[str, Any]:
    day = cast.episode.local_day().isoformat()
    return {"name": "Hip flexion", "side": "left", "value": "95.5", "unit": "degrees", "day": day, "note": "", **more}


def add(cast: Cast, who: str = "therapist", **more: Any) -> Any:
    return browser_of(getattr(cast, who)).post(f"/episodes/{cast.episode.pk}/measures/", fields(cast, **more))


def take(cast: Cast, days_ago: int = 0, **more: Any) -> Measure:
    day = cast.episode.local_day() - days_ago * ONE_DAY
    said: dict[str, Any] = {"name": "Hip flexion", "side": "left", "value": "80", "unit": "degrees", "day": day, **more}
    return Measure.take(episode=cast.episode, by=cast.therapist, **said)


def page_of(cast: Cast, who: str) -> str:
    return browser_of(getattr(cast, who)).get(f"/episodes/{cast.episode.pk}/").content.decode()


def test_therapist_writes_down_a_measure_and_the_client_reads_it(cast: Cast) -> None:
    take(cast, 7)
    assert add(cast).status_code == 302
    for who in ("therapist", "client"):
        page = page_of(cast, who)
        assert "95.5 degrees" in page
        assert "at first 80 degrees" in page
        assert "2 values, from 80 degrees to 95.5 degrees" in page
    assert '<option value="Hip flexion">' in page_of(cast, "therapist")
    assert f"/episodes/{cast.episode.pk}/measures/" not in page_of(cast, "client")


def test_measures_are_followed_by_name_side_and_unit(cast: Cast) -> None:
    take(cast)
    take(cast, name="hip FLEXION")
    take(cast, side="right")
    take(cast, unit="cm")
    take(cast, name="Side bridge", side="")
    page = page_of(cast, "therapist")
    assert page.count('class="measure"') == 4
    assert "All 2 values" in page


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ({"value": "much"}, "Give a number, such as 95 or 12.5."),
        ({"value": "NaN"}, "Give a number, such as 95 or 12.5."),
        ({"value": "1e30"}, "Ensure that there are no more than"),
        ({"name": ""}, "This field is required."),
        ({"side": "top"}, "Select a valid choice."),
        ({"day": "2999-01-01"}, "The date must lie between"),
        ({"day": "2099-01-01"}, "The day lies in the future."),
        ({"name": "n" * 61}, "at most 60 characters"),
    ],
)
def test_a_bad_measure_is_refused_with_a_sentence_and_what_was_typed(
    cast: Cast, bad: dict[str, str], sentence: str
) -> None:
    response = add(cast, note="kept as typed", **bad)
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert "kept as typed" in response.content.decode()
    assert not Measure.objects.exists()


def test_therapist_changes_and_deletes_a_measure(cast: Cast) -> None:
    measure = take(cast)
    browser = browser_of(cast.therapist)
    assert "80" in browser.get(f"/measures/{measure.pk}/edit/").content.decode()
    assert browser.post(f"/measures/{measure.pk}/edit/", fields(cast, value="81")).status_code == 302
    measure.refresh_from_db()
    assert measure.words == "81 degrees"
    assert browser.post(f"/measures/{measure.pk}/edit/", fields(cast, value="")).status_code == 400
    assert browser.post(f"/measures/{measure.pk}/delete/").status_code == 302
    assert not Measure.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("client", 403), ("colleague", 404), ("stranger", 404), ("former", 404)])
def test_nobody_else_writes_measures(cast: Cast, who: str, status: int) -> None:
    measure = take(cast)
    browser = browser_of(getattr(cast, who))
    assert add(cast, who).status_code == status
    assert browser.post(f"/measures/{measure.pk}/edit/", fields(cast)).status_code == status
    assert browser.post(f"/measures/{measure.pk}/delete/").status_code == status
    assert Measure.objects.count() == 1


def test_an_ended_episode_keeps_its_measures_as_they_are(cast: Cast) -> None:
    measure = take(cast)
    Episode.objects.filter(pk=cast.episode.pk).update(ended_on=cast.episode.local_day())
    browser = browser_of(cast.therapist)
    assert add(cast).status_code == 409
    assert browser.get(f"/measures/{measure.pk}/edit/").status_code == 409
    assert browser.post(f"/measures/{measure.pk}/delete/").status_code == 409
    assert "Add a measure" not in page_of(cast, "therapist")


def test_api_lists_creates_changes_and_deletes(cast: Cast) -> None:
    api = APIClient()
    api.force_login(cast.therapist)
    body = {"episode": str(cast.episode.pk), "name": "Hip flexion", "value": "95", "unit": "degrees", "side": "left"}
    created = api.post("/api/v1/measures/", body, format="json")
    assert created.status_code == 201
    assert created.json()["day"] == cast.episode.local_day().isoformat()
    assert created.json()["recorded_by"] == "Tess Therapist"
    url = f"/api/v1/measures/{created.json()['id']}/"
    assert api.patch(url, {"value": "96"}, format="json").json()["value"] == "96.00"
    assert api.get(f"/api/v1/measures/?episode={cast.episode.pk}&name=HIP%20flexion").json()["count"] == 1
    assert api.get(f"/api/v1/measures/?episode={cast.other_episode.pk}").json()["count"] == 0
    reader = APIClient()
    reader.force_login(cast.client)
    assert reader.get(url).json()["value"] == "96.00"
    assert reader.patch(url, {"value": "1"}, format="json").status_code == 403
    assert api.delete(url).status_code == 204


@pytest.mark.parametrize(
    "bad",
    [
        {"value": "NaN"},
        {"value": None},
        {"value": [95]},
        {"value": 10**12},
        {"name": {}},
        {"day": "soon"},
        {"day": "2099-12-31"},
        {"side": "top"},
        {"episode": "x"},
        {"episode": None},
        {"recorded_by": 1},
    ],
)
def test_api_refuses_what_is_no_measure(cast: Cast, bad: dict[str, Any]) -> None:
    api = APIClient()
    api.force_login(cast.therapist)
    body = {"episode": str(cast.episode.pk), "name": "Hip flexion", "value": "95", **bad}
    answer = api.post("/api/v1/measures/", body, format="json")
    assert answer.status_code == 400
    assert list(answer.json()) == list(bad)
    assert not Measure.objects.exists()


def test_api_hides_somebody_elses_episode(cast: Cast) -> None:
    for who in (cast.colleague, cast.stranger):
        api = APIClient()
        api.force_login(who)
        body = {"episode": str(cast.episode.pk), "name": "Hip flexion", "value": "95"}
        answer = api.post("/api/v1/measures/", body, format="json")
        assert (answer.status_code, list(answer.json())) == (400, ["episode"])
        assert api.get(f"/api/v1/measures/?episode={cast.episode.pk}").json()["count"] == 0
