"""The way out: only by https to the public internet, whatever a name pretends; nothing is followed, nothing waits."""

import time
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest
import requests

from backfit import outbound
from backfit.outbound import LONGEST_ANSWER, Forbidden, Guard, GuardedSession, is_public
from tests.push_service import HOST, Service, serving

INNER = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:0:7f00:1::1",
    "fec0::1", "::127.0.0.1", "::ffff:0:10.0.0.1", "64:ff9b:1::a00:1", "5f00::1", "3fff::1", "192.0.0.192",
    "192.88.99.1",
]  # fmt: skip


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with serving(tmp_path) as found:
        yield found


@pytest.mark.parametrize("address", INNER)
def test_an_inner_address_is_refused(address: str) -> None:
    assert not is_public(ip_address(address))
    session = GuardedSession(Guard(resolve=lambda host, port: [address]))
    with pytest.raises(Forbidden):
        session.post("https://push.service.net/", data=b"x")


@pytest.mark.parametrize("address", ["9.9.9.9", "2620:fe::fe", "64:ff9b::909:909", "::ffff:9.9.9.9"])
def test_a_public_address_is_let_out(address: str) -> None:
    assert is_public(ip_address(address))


def test_one_inner_address_among_public_ones_is_enough_to_refuse() -> None:
    guard = Guard(resolve=lambda host, port: ["9.9.9.9", "10.0.0.1"])
    with pytest.raises(Forbidden):
        GuardedSession(guard).post("https://push.service.net/")


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://[::1]/",
        "https://localhost/",
        "https://printer.local/",
        "https://db.internal/",
        "https://push.invalid/",
        "https://9.9.9.9:22/",
        "https://push.service.net:8443/",
    ],
)
def test_a_name_or_port_that_is_not_public_is_refused(address: str) -> None:
    with pytest.raises(Forbidden):
        GuardedSession().post(address)


@pytest.mark.parametrize("address", ["http://push.service.net/", "ftp://push.service.net/", "file:///etc/passwd"])
def test_nothing_but_https_goes_out(address: str) -> None:
    with pytest.raises(requests.exceptions.InvalidSchema):
        GuardedSession().post(address)


def test_a_name_that_changes_its_mind_is_looked_at_when_the_socket_opens() -> None:
    answers = iter([["9.9.9.9"], ["127.0.0.1"]])
    guard = Guard(resolve=lambda host, port: next(answers))
    assert guard.addresses("push.service.net", 443) == ["9.9.9.9"]
    with pytest.raises(Forbidden):
        GuardedSession(guard).post("https://push.service.net/")


def test_a_server_is_reached_under_its_own_name(service: Service) -> None:
    assert service.session().post(service.address("/send/7"), data=b"sealed").status_code == 201
    [(path, sent, body)] = service.got
    assert (path, body) == ("/send/7", b"sealed")
    assert sent["host"] == f"{HOST}:{service.port}"


def test_a_certificate_of_somebody_else_is_refused(service: Service) -> None:
    session = service.session()
    session.verify = True
    with pytest.raises(requests.exceptions.SSLError):
        session.post(service.address())
    assert service.got == []


def test_a_redirect_is_not_followed(service: Service) -> None:
    service.status, service.location = 307, service.address("/elsewhere")
    assert service.session().post(service.address(), data=b"sealed").status_code == 307
    assert len(service.got) == 1


def test_no_proxy_of_the_environment_is_asked(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    assert service.session().post(service.address()).status_code == 201


def test_of_a_long_answer_only_the_beginning_is_read(service: Service) -> None:
    service.body = b"x" * (LONGEST_ANSWER + 100)
    assert len(service.session().post(service.address()).content) == LONGEST_ANSWER


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound, "SECONDS_IN_ALL", 0.5)


def test_an_answer_that_drips_is_cut_off(service: Service, hurried: None) -> None:
    service.body, service.drip = b"x" * 100, 0.1
    began = time.monotonic()
    answer = service.session().post(service.address())
    assert time.monotonic() - began < 5
    assert answer.status_code == 201
    assert len(answer.content) < 50


def test_a_server_that_says_nothing_is_left(service: Service, hurried: None) -> None:
    service.silence = 5
    began = time.monotonic()
    with pytest.raises(requests.RequestException):
        service.session().post(service.address())
    assert time.monotonic() - began < 5
