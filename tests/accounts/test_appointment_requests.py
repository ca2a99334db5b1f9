"""A visitor asks for an appointment; the clinic's desk reads it, and nobody else."""

import time
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.signing import TimestampSigner
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.appointments import ask
from accounts.consents import REQUEST_VERSION
from accounts.models import AppointmentRequest, Clinic, Episode, Listing, Membership
from tests.cast import Cast
from tests.factories import make_listing

State = AppointmentRequest.State
SAID: dict[str, Any] = {
    "name": "Vera Visitor",
    "email": "vera@example.org",
    "language": "fr",
    "times": "Mornings",
    "note": "By bus.",
}


@pytest.fixture
def listing(cast: Cast) -> Listing:
    return make_listing(cast.clinic, by=cast.manager)


def stamp(listing: Listing, *, seconds_ago: int = 60) -> str:
    with time_machine.travel(time.time() - seconds_ago):
        return TimestampSigner(salt=f"appointment {listing.pk}").sign("opened")


def send(listing: Listing, *, client: Client | None = None, seconds_ago: int = 60, **words: str) -> Any:
    body = {**SAID, "agree": "on", "began": stamp(listing, seconds_ago=seconds_ago), **words}
    return (client or Client()).post(reverse("appointment_new", args=[listing.pk]), body)


def asked(listing: Listing, **words: Any) -> AppointmentRequest:
    return ask(listing=listing, **{**SAID, **words})


def desk(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(getattr(cast, who))
    return client


def shown(cast: Cast, who: str, state: str = "new") -> list[str]:
    page = desk(cast, who).get(reverse("request_list", args=[cast.clinic.pk]), {"state": state})
    return [row.name for row in page.context["page"]] if page.status_code == 200 else [str(page.status_code)]


def test_visitor_asks_and_the_managers_are_told_that_somebody_waits(listing: Listing, cast: Cast) -> None:
    page = Client().get(reverse("appointment_new", args=[listing.pk]))
    text = page.content.decode()
    assert "When not to wait" in text
    assert "/guide/red-flags/" in text
    assert "nothing about your health" in text
    assert "90 days" in text
    answer = send(listing)
    assert answer.headers["Location"] == reverse("appointment_sent", args=[listing.pk])
    assert Client().get(answer.headers["Location"]).status_code == 200
    row = AppointmentRequest.objects.get()
    assert (row.name, row.clinic, row.state, row.wording) == ("Vera Visitor", cast.clinic, State.NEW, REQUEST_VERSION)
    assert [message.to for message in mail.outbox] == [[cast.manager.email]]
    told = f"{mail.outbox[0].subject} {mail.outbox[0].body}"
    assert reverse("request_list", args=[cast.clinic.pk]) in told
    for private in ("Vera", "vera@", "Mornings", "bus"):
        assert private not in told


def test_the_therapist_who_is_asked_is_told_as_well_while_working_there(cast: Cast) -> None:
    own = make_listing(cast.clinic, therapist=cast.therapist, by=cast.therapist)
    asked(own)
    assert {message.to[0] for message in mail.outbox} == {cast.manager.email, cast.therapist.email}
    assert shown(cast, "therapist") == ["Vera Visitor"]
    Membership.objects.get(user=cast.therapist, clinic=cast.clinic).end()
    assert shown(cast, "therapist") == ["404"]
    assert shown(cast, "manager") == ["Vera Visitor"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "Cheap pills https://pills.example.com"},
        {"name": "pills.shop"},
        {"name": "me@example.org"},
        {"name": "Vera\r\nBcc: all@example.org"},
        {"name": "x" * 121},
        {"email": "", "phone": ""},
        {"email": "not an address"},
        {"email": "a@example.org\nBcc: b@example.org"},
        {"phone": "call me"},
        {"phone": "12"},
        {"language": "ar"},
        {"note": "x" * 501},
        {"times": "x\ny"},
        {"agree": ""},
        {"began": ""},
        {"began": "opened:1:forged"},
    ],
)
def test_bad_input_comes_back_with_what_was_written(listing: Listing, wrong: dict[str, Any]) -> None:
    answer = send(listing, **wrong)
    assert (answer.status_code, bool(answer.context["form"].errors)) == (400, True)
    if "note" not in wrong:
        assert "By bus." in answer.content.decode()
    assert not AppointmentRequest.objects.exists()
    assert not mail.outbox


