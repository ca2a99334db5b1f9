"""Emergency access: an hour of reading, with a reason, and the client is told at once."""

import datetime
import re
import time
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.care_sharing import stop_sharing
from accounts.emergency import begin_emergency, tell_again
from accounts.models import AccessEntry, ApiToken, EmergencyAccess, Episode, Membership, User
from tests.cast import Cast

REASON = "Collapsed at reception, who treats is away."
MINUTE = datetime.timedelta(minutes=1)


def signed_in(person: Any, *, lately: bool = True) -> Client:
    """Without a password or a passkey, so that a sign-in of just now is what proves who it is."""
    client = Client()
    client.force_login(person)
    if lately:
        session = client.session
        session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()
    return client


def ask_path(cast: Cast) -> str:
    return f"/clinics/{cast.clinic.pk}/emergency/"


def record_path(cast: Cast) -> str:
    return f"/episodes/{cast.episode.pk}/"


def asked(cast: Cast, browser: Client, **form: str) -> Any:
    return browser.post(ask_path(cast), {"client": str(cast.episode.pk), "reason": REASON, **form})


def begun(cast: Cast, who: str = "manager") -> EmergencyAccess:
    return begin_emergency(user=getattr(cast, who), episode=cast.episode, reason=REASON)


def test_manager_opens_a_record_and_the_client_is_told_at_once(cast: Cast) -> None:
    client = signed_in(cast.manager)
    assert client.get(record_path(cast)).status_code == 404
    before = client.session.session_key
    answer = asked(cast, client)
    assert answer.headers["Location"] == record_path(cast)
    assert client.session.session_key != before
    assert "Back basics" in client.get(record_path(cast)).content.decode()
    [told] = mail.outbox
    assert told.to == [cast.client.email]
    for word in ("Collapsed", "Mara", "Northside", "Back basics", "exercise"):
        assert word not in f"{told.subject} {told.body}"
    assert EmergencyAccess.objects.get().told_at


def test_therapist_who_is_not_on_the_team_names_the_client(cast: Cast) -> None:
    client = signed_in(cast.colleague)
    page = client.get(f"{ask_path(cast)}?client={cast.episode.pk}").content.decode()
    assert "Chris Client" not in page
    for who in ("chris  client", cast.client.email.upper()):
        EmergencyAccess.objects.all().delete()
        assert asked(cast, client, who=who, client="").status_code == 302
        assert client.get(record_path(cast)).status_code == 200


@pytest.mark.parametrize("who", ["Nobody Known", "", "chris", "Dana Dual"])
def test_name_that_is_no_client_of_the_clinic_opens_nothing(cast: Cast, who: str) -> None:
    answer = asked(cast, signed_in(cast.colleague), who=who, client="")
    assert (answer.status_code, EmergencyAccess.objects.count()) == (400, 0)


def test_two_clients_of_one_name_are_told_apart_by_address(cast: Cast) -> None:
    Episode.objects.filter(pk=cast.other_episode.pk).update(client_name="Chris Client")
    client = signed_in(cast.colleague)
    assert "More than one client" in asked(cast, client, who="Chris Client", client="").content.decode()
    assert asked(cast, client, who=cast.other_client.email, client="").status_code == 302
    assert EmergencyAccess.objects.get().episode == cast.other_episode


@pytest.mark.parametrize(
    "reason", ["", "Too short", " " * 30, "Nineteen characters".ljust(40), "Ten words " * 60, "a\x00" * 20]
)
def test_reason_of_fewer_or_too_many_characters_is_refused(cast: Cast, reason: str) -> None:
    client = signed_in(cast.manager)
    assert asked(cast, client, reason=reason).status_code == 400
    assert client.get(record_path(cast)).status_code == 404


@pytest.mark.parametrize("reason", ["Too short", " " * 30, "x" * 501])
def test_database_keeps_no_such_reason_either(cast: Cast, reason: str) -> None:
    about = {"episode": cast.episode, "user": cast.manager, "ends_at": timezone.now() + 60 * MINUTE}
    with pytest.raises(Exception) as refused, transaction.atomic():  # noqa: PT011 - PostgreSQL calls 501 a DataError
        EmergencyAccess.objects.create(reason=reason, **about)
    assert isinstance(refused.value, IntegrityError) or "too long" in str(refused.value)


