"""What a client chooses on the pages and through the API: moments, ways, hours; and the morning's one number."""

import datetime
import uuid
from typing import Any

import pytest
from django.core import mail
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.consents import REMINDERS_VERSION
from programs.forms.day import DayForm
from programs.models import CheckIn, Cue, PushSubscription, ReminderConsent, ReminderSettings
from programs.reminders.choosing import choose, settings_of
from programs.reminders.page import card_for
from programs.safety_reports import report_sign
from programs.session_body import SessionBody
from programs.sessions import record
from tests.cast import Cast
from tests.factories import session_body
from tests.programs.pages import browser_of
from tests.push_service import Browser

PAGE = "/account/reminders/"
API = "/api/v1/reminders/"
SENT = {"by_mail": "on", "at": "08:00", "quiet_from": "21:00", "quiet_until": "07:00", "morning_at": "08:00"}
HOSTILE = ["", "24:00", "8", "-1:00", "\x0012:00", "9" * 500, "08:00:00:00", "now"]


@pytest.fixture
def visit(cast: Cast) -> Client:
    return browser_of(cast.client)


@pytest.fixture
def signed_in(cast: Cast, api: APIClient) -> APIClient:
    api.force_authenticate(cast.client)
    return api


def test_all_of_it_is_off_at_first(cast: Cast, visit: Client) -> None:
    page = visit.get(PAGE).content.decode()
    assert "Off" in page
    assert "checked" not in page
    assert not ReminderSettings.objects.exists()


def test_client_turns_mail_on_and_the_wording_is_kept(cast: Cast, visit: Client) -> None:
    assert visit.post(PAGE, SENT).status_code == 302
    settings = settings_of(cast.client)
    assert (settings.by_mail, settings.by_push, settings.morning) == (True, False, False)
    assert settings.next_at is not None
    consent = ReminderConsent.objects.get()
    assert (consent.user, consent.wording, consent.withdrawn_at) == (cast.client, REMINDERS_VERSION, None)


def test_turning_off_and_on_again_keeps_both_consents(cast: Cast, visit: Client) -> None:
    for sent in (SENT, {**SENT, "by_mail": ""}, SENT):
        visit.post(PAGE, sent)
    assert [row.withdrawn_at is None for row in ReminderConsent.objects.all()] == [True, False]


@pytest.mark.parametrize("at", ["06:00", "21:00", "23:59"])
def test_a_time_in_the_quiet_hours_is_asked_back(visit: Client, at: str) -> None:
    page = visit.post(PAGE, {**SENT, "at": at})
    assert page.status_code == 400
    assert "This lies in your quiet hours." in page.content.decode()
    assert not ReminderSettings.objects.filter(by_mail=True).exists()


@pytest.mark.parametrize("field", ["at", "quiet_from", "quiet_until", "morning_at"])
def test_a_time_that_is_none_is_a_sentence(visit: Client, field: str) -> None:
    for value in HOSTILE:
        assert visit.post(PAGE, {**SENT, field: value}).status_code == 400, value


def test_one_tap_stops_all(cast: Cast, visit: Client) -> None:
    visit.post(PAGE, SENT)
    assert visit.post(reverse("reminders_off")).status_code == 302
    assert not settings_of(cast.client).is_on
    assert settings_of(cast.client).next_at is None


def test_client_sends_themselves_one(cast: Cast, visit: Client) -> None:
    assert visit.post(reverse("reminders_test")).status_code == 409
    visit.post(PAGE, SENT)
    visit.post(reverse("reminders_test"))
    assert [message.to for message in mail.outbox] == [["client@example.org"]]
    assert visit.post(reverse("reminders_test")).status_code == 429


def moments(cast: Cast) -> str:
    return reverse("program_cues", args=[cast.program.pk])


def test_client_picks_a_moment_and_sees_it_among_the_reminders(cast: Cast, visit: Client) -> None:
    assert "When will you do it?" in visit.get(moments(cast)).content.decode()
    sent = {"cue-0-words": "After the first coffee", "cue-0-at": "08:00"}
    page = visit.post(moments(cast), sent, follow=True).content.decode()
    assert "After the first coffee" in page
    assert Cue.objects.get().at == datetime.time(8)
    visit.post(moments(cast), {"cue-0-words": "", "cue-0-at": ""})
    assert not Cue.objects.exists()


def test_a_moment_in_the_quiet_hours_is_kept_and_said(cast: Cast, visit: Client) -> None:
    sent = {"cue-0-words": "In bed", "cue-0-at": "22:00"}
    assert "no reminder for this one" in visit.post(moments(cast), sent, follow=True).content.decode()


@pytest.mark.parametrize(
    ("words", "at"), [("Coffee", ""), ("", "08:00"), ("x" * 81, "08:00"), ("Coffee", "25:00"), ("Cof\x00fee", "08:00")]
)
def test_half_a_moment_is_a_sentence(cast: Cast, visit: Client, words: str, at: str) -> None:
    assert visit.post(moments(cast), {"cue-0-words": words, "cue-0-at": at}).status_code == 400
    assert not Cue.objects.exists()