def test_a_form_left_open_for_days_can_be_sent_again(listing: Listing) -> None:
    answer = send(listing, seconds_ago=90_000)
    assert answer.status_code == 400
    fresh = answer.context["form"].stamp
    with time_machine.travel(time.time() + 10):
        assert send(listing, began=fresh).status_code == 302


def test_a_program_that_fills_in_everything_gets_the_same_answer_and_reaches_nobody(
    listing: Listing, cast: Cast
) -> None:
    trapped = send(listing, homepage="https://pills.example.com")
    person = send(listing, email="other@example.org")
    assert (trapped.status_code, trapped.headers["Location"]) == (person.status_code, person.headers["Location"])
    assert len(mail.outbox) == 1
    assert shown(cast, "manager", "spam") == ["Vera Visitor"]
    assert shown(cast, "manager") == ["Vera Visitor"]
    # The program took the address of somebody who asks in earnest.
    assert send(listing).status_code == 302
    assert AppointmentRequest.objects.filter(email="vera@example.org").count() == 2


def test_whoever_is_faster_than_anybody_writes_is_asked_to_send_again(listing: Listing) -> None:
    answer = send(listing, seconds_ago=0)
    assert (answer.status_code, "By bus." in answer.content.decode()) == (429, True)
    assert not AppointmentRequest.objects.exists()
    began = answer.context["form"].stamp
    with time_machine.travel(time.time() + 10):
        assert send(listing, began=began).status_code == 302


def test_too_many_requests_from_one_address_are_refused_and_nothing_is_lost(
    listing: Listing, settings: Settings
) -> None:
    settings.LIMITS = settings.LIMITS | {"request": "2/h/ip"}
    for number in range(2):
        assert send(listing, email=f"{number}@example.org").status_code == 302
    assert send(listing, email="").status_code == 400
    refused = send(listing, email="three@example.org")
    assert (refused.status_code, "By bus." in refused.content.decode()) == (429, True)
    assert AppointmentRequest.objects.count() == 2


def test_one_listing_is_sent_only_so_many_a_day(listing: Listing, settings: Settings) -> None:
    settings.REQUESTS_A_DAY = 2
    for number in range(4):
        send(listing, email=f"{number}@example.org", homepage="spam")
    assert [send(listing, email=f"{number}@example.org").status_code for number in range(3)] == [302, 302, 429]
    assert AppointmentRequest.objects.real().count() == 2
    assert AppointmentRequest.objects.of_spam().count() == 2


def test_the_same_person_asks_once_a_day(listing: Listing) -> None:
    answers = [send(listing), send(listing, email="VERA@example.org", name="Vera V.")]
    answers += [send(listing, email="", phone="+33 1 23 45 67"), send(listing, email="", phone="+33-1234567")]
    assert {answer.headers["Location"] for answer in answers} == {reverse("appointment_sent", args=[listing.pk])}
    assert sorted(AppointmentRequest.objects.values_list("email", flat=True)) == ["", "vera@example.org"]
    assert len(mail.outbox) == 2
    with time_machine.travel(time.time() + 90_000):
        assert send(listing).status_code == 302
    assert AppointmentRequest.objects.count() == 3


def test_nobody_is_asked_who_takes_no_new_clients(listing: Listing) -> None:
    Listing.objects.update(accepting=False)
    assert send(listing).status_code == 409
    assert Client().get(reverse("appointment_new", args=[listing.pk])).status_code == 409
    assert not AppointmentRequest.objects.exists()


def test_the_desk_is_the_managers_and_the_therapists_only_where_the_clinic_allows(listing: Listing, cast: Cast) -> None:
    row = asked(listing)
    assert shown(cast, "manager") == ["Vera Visitor"]
    assert shown(cast, "colleague") == []
    assert shown(cast, "admin") == ["403"]
    assert shown(cast, "client") == ["403"]
    assert shown(cast, "stranger") == ["404"]
    assert desk(cast, "colleague").post(reverse("request_take", args=[row.pk])).status_code == 404
    Clinic.objects.filter(pk=cast.clinic.pk).update(therapists_answer_requests=True)
    assert shown(cast, "colleague") == ["Vera Visitor"]
    own = make_listing(cast.clinic, therapist=cast.therapist, by=cast.therapist)
    asked(own, name="For Tess")
    assert shown(cast, "colleague") == ["Vera Visitor"]
    assert set(shown(cast, "therapist")) == {"For Tess", "Vera Visitor"}


