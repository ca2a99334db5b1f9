"""Links that open one program without an account: what they show, how long they work, and who stops them."""

import datetime
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.care_teams import add_to_team, leave_team
from accounts.models.token import digest
from accounts.plans import Phase, Plan
from programs.models import Program, ShareLink
from programs.publishing import publish
from programs.shared_document import shared_document
from programs.sharing import handout_token, share
from tests.cast import Cast
from tests.factories import make_episode, make_plan, make_program
from tests.programs.pages import browser_of
from tests.programs.pdfs import Paper

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def nobody_has_guessed_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def opened(token: str, rest: str = "") -> Any:
    return Client().get(f"/p/{token}/{rest}")


def links(cast: Cast) -> str:
    return f"/programs/{cast.program.pk}/links/"


def api_links(cast: Cast) -> str:
    return f"/api/v1/programs/{cast.program.pk}/links/"


def secretive(cast: Cast) -> Program:
    """A program in which everything that can be typed was typed."""
    item = make_plan(("glute-bridge", "3x10")).phases[0].items[0]
    other = make_plan(("bird-dog", "3x8")).phases[0].items[0]
    told = {"note": "CNRY-note", "cue": "CNRY-cue", "group": "CNRY-group", "choose": "cnry-choice"}
    items = (
        item.model_copy(update={**told, "when": "CNRY-when"}),
        other.model_copy(update={**told, "when": "CNRY-other"}),
    )
    phases = (
        Phase(name="CNRY-phase", goal="CNRY-goal", weeks=2, items=items),
        Phase(name="CNRY-next", items=(item.model_copy(update={"key": "next-one"}),)),
    )
    rules = {"extra": ("CNRY-extra",)}
    plan = Plan.from_json({**Plan(phases=phases).to_json(), "rules": rules})
    episode = make_episode(
        clinic=cast.clinic, therapist=cast.therapist, client_name="CNRY-client", client_email="cnry@example.org",
        reason="CNRY-reason", precautions="CNRY-precautions",
    )  # fmt: skip
    program = make_program(episode=episode, by=cast.therapist, plan=plan, name="CNRY-program")
    publish(program=program, by=cast.therapist, reason="CNRY-version")
    program.refresh_from_db()
    return program


def test_a_link_opens_the_exercises_and_nothing_that_was_typed_for_the_client(cast: Cast) -> None:
    _link, token = share(program=secretive(cast), by=cast.therapist, name="CNRY-for-whom")
    page = opened(token)
    text = page.content.decode()
    assert page.status_code == 200
    for words in ("Your exercises", "Northside", "Glute bridge", "3 sets of 10", "Lie on your back.", "Phase 2"):
        assert words in text
    paper = Paper(opened(token, "handout.pdf").content)
    assert "Glute bridge" in paper.text
    sign_in = opened(token, "sign-in/").content.decode()
    for found in (text, paper.text, str(paper.tags()), str(paper.file.metadata), sign_in):
        assert "CNRY" not in found.upper()
        assert cast.therapist.name not in found


def test_whatever_a_document_gets_later_is_not_shared_by_itself(cast: Cast) -> None:
    version = cast.program.current
    assert version is not None
    document = version.document | {"diagnosis": "CNRY"}
    document["phases"][0] |= {"secret": "CNRY"}
    document["phases"][0]["items"][0] |= {"secret": "CNRY"}
    document["rules"] |= {"secret": "CNRY"}
    assert "CNRY" not in str(shared_document(document))


@pytest.mark.parametrize("rest", ["", "handout.pdf", "sign-in/"])
def test_what_a_link_opens_is_kept_by_nobody(cast: Cast, rest: str) -> None:
    _link, token = share(program=cast.program, by=cast.client)
    answer = opened(token, rest)
    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == ("strict-origin" if rest == "sign-in/" else "no-referrer")
    assert token not in str(answer.headers)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_link_is_for_reading(cast: Cast, method: str) -> None:
    _link, token = share(program=cast.program, by=cast.client)
    assert getattr(Client(), method)(f"/p/{token}/").status_code == 405
    assert getattr(Client(), method)(f"/p/{token}/handout.pdf").status_code == 405
    assert Client().head(f"/p/{token}/").status_code == 200


def test_a_link_is_no_key_to_anything_else(cast: Cast) -> None:
    _link, token = share(program=cast.program, by=cast.client)
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    assert api.get(f"/api/v1/programs/{cast.program.pk}/").status_code == 401
    assert Client().get(f"/programs/{cast.program.pk}/?token={token}").status_code == 302


def test_unknown_ended_and_withdrawn_links_answer_alike(cast: Cast) -> None:
    withdrawn, first = share(program=cast.program, by=cast.client)
    ended, second = share(program=cast.program, by=cast.client)
    withdrawn.revoke()
    ShareLink.objects.filter(pk=ended.pk).update(expires_at=timezone.now(), created_at=timezone.now() - DAY)
    answers = [opened(token) for token in ("nothing", first, second)]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({answer.content for answer in answers}) == 1
    for rest in ("handout.pdf", "sign-in/"):
        assert opened(first, rest).status_code == 404
    assert Client().post(f"/p/{first}/sign-in/").status_code == 404


