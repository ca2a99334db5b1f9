import re
import uuid
from html import unescape
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Episode
from programs.attention.rows import refresh
from programs.models import Attention, DeskState, Program, SafetyReport
from programs.schedule import ONE_DAY
from programs.session_body import SessionBody
from programs.sessions import record
from tests.budgets import LOGGED
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


def begun(cast: Cast, ago: int) -> None:
    day = cast.client.today() - ago * ONE_DAY
    Program.objects.filter(pk=cast.program.pk).update(start_on=day)
    cast.program.versions.update(effective_on=day)


def names(page: str) -> list[str]:
    return re.findall(r'id="name-[^"]+"><a [^>]+>([^<]+)<', page)


def test_therapist_sees_who_needs_a_look_and_why(cast: Cast) -> None:
    begun(cast, ago=3)
    follow(cast.program, worst_pain=7, note="It pulled.")
    page = desk(cast)
    assert names(page) == ["Chris Client"]
    assert "Pain 7 today" in page
    assert "Unread note, written today" in page
    assert "It pulled." not in page, "what a client wrote stands on the client's own page"
    assert "2 of 8 in 7 days" in page
    assert "4 days planned in the last 14: 1 done in full, 0 in part, 3 not" in page
    assert "Last session today" in page


def test_therapist_sees_the_others_below_among_all(cast: Cast) -> None:
    follow(cast.program, worst_pain=7)
    make_episode(clinic=cast.clinic, therapist=cast.therapist, client_name="Nora New")
    make_program(episode=cast.other_episode, by=cast.therapist, plan=make_plan(("bird-dog", "1x5")), name="Soon")
    page = desk(cast, "?show=all")
    assert names(page) == ["Chris Client", "Nora New", "Olga Other"]
    assert "Not invited yet · No program yet" in page
    assert "Draft not published" in page


def test_most_urgent_client_comes_first_and_who_has_waited_longer_before_others(cast: Cast) -> None:
    plan = make_plan(("bird-dog", "1x5"))
    for name, pain, ago in (("Anna", 6, 0), ("Bert", 6, 2), ("Cleo", None, 0), ("Dora", 9, 1)):
        client = make_user(f"{name}@example.org", name)
        episode = make_episode(clinic=cast.clinic, therapist=cast.therapist, client=client)
        program = make_published(episode=episode, by=cast.therapist, plan=plan)
        day = client.today() - 5 * ONE_DAY
        Program.objects.filter(pk=program.pk).update(start_on=day)
        follow(
            program,
            worst_pain=pain,
            note="Hello." if pain is None else "",
            day=(client.today() - ago * ONE_DAY).isoformat(),
        )
    assert names(desk(cast)) == ["Bert", "Dora", "Anna", "Cleo"]
    SafetyReport.objects.create(
        episode=cast.other_episode, tier="emergency", day=cast.client.today(), reported_by=cast.other_client
    )
    refresh([cast.other_episode])
    page = desk(cast)
    assert names(page)[0] == "Olga Other"
    assert "Emergency sign reported today" in page
    assert names(desk(cast, "?kind=message")) == ["Cleo"]
    assert names(desk(cast, "?kind=nonsense")) == names(page)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("Olga Other", "oLGa"),
        ("Zoë Ångström", "ZOE"),
        ("Özgür Çelik", "özGÜR ç"),
        ("Ζωή Παππά", "ΖΩΗ"),
        ("Jürgen Groß", "GROSS"),
        ("Анна Ёлкина", "анна"),
    ],
)
def test_therapist_finds_a_client_by_name_in_any_script(cast: Cast, name: str, query: str) -> None:
    Episode.objects.filter(pk=cast.other_episode.pk).update(client_name=name)
    assert names(desk(cast, f"?q={query}")) == [name]


def test_therapist_looks_at_ended_episodes(cast: Cast) -> None:
    follow(cast.program, worst_pain=9)
    Episode.objects.get(pk=cast.episode.pk).end()
    assert names(desk(cast)) == []
    assert names(desk(cast, "?show=all")) == ["Olga Other"]
    page = desk(cast, "?show=ended")
    assert names(page) == ["Chris Client"]
    assert "Ended on" in page
    assert "Pain 9" not in page


