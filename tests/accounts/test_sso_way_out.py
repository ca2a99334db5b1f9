"""What a provider is asked goes through the guarded way out, and a provider that is not there is no fault of ours."""

import json
import socket
from typing import Any

import pytest
import requests
from allauth.socialaccount.adapter import get_adapter
from django.test import Client

from accounts.sso.way_out import ProviderSession
from backfit.outbound import Forbidden, Guard
from backfit.sso import read_providers
from tests.accounts.fake_provider import FakeProvider
from tests.accounts.test_sso import CALLBACK, LOGIN, Configure, come_in, configure, provider
from tests.cast import Cast

__all__ = ["configure", "provider"]


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What a socket was opened to; nothing is."""
    asked: list[Any] = []

    def connect(address: Any, *args: Any, **about: Any) -> socket.socket:
        asked.append(address)
        raise OSError

    monkeypatch.setattr("backfit.outbound.create_connection", connect)
    monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
    return asked


INNER = ["https://127.0.0.1", "https://[::ffff:169.254.169.254]", "https://10.0.0.8:8443", "https://idp.internal"]


@pytest.mark.parametrize("address", INNER)
def test_a_provider_that_leads_inside_is_not_asked(
    client: Client, configure: Configure, reached: list[Any], address: str
) -> None:
    configure(server_url=address)
    answer = client.get(LOGIN)
    assert (answer.status_code, reached) == (503, [])
    assert "cannot be reached" in answer.content.decode()


def test_a_provider_in_the_clinics_own_network_is_asked_and_nothing_else_there(
    client: Client, configure: Configure, reached: list[Any]
) -> None:
    configure(server_url="https://10.0.0.8:8443", inside=True)
    assert client.get(LOGIN).status_code == 503
    assert reached == [("10.0.0.8", 8443)]
    session = get_adapter().get_requests_session()
    with pytest.raises(requests.ConnectionError):
        session.get("https://10.0.0.9:8443/keys")
    assert len(reached) == 1


def test_a_name_that_changes_its_mind_is_refused_when_it_is_asked(configure: Configure, reached: list[Any]) -> None:
    configure(server_url="https://idp.example.org")
    answers = iter([["9.9.9.9"], ["192.168.0.1"]])
    guard = Guard(resolve=lambda host, port: next(answers))
    assert guard.addresses("idp.example.org", 443) == ["9.9.9.9"]
    with pytest.raises(requests.ConnectionError) as refused:
        ProviderSession(guard).get("https://idp.example.org/")
    assert isinstance(refused.value.__cause__, Forbidden)
    assert reached == []


@pytest.mark.parametrize(
    "said", [(404, {}), (302, {}), (200, []), (200, {}), (200, {"issuer": 1}), (200, {"authorization_endpoint": "x"})]
)
def test_a_provider_that_says_nothing_of_use_is_said_to_be_away(
    client: Client, configure: Configure, provider: FakeProvider, monkeypatch: pytest.MonkeyPatch, said: Any
) -> None:
    monkeypatch.setattr(provider, "read", lambda path: said)
    assert client.get(LOGIN).status_code == 503


def test_a_provider_that_fails_on_the_way_back_opens_nothing(
    client: Client, configure: Configure, provider: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = client.get(LOGIN)
    back = provider.authorize(way.headers["Location"])
    monkeypatch.setattr(provider, "read", lambda path: (500, {}))
    assert client.get(CALLBACK, back).status_code == 503
    assert "_auth_user_id" not in client.session


def test_development_may_ask_by_plain_http_and_a_real_site_not(
    client: Client, cast: Cast, configure: Configure, provider: FakeProvider
) -> None:
    come_in(client, provider, email=cast.therapist.email, email_verified=True)
    assert type(get_adapter().get_requests_session()) is requests.Session
    configure(server_url="https://idp.example.org")
    assert isinstance(get_adapter().get_requests_session(), ProviderSession)
    with pytest.raises(ValueError, match="https"):
        read_providers(json.dumps([provider.app(cast.clinic)]), insecure=False)