def test_strangers_clients_and_who_treats_already_get_none(cast: Cast) -> None:
    for who, status in {"stranger": 404, "editor": 404, "client": 403, "other_client": 403, "therapist": 400}.items():
        answer = asked(cast, signed_in(getattr(cast, who)), who=cast.client.email)
        assert (who, answer.status_code) == (who, status)
    assert not EmergencyAccess.objects.exists()


def test_site_admin_opens_a_record_of_any_clinic(cast: Cast) -> None:
    client = signed_in(cast.admin)
    assert asked(cast, client).status_code == 302
    assert client.get(record_path(cast)).status_code == 200


def test_who_signed_in_long_ago_proves_it_first(cast: Cast) -> None:
    client = signed_in(cast.manager, lately=False)
    assert "sign in" in asked(cast, client).content.decode().lower()
    cast.manager.set_password("correct horse battery")
    cast.manager.save()
    assert asked(cast, signed_in(cast.manager, lately=False)).headers["Location"].startswith("/accounts/reauth")
    assert not EmergencyAccess.objects.exists()


def test_nothing_can_be_changed_with_it(cast: Cast) -> None:
    begun(cast)
    client, api = signed_in(cast.manager), APIClient()
    api.force_login(cast.manager)
    page = client.get(record_path(cast)).content.decode()
    forms = page.partition("page-header")[2].partition("<footer")[0].count('method="post"')
    assert forms == 0
    assert client.get(f"{record_path(cast)}edit/").status_code == 403
    assert client.post(f"{record_path(cast)}edit/", {"client_name": "X"}).status_code == 404
    assert client.post(f"/programs/{cast.program.pk}/links/", {"name": "X"}).status_code == 404
    assert api.patch(f"/api/v1/programs/{cast.program.pk}/", {"name": "X"}).status_code == 404
    assert api.get(f"/api/v1/programs/{cast.program.pk}/").data["plan"]


def test_it_ends_by_itself_after_an_hour(cast: Cast) -> None:
    with time_machine.travel(datetime.datetime(2026, 11, 23, 9, tzinfo=datetime.UTC), tick=False) as clock:
        begun(cast)
        client = signed_in(cast.manager)
        clock.shift(29 * MINUTE)
        assert client.get(record_path(cast)).status_code == 200
        clock.shift(29 * MINUTE)
        assert client.get(record_path(cast)).status_code == 200
        clock.shift(2 * MINUTE)
        assert client.get(record_path(cast)).status_code == 404


def test_it_ends_with_the_next_request(cast: Cast) -> None:
    def end(access: EmergencyAccess) -> None:
        assert signed_in(cast.manager).post(f"/emergency/{access.pk}/end/").status_code == 302

    def leave(access: EmergencyAccess) -> None:
        Membership.objects.get(user=cast.manager).end()

    def close(access: EmergencyAccess) -> None:
        User.objects.filter(pk=cast.manager.pk).update(is_active=False)

    for revoke in (end, leave, close):
        with transaction.atomic():
            access = begun(cast)
            client = signed_in(cast.manager)
            assert client.get(record_path(cast)).status_code == 200
            revoke(access)
            assert client.get(record_path(cast)).status_code in (302, 404), revoke.__name__
            transaction.set_rollback(True)


def test_others_can_neither_see_nor_end_it(cast: Cast) -> None:
    access = begun(cast)
    for who in ("colleague", "therapist", "admin", "other_client"):
        assert signed_in(getattr(cast, who)).post(f"/emergency/{access.pk}/end/").status_code == 404
    assert signed_in(cast.client).post(f"/emergency/{access.pk}/end/").status_code == 403
    assert EmergencyAccess.objects.running().exists()


def test_each_page_says_that_it_runs_and_lets_it_be_ended(cast: Cast) -> None:
    access = begun(cast, "admin")
    client = signed_in(cast.admin)
    for path in ("/", "/clinics/", "/account/", "/accounts/email/", "/admin/", record_path(cast)):
        page = client.get(path).content.decode()
        assert f"/emergency/{access.pk}/end/" in page, path
        assert "Chris Client" in page
    client.post(f"/emergency/{access.pk}/end/")
    assert "/emergency/" not in client.get("/").content.decode()