def test_the_therapist_reads_the_moments_and_does_not_choose_them(cast: Cast, api: APIClient) -> None:
    Cue.objects.create(program=cast.program, words="After the news", at=datetime.time(20))
    api.force_authenticate(cast.therapist)
    url = f"/api/v1/programs/{cast.program.pk}/cues/"
    assert api.get(url).json() == {"cues": [{"words": "After the news", "at": "20:00"}]}
    assert api.put(url, {"cues": []}, format="json").status_code == 403
    assert Cue.objects.exists()


def test_moments_go_through_the_api_as_through_the_page(cast: Cast, signed_in: APIClient) -> None:
    url = f"/api/v1/programs/{cast.program.pk}/cues/"
    cues = [{"words": "lunch", "at": "12:30"}, {"words": "coffee", "at": "08:00"}]
    answer = signed_in.put(url, {"cues": cues}, format="json")
    assert [cue["words"] for cue in answer.json()["cues"]] == ["coffee", "lunch"]
    assert signed_in.get(url).json() == answer.json()


def test_moments_that_are_none_are_refused_by_the_api(cast: Cast, signed_in: APIClient) -> None:
    for body in [
        {},
        {"cues": None},
        {"cues": "x"},
        {"cues": [1]},
        {"cues": [{}]},
        {"cues": [{"words": "x", "at": "x"}]},
        {"cues": [{"words": "x\x00", "at": "08:00"}]},
        {"cues": [{"words": ["x"], "at": "08:00"}]},
        {"cues": [{"words": " ", "at": "08:00"}]},
        {"cues": [{"words": "x" * 81, "at": "08:00"}]},
        {"cues": [{"words": "x", "at": "08:00"}, {"words": "y", "at": "08:00:30"}]},
        {"cues": [{"words": "x", "at": f"0{hour}:00"} for hour in range(7)]},
        [],
        "x",
        {"cues": [], "program": 1},
    ]:
        answer = signed_in.put(f"/api/v1/programs/{cast.program.pk}/cues/", body, format="json")
        assert answer.status_code == 400, body
    assert not Cue.objects.exists()


def test_reminders_go_through_the_api_as_through_the_page(cast: Cast, signed_in: APIClient) -> None:
    assert signed_in.get(API).json()["by_mail"] is False
    answer = signed_in.patch(API, {"by_mail": True, "at": "18:30"}, format="json")
    assert (answer.json()["by_mail"], answer.json()["at"]) == (True, "18:30")
    assert len(answer.json()["push_key"]) == 87
    assert ReminderConsent.objects.count() == 1


def test_settings_that_are_none_are_refused_by_the_api(signed_in: APIClient) -> None:
    times: list[Any] = [*HOSTILE, None, 8, ["08:00"], {}, 1e30]
    others: list[Any] = [{"by_mail": "maybe"}, {"by_mail": [1]}, {"next_at": "2027-01-01"}, {"at": "06:00"}, [], "x"]
    for body in [*({"at": value} for value in times), *others]:
        assert signed_in.patch(API, body, format="json").status_code == 400, body


def device(**more: Any) -> dict[str, Any]:
    return {"endpoint": f"https://push.service.net/{uuid.uuid4()}", "keys": Browser().keys, **more}


def test_a_browser_is_added_named_and_removed(cast: Cast, signed_in: APIClient) -> None:
    url, body = "/api/v1/push-subscriptions/", device()
    first = signed_in.post(url, body, format="json", HTTP_USER_AGENT="Mozilla/5.0 (Android 15) Firefox/140.0")
    assert (first.status_code, first.json()["name"]) == (201, "Firefox on Android")
    assert signed_in.post(url, body, format="json").status_code == 200
    assert set(first.json()) == {"id", "name", "created_at", "last_ok_at"}  # neither address nor keys
    one = f"{url}{first.json()['id']}/"
    assert signed_in.patch(one, {"name": "My phone"}, format="json").json()["name"] == "My phone"
    assert "My phone" in browser_of(cast.client).get(PAGE).content.decode()
    assert browser_of(cast.client).post(reverse("push_delete", args=[first.json()["id"]])).status_code == 302
    assert signed_in.get(one).status_code == 404


def test_whoever_shows_the_keys_of_a_browser_takes_it_from_who_had_it(cast: Cast, signed_in: APIClient) -> None:
    url, body, other = "/api/v1/push-subscriptions/", device(), device()
    for each in (body, other):
        signed_in.post(url, each, format="json")
    signed_in.force_authenticate(cast.stranger)
    assert signed_in.post(f"{url}release/", {**body, "keys": Browser().keys}, format="json").status_code == 204
    assert PushSubscription.objects.count() == 2
    for _again in range(2):
        assert signed_in.post(f"{url}release/", body, format="json").status_code == 204
    assert PushSubscription.objects.get().endpoint == other["endpoint"]
    assert signed_in.post(f"{url}release/", {"endpoint": "x"}, format="json").status_code == 400


