"""All versions: listed, compared in words, and taken up again as a new draft."""

from typing import Any

import pytest
from django.test import Client

from accounts.plan_rules import Rules
from accounts.plans import Item, Phase, Plan
from exercises.models import Exercise
from programs.models import Program, Version
from programs.publishing import publish
from tests.cast import Cast
from tests.factories import make_exercise, make_plan, make_published, read_dose
from tests.plan_page import text_of


def bridge(**fields: Any) -> Item:
    return Item(key="bridge", exercise="glute-bridge", dose=read_dose("3x10"), **fields)


def bird(**fields: Any) -> Item:
    return Item(key="bird", exercise="bird-dog", dose=read_dose("3x8"), **fields)


@pytest.fixture
def program(cast: Cast) -> Program:
    """Version 1 has one phase with two exercises, version 2 has two phases, other days and other rules."""
    first = Plan(phases=(Phase(name="Settle", items=(bridge(), bird())),))
    program = make_published(episode=cast.episode, by=cast.therapist, plan=first, name="Back")
    settle = Phase(name="Settle", weeks=2, days=(1, 3, 5), items=(bird(), bridge(stop_pain=4)))
    build = Phase(name="Build", items=(Item(key="more", exercise="bird-dog", dose=read_dose("3x12")),))
    program.save_plan(Plan(phases=(settle, build), rules=Rules(stop_pain=5)))
    publish(program=program, by=cast.therapist, reason="Time to build")
    program.refresh_from_db()
    return program


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.therapist)
    return client


SAID = (
    "1 new, 1 changed",
    "New phase: “Build”, until it is changed.",
    "“Settle”: Monday, Wednesday, Friday, until now every day.",
    "“Settle”: for 2 weeks, until now until it is changed.",
    "“Settle”: the exercises come in another order.",
    "Stop this one at pain 4 out of 10.",
    "Rule: It hurts 5 out of 10 or more",
)


def test_therapist_and_client_read_the_difference_of_two_versions_in_words(
    client: Client, program: Program, cast: Cast
) -> None:
    url = program.get_absolute_url()
    for person in (cast.therapist, cast.client):
        client.force_login(person)
        page = text_of(client.get(f"{url}versions/"))
        for words in ("Version 1", "Version 2", "Time to build", "Your first program", "Tess Therapist"):
            assert words in page
        page = text_of(client.get(f"{url}versions/compare/?before=1&after=2"))
        for words in ("From version 1 to version 2", *SAID):
            assert words in page


def test_client_is_told_phases_days_and_rules_once(client: Client, program: Program, cast: Cast) -> None:
    program.mark_seen(1)
    client.force_login(cast.client)
    page = text_of(client.get("/today/"))
    for words in SAID:
        assert words in page


def test_therapist_sees_the_same_before_publishing(desk: Client, program: Program) -> None:
    program.save_plan(Plan(phases=(Phase(name="Settle", items=(bridge(),)),)))
    page = text_of(desk.get(program.get_absolute_url()))
    assert "Taken out: phase “Build”." in page
    assert "“Settle” is now" not in page
    assert "Every day, until now" in page or "every day, until now Monday, Wednesday, Friday." in page


@pytest.mark.parametrize("query", ["", "?before=1", "?before=1&after=3", "?before=x&after=1", "?before=-1&after=2"])
def test_comparing_what_is_no_version_is_refused_in_a_sentence(desk: Client, program: Program, query: str) -> None:
    answer = desk.get(f"{program.get_absolute_url()}versions/compare/{query}")
    assert answer.status_code == 400
    assert "errorlist" in text_of(answer)


def test_one_version_and_none_have_nothing_to_compare(desk: Client, program: Program, cast: Cast) -> None:
    same = text_of(desk.get(f"{program.get_absolute_url()}versions/compare/?before=2&after=2"))
    assert "One and the same version" in same
    draft = Program.begin(
        episode=cast.episode, by=cast.therapist, name="New", start_on=cast.episode.local_day(), plan=Plan()
    )
    assert "Nothing has been published yet" in text_of(desk.get(f"{draft.get_absolute_url()}versions/"))
    assert desk.get(f"{draft.get_absolute_url()}versions/compare/").status_code == 404