def test_therapist_tells_own_clients_from_those_of_colleagues(cast: Cast) -> None:
    assert "Whose clients" not in desk(cast, "?show=all"), "all of them are one's own"
    shared = make_episode(clinic=cast.clinic, therapist=cast.colleague, client_name="Sam Shared")
    make_episode(clinic=cast.clinic, therapist=cast.colleague, client_name="Hidden Hal")
    shared.care_team.create(therapist=cast.therapist)
    page = desk(cast, "?show=all")
    assert names(page) == ["Chris Client", "Olga Other", "Sam Shared"]
    assert "With Cora Colleague" in page
    assert names(desk(cast, "?show=all&whose=mine")) == ["Chris Client", "Olga Other"]
    shared.care_team.get(therapist=cast.colleague).leave()
    assert "Sam Shared" in names(desk(cast, "?show=all&whose=mine"))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?q=nobody", "Nobody by that name"),
        ("?show=ended", "No ended episodes"),
        ("?show=x&page=x&whose=y", "Nobody needs you now"),
        ("?kind=missed", "Nobody for this reason"),
        ("?page=99&show=all", "Olga Other"),
    ],
)
def test_therapist_asks_for_what_is_not_there(cast: Cast, query: str, said: str) -> None:
    assert said in desk(cast, query)


def test_new_therapist_is_led_to_the_first_client(cast: Cast) -> None:
    page = browser_of(cast.colleague).get("/clients/").content.decode()
    assert "No clients yet" in page
    assert "/clients/new/" in page
    assert "Chris Client" not in page


@pytest.mark.parametrize(
    "who", ["client", "manager", "editor", "admin", "stranger", "former", "without_clinic", "dual", "colleague"]
)
def test_nobody_else_sees_the_therapist_s_clients(cast: Cast, who: str) -> None:
    follow(cast.program, worst_pain=8)
    for query in ("", "?show=all", "?show=all&q=chris"):
        page = browser_of(getattr(cast, who)).get(f"/clients/{query}")
        assert page.status_code == 200
        assert "Olga Other" not in page.content.decode()
        assert "Pain 8" not in page.content.decode()


def test_answer_leads_back_to_the_desk_as_it_was_at_the_next_client(cast: Cast) -> None:
    follow(cast.program, worst_pain=8)
    page = desk(cast, "?show=all&q=l&page=1&other=x")
    value = re.search(r'name="reasons" value="([^"]+)"', page)
    back, then = (re.search(rf'name="{name}" value="([^"]+)"', page) for name in ("back", "then"))
    assert value
    assert back
    assert then
    assert then.group(1) == str(cast.other_episode.pk)
    sent = {"reasons": value.group(1), "note": "Called.", "back": unescape(back.group(1)), "then": then.group(1)}
    url = f"/episodes/{cast.episode.pk}/attention/dismiss/"
    answer = browser_of(cast.therapist).post(url, sent)
    assert answer["Location"] == f"/clients/?q=l&show=all&page=1#client-{cast.other_episode.pk}"
    assert f'id="client-{cast.other_episode.pk}" tabindex="-1"' in desk(cast, "?show=all")


def test_answer_leads_nowhere_else(cast: Cast) -> None:
    follow(cast.program, worst_pain=8)
    row = Attention.objects.get(kind="severe-pain")
    sent = {"reasons": str(row.pk), "note": "Called.", "back": "//evil.example/?show=all", "then": "x#y"}
    answer = browser_of(cast.therapist).post(f"/episodes/{cast.episode.pk}/attention/dismiss/", sent)
    assert answer["Location"] == "/clients/#clients"


def test_desk_counts_again_when_no_worker_did(cast: Cast) -> None:
    begun(cast, ago=9)
    follow(cast.program, worst_pain=1, day=(cast.client.today() - 5 * ONE_DAY).isoformat())
    yesterday = cast.client.today() - ONE_DAY
    Attention.objects.all().delete()
    DeskState.objects.update(day=yesterday, rank=99, facts={})
    assert "Missed 4 sessions in a row" in desk(cast)
    assert DeskState.objects.get(pk=cast.episode.pk).day == cast.client.today()


def test_desk_of_60_clients_costs_five_queries_in_all_and_is_paged(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Those of the session, the person and their roles are among the five."""
    plan = make_plan(("bird-dog", "1x5"))
    for number in range(60):
        client = make_user(f"c{number}@example.org", f"Client {number:02}")
        episode = make_episode(clinic=cast.clinic, therapist=cast.therapist, client=client)
        if number % 3:
            program = make_published(episode=episode, by=cast.therapist, plan=plan)
            follow(program, note="Hello.", worst_pain=number % 11)
    browser = browser_of(cast.therapist)
    browser.get("/clients/")
    for query in ("", "?show=all", "?kind=message", "?show=all&q=client", "?show=all&page=2", "?whose=mine"):
        with django_assert_max_num_queries(5 + LOGGED):
            page = browser.get(f"/clients/{query}").content.decode()
        assert "Client" in page
    first = names(browser.get("/clients/?show=all").content.decode())
    second = names(browser.get("/clients/?show=all&page=2").content.decode())
    assert len(first) == 25
    assert len(set(first + second)) == 50
