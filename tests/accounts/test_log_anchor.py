"""The last seal of the access log is mailed each day, and proves the log later."""

import datetime
import io
import re
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from accounts.access_log import Visit, keep
from accounts.log_anchor import send_anchor
from accounts.models import AccessChain, AccessEntry
from backfit.looking import Look
from tests.accounts.test_access_log import without_guard
from tests.cast import Cast


@pytest.fixture(autouse=True)
def address(settings: Settings) -> None:
    settings.LOG_ANCHOR_EMAIL = "keeper@example.org"


def look(cast: Cast, times: int = 1) -> None:
    for _time in range(times):
        keep(looks=[Look(cast.therapist, type(cast.episode), cast.episode.pk)], visit=Visit(door="x"))


def verify(*arguments: str) -> None:
    call_command("verify_access_log", *arguments, stdout=io.StringIO())


def test_seal_is_mailed_once_a_day(cast: Cast) -> None:
    assert send_anchor() is False  # nothing to seal yet
    look(cast, 2)
    assert (send_anchor(), send_anchor()) == (True, False)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1)):
        assert send_anchor()
    assert [each.to for each in mail.outbox] == [["keeper@example.org"]] * 2
    assert AccessChain.objects.get().seal in str(mail.outbox[0].body)
    assert str(cast.episode.pk) not in str(mail.outbox[0].body)


def test_no_address_no_mail(cast: Cast, settings: Settings) -> None:
    settings.LOG_ANCHOR_EMAIL = ""
    look(cast)
    assert (send_anchor(), mail.outbox) == (False, [])


def test_seal_that_could_not_be_sent_is_sent_later(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **about: Any) -> int:
        raise OSError("no way")

    look(cast)
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", refuse)
        assert send_anchor() is False
    assert send_anchor() is True


def test_log_that_was_written_anew_does_not_fit_the_mail(cast: Cast) -> None:
    look(cast, 2)
    send_anchor()
    command = re.search(r"--number (\d+) --seal (\w+)", str(mail.outbox[0].body))
    assert command is not None
    about = ("--number", command[1], "--seal", command[2])
    look(cast)
    verify(*about)
    without_guard("DELETE FROM accounts_accessentry")
    AccessChain.objects.all().delete()
    look(cast, 3)
    verify()
    assert AccessEntry.objects.count() == 3
    with pytest.raises(CommandError, match="not the one whose seal was mailed"):
        verify(*about)