def test_versions_come_in_pages(desk: Client, program: Program, cast: Cast, django_assert_max_num_queries: Any) -> None:
    for count in range(3, 30):
        program.save_plan(make_plan(("glute-bridge", f"3x{count}")))
        publish(program=program, by=cast.therapist, reason=f"Now {count}")
    address = f"{program.get_absolute_url()}versions/"
    with django_assert_max_num_queries(12):
        first = text_of(desk.get(address))
    assert "Now 29" in first
    assert "Time to build" not in first
    assert "Time to build" in text_of(desk.get(f"{address}?page=2"))


def base_of(desk: Client, program: Program, number: int) -> str:
    answer = desk.get(f"{program.get_absolute_url()}versions/{number}/")
    value = answer.context["restoring"]["base"].value()
    assert isinstance(value, str)
    return value


def test_therapist_takes_an_earlier_version_up_again(desk: Client, program: Program, cast: Cast) -> None:
    url = program.get_absolute_url()
    answer = desk.post(f"{url}versions/1/restore/", {"base": base_of(desk, program, 1)})
    assert (answer.status_code, answer["Location"]) == (302, url)
    program.refresh_from_db()
    assert program.current is not None
    assert program.current.number == 2
    assert program.draft == Version.objects.get(program=program, number=1).plan
    answer = desk.post(f"{url}publish/", {"over": "2"})
    assert answer.status_code == 400
    assert "Say in one line why" in text_of(answer)
    desk.post(f"{url}publish/", {"over": "2", "reason": "It was too early"})
    program.refresh_from_db()
    assert program.current.number == 3
    assert "restoring" not in desk.get(f"{url}versions/3/").context


def test_restoring_over_a_draft_that_changed_meanwhile_is_refused(desk: Client, program: Program) -> None:
    base = base_of(desk, program, 1)
    program.save_plan(make_plan(("bird-dog", "2x5")))
    answer = desk.post(f"{program.get_absolute_url()}versions/1/restore/", {"base": base})
    assert answer.status_code == 409
    program.refresh_from_db()
    assert program.read_draft().phases[0].items[0].exercise == "bird-dog"
    assert desk.post(f"{program.get_absolute_url()}versions/1/restore/", {}).status_code == 400


def test_what_was_retired_is_left_out_unless_the_client_has_it(desk: Client, program: Program, cast: Cast) -> None:
    make_exercise("Old one")
    url = program.get_absolute_url()
    for plan in (
        make_plan(("old-one", "3x8"), ("glute-bridge", "3x8"), ("bird-dog", "3x8")),
        make_plan(("glute-bridge", "3x8"), ("bird-dog", "3x9")),
    ):
        program.save_plan(plan)
        publish(program=program, by=cast.therapist, reason="Other")
    for slug in ("old-one", "bird-dog"):
        Exercise.objects.get(slug=slug).retire(by=None)
    answer = desk.post(f"{url}versions/3/restore/", {"base": base_of(desk, program, 3)}, follow=True)
    assert "Left out, not available here: Old one." in text_of(answer)
    program.refresh_from_db()
    assert program.read_draft().slugs() == {"glute-bridge", "bird-dog"}


def test_ended_program_is_not_restored(desk: Client, program: Program) -> None:
    base = base_of(desk, program, 1)
    program.end(program.episode.local_day())
    assert "restoring" not in desk.get(f"{program.get_absolute_url()}versions/1/").context
    assert desk.post(f"{program.get_absolute_url()}versions/1/restore/", {"base": base}).status_code == 409


def test_records_system_restores_a_version(desk: Client, program: Program, cast: Cast) -> None:
    address = f"/api/v1/programs/{program.pk}/versions/1/restore/"
    answer = desk.post(address)
    assert answer.status_code == 200
    assert answer.json()["left_out"] == []
    program.refresh_from_db()
    assert answer.json()["plan"] == program.draft == Version.objects.get(program=program, number=1).plan
    assert desk.post(f"/api/v1/programs/{program.pk}/versions/9/restore/").status_code == 404
    desk.force_login(cast.client)
    assert desk.post(address).status_code == 403
    desk.force_login(cast.stranger)
    assert desk.post(address).status_code == 404
