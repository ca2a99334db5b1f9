"""What is a key to one thing is none to another: scopes of tokens, secrets of links, sessions, and fields."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from rest_framework.test import APIClient

from accounts.models import ApiToken
from accounts.models.token import RESOURCES, SCOPES
from tests.access.calls import API, CALLS
from tests.access.test_page_matrix import routes
from tests.access.world import World, digest, undone

UNSAFE = {"create", "update", "delete"}
NOT_THEIRS = (
    "id", "owner", "client", "user", "recorded_by", "created_by", "created_at", "role", "token_digest", "is_staff",
    "revoked_at", "deleted_at", "revision", "seen_number", "joined",
)  # fmt: skip
SECRETS = {"token_digest", "code_digest", "code_tries", "password", "secret", "is_superuser", "last_login", "p256dh"}
"""No answer has a field of such a name."""


def token_of(world: World, actor: str, scopes: list[str]) -> APIClient:
    user = world.user(actor)
    assert user is not None
    _token, secret = ApiToken.issue(user=user, name="some", scopes=scopes)
    return bearer(secret)


def bearer(secret: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


@pytest.mark.parametrize(("resource", "verb"), [key for key in CALLS if key[1] in UNSAFE and key[0] != "media file"])
def test_token_that_may_read_everything_writes_nothing(world: World, resource: str, verb: str) -> None:
    actor = "editor" if "published" in resource or "draft" in resource else "T-care"
    reading = token_of(world, actor, [scope for scope in SCOPES if scope.endswith(":read")])
    with undone():
        call = CALLS[resource, verb](world, actor)
        before = digest()
        answer = getattr(reading, call.method)(call.url, call.body, format="json")
        # What nobody can do is not there for a token either.
        assert answer.status_code in (403, 405)
        assert digest() == before


def scoped_lists() -> Iterator[tuple[str, str]]:
    for path, route in routes(get_resolver()):
        view = getattr(route.callback, "cls", None)
        if view is not None and "<" not in path and "get" in getattr(route.callback, "actions", {}):
            yield path, view.scope


def test_token_reaches_only_the_resources_of_its_scopes(world: World) -> None:
    lists = list(scoped_lists())
    assert len(lists) > 15
    for resource in RESOURCES:
        with_all_but_one = token_of(world, "T-care", [scope for scope in SCOPES if not scope.startswith(resource)])
        for path, scope in lists:
            if scope == resource and with_all_but_one.get(f"/{path}").status_code != 403:
                # What everybody may read needs no scope.
                assert APIClient().get(f"/{path}").status_code == 200, path


def test_secret_of_a_link_is_no_token(world: World) -> None:
    for secret in (world.share_token, world.feed_secret, world.invitation_token, "bf_", ""):
        for path in ("episodes", "programs", "exercises", f"programs/{world.cast.program.pk}"):
            assert bearer(secret).get(f"{API}/{path}/").status_code == 401, path


def test_token_opens_no_page(world: World) -> None:
    _token, secret = ApiToken.issue(user=world.cast.therapist, name="all", scopes=list(SCOPES))
    browser = Client(headers={"Authorization": f"Bearer {secret}"})
    for path in ("/clients/", f"/episodes/{world.cast.episode.pk}/", reverse("account_settings"), "/admin/"):
        assert browser.get(path).status_code == 302, path


def test_dead_token_is_no_visitor(world: World) -> None:
    """Whoever presents one is told so even where nobody needs one, and a living session beside it does not help."""
    world.cast.therapist.api_tokens.get().revoke()
    client = world.api("T-care")
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {world.cast.narrow_secret}")
    assert client.get(f"{API}/exercises/").status_code == 401
    assert client.get(f"{API}/episodes/").status_code == 401


WRITABLE = {
    "programs": lambda w: w.cast.program.pk,
    "routines": lambda w: w.routine.pk,
    "episodes": lambda w: w.cast.episode.pk,
    "measures": lambda w: w.measure.pk,
    "clinics": lambda w: w.cast.clinic.pk,
    "exercises": lambda w: w.clinic_exercise.slug,
    "calendar-feeds": lambda w: w.feed.pk,
    "push-subscriptions": lambda w: w.push.pk,
}
WRITERS = {"clinics": "manager", "calendar-feeds": "client-own", "push-subscriptions": "client-own"}


@pytest.mark.parametrize("prefix", list(WRITABLE))
def test_nobody_sets_what_the_product_says_of_a_row(world: World, prefix: str) -> None:
    client = world.api(WRITERS.get(prefix, "T-care"))
    url = f"{API}/{prefix}/{WRITABLE[prefix](world)}/"
    extra = () if prefix in ("routines", "exercises") else ("clinic", "episode")
    before = digest()
    for name in (*NOT_THEIRS, *extra):
        answer = client.patch(url, {name: str(world.cast.other_clinic.pk)}, format="json")
        assert (answer.status_code, list(answer.json())) == (400, [name]), name
    assert digest() == before


def test_no_answer_holds_a_secret(world: World) -> None:
    for (resource, verb), build in CALLS.items():
        if verb not in ("list", "read"):
            continue
        for actor in ("client-own", "T-care", "manager", "admin"):
            call = build(world, actor)
            answer = world.api(actor).get(call.url)
            assert not SECRETS & set(names(answer.json())), (resource, verb, actor)


def names(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        yield from data
        for value in data.values():
            yield from names(value)
    elif isinstance(data, list):
        for value in data:
            yield from names(value)