@pytest.mark.parametrize(("verb", "state"), [("take", "answered"), ("decline", "declined"), ("spam", "spam")])
def test_manager_handles_a_request_and_takes_it_back(listing: Listing, cast: Cast, verb: str, state: str) -> None:
    row = asked(listing)
    manager = desk(cast, "manager")
    assert manager.post(reverse(f"request_{verb}", args=[row.pk])).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.handled_by, row.handled_at is not None) == (state, cast.manager, True)
    assert shown(cast, "manager", state) == ["Vera Visitor"]
    assert manager.post(reverse("request_decline", args=[row.pk])).status_code == 409
    manager.post(reverse("request_reopen", args=[row.pk]))
    assert shown(cast, "manager") == ["Vera Visitor"]
    assert manager.post(reverse("request_reopen", args=[row.pk])).status_code == 409


def test_who_waits_is_counted_for_those_whom_it_concerns(listing: Listing, cast: Cast) -> None:
    row = asked(listing)
    for who, number in (("manager", 1), ("colleague", 0), ("admin", 0), ("client", 0)):
        page = desk(cast, who).get(cast.clinic.get_absolute_url())
        assert (page.context["roles"].requests_waiting, page.context["clinic"].requests_waiting) == (number, number)
        assert ("1 new request is waiting" in page.content.decode()) == bool(number)
    row.take(by=cast.manager)
    assert "nav__count" not in desk(cast, "manager").get(cast.clinic.get_absolute_url()).content.decode()


def test_therapist_invites_the_person_as_a_client_and_the_request_is_answered(cast: Cast) -> None:
    row = asked(make_listing(cast.clinic, therapist=cast.therapist, by=cast.therapist))
    therapist = desk(cast, "therapist")
    url = f"{reverse('client_new')}?request={row.pk}"
    assert url in therapist.get(reverse("request_list", args=[cast.clinic.pk])).content.decode()
    form = therapist.get(url).context["form"]
    assert (form["client_name"].value(), form["client_email"].value()) == ("Vera Visitor", "vera@example.org")
    body = {"client_name": "Vera Visitor", "client_email": "vera@example.org", "reason": "", "precautions": ""}
    assert therapist.post(url, {**body, "client_email": "nonsense"}).status_code == 400
    row.refresh_from_db()
    assert row.is_new
    assert therapist.post(url, body).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.handled_by) == (State.ANSWERED, cast.therapist)
    assert Episode.objects.filter(client_email="vera@example.org").count() == 1


def test_somebody_elses_request_fills_in_nothing(listing: Listing, cast: Cast) -> None:
    row = asked(listing)
    for who in ("stranger", "colleague"):
        for key in (str(row.pk), "nonsense", ""):
            page = desk(cast, who).get(reverse("client_new"), {"request": key})
            assert (page.status_code, "Vera" in page.content.decode()) == (200, False)


def test_program_reads_and_answers_the_desk_within_its_scope(api: APIClient, listing: Listing, cast: Cast) -> None:
    row = asked(listing)
    api.force_login(cast.manager)
    url = reverse("appointment-request-list")
    page = api.get(url, {"clinic": str(cast.clinic.pk), "state": "new"}).data
    assert [(one["name"], one["handled_by"]) for one in page["results"]] == [("Vera Visitor", "")]
    assert api.get(url, {"state": "answered"}).data["count"] == 0
    assert api.get(url, {"clinic": "nonsense"}).status_code == 400
    answered = api.post(f"{url}{row.pk}/take/").data
    assert (answered["state"], answered["handled_by"]) == ("answered", "Mara Manager")
    assert api.post(f"{url}{row.pk}/mark_spam/").status_code == 409
    assert api.post(f"{url}{row.pk}/reopen/").data["state"] == "new"
    api.force_login(cast.admin)
    assert api.get(url).data["count"] == 0
