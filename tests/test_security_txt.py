"""Where to report a weakness, as RFC 9116 has it."""

import datetime
from typing import Any

from django.test import Client

from tests.access.headers import header_fault
from tests.cast import Cast

URL = "/.well-known/security.txt"


def test_researcher_finds_where_to_report(db: None, settings: Any) -> None:
    settings.SECURITY_CONTACT, settings.SITE_URL = "mailto:security@example.org", "https://backfit.example.org"
    answer = Client().get(URL)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert header_fault(answer) == ""
    said = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert said["Contact"] == "mailto:security@example.org"
    assert said["Canonical"] == f"https://backfit.example.org{URL}"
    days = datetime.datetime.fromisoformat(said["Expires"]) - datetime.datetime.now(datetime.UTC)
    assert datetime.timedelta(days=1) < days < datetime.timedelta(days=365)
    assert not answer.cookies


def test_site_that_names_nobody_has_no_such_address(client: Client, db: None) -> None:
    assert client.get(URL).status_code == 404


def test_therapist_without_the_second_step_gets_it_like_anybody(client: Client, cast: Cast, settings: Any) -> None:
    settings.SECURITY_CONTACT, settings.REQUIRE_SECOND_STEP = "https://example.org/report", True
    client.force_login(cast.therapist)
    assert client.get(URL).content == Client().get(URL).content
    assert client.post(URL).status_code == 405
