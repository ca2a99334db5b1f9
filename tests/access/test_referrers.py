"""What a page whose address is a secret lets browsers tell of it: nothing, or this site's name where it has a form."""

import re

import pytest
from django.test import Client

from programs.reminders.choosing import stop_token
from tests.access.world import World

ACTORS = ("anon", "client-own", "T-care", "invitee")


def addresses(world: World) -> list[str]:
    found = [f"/p/{world.share_token}/{rest}" for rest in ("", "handout.pdf", "sign-in/")]
    found += [f"/invitations/{world.invitation_token}/", f"/calendar/{world.feed_secret}.ics"]
    return [*found, f"/reminders/stop/{stop_token(world.reminders)}/", "/p/none/", "/invitations/none/"]


@pytest.mark.parametrize("actor", ACTORS)
def test_address_is_told_to_nobody_and_each_form_can_be_sent(world: World, actor: str) -> None:
    forms = set()
    for url in addresses(world):
        answer = world.page(actor).get(url)
        has_form = b"csrfmiddlewaretoken" in b"".join(iter(answer))
        forms.add(has_form)
        assert answer["Referrer-Policy"] == ("strict-origin" if has_form else "no-referrer"), url
        for name in ("Location", "Link", "Refresh"):
            assert world.share_token not in answer.get(name, "").replace(url, "")
    assert forms == {True, False}


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"HTTP_ORIGIN": "null"}, 403),  # what browsers say where the policy is "no-referrer": the reason for the other
        ({}, 403),
        ({"HTTP_ORIGIN": "https://testserver"}, 302),
        ({"HTTP_REFERER": "https://testserver/"}, 302),  # all of it that "strict-origin" gives
        ({"HTTP_ORIGIN": "https://evil.example"}, 403),
    ],
)
def test_form_is_taken_for_forged_where_nothing_at_all_is_told(world: World, said: dict[str, str], status: int) -> None:
    client, url = Client(enforce_csrf_checks=True), f"/p/{world.share_token}/sign-in/"
    page = client.get(url, secure=True).content.decode()
    found = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)
    assert found is not None
    answer = client.post(url, {"csrfmiddlewaretoken": found[1]}, secure=True, **said)  # type: ignore[arg-type]
    assert answer.status_code == status