def test_therapist_who_leaves_keeps_no_link_in_the_pocket(cast: Cast) -> None:
    """What others made stays, and so does the code on the sheet that the client has at home."""
    _link, kept = share(program=cast.program, by=cast.therapist)
    _link, other = share(program=cast.program, by=cast.client)
    printed = handout_token(program=cast.program, by=cast.therapist)
    assert [opened(token).status_code for token in (kept, other, printed)] == [200, 200, 200]
    add_to_team(episode=cast.episode, therapist=cast.colleague)
    leave_team(cast.episode.care_team.get(therapist=cast.therapist, left_at__isnull=True))
    assert [opened(token).status_code for token in (kept, other, printed)] == [404, 200, 200]
    assert opened(kept, "handout.pdf").status_code == 404
    listed = browser_of(cast.client).get(links(cast)).context["links"]
    assert sorted((link.kind, link.created_by) for link in listed) == [
        ("handout", cast.therapist),
        ("link", cast.client),
    ]


def test_closed_account_keeps_no_link_either(cast: Cast) -> None:
    _link, token = share(program=cast.program, by=cast.therapist)
    type(cast.therapist).objects.filter(pk=cast.therapist.pk).update(is_active=False)
    assert opened(token).status_code == 404


def test_who_guesses_is_shut_out_for_an_hour_and_whoever_has_a_link_is_not(cast: Cast, settings: Any) -> None:
    settings.LIMITS = settings.LIMITS | {"share-link": "10/10m/ip"}
    _link, token = share(program=cast.program, by=cast.client)
    guesses = [opened(f"guess-{number}") for number in range(11)]
    assert [answer.status_code for answer in guesses] == [404] * 10 + [429]
    assert guesses[-1]["Retry-After"] == "3600"
    assert opened(token).status_code == 200


def test_no_log_holds_a_token(cast: Cast, caplog: Any) -> None:
    link, token = share(program=cast.program, by=cast.client)
    link.revoke()
    with caplog.at_level(logging.DEBUG):
        opened(token)
        opened(token, "handout.pdf?paper=no")
    import backfit.logs

    for record in caplog.records:
        backfit.logs.RoutesForPaths().filter(record)
        assert token not in record.getMessage()


def test_therapist_makes_a_link_that_is_shown_once(cast: Cast) -> None:
    client = browser_of(cast.therapist)
    made = client.post(links(cast), {"name": "Physio abroad", "days": 30})
    assert made.status_code == 200
    assert made["Cache-Control"] == "no-store"
    token = made.context["address"].rstrip("/").rpartition("/")[2]
    link = ShareLink.objects.get()
    assert link.token_digest == digest(token)
    assert link.expires_at - link.created_at == 30 * DAY
    listed = client.get(links(cast)).content.decode()
    assert "Physio abroad" in listed
    assert token not in listed
    assert opened(token).status_code == 200


@pytest.mark.parametrize(("person", "days"), [("client", 7), ("therapist", 365)])
def test_who_may_share_may_stop_it_at_once(cast: Cast, person: str, days: int) -> None:
    link, token = share(program=cast.program, by=cast.therapist, days=days)
    assert opened(token).status_code == 200
    stopped = browser_of(getattr(cast, person)).post(f"{links(cast)}{link.pk}/revoke/")
    assert stopped.status_code == 302
    assert opened(token).status_code == 404


@pytest.mark.parametrize("sent", [{"days": 366}, {"days": "soon"}, {"days": ""}, {"days": 30, "name": "x" * 81}])
def test_a_bad_link_is_refused_beside_its_field(cast: Cast, sent: dict[str, Any]) -> None:
    answer = browser_of(cast.client).post(links(cast), sent)
    assert answer.status_code == 400
    assert not ShareLink.objects.exists()


def test_client_with_a_password_proves_who_it_is_before_sharing(cast: Cast) -> None:
    cast.client.set_password("a long enough password")
    cast.client.save()
    answer = browser_of(cast.client).post(links(cast), {"days": 30})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not ShareLink.objects.exists()


def test_a_program_has_twenty_links_at_once(cast: Cast) -> None:
    for _number in range(20):
        link, _token = share(program=cast.program, by=cast.client)
    assert browser_of(cast.client).post(links(cast), {"days": 30}).status_code == 429
    link.revoke()
    assert browser_of(cast.client).post(links(cast), {"days": 30}).status_code == 200


def test_a_draft_is_not_shared(cast: Cast) -> None:
    draft = make_program(episode=cast.episode, by=cast.therapist, plan=make_plan(("glute-bridge", "3x10")), name="Soon")
    client = browser_of(cast.therapist)
    assert client.get(f"/programs/{draft.pk}/links/").status_code == 409
    assert client.post(f"/programs/{draft.pk}/links/", {"days": 30}).status_code == 409
