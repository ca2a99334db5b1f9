"""What clients agree to, and that taking it back counts from the next request on."""

from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.care_sharing import share_again, stop_sharing
from accounts.consents import CARE_VERSION
from accounts.models import Consent, Episode, Invitation
from accounts.tasks import tell_care_team
from programs.models import Program, Session
from programs.proposals.proposing import propose_due
from programs.reminders.choosing import choose
from programs.safety_reports import report_sign
from programs.sharing import share
from tests.accounts.mails import last_link
from tests.cast import Cast
from tests.factories import make_published, session_body

AGREED = {"consent": CARE_VERSION}


def page(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def program(user: Any) -> APIClient:
    client = APIClient()
    client.force_login(user)
    return client


def test_client_who_joins_agrees_to_the_words_before_the_button(client: Client, invitation: Invitation) -> None:
    landing = client.get(last_link()).content.decode()
    assert "the therapists of Northside who treat me" in landing
    assert landing.index("who treat me use") < landing.index("Accept and begin")
    client.post(f"{last_link()}accept/", AGREED)
    episode = Episode.objects.get()
    consent = Consent.objects.get()
    assert (consent.person, consent.actor, consent.episode) == (episode.client_id, episode.client_id, episode.pk)
    assert (consent.purpose, consent.given, consent.wording) == ("care", True, CARE_VERSION)
    assert consent.language == "en-gb"


@pytest.mark.parametrize("said", [{}, {"consent": "2020-01"}, {"consent": ["a", "b"]}])
def test_nobody_joins_with_other_words_than_were_shown(
    client: Client, invitation: Invitation, said: dict[str, Any]
) -> None:
    answer = client.post(f"{last_link()}accept/", said)
    assert answer.status_code == 400
    assert "the text has changed" in answer.content.decode()
    assert not Consent.objects.exists()
    assert Invitation.objects.get().state == "pending"


def test_client_reads_what_was_agreed_to_and_stops_it_with_one_press(cast: Cast) -> None:
    client = page(cast.client)
    text = client.get("/account/agreed/").content.decode()
    assert "Sharing with Northside" in text
    answer = client.post(f"/episodes/{cast.episode.pk}/sharing/stop/", follow=True)
    assert "Your therapists at Northside can no longer open your record." in answer.content.decode()
    assert "Share again" in answer.content.decode()
    consent = Consent.objects.get()
    assert (consent.given, consent.actor) == (False, cast.client.pk)


def test_care_team_does_not_get_in_by_publishing_or_inviting_again(cast: Cast) -> None:
    stop_sharing(episode=cast.episode, by=cast.client)
    api = program(cast.therapist)
    assert api.post(f"/api/v1/programs/{cast.program.pk}/publish/", {"reason": "More"}).status_code == 404
    assert api.post("/api/v1/invitations/", {"episode": str(cast.episode.pk)}).status_code == 400
    assert api.post(f"/api/v1/episodes/{cast.episode.pk}/share-again/", AGREED).status_code == 404
    started = api.post("/api/v1/programs/start/", {"episode": str(cast.episode.pk), "name": "x"}, format="json")
    assert started.status_code == 400
    propose_due()
    assert program(cast.therapist).get("/api/v1/proposals/").json()["count"] == 0


def test_link_that_a_therapist_made_stops_and_the_clients_own_goes_on(cast: Cast) -> None:
    _link, theirs = share(program=cast.program, by=cast.therapist)
    _link, own = share(program=cast.program, by=cast.client)
    assert Client().get(f"/p/{theirs}/").status_code == 200
    stop_sharing(episode=cast.episode, by=cast.client)
    assert Client().get(f"/p/{theirs}/").status_code == 404
    assert Client().get(f"/p/{own}/").status_code == 200
    share_again(episode=cast.episode, by=cast.client, wording=CARE_VERSION)
    assert Client().get(f"/p/{theirs}/").status_code == 200


def test_client_keeps_the_program_and_goes_on(cast: Cast) -> None:
    stop_sharing(episode=cast.episode, by=cast.client)
    client = page(cast.client)
    today = client.get("/today/").content.decode()
    assert "You do not share your record with Northside" in today
    assert client.get(f"/programs/{cast.program.pk}/").status_code == 200
    body = session_body(cast.program)
    key = "11111111-1111-4111-8111-111111111111"
    assert program(cast.client).put(f"/api/v1/sessions/{key}/", body, format="json").status_code == 201
    assert Session.objects.visible_to(cast.client).count() == 1
    assert not Session.objects.visible_to(cast.therapist).exists()


def test_client_who_reports_a_sign_is_not_told_that_the_therapist_reads_it(cast: Cast) -> None:
    stop_sharing(episode=cast.episode, by=cast.client)
    report = report_sign(by=cast.client, episode=cast.episode, tier="urgent")
    client = page(cast.client)
    today = client.get("/today/").content.decode()
    assert "Your therapist does not see it" in today
    assert "You told your therapist" not in today
    advice = client.get(report.get_absolute_url()).content.decode()
    assert "nobody at the clinic sees it" in advice


def test_care_team_is_told_by_a_mail_that_names_nobody(cast: Cast) -> None:
    page(cast.client).post(f"/episodes/{cast.episode.pk}/sharing/stop/")
    [letter] = mail.outbox
    assert letter.to == [cast.therapist.email]
    said = f"{letter.subject} {letter.body}"
    for secret in (cast.client.name, cast.client.email, str(cast.episode.pk), "Northside", "pain", "exercise"):
        assert secret not in said
    page(cast.client).post(f"/episodes/{cast.episode.pk}/sharing/stop/")
    assert len(mail.outbox) == 1
    assert Consent.objects.count() == 1


def test_mail_that_waited_is_not_sent_when_the_client_shares_again(cast: Cast) -> None:
    stop_sharing(episode=cast.episode, by=cast.client)
    share_again(episode=cast.episode, by=cast.client, wording=CARE_VERSION)
    mail.outbox.clear()
    assert tell_care_team.call(str(cast.episode.pk)) == 0
    assert not mail.outbox


def test_client_shares_again_and_the_care_team_reads_on(cast: Cast) -> None:
    stop_sharing(episode=cast.episode, by=cast.client)
    client = page(cast.client)
    url = f"/episodes/{cast.episode.pk}/sharing/again/"
    assert "the text has changed" in client.post(url, {"consent": "2020-01"}, follow=True).content.decode()
    assert page(cast.therapist).get(f"/episodes/{cast.episode.pk}/").status_code == 404
    assert "can read it again" in client.post(url, AGREED, follow=True).content.decode()
    assert page(cast.therapist).get(f"/episodes/{cast.episode.pk}/").status_code == 200
    assert [row.given for row in Consent.objects.order_by("at")] == [False, True]


def test_manager_sees_who_no_longer_shares_and_therapists_do_not(cast: Cast) -> None:
    stop_sharing(episode=cast.episode, by=cast.client)
    url = f"/clinics/{cast.clinic.pk}/"
    text = page(cast.manager).get(url).content.decode()
    assert "No longer share their record" in text
    assert cast.client.name in text
    for other in (cast.therapist, cast.colleague, cast.client, cast.admin):
        assert "No longer share" not in page(other).get(url).content.decode()


@pytest.mark.parametrize("who", ["therapist", "manager", "admin", "other_client", "stranger"])
def test_only_the_client_decides(cast: Cast, who: str) -> None:
    user = getattr(cast, who)
    expected = 403 if who == "therapist" else 404
    for verb in ("stop", "again"):
        assert page(user).post(f"/episodes/{cast.episode.pk}/sharing/{verb}/", AGREED).status_code == expected
    for verb in ("stop-sharing", "share-again"):
        assert program(user).post(f"/api/v1/episodes/{cast.episode.pk}/{verb}/", AGREED).status_code == expected
    assert not Consent.objects.exists()
    assert Episode.objects.get(pk=cast.episode.pk).withheld_at is None


def test_program_of_a_client_stops_and_begins_again(cast: Cast) -> None:
    api = program(cast.client)
    words = api.get("/api/v1/consents/text/").json()
    assert words["version"] == CARE_VERSION
    assert "%(clinic)s" in words["text"]
    url = f"/api/v1/episodes/{cast.episode.pk}"
    assert api.post(f"{url}/stop-sharing/").status_code == 204
    assert api.get(f"{url}/").json()["withheld_at"] is not None
    for bad in ({}, {"consent": ""}, {"consent": "2020-01"}, {"consent": ["x"]}, {"consent": CARE_VERSION, "by": "me"}):
        assert api.post(f"{url}/share-again/", bad, format="json").status_code == 400
    assert api.post(f"{url}/share-again/", AGREED).status_code == 204
    rows = api.get("/api/v1/consents/").json()["results"]
    assert [(row["given"], row["wording"]) for row in rows] == [(True, CARE_VERSION), (False, CARE_VERSION)]
    assert program(cast.other_client).get("/api/v1/consents/").json()["count"] == 0


def test_reminders_are_shown_and_stopped_in_the_same_place(cast: Cast) -> None:
    choose(by=cast.client, by_mail=True)
    client = page(cast.client)
    assert "Stop all reminders" in client.get("/account/agreed/").content.decode()
    client.post("/account/reminders/off/")
    assert "none are sent" in client.get("/account/agreed/").content.decode()


def test_visitor_without_a_clinic_shares_with_nobody(cast: Cast) -> None:
    assert "no clinic treats you here" in page(cast.editor).get("/account/agreed/").content.decode()
    own = Episode.objects.create(
        client=cast.client, client_name="C", client_email="c@example.org", started_on=timezone.localdate()
    )
    assert page(cast.client).post(f"/episodes/{own.pk}/sharing/stop/").status_code == 403


@pytest.mark.parametrize("statement", ["UPDATE accounts_consent SET given = NOT given", "DELETE FROM accounts_consent"])
def test_database_refuses_to_change_what_was_agreed(cast: Cast, statement: str) -> None:
    stop_sharing(episode=cast.episode, by=cast.client)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Consent.objects.count() == 1


def test_other_clinic_of_the_same_client_is_not_touched(cast: Cast) -> None:
    dual = Episode.objects.given_by(cast.dual).get()
    other = make_published(episode=dual, by=cast.stranger, plan=cast.program.read_draft())
    Episode.objects.filter(pk=dual.pk).update(client=cast.client)
    stop_sharing(episode=cast.episode, by=cast.client)
    assert Program.objects.visible_to(cast.stranger).contains(other)
    assert not Program.objects.visible_to(cast.therapist).contains(cast.program)
