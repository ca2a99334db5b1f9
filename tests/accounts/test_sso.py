"""A clinic's own sign-in: it opens the accounts of that clinic's people, proved and invited ones, and no others."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.invitations import invite_member
from accounts.models import Membership, User
from backfit.sso import read_providers
from tests.accounts.fake_provider import STRANGER, FakeProvider
from tests.accounts.test_passkeys import totp
from tests.cast import Cast
from tests.factories import make_user

LOGIN = "/accounts/sso/northside/login/"
CALLBACK = "/accounts/sso/northside/login/callback/"
Configure = Callable[..., None]


@pytest.fixture
def provider() -> Iterator[FakeProvider]:
    made = FakeProvider()
    yield made
    made.close()


@pytest.fixture
def configure(provider: FakeProvider, cast: Cast, settings: Any) -> Configure:
    def set_up(**more: Any) -> None:
        apps = read_providers(json.dumps([provider.app(cast.clinic, **more)]), insecure=True)
        about = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {**about, "APPS": apps}}

    set_up()
    return set_up


def come_in(client: Client, provider: FakeProvider, onward: str = "", **claims: Any) -> Any:
    provider.claims = claims
    way = client.get(LOGIN, {"next": onward} if onward else {})
    assert way.status_code == 302, way.content
    return client.get(CALLBACK, provider.authorize(way.headers["Location"]))


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_member_of_the_clinic_comes_in_and_goes_on(
    client: Client, cast: Cast, provider: FakeProvider, configure: Configure
) -> None:
    onward = reverse("client_list")
    answer = come_in(client, provider, onward, email=cast.therapist.email.upper())
    assert answer.headers["Location"] == onward
    assert who(client) == str(cast.therapist.pk)
    assert [sent.subject for sent in mail.outbox] == ["Your clinic's sign-in now opens your account"]
    bound = SocialAccount.objects.get()
    assert (bound.user, bound.uid, bound.extra_data) == (cast.therapist, "person-1", {})
    assert not SocialToken.objects.exists()
    client.post(reverse("account_logout"))
    # From then on by who they are there, whatever address that has.
    come_in(client, provider, email="other@example.org")
    assert who(client) == str(cast.therapist.pk)
    assert len(mail.outbox) == 1


def test_state_nonce_and_proof_of_the_key_go_along(
    client: Client, cast: Cast, provider: FakeProvider, configure: Configure
) -> None:
    come_in(client, provider, email=cast.therapist.email)
    asked = provider.asked
    assert len(asked["state"]) >= 43
    assert len(asked["nonce"]) == 64
    assert asked["nonce"] not in asked["state"]
    assert asked["code_challenge_method"] == "S256"
    assert asked["response_type"] == "code"
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"aud": "somebody-else"},
        {"iss": "https://elsewhere.example"},
        {"exp": 1_000_000_000},
        {"sub": ""},
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "true"},
        {"email": None},
        {"email": ["therapist@example.org"]},
        {"email": "nobody@example.org"},
    ],
    ids=str,
)
def test_token_that_is_not_quite_right_opens_nothing(
    client: Client, cast: Cast, provider: FakeProvider, configure: Configure, claims: dict[str, Any]
) -> None:
    provider.userinfo = {"sub": "somebody-else", "email": cast.therapist.email, "email_verified": True}
    answer = come_in(client, provider, **{"email": cast.therapist.email, **claims})
    assert answer.status_code == 403
    assert who(client) is None
    assert not SocialAccount.objects.exists()


def test_token_with_another_signature_opens_nothing(
    client: Client, cast: Cast, provider: FakeProvider, configure: Configure
) -> None:
    provider.key = STRANGER
    assert come_in(client, provider, email=cast.therapist.email).status_code == 403
    assert who(client) is None


def test_provider_that_calls_itself_by_another_name_opens_nothing(
    client: Client, cast: Cast, provider: FakeProvider, configure: Configure
) -> None:
    """Its description and its tokens agree with each other, and not with the settings."""
    provider.issuer = "https://other-clinic.example"
    assert come_in(client, provider, email=cast.therapist.email).status_code == 403
    assert who(client) is None


@pytest.mark.parametrize("signed", ["none", "HS256"])
def test_token_that_is_not_signed_with_the_providers_own_key_opens_nothing(
    client: Client, cast: Cast, provider: FakeProvider, configure: Configure, signed: str
) -> None:
    provider.signed, provider.key = signed, None if signed == "none" else "what everybody can read" * 2
    assert come_in(client, provider, email=cast.therapist.email).status_code == 403
    assert who(client) is None


def test_provider_that_sends_us_elsewhere_or_is_away_is_a_sentence(
    client: Client, cast: Cast, provider: FakeProvider, configure: Configure
) -> None:
    provider.moved = True
    assert client.get(LOGIN).status_code == 503
    provider.moved = False
    brought = provider.authorize(client.get(LOGIN).headers["Location"])
    provider.close()
    assert client.get(CALLBACK, brought).status_code in (403, 503)
    answer = client.get(LOGIN)
    assert answer.status_code == 503
    assert "cannot be reached" in answer.content.decode()


def test_answer_counts_once_in_its_own_browser_and_with_its_own_key(
    client: Client, cast: Cast, provider: FakeProvider, configure: Configure
) -> None:
    provider.claims = {"email": cast.therapist.email}
    brought = provider.authorize(client.get(LOGIN).headers["Location"])
    thief = Client()
    assert thief.get(CALLBACK, brought).status_code == 403
    assert client.get(CALLBACK, {**brought, "state": "x" * 43}).status_code == 403
    assert provider.tokens_given == 0
    provider.asked["code_challenge"] = "of another key"
    assert client.get(CALLBACK, brought).status_code == 403
    assert client.get(CALLBACK, brought).status_code == 403
    for sent in ({"error": "access_denied"}, {"error": "x", "state": brought["state"]}, {}):
        assert client.get(CALLBACK, sent).status_code == 403
    assert who(client) is None


@pytest.mark.parametrize("key", ["stranger", "client", "admin", "editor", "without_clinic", "deactivated"])
def test_provider_of_one_clinic_opens_nobody_elses_account(
    client: Client, cast: Cast, provider: FakeProvider, configure: Configure, key: str
) -> None:
    answer = come_in(client, provider, email=getattr(cast, key).email)
    assert answer.status_code in (302, 403)
    assert who(client) is None
    if key != "deactivated":
        assert not SocialAccount.objects.exists()


def test_who_works_elsewhere_too_or_has_left_comes_in_no_more(
    client: Client, cast: Cast, provider: FakeProvider, configure: Configure
) -> None:
    come_in(client, provider, email=cast.therapist.email)
    client.post(reverse("account_logout"))
    second = cast.other_clinic.add(cast.therapist, Membership.Role.THERAPIST)
    assert come_in(client, provider).status_code == 403
    second.end()
    come_in(client, provider)
    assert who(client) == str(cast.therapist.pk)
    client.post(reverse("account_logout"))
    cast.clinic.memberships.filter(user=cast.therapist).first().end()  # type: ignore[union-attr]
    assert come_in(client, provider).status_code == 403
    assert who(client) is None


def test_address_that_nobody_has_proved_here_is_taken_over_by_nobody(
    client: Client, cast: Cast, provider: FakeProvider, configure: Configure
) -> None:
    person = make_user("begun@example.org", "Begun", is_staff=True)
    EmailAddress.objects.filter(user=person).update(verified=False)
    invite_member(clinic=cast.clinic, email=person.email, role="therapist", by=cast.manager)
    assert come_in(client, provider, email=person.email).status_code == 403
    assert who(client) is None


def test_invited_member_gets_an_account_with_the_first_sign_in(
    client: Client, cast: Cast, provider: FakeProvider, configure: Configure
) -> None:
    invite_member(clinic=cast.clinic, email="new@example.org", role="therapist", by=cast.manager)
    invite_member(clinic=cast.clinic, email="newer@example.org", role="therapist", by=cast.manager)
    come_in(client, provider, email="new@example.org", name="Nora New")
    person = User.objects.get(email="new@example.org")
    assert who(client) == str(person.pk)
    assert (person.name, person.has_usable_password()) == ("Nora New", False)
    assert cast.clinic.memberships.current().filter(user=person, role="therapist").exists()
    assert not User.objects.filter(email="newer@example.org").exists()


@pytest.mark.parametrize(
    ("config", "claims", "enough"),
    [
        ({}, {"amr": ["pwd", "mfa"], "acr": "high"}, False),
        ({"second_step_amr": ["mfa"]}, {"amr": ["pwd", "mfa"]}, True),
        ({"second_step_amr": ["mfa"]}, {"amr": ["pwd"]}, False),
        ({"second_step_amr": ["mfa"]}, {"amr": "mfa"}, False),
        ({"second_step_acr": ["high"]}, {"acr": "high"}, True),
        ({"second_step_acr": ["high"]}, {"acr": ["high"]}, False),
        ({"second_step_acr": ["high"]}, {}, False),
    ],
)
def test_second_step_of_the_provider_counts_only_where_it_is_configured(
    client: Client,
    cast: Cast,
    provider: FakeProvider,
    configure: Configure,
    settings: Any,
    config: dict[str, Any],
    claims: dict[str, Any],
    enough: bool,
) -> None:
    settings.REQUIRE_SECOND_STEP = True
    configure(**config)
    come_in(client, provider, email=cast.therapist.email, **claims)
    assert who(client) == str(cast.therapist.pk)
    assert (client.get(reverse("client_list")).status_code == 200) == enough
    client.post(reverse("account_logout"))
    secret = generate_totp_secret()
    TOTP.activate(cast.therapist, secret)
    answer = come_in(client, provider, **claims)
    assert (answer.headers["Location"] != reverse("mfa_authenticate")) == enough
    assert (who(client) is not None) == enough
    if not enough:
        client.post(reverse("mfa_authenticate"), {"code": totp(secret)})
        assert client.get(reverse("client_list")).status_code == 200


def test_browser_chooses_nothing_but_where_to_go_on(
    client: Client, cast: Cast, provider: FakeProvider, configure: Configure
) -> None:
    tricks = {"auth_params": "nonce=mine&redirect_uri=https://evil.example", "process": "connect", "scope": "admin"}
    client.force_login(cast.client)
    way = client.get(LOGIN, {**tricks, "next": "https://evil.example/"})
    provider.claims = {"email": cast.therapist.email}
    brought = provider.authorize(way.headers["Location"])
    assert provider.asked["redirect_uri"] == f"http://testserver{CALLBACK}"
    assert "admin" not in provider.asked["scope"]
    answer = client.get(CALLBACK, brought)
    assert "evil" not in answer.headers["Location"]
    assert not SocialAccount.objects.filter(user=cast.client).exists()
    assert who(client) == str(cast.therapist.pk)


def test_link_on_another_site_signs_nobody_in(client: Client, configure: Configure) -> None:
    way = client.get(LOGIN, headers={"Sec-Fetch-Site": "cross-site"})
    assert (way.status_code, way.headers["Location"]) == (302, reverse("account_login"))
    for site in ("same-origin", "none"):
        assert "/authorize?" in client.get(LOGIN, headers={"Sec-Fetch-Site": site}).headers["Location"]


def test_sign_in_page_offers_the_clinics_and_keeps_where_to_go(client: Client, configure: Configure) -> None:
    page = client.get(reverse("account_login"), {"next": "/clients/?a=b&c"}).content.decode()
    assert f'href="{LOGIN}?next=%2Fclients%2F%3Fa%3Db%26c"' in page


def test_unknown_provider_and_one_in_the_database_are_not_there(client: Client, cast: Cast) -> None:
    SocialApp.objects.create(
        provider="openid_connect", provider_id="evil", name="Evil", client_id="x", settings={"server_url": "http://x"}
    )
    for name in ("evil", "northside"):
        assert client.get(f"/accounts/sso/{name}/login/").status_code == 404
        assert client.get(f"/accounts/sso/{name}/login/callback/").status_code == 404
    assert not {SocialApp, SocialAccount, SocialToken} & set(admin.site._registry)
    assert "own sign-in" not in client.get(reverse("account_login")).content.decode()


GOOD = {
    "id": "a", "name": "A", "clinic": "3f2b8c52-6a0e-4f57-9b1d-2f7c1f0e9a11", "server_url": "https://a.example",
    "client_id": "x", "secret": "y",
}  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["{", "{}", "[1]", "[{}]"]
    + [json.dumps([{**GOOD, **change}]) for change in (
        {"id": "A b"}, {"clinic": "x"}, {"server_url": "http://a.example"}, {"secret": ""}, {"more": "x"},
        {"second_step_amr": "mfa"}, {"second_step_acr": [1]}, {"inside": "yes"},
    )]
    + [json.dumps([GOOD, GOOD])],
)  # fmt: skip
def test_configuration_that_is_not_right_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_providers(text, insecure=False)
    assert read_providers(json.dumps([GOOD]), insecure=False)[0]["settings"]["oauth_pkce_enabled"] is True