def test_a_new_password_ends_what_browsers_are_sent(cast: Cast, visit: Client, signed_in: APIClient) -> None:
    cast.client.set_password("the old one 1")
    cast.client.save()
    visit.force_login(cast.client)
    signed_in.post("/api/v1/push-subscriptions/", device(), format="json")
    sent = {"oldpassword": "the old one 1", "password1": "a new one 22", "password2": "a new one 22"}
    assert visit.post("/accounts/password/change/", sent).status_code == 302
    assert not PushSubscription.objects.exists()


def test_a_browser_that_is_none_is_refused(signed_in: APIClient) -> None:
    wrong: list[dict[str, Any]] = [
        {"endpoint": "http://push.service.net/x"},
        {"endpoint": None},
        {"endpoint": ["x"]},
        {"endpoint": "https://a\x00.net/"},
        {"keys": None},
        {"keys": {}},
        {"keys": {"p256dh": "x", "auth": "x"}},
        {"keys": [1]},
        {"name": "x" * 61},
        {"name": "x\x00"},
        {"user": "00000000-0000-4000-8000-000000000000"},
    ]
    for more in wrong:
        answer = signed_in.post("/api/v1/push-subscriptions/", device(**more), format="json")
        assert answer.status_code == 400, more
    assert not PushSubscription.objects.exists()


def test_the_morning_is_one_number(cast: Cast, visit: Client) -> None:
    page = visit.get("/morning/")
    assert page.status_code == 200
    assert page.content.decode().count("How is your pain this morning?") == 1
    sent = {"pain": "3", "day": cast.client.today().isoformat()}
    visit.post(reverse("check_in_new", args=[cast.episode.pk]), sent)
    assert CheckIn.objects.get().pain == 3
    assert "Morning pain: 3" in visit.get("/morning/").content.decode()


def test_the_link_in_a_mail_leads_through_the_sign_in_to_the_number(cast: Cast) -> None:
    assert Client().get("/morning/")["Location"] == "/accounts/login/?next=/morning/"


def test_without_a_program_there_is_nothing_to_tell(cast: Cast) -> None:
    assert "Nothing to tell today" in browser_of(cast.stranger).get("/morning/").content.decode()


def test_while_an_emergency_is_open_the_morning_leads_to_what_to_do(cast: Cast, visit: Client) -> None:
    report_sign(by=cast.client, episode=cast.episode, tier="emergency")
    assert visit.get("/morning/")["Location"] == "/today/"


def train(cast: Cast) -> None:
    body = SessionBody.model_validate(session_body(cast.program))
    record(by=cast.client, uuid=uuid.uuid4(), body=body)


def test_after_the_first_session_today_asks_once_for_a_moment(cast: Cast, visit: Client) -> None:
    programs = [cast.program]
    assert card_for(cast.client, programs) == {}
    train(cast)
    assert card_for(cast.client, programs) == {"card": "cue", "program": cast.program}
    assert visit.post(reverse("cue_card_close")).status_code == 302
    assert card_for(cast.client, programs) == {}


def test_the_card_for_today_leads_to_the_program_s_moments(cast: Cast) -> None:
    card = Template("{% load reminders %}{% reminder_card form %}")
    context = Context({"form": DayForm(cast.client, cast.client.today()), "csrf_token": "from-the-page"})
    assert card.render(context).strip() == ""
    train(cast)
    shown = card.render(context)
    assert f'href="{moments(cast)}"' in shown
    assert 'value="from-the-page"' in shown


def test_whoever_has_picked_a_moment_is_not_asked(cast: Cast) -> None:
    train(cast)
    Cue.objects.create(program=cast.program, words="Lunch", at=datetime.time(12))
    assert card_for(cast.client, [cast.program]) == {}


def ignored(cast: Cast) -> None:
    choose(by=cast.client, by_mail=True)
    for number in range(1, 4):
        day = cast.client.today() - datetime.timedelta(days=number)
        moment = datetime.datetime.combine(day, datetime.time(8), datetime.UTC)
        cast.client.reminders.create(day=day, kind="exercise", due_at=moment, mailed_at=moment)


def test_whoever_gets_fewer_is_told_and_may_have_them_back(cast: Cast, visit: Client) -> None:
    ignored(cast)
    assert card_for(cast.client, [cast.program]) == {"card": "fewer"}
    assert "You get fewer reminders now" in visit.get(PAGE).content.decode()
    visit.post(reverse("reminders_keep"))
    assert card_for(cast.client, [cast.program]) == {}


def test_settings_and_today_lead_to_reminders(visit: Client) -> None:
    for page in ("/account/", "/today/"):
        assert f'href="{PAGE}"' in visit.get(page).content.decode()