def test_what_was_read_is_written_down_as_an_emergency(cast: Cast) -> None:
    begun(cast)
    signed_in(cast.manager).get(record_path(cast))
    entry = AccessEntry.objects.get(actor=cast.manager.pk)
    assert (entry.reason, entry.episode) == ("emergency", cast.episode.pk)


def test_reading_in_an_emergency_leaves_the_clients_note_unread(cast: Cast) -> None:
    from programs.models import Session
    from tests.access.world import recorded

    recorded(cast)
    begun(cast)
    signed_in(cast.manager).get(record_path(cast))
    assert Session.objects.get().note_read_at is None
    signed_in(cast.therapist).get(record_path(cast))
    assert Session.objects.get().note_read_at


def test_mail_that_could_not_be_sent_is_tried_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **about: Any) -> int:
        raise OSError("no way")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", refuse)
        begun(cast)
    assert not mail.outbox
    with time_machine.travel(timezone.now() + 2 * MINUTE):
        tell_again()
        tell_again()
    assert len(mail.outbox) == 1


def test_second_one_while_the_first_runs_is_refused(cast: Cast) -> None:
    begun(cast)
    assert asked(cast, signed_in(cast.manager)).status_code == 409


def test_program_opens_and_ends_it_in_a_session_and_not_with_a_token(cast: Cast) -> None:
    body = {"episode": str(cast.episode.pk), "reason": REASON}
    _token, secret = ApiToken.issue(user=cast.manager, name="t", scopes=["episodes:read", "episodes:write"])
    tokened = APIClient()
    tokened.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert tokened.post("/api/v1/emergency-access/", body).status_code == 403
    api = APIClient()
    api.cookies = signed_in(cast.manager).cookies
    for wrong in ({**body, "reason": "short"}, {**body, "episode": str(cast.clinic.pk)}, {**body, "user": "x"}):
        assert api.post("/api/v1/emergency-access/", wrong).status_code == 400
    made = api.post("/api/v1/emergency-access/", body)
    assert (made.status_code, made.data["name"], made.data["is_running"]) == (201, "Mara Manager", True)
    assert api.get(f"/api/v1/episodes/{cast.episode.pk}/").status_code == 200
    assert str(cast.episode.pk) in str(api.get("/api/v1/programs/").data)
    ended = api.post(f"/api/v1/emergency-access/{made.data['id']}/end/")
    assert (ended.status_code, ended.data["is_running"]) == (200, False)
    assert api.get(f"/api/v1/episodes/{cast.episode.pk}/").status_code == 404
    assert api.delete(f"/api/v1/emergency-access/{made.data['id']}/").status_code == 405


def test_record_that_is_not_shared_opens_in_an_emergency_as_both_were_told(cast: Cast) -> None:
    """For whoever is on its care team too: they come in by the same door, and it is written down as that."""
    client = signed_in(cast.client)
    said = "In an emergency, somebody at the clinic can still open it for one hour."
    assert said in client.get("/account/agreed/").content.decode()
    stop_sharing(episode=cast.episode, by=cast.client)
    mail.outbox.clear()
    page = client.get("/account/agreed/").content.decode()
    assert said in page
    assert "Nobody at" not in page
    therapist, api = signed_in(cast.therapist), APIClient()
    api.force_login(cast.therapist)
    doors = [(therapist, record_path(cast)), (api, f"/api/v1/programs/{cast.program.pk}/")]
    assert [door.get(url).status_code for door, url in doors] == [404, 404]
    assert "has stopped sharing" in re.sub(r"\s+", " ", therapist.get(ask_path(cast)).content.decode())
    assert asked(cast, therapist, who="Chris Client", client="").status_code == 302
    assert [door.get(url).status_code for door, url in doors] == [200, 200]
    [told] = mail.outbox
    assert told.to == [cast.client.email]
    reasons = AccessEntry.objects.filter(actor=cast.therapist.pk, verb="read").values_list("reason", flat=True)
    assert set(reasons) == {AccessEntry.Reason.EMERGENCY}
    assert "not on your care team" not in client.get("/account/who-looked/").content.decode()
    assert therapist.post(f"{record_path(cast)}edit/", {"client_name": "X"}).status_code == 404
