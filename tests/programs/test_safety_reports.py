"""A client reports a warning sign: advice first, the therapist is told, and an emergency closes the exercises."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import Episode
from backfit.refusals import Conflict
from programs.models import Attention, SafetyReport, Session
from programs.safety_reports import clear, report_sign
from tests.cast import Cast
from tests.programs.pages import browser_of, kept, page_of, ticked

API = "/api/v1/safety-reports/"


def report(cast: Cast, tier: str = "emergency") -> SafetyReport:
    return report_sign(by=cast.client, episode=cast.episode, tier=tier)


def test_client_reads_the_signs_with_what_to_do_before_telling_anybody(cast: Cast) -> None:
    assert reverse("warning_signs") in browser_of(cast.client).get("/today/").content.decode()
    page = browser_of(cast.client).get(reverse("warning_signs")).content.decode()
    assert page.index("Call 112") < page.index("Tell my therapist that I have one of these")
    assert "You are numb or tingle between your legs" in page
    assert "Nobody is watching Backfit" in page


def test_client_who_reports_an_emergency_is_told_what_to_do_and_gets_no_exercises(cast: Cast) -> None:
    browser = browser_of(cast.client)
    url = reverse("safety_report_new", args=[cast.episode.pk])
    page = browser.post(url, {"tier": "emergency"}, follow=True).content.decode()
    assert "Call 112" in page
    assert "Nobody watches this in real time" in page
    today = browser.get("/today/").content.decode()
    assert "Call 112" in today
    assert "Glute bridge" not in today
    assert "Save what I did" not in today


def test_what_was_marked_before_the_report_is_kept_all_the_same(cast: Cast) -> None:
    browser = browser_of(cast.client)
    data = ticked(page_of(browser), time_zone="UTC")
    report(cast)
    assert browser.post("/today/", data).status_code == 302
    assert len(kept(cast.client)) == 1


def test_an_urgent_sign_is_shown_and_closes_nothing(cast: Cast) -> None:
    report(cast, "urgent")
    today = browser_of(cast.client).get("/today/").content.decode()
    assert "phone a doctor today" in today
    assert "Glute bridge" in today


def test_the_therapist_is_told_first_of_all(cast: Cast) -> None:
    report(cast)
    assert Attention.objects.open().get(episode=cast.episode, kind="safety").rank == 0
    page = browser_of(cast.therapist).get(cast.episode.get_absolute_url()).content.decode()
    assert "Emergency sign" in page
    assert "closed until you clear this" in page


def test_the_same_sign_is_reported_once_while_it_is_open(cast: Cast) -> None:
    first = report(cast)
    assert report(cast).pk == first.pk
    assert report(cast, "urgent").pk != first.pk
    clear(report=first, by=cast.therapist, note="Seen in hospital, all clear.")
    assert report(cast).pk != first.pk


def test_therapist_clears_it_in_writing_and_the_exercises_are_back(cast: Cast) -> None:
    row = report(cast)
    browser, url = browser_of(cast.therapist), reverse("safety_report_clear", args=[row.pk])
    refused = browser.post(url, {"note": "  "})
    assert refused.status_code == 400
    assert "Say what was found" in refused.content.decode()
    assert browser.post(url, {"note": "MRI was normal."}).status_code == 302
    assert browser.post(url, {"note": "Again."}).status_code == 409
    row.refresh_from_db()
    assert (row.cleared_by, row.clearing_note) == (cast.therapist, "MRI was normal.")
    assert "Glute bridge" in browser_of(cast.client).get("/today/").content.decode()
    assert "MRI was normal." in browser_of(cast.client).get(row.get_absolute_url()).content.decode()
    assert not Attention.objects.open().filter(kind="safety").exists()


def test_both_of_two_emergencies_must_be_cleared(cast: Cast) -> None:
    other = Episode.begin(
        by=cast.stranger, clinic=cast.other_clinic, client_name="Chris", client_email=cast.client.email
    )
    other.client = cast.client
    other.save(update_fields=["client"])
    first, second = report(cast), report_sign(by=cast.client, episode=other, tier="emergency")
    clear(report=first, by=cast.therapist, note="Fine.")
    assert "Glute bridge" not in browser_of(cast.client).get("/today/").content.decode()
    clear(report=second, by=cast.stranger, note="Fine.")
    assert "Glute bridge" in browser_of(cast.client).get("/today/").content.decode()


def test_client_cannot_clear_it(cast: Cast) -> None:
    row = report(cast)
    assert (
        browser_of(cast.client).post(reverse("safety_report_clear", args=[row.pk]), {"note": "OK"}).status_code == 403
    )
    row.refresh_from_db()
    assert row.is_open


def test_nobody_reports_for_the_client(cast: Cast) -> None:
    for person in (cast.therapist, cast.other_client):
        with pytest.raises(PermissionDenied):
            report_sign(by=person, episode=cast.episode, tier="urgent")


def test_where_nobody_treats_there_is_nobody_to_tell(cast: Cast) -> None:
    own = Episode.objects.create(
        client=cast.client, client_name="Chris", client_email=cast.client.email, started_on=cast.client.today()
    )
    with pytest.raises(Conflict, match="No therapist"):
        report_sign(by=cast.client, episode=own, tier="emergency")


def test_an_unknown_kind_of_sign_is_refused(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        report(cast, "soon")
    browser = browser_of(cast.client)
    page = browser.post(reverse("safety_report_new", args=[cast.episode.pk]), {"tier": "x"}, follow=True)
    assert "Nothing was sent." in page.content.decode()
    assert not SafetyReport.objects.exists()


# The API


def test_client_reports_by_the_api_and_nothing_is_due(cast: Cast, api: APIClient) -> None:
    api.force_login(cast.client)
    assert api.get("/api/v1/today/").json()["stopped_by"] is None
    answer = api.post(API, {"episode": str(cast.episode.pk), "tier": "emergency"}, format="json")
    assert answer.status_code == 201
    today = api.get("/api/v1/today/").json()
    assert (today["stopped_by"], today["programs"]) == (answer.json()["id"], [])
    yesterday = api.get("/api/v1/today/?day=2020-01-01").json()
    assert yesterday["stopped_by"] is None


def test_care_team_clears_by_the_api(cast: Cast, api: APIClient) -> None:
    row = report(cast)
    api.force_login(cast.therapist)
    assert api.get(f"{API}?open=true").json()["count"] == 1
    assert api.post(f"{API}{row.pk}/clear/", {"note": ""}, format="json").status_code == 400
    cleared = api.post(f"{API}{row.pk}/clear/", {"note": "Fine."}, format="json").json()
    assert (cleared["clearing_note"], cleared["cleared_by"]) == ("Fine.", "Tess Therapist")
    assert api.post(f"{API}{row.pk}/clear/", {"note": "Fine."}, format="json").status_code == 409
    assert api.get(f"{API}?open=true").json()["count"] == 0


@pytest.mark.parametrize("wrong", [{"tier": "soon"}, {"tier": ["urgent"]}, {"tier": None}, {"episode": 3}, {"x": 1}])
def test_a_body_that_is_not_right_is_a_400(cast: Cast, api: APIClient, wrong: dict[str, Any]) -> None:
    api.force_login(cast.client)
    body = {"episode": str(cast.episode.pk), "tier": "urgent"} | wrong
    assert api.post(API, body, format="json").status_code == 400
    assert not SafetyReport.objects.exists()


def test_strangers_see_no_report(cast: Cast, api: APIClient) -> None:
    row = report(cast)
    for person in (cast.colleague, cast.stranger, cast.other_client, cast.manager, cast.admin):
        api.force_login(person)
        assert api.get(f"{API}{row.pk}/").status_code == 404
        assert api.get(API).json()["count"] == 0
        assert browser_of(person).get(row.get_absolute_url()).status_code == 404
    assert not Session.objects.exists()
