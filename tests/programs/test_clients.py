import uuid
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Episode
from programs.models import Program
from programs.schedule import ONE_DAY
from programs.sessions import SessionBody, record
from tests.cast import Cast
from tests.factories import make_episode, make_plan, make_program, make_published, make_user, session_body
from tests.programs.pages import browser_of


def follow(program: Program, **fields: Any) -> None:
    program = Program.objects.select_related("episode__client", "current").get(pk=program.pk)
    client = program.episode.client
    assert client is not None
    record(by=client, uuid=uuid.uuid4(), body=SessionBody.model_validate(session_body(program, **fields)))


def desk(cast: Cast, query: str = "") -> str:
    return browser_of(cast.therapist).get(f"/clients/{query}").content.decode()


def test_therapist_sees_each_client_with_the_last_seven_days(cast: Cast) -> None:
    Program.objects.filter(pk=cast.program.pk).update(start_on=cast.client.today() - 3 * ONE_DAY)
    follow(cast.program, worst_pain=7, note="It pulled.")
    page = desk(cast)
    assert "Chris Client" in page
    assert "Olga Other" in page
    assert "Back basics" in page
    assert "2 of 8" in page
    assert 'chip tone-red">' in page
    assert "It pulled." not in page
    assert cast.client.today().strftime("%-d %b") in page
    assert "nothing planned" in page


def test_therapist_sees_who_is_not_invited_yet(cast: Cast) -> None:
    make_episode(clinic=cast.clinic, therapist=cast.therapist, client_name="Nora New")
    assert "Not invited yet" in desk(cast)


def test_therapist_sees_a_draft_as_a_draft(cast: Cast) -> None:
    make_program(episode=cast.other_episode, by=cast.therapist, plan=make_plan(("bird-dog", "1x5")), name="Soon")
    assert "(draft)" in desk(cast)


@pytest.mark.parametrize("query", ["?q=oLGa", "?q=other"])
def test_therapist_finds_a_client_by_name(cast: Cast, query: str) -> None:
    page = desk(cast, query)
    assert "Olga Other" in page
    assert "Chris Client" not in page


def test_therapist_looks_at_ended_episodes(cast: Cast) -> None:
    Episode.objects.filter(pk=cast.episode.pk).update(ended_on=cast.client.today())
    assert "Chris Client" not in desk(cast)
    assert "Chris Client" in desk(cast, "?show=ended")
    assert "Olga Other" not in desk(cast, "?show=ended")


@pytest.mark.parametrize(
    ("query", "said"),
    [("?q=nobody", "Nobody by that name"), ("?show=ended", "No ended episodes"), ("?show=x&page=x", "Chris Client")],
)
def test_therapist_asks_for_what_is_not_there(cast: Cast, query: str, said: str) -> None:
    assert said in desk(cast, query)


def test_new_therapist_is_led_to_the_first_client(cast: Cast) -> None:
    page = browser_of(cast.colleague).get("/clients/").content.decode()
    assert "No clients yet" in page
    assert "/clients/new/" in page
    assert "Chris Client" not in page


@pytest.mark.parametrize(
    "who", ["client", "manager", "editor", "admin", "stranger", "former", "without_clinic", "dual"]
)
def test_nobody_else_sees_the_therapist_s_clients(cast: Cast, who: str) -> None:
    page = browser_of(getattr(cast, who)).get("/clients/")
    assert page.status_code == 200
    assert "Olga Other" not in page.content.decode()
    assert "Back basics" not in page.content.decode()


def test_desk_is_paged_and_costs_at_most_eight_queries_for_many_clients(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    plan = make_plan(("bird-dog", "1x5"))
    for number in range(30):
        client = make_user(f"c{number}@example.org", f"Client {number:02}")
        episode = make_episode(clinic=cast.clinic, therapist=cast.therapist, client=client)
        program = make_published(episode=episode, by=cast.therapist, plan=plan)
        if number < 6:
            program.pause(client.today() + ONE_DAY)
            follow(program, note="Hello.")
    browser = browser_of(cast.therapist)
    with django_assert_max_num_queries(8):
        page = browser.get("/clients/").content.decode()
    assert "Page 1 of 2" in page
    assert "Client 05" in page
    assert "Olga Other" in browser.get("/clients/?page=2").content.decode()
