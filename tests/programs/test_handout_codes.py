"""The link of the code on a handout: one for all sheets, made when the first is printed."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from programs.models import ShareLink
from programs.sharing import handout_token
from tests.accounts.test_at_once import at_once
from tests.cast import Cast, make_cast
from tests.programs.pages import browser_of

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def nobody_has_guessed_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def opened(token: str, rest: str = "") -> Any:
    return Client().get(f"/p/{token}/{rest}")


def test_every_sheet_has_the_same_code_and_only_its_digest_is_kept(cast: Cast) -> None:
    for user in (cast.therapist, cast.client, cast.therapist):
        assert browser_of(user).get(f"/programs/{cast.program.pk}/handout.pdf").status_code == 200
    link = ShareLink.objects.get()
    token = handout_token(program=cast.program, by=cast.client)
    assert link.kind == ShareLink.Kind.HANDOUT
    assert link.expires_at - link.created_at == 365 * DAY
    assert token not in str(ShareLink.objects.values_list())
    assert len(token) == 43
    assert opened(token).status_code == 200


def test_a_sheet_that_is_printed_late_has_a_new_code_and_the_old_ones_go_on(cast: Cast) -> None:
    old = handout_token(program=cast.program, by=cast.client)
    now = timezone.now()
    ShareLink.objects.update(expires_at=now + 61 * DAY)
    assert handout_token(program=cast.program, by=cast.client) == old
    ShareLink.objects.update(expires_at=now + 59 * DAY)
    new = handout_token(program=cast.program, by=cast.client)
    assert new != old
    assert opened(old).status_code == opened(new).status_code == 200
    assert handout_token(program=cast.program, by=cast.client) == new


def test_withdrawing_the_code_stops_every_sheet_and_the_next_has_another(cast: Cast) -> None:
    old = handout_token(program=cast.program, by=cast.client)
    ShareLink.objects.get().revoke()
    assert opened(old).status_code == 404
    new = handout_token(program=cast.program, by=cast.client)
    assert new != old
    assert opened(new).status_code == 200


def test_another_secret_key_makes_another_code(cast: Cast, settings: Any) -> None:
    old = handout_token(program=cast.program, by=cast.client)
    settings.SECRET_KEY = "another key of forty characters or more, as it must be"
    new = handout_token(program=cast.program, by=cast.client)
    assert new != old
    assert opened(old).status_code == opened(new).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_many_who_print_at_once_get_the_same_code() -> None:
    cast = make_cast()
    tokens: list[str] = []
    said = at_once(*[lambda: tokens.append(handout_token(program=cast.program, by=cast.client))] * 6)
    assert said == ["done"] * 6
    assert len(set(tokens)) == 1
    assert ShareLink.objects.count() == 1
