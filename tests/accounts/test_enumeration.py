"""An address that is known here is answered as one that is not: the same page, the same work, a mail to each."""

import re
import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import hashers
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts import sign_in_mail
from accounts.models import Invitation
from tests.cast import Cast
from tests.factories import make_listing

PASSWORD = "quiet-lamp-under-stairs"
NAMES = {
    "sign-in": ("/accounts/login/", "login", {"password": "wrong-wrong-wrong"}),
    "code": ("/accounts/login/code/", "email", {}),
    "sign-up": ("/accounts/signup/", "email", {"name": "Nora", "password1": PASSWORD}),
    "reset": ("/accounts/password/reset/", "email", {}),
    "invitation code": ("/invitations/enter/", "email", {"code": "AAAA-AAAA"}),
}


def shown(answer: Any, email: str) -> tuple[Any, ...]:
    """All that can be seen of it, less the address that was typed and the form's token."""
    text = re.sub(r'csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken": "[^"]*"', "", answer.content.decode())
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name not in ("Content-Length", "Expires", "X-Request-Id")
    }
    return answer.status_code, headers, sorted(answer.cookies), text.replace(email, "")


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows by one with each password that is hashed."""
    found: list[str] = []
    plain = hashers.MD5PasswordHasher.encode

    def encode(self: Any, password: str, salt: str, *more: Any) -> str:
        found.append(salt)
        return plain(self, password, salt, *more)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", encode)
    return found


@pytest.fixture
def known(cast: Cast) -> str:
    """Somebody with a password, who is also invited to a clinic."""
    cast.client.set_password(PASSWORD)
    cast.client.save()
    invitation = Invitation(
        clinic=cast.other_clinic, role="therapist", email=cast.client.email, invited_by=cast.manager
    )
    invitation.arm()
    invitation.save()
    return str(cast.client.email)


def just_signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


@pytest.mark.parametrize("flow", list(NAMES))
def test_a_form_answers_the_same_to_both(known: str, hashed: list[str], flow: str) -> None:
    path, field, more = NAMES[flow]
    seen = []
    for email in (known, "nobody@example.org"):
        mail.outbox.clear()
        hashed.clear()
        answer = Client().post(path, {field: email, **more})
        seen.append((shown(answer, email), len(mail.outbox), len(hashed)))
    assert seen[0] == seen[1]


def test_an_account_without_a_password_is_tried_like_any_other(cast: Cast, hashed: list[str]) -> None:
    counts = []
    for email in ("other_client@example.org", "nobody@example.org"):
        hashed.clear()
        Client().post("/accounts/login/", {"login": email, "password": "wrong-wrong-wrong"})
        counts.append(len(hashed))
    assert counts[0] == counts[1] > 0


def test_what_follows_the_form_is_the_same_too(known: str) -> None:
    seen = []
    for email in (known, "nobody@example.org"):
        client = Client()
        for path, fields in (
            ("/accounts/login/code/", {"email": email}),
            ("/accounts/password/reset/", {"email": email}),
            ("/accounts/signup/", {"email": email, "name": "Nora", "password1": PASSWORD}),
        ):
            onward = client.post(path, fields)["Location"]
            seen.append((email == known, path, shown(client.get(onward), email)))
            seen.append((email == known, path, shown(client.post(onward, {"code": "AAAAAA"}), email)))
    assert [rest for is_known, *rest in seen if is_known] == [rest for is_known, *rest in seen if not is_known]


def test_another_address_of_one_s_own_is_taken_whoever_has_it(cast: Cast) -> None:
    seen = []
    for email in (cast.stranger.email, "nobody@example.org"):
        client = just_signed_in(cast.client)
        mail.outbox.clear()
        answer = client.post("/accounts/email/", {"email": email, "action_add": ""}, follow=True)
        seen.append((shown(answer, email), len(mail.outbox)))
    assert seen[0] == seen[1]
    assert seen[0][1] == 1
    assert not EmailAddress.objects.filter(user=cast.client, email=cast.stranger.email, verified=True).exists()


def test_a_clinic_invites_both_alike(cast: Cast) -> None:
    seen = []
    for email in (cast.without_clinic.email, "nobody@example.org"):
        client = Client()
        client.force_login(cast.manager)
        mail.outbox.clear()
        path = f"/clinics/{cast.clinic.pk}/invite/"
        answer = client.post(path, {"email": email, "role": "therapist"})
        seen.append((answer.status_code, answer["Location"], len(mail.outbox)))
    assert seen[0] == seen[1]


def test_who_has_asked_a_clinic_already_cannot_be_found_out(cast: Cast, settings: Any) -> None:
    settings.REQUEST_SECONDS = 0
    listing = make_listing(cast.clinic, by=cast.manager)
    path = f"/therapists/{listing.pk}/request/"
    form = Client().get(path).context["form"]
    seen = []
    for email in ("asks@example.org", "asks@example.org", "nobody@example.org"):
        fields = {"name": "Nora", "email": email, "language": "fr", "agree": "on", "began": form.stamp}
        seen.append(shown(Client().post(path, fields), email))
    assert seen[1] == seen[2]


def test_mails_of_the_sign_in_wait_sealed_in_the_queue(cast: Cast, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    Client().post("/accounts/login/code/", {"email": "client@example.org"})
    assert mail.outbox == []
    queued = DBTaskResult.objects.get()
    assert "client@example.org" not in str(queued.args_kwargs)
    assert sign_in_mail.send(*queued.args_kwargs["args"])
    assert mail.outbox[0].to == ["client@example.org"]


def test_a_code_that_has_run_out_is_not_mailed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in_mail, "CODE_SECONDS", -1)
    Client().post("/accounts/login/code/", {"email": "client@example.org"})
    assert mail.outbox == []


def test_a_mail_that_is_refused_is_tried_again_and_named_in_no_log(
    cast: Cast, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.EMAIL_BACKEND = "tests.accounts.test_enumeration.Refusing"
    Client().post("/accounts/login/code/", {"email": "client@example.org"})
    queued = DBTaskResult.objects.get()
    assert not sign_in_mail.send(*queued.args_kwargs["args"])
    again = DBTaskResult.objects.exclude(pk=queued.pk).get()
    assert again.run_after > timezone.now()
    assert again.args_kwargs["args"][1] == 1
    assert "client@example.org" not in caplog.text


class Refusing:
    def __init__(self, **options: Any) -> None:
        pass

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError(f"not for {messages[0].to}")
