"""Nothing that somebody typed, and nothing that opens something, stands in what a real site logs."""

import ast
import io
import json
import logging
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.models import AccessEntry, Episode
from accounts.tasks import tell_care_team
from backfit import chores
from backfit.logs import AllowedFields, RoutesForPaths
from tests.accounts.mails import last_code, last_link, last_token
from tests.cast import Cast
from tests.factories import make_episode
from tests.test_settings import PRODUCTION, start

ROOT = Path(__file__).resolve().parent.parent
CANARY = "CNRYtyped"
FIELDS = {"time", "level", "logger", "event", "about", "route", "status", "request", "error", "at"}


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the handler of a real site writes, at the level that says most."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(RoutesForPaths())
    handler.setFormatter(AllowedFields())
    root = logging.getLogger()
    before = root.level, logging.getLogger("django").level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    logging.getLogger("django").setLevel(logging.INFO)
    yield out
    root.removeHandler(handler)
    root.setLevel(before[0])
    logging.getLogger("django").setLevel(before[1])


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def secrets_of(cast: Cast) -> list[str]:
    people = [cast.client, cast.therapist, cast.manager, cast.invitee]
    names = [str(each) for person in people for each in (person.name, person.email)]
    return [CANARY, "203.0.113.", "new@example.org", "Northside", cast.narrow_secret, *names]


def broken(*args: Any, **about: Any) -> Any:
    held = f"{CANARY} in a local"
    raise ValueError(f"{CANARY} {held} chris@example.org")


