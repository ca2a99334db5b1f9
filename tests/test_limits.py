"""The limiter itself: what is counted, for whom, for how long, and what is told to whoever has had enough."""

from typing import Any

import pytest
import time_machine
from django.db import DatabaseError
from django.test import Client, RequestFactory

from backfit import limit_settings, limits
from backfit.addresses import network_of
from backfit.limits import forget_ended, read_windows, take_turn
from backfit.models import LimitCount
from backfit.refusals import TooMany, Unavailable

NOON = "2027-03-10T12:00:00+00:00"


@pytest.fixture(autouse=True)
def limited(db: None, settings: Any) -> None:
    settings.LIMITS = settings.LIMITS | {"try": "3/15m/account, 5/d/account, 4/m/ip", "send": "10/m/user"}


def try_as(account: str, ip: str = "192.0.2.1") -> limits.Turn:
    return take_turn("try", account=account, ip=ip)


def refused(account: str, ip: str = "192.0.2.1") -> int:
    """The seconds to wait."""
    with pytest.raises(TooMany) as caught:
        try_as(account, ip)
    assert caught.value.wait is not None
    return caught.value.wait


def test_whoever_has_had_enough_waits_until_the_span_is_over() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(3):
            try_as("ann")
        assert 890 <= refused("ann") <= 901
        try_as("bob")  # somebody else's
        clock.shift(902)
        try_as("ann")


def test_each_of_several_spans_holds_and_a_refusal_counts_in_none_of_them() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(3):
            try_as("ann")
        for number in range(20):
            refused("ann", f"192.0.2.{number}")
        clock.shift(902)
        try_as("ann")
        try_as("ann")
        # Five of the day; the twenty that were refused have not used it up, nor the addresses they came from.
        assert refused("ann") > 80_000
        try_as("bob", "192.0.2.7")


def test_an_address_that_tries_many_accounts_is_refused() -> None:
    with time_machine.travel(NOON, tick=False):
        for name in "abcd":
            try_as(name)
        assert refused("e") <= 61


def test_a_turn_given_back_is_one_and_no_more() -> None:
    with time_machine.travel(NOON, tick=False):
        try_as("ann")
        try_as("ann")
        try_as("ann").give_back()
        try_as("ann")
        refused("ann")


def test_a_turn_given_back_late_leaves_the_next_span_alone() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        old = try_as("ann")
        clock.shift(902)
        for _ in range(3):
            try_as("ann", "192.0.2.9")
        old.give_back()
        refused("ann", "192.0.2.8")


def test_many_at_once_count_as_many_and_more_than_the_limit_never_pass() -> None:
    take_turn("send", amount=7, user=1)
    with pytest.raises(TooMany):
        take_turn("send", amount=4, user=1)
    take_turn("send", amount=3, user=1)
    with pytest.raises(TooMany):
        take_turn("send", amount=11, user=2)


def test_the_table_holds_nobody_and_is_emptied() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        try_as("ann@example.org", "192.0.2.1")
        kept = str(list(LimitCount.objects.values_list()))
        assert "ann" not in kept
        assert "192.0.2" not in kept
        clock.shift(61)
        assert forget_ended() == 1
        clock.shift(86400)
        assert forget_ended() == 2


def test_nobody_passes_when_it_cannot_be_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(limits, "count", broken)
    with pytest.raises(Unavailable):
        try_as("ann")


def test_every_limit_of_the_product_can_be_read() -> None:
    for text in limit_settings.LIMITS.values():
        assert all(window.most > 0 and window.seconds > 0 for window in read_windows(text))
    with pytest.raises(ValueError, match="not of the form"):
        read_windows("5 per minute")


@pytest.mark.parametrize(
    ("proxies", "connected", "forwarded", "expected"),
    [
        (0, "192.0.2.1", "", "192.0.2.1"),
        (0, "192.0.2.1", "198.51.100.9", "192.0.2.1"),  # written by the client
        (1, "127.0.0.1", "198.51.100.9", "198.51.100.9"),
        (1, "127.0.0.1", "203.0.113.5, 198.51.100.9", "198.51.100.9"),
        (2, "127.0.0.1", "203.0.113.5, 198.51.100.9, 10.0.0.2", "198.51.100.9"),
        (2, "127.0.0.1", "198.51.100.9", "127.0.0.1"),  # came past one of them
        (1, "127.0.0.1", "198.51.100.9:4711", "198.51.100.9"),
        (1, "127.0.0.1", "[2001:db8::1]:443", "2001:db8::/64"),
        (1, "127.0.0.1", "nonsense", "127.0.0.1"),
        (0, "2001:db8:1:2:aaaa::1", "", "2001:db8:1:2::/64"),
        (0, "2001:db8:1:2:bbbb::2", "", "2001:db8:1:2::/64"),
        (0, "::ffff:192.0.2.1", "", "192.0.2.1"),
        (0, "", "", ""),
    ],
)
def test_an_address_is_what_our_own_proxies_saw(
    settings: Any, proxies: int, connected: str, forwarded: str, expected: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert network_of(RequestFactory(headers=headers).get("/", REMOTE_ADDR=connected)) == expected


def test_a_page_and_the_api_say_when_to_come_back(client: Client, settings: Any) -> None:
    settings.LIMITS = settings.LIMITS | {"search": "1/m/ip", "api-of-nobody": "2/m/ip"}
    assert client.get("/exercises/?q=bridge").status_code == 200
    page = client.get("/exercises/?q=bridge")
    assert page.status_code == 429
    assert 0 < int(page["Retry-After"]) <= 61
    assert client.get("/exercises/").status_code == 200  # no search
    assert client.get("/api/v1/exercises/?q=bridge").status_code == 429  # counted together
    assert client.get("/api/v1/exercises/").status_code == 200
    answer = client.get("/api/v1/exercises/")
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 61
    assert answer.json()["detail"]
