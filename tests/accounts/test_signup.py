import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import Clinic, User
from tests.factories import make_user

PASSWORD = "a long enough passphrase"
FORM = {
    "name": "Tess Therapist",
    "email": "Tess@example.org",
    "password1": PASSWORD,
    "clinic_name": "Northside",
    "time_zone": "Europe/Paris",
}


def code_in_mail() -> str:
    """The code stands on a line of its own."""
    found = re.search(r"^[0-9A-Z-]{6,}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found is not None
    return found.group()


def test_therapist_signs_up_with_a_clinic_and_lands_on_the_list_of_clients(client: Client, db: None) -> None:
    answer = client.post(reverse("account_signup"), FORM)
    assert answer["Location"] == reverse("account_email_verification_sent")
    assert mail.outbox[-1].to == ["tess@example.org"]
    assert not EmailAddress.objects.get().verified
    answer = client.post(answer["Location"], {"code": code_in_mail()}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("client_list")
    assert answer.status_code == 200
    user = User.objects.get()
    assert (user.name, user.email, user.time_zone) == ("Tess Therapist", "tess@example.org", "Europe/Paris")
    clinic = Clinic.objects.get()
    assert (clinic.name, clinic.time_zone) == ("Northside", "Europe/Paris")
    assert set(clinic.memberships.values_list("role", "user")) == {("therapist", user.pk), ("manager", user.pk)}


def test_visitor_signs_up_without_a_clinic_for_routines_of_their_own(client: Client, db: None) -> None:
    client.post(reverse("account_signup"), {**FORM, "clinic_name": " ", "time_zone": "Mars/Olympus"})
    client.post(reverse("account_email_verification_sent"), {"code": code_in_mail()})
    user = User.objects.get()
    assert user.time_zone == "UTC"
    assert not Clinic.objects.exists()
    assert client.session["_auth_user_id"] == str(user.pk)


def test_wrong_code_does_not_sign_in(client: Client, db: None) -> None:
    client.post(reverse("account_signup"), FORM)
    client.post(reverse("account_email_verification_sent"), {"code": "AAAAAA"})
    assert "_auth_user_id" not in client.session
    assert not EmailAddress.objects.get().verified


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("email", "no address"), ("password1", "short"), ("name", "x" * 121), ("clinic_name", "x" * 121)],
)
def test_visitor_gets_one_sentence_for_a_bad_field(client: Client, db: None, field: str, value: str) -> None:
    page = client.post(reverse("account_signup"), {**FORM, field: value})
    assert field in page.context["form"].errors
    assert not User.objects.exists()
    assert not mail.outbox


def test_signing_up_with_a_taken_address_answers_like_a_free_one(client: Client, db: None) -> None:
    make_user("tess@example.org", "Tess", password=PASSWORD)
    answer = client.post(reverse("account_signup"), FORM)
    assert answer["Location"] == reverse("account_email_verification_sent")
    assert User.objects.count() == 1
    assert not Clinic.objects.exists()
    assert len(mail.outbox) == 1


def test_person_signs_in_by_a_code_in_the_mail(client: Client, db: None) -> None:
    user = make_user("tess@example.org", "Tess")
    client.post(reverse("account_request_login_code"), {"email": "tess@example.org"})
    client.post(reverse("account_confirm_login_code"), {"code": code_in_mail()})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_person_signs_in_with_a_password(client: Client, db: None) -> None:
    user = make_user("tess@example.org", "Tess", password=PASSWORD)
    client.post(reverse("account_login"), {"login": "TESS@example.org", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize("address", ["tess@example.org", "nobody@example.org"])
def test_mails_are_plain_and_name_the_site(client: Client, db: None, address: str) -> None:
    make_user("tess@example.org", "Tess")
    client.post(reverse("account_request_login_code"), {"email": address})
    sent = mail.outbox[-1]
    assert not getattr(sent, "alternatives", [])
    assert "Backfit" in sent.body
    assert "example.com" not in sent.body
    assert "<" not in sent.body