def test_failing_pages_api_tasks_mails_and_chores_leak_nothing(
    cast: Cast, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, api = Client(raise_request_exception=False, REMOTE_ADDR="203.0.113.7"), APIClient()
    page.force_login(cast.therapist)
    api.raise_request_exception = False
    api.force_login(cast.therapist)
    with monkeypatch.context() as patch:
        patch.setattr(Episode.objects._queryset_class, "visible_to", broken)  # type: ignore[attr-defined]
        url = f"episodes/{cast.episode.pk}/"
        body = {"client_name": f"{CANARY} name", "reason": f"{CANARY} back"}
        assert page.get(f"/{url}?q={CANARY}").status_code == 500
        assert page.post(f"/{url}edit/?q={CANARY}", body).status_code == 500
        assert api.patch(f"/api/v1/{url}", body, format="json").status_code == 500
        patch.setattr("accounts.care_sharing.tell", broken)
        Episode.objects.filter(pk=cast.episode.pk).update(withheld_at="2026-01-01T00:00Z")
        tell_care_team.enqueue(str(cast.episode.pk))
        patch.setattr(chores, "chores", [chores.Chore(1, broken)])
        chores.do_due()
    found = lines(log)
    assert [line["status"] for line in found if line.get("status") == 500] == [500] * 3
    assert {line["route"] for line in found if line.get("status") == 500} == {
        "episode_detail",
        "episode_edit",
        "episode-detail",
    }
    fault = next(line for line in found if line.get("error"))
    assert fault["error"] == "ValueError"
    assert fault["request"]
    assert_clean(cast, log)


def test_refused_pages_tokens_and_mails_that_do_not_leave_leak_nothing(
    cast: Cast, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Client(REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT=CANARY, HTTP_REFERER=f"https://{CANARY}.example.org/")
    page.force_login(cast.manager)
    page.post(f"/clinics/{cast.clinic.pk}/invite/", {"email": "new@example.org", "role": "therapist"})
    token, code = last_token(), last_code()
    page.get(last_link())
    page.get(f"/{CANARY}/chris@example.org/?token={token}")
    page.logout()
    page.post("/accounts/login/", {"login": cast.client.email, "password": CANARY})
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {cast.narrow_secret}")
    assert api.get("/api/v1/programs/").status_code == 403
    api.credentials(HTTP_AUTHORIZATION=f"Bearer bf_{CANARY}")
    assert api.get("/api/v1/programs/").status_code == 401
    with monkeypatch.context() as patch:
        patch.setattr(mail.EmailMessage, "send", lambda self: (_ for _ in ()).throw(OSError(CANARY)))
        therapist = Client()
        therapist.force_login(cast.therapist)
        episode = make_episode(clinic=cast.clinic, therapist=cast.therapist, client_email="new@example.org")
        therapist.post(f"/episodes/{episode.pk}/invite/")
    unsent = next(line for line in lines(log) if "was not sent" in line.get("event", ""))
    assert unsent["about"][1] == "OSError"
    assert_clean(cast, log, token, code, f"bf_{CANARY}")


def assert_clean(cast: Cast, log: io.StringIO, *more: str) -> None:
    written = log.getvalue()
    assert written
    assert [secret for secret in (*secrets_of(cast), *more) if secret in written] == []
    assert {name for line in lines(log) for name in line} <= FIELDS


def test_whatever_others_log_is_left_out(log: io.StringIO) -> None:
    logging.getLogger("somebody.else").error("%s called %s", CANARY, "chris@example.org", extra={"body": CANARY})
    logging.getLogger("accounts.x").error("Mail of %s failed: %s %s", CANARY, "OSError", uuid.UUID(int=7))
    logging.getLogger("accounts.x").error("Mail %(name)s", {"name": CANARY})
    other, own, named = lines(log)
    assert other.keys() == {"time", "level", "logger"}
    assert own["about"] == ["?", "OSError", str(uuid.UUID(int=7))]
    assert (own["event"], named["event"]) == ("Mail of %s failed: %s %s", "Mail %(name)s")
    assert CANARY not in log.getvalue()


def test_our_own_messages_are_words_of_the_code() -> None:
    """What is logged of a message is the part that stands in the code, so nothing may be written into it there."""
    found = 0
    for app in ("backfit", "exercises", "accounts", "programs"):
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                called = node.func if isinstance(node, ast.Call) else None
                if isinstance(called, ast.Attribute) and getattr(called.value, "id", "") == "logger":
                    assert isinstance(node.args[0], ast.Constant), f"{path}:{node.lineno}"  # type: ignore[attr-defined]
                    found += 1
    assert found > 10


def test_real_site_logs_only_what_is_allowed_and_mails_no_faults() -> None:
    code = (
        "import logging; logging.getLogger('x').error('CNRY'); "
        "logging.getLogger('django.request').error('CNRY %s', 1); "
        "print([type(each).__name__ for name in ('', 'django', 'django.server', 'django.request') "
        "for each in logging.getLogger(name).handlers])"
    )
    ended = start(code, **PRODUCTION)
    assert ended.stdout.strip() == "['StreamHandler']", ended.stderr
    assert [json.loads(line)["logger"] for line in ended.stderr.splitlines()] == ["x", "django.request"]
    assert "CNRY" not in ended.stderr


def test_nobody_is_mailed_what_a_failing_page_held(
    cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ADMINS = [("Ada", "ada@example.org")]
    monkeypatch.setattr(Episode.objects._queryset_class, "visible_to", broken)  # type: ignore[attr-defined]
    page = Client(raise_request_exception=False)
    page.force_login(cast.therapist)
    assert page.get(f"/episodes/{cast.episode.pk}/").status_code == 500
    assert not mail.outbox


def test_answer_log_and_access_log_name_the_request_alike(cast: Cast, log: io.StringIO) -> None:
    page = Client()
    page.force_login(cast.therapist)
    answer = page.get(f"/episodes/{cast.episode.pk}/")
    assert str(AccessEntry.objects.get().request) == answer.headers["X-Request-Id"]
    refused = page.get(f"/episodes/{uuid.uuid4()}/")
    assert lines(log)[-1]["request"] == refused.headers["X-Request-Id"] != answer.headers["X-Request-Id"]
