"""Items to choose from: published with their conditions, one of them is enough, and they never count twice."""

import uuid
from collections import Counter
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Routine
from accounts.plans import Item, Phase, Plan, PlanError
from accounts.template_loading import load_templates
from exercises.loading import load_catalogue
from programs.models import DayTally, Program
from programs.schedule import Calendar, choices_of, due_on
from programs.session_body import SessionBody
from programs.sessions import record
from programs.tally import counted
from tests.cast import Cast
from tests.factories import make_program, make_published, read_dose, session_body
from tests.programs.pages import browser_of, field_of, page_of, published_again, ticked
from tests.programs.test_schedule import MONDAY, document, phase
from tests.programs.test_schedule import item as plain_item


def either(when: str | None, exercise: str = "glute-bridge", dose: str = "3x10") -> Item:
    return Item(exercise=exercise, dose=read_dose(dose), choose="direction", when=when)


def directed(**fields: Any) -> Plan:
    bending, arching = either("bending eases your back"), either("If arching eases your back", "bird-dog")
    return Plan(phases=(Phase(items=(bending, arching)),), **fields)


@pytest.fixture
def program(cast: Cast) -> Program:
    return published_again(cast, directed())


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_choice_is_publishable_when_each_of_its_items_says_when() -> None:
    directed().require_publishable()
    for when in (None, "", "   "):
        plan = Plan(phases=(Phase(items=(either("bending eases it"), either(when))),))
        with pytest.raises(PlanError, match="say for each when to take it, or keep one"):
            plan.require_publishable()


def test_client_reads_the_choice_with_its_conditions(program: Program, cast: Cast) -> None:
    browser = browser_of(cast.client)
    for address in ("/today/", program.get_absolute_url(), f"{program.get_absolute_url()}versions/2/"):
        page = text_of(browser.get(address))
        for words in ("Choose one", "If bending eases your back:", "If arching eases your back:"):
            assert page.count(words) == 1


def test_client_ticks_one_of_them_and_the_day_is_done(program: Program, cast: Cast) -> None:
    browser = browser_of(cast.client)
    form = page_of(browser)
    assert (form.planned, form.done) == (1, 0)
    browser.post("/today/", ticked(form, "bird-dog"))
    form = page_of(browser)
    assert (form.planned, form.done, form.is_open) == (1, 1, False)
    page = text_of(browser.get("/today/"))
    assert "Not needed: you did the other one." in page
    assert "All done." in page
    tally = DayTally.objects.get(program=program)
    assert (tally.planned, tally.done, tally.skipped) == (1, 1, 0)


def test_client_who_ticks_both_has_still_done_one_thing(program: Program, cast: Cast) -> None:
    browser = browser_of(cast.client)
    browser.post("/today/", ticked(page_of(browser)))
    tally = DayTally.objects.get(program=program)
    assert (tally.planned, tally.done) == (1, 1)


def test_client_who_says_that_the_other_was_left_out_has_left_nothing_out(program: Program, cast: Cast) -> None:
    browser = browser_of(cast.client)
    form = page_of(browser)
    sent = ticked(form, "bird-dog") | {field_of(form, "glute-bridge", "how"): "skipped"}
    browser.post("/today/", sent)
    tally = DayTally.objects.get(program=program)
    assert (tally.planned, tally.done, tally.skipped) == (1, 1, 0)


def test_api_tells_the_choice_and_what_is_left_of_it(program: Program, cast: Cast) -> None:
    browser = browser_of(cast.client)
    first, second = browser.get("/api/v1/today/").json()["programs"][-1]["items"]
    assert (first["choose"], first["when"], first["when_words"]) == (
        "direction", "bending eases your back", "If bending eases your back"
    )  # fmt: skip
    body = session_body(program, results=[{"item": second["key"], "status": "done"}])
    record(by=cast.client, uuid=uuid.uuid4(), body=SessionBody.model_validate(body))
    shown = browser.get("/api/v1/today/").json()["programs"][-1]
    assert [item["left"] for item in shown["items"]] == [0, 0]
    assert shown["seconds_left"] == 0


def test_acute_low_back_template_can_be_published_as_it_is(client: Client, cast: Cast) -> None:
    load_catalogue()
    load_templates()
    for slug in ("acute-low-back-mobility", "older-adult-back-and-balance"):
        template = Routine.objects.get(slug=slug)
        make_published(episode=cast.episode, by=cast.therapist, plan=template.read_plan(), name=template.name)
    page = text_of(client.get("/templates/acute-low-back-mobility/"))
    assert "If bending forward eases your back" in page


def test_therapist_is_told_which_choice_cannot_be_published(client: Client, cast: Cast) -> None:
    plan = Plan(phases=(Phase(items=(either("bending eases it"), either(None, "bird-dog"))),))
    draft = make_program(episode=cast.episode, by=cast.therapist, plan=plan, name="Choice")
    client.force_login(cast.therapist)
    answer = client.post(f"/programs/{draft.pk}/publish/", {"over": "0"})
    assert answer.status_code == 400
    assert "say for each when to take it" in text_of(answer)
    draft.refresh_from_db()
    assert draft.read_draft() == plan


def test_kept_item_is_no_choice_any_more(cast: Cast) -> None:
    plan = Plan(phases=(Phase(items=(either("bending eases it"),)),))
    program = make_published(episode=cast.episode, by=cast.therapist, plan=plan)
    assert program.current is not None
    [item] = program.current.document["phases"][0]["items"]
    assert not {"choose", "when", "when_words"} & item.keys()


def test_an_item_may_stop_at_less_pain_than_the_plan_and_not_at_more(cast: Cast) -> None:
    careful = Plan(phases=(Phase(items=(either(None).model_copy(update={"stop_pain": 4, "choose": None}),)),))
    program = make_published(episode=cast.episode, by=cast.therapist, plan=careful, name="Careful")
    assert program.current is not None
    [item] = program.current.document["phases"][0]["items"]
    assert (item["stop_pain"], item["stop_words"]) == (4, "Stop this one at pain 4 out of 10.")
    assert "Stop this one at pain 4 out of 10." in text_of(browser_of(cast.client).get("/today/"))
    bold = Plan(phases=(Phase(items=(either(None).model_copy(update={"stop_pain": 7, "choose": None}),)),))
    with pytest.raises(PlanError, match="go on up to pain 7, but the plan says to stop at 6"):
        bold.require_publishable()


keys = st.sampled_from("abcdef")
members = st.lists(
    st.tuples(keys, st.integers(1, 4), st.sampled_from(["", "x", "y"])),
    min_size=1,
    max_size=6,
    unique_by=lambda m: m[0],
)
told = st.dictionaries(keys, st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5)), max_size=6)


@given(members, told)
def test_a_choice_never_counts_more_than_its_largest_member(
    drawn: list[tuple[str, int, str]], said: dict[str, tuple[int, int, int]]
) -> None:
    items = [plain_item(key, times_per_day=n) | ({"choose": word} if word else {}) for key, n, word in drawn]
    counts = {key: Counter(dict(zip(("done", "part", "skipped"), n, strict=True))) for key, n in said.items()}
    done = {key: each["done"] + each["part"] for key, each in counts.items()}
    plan = due_on(document(phase([1], *items)), Calendar(MONDAY), MONDAY, done)
    for choice in choices_of(plan.items):
        assert choice.counts == max(due.counts for due in choice.items)
        assert choice.kept <= choice.counts
        assert (choice.kept == choice.counts) >= any(due.is_complete for due in choice.items)
        if choice.kept == choice.counts and len(choice.items) > 1 and any(due.is_complete for due in choice.items):
            assert choice.seconds_left == 0
    chosen = {key for key, _n, word in drawn if word}
    within = {key: each for key, each in counts.items() if key in chosen}
    total = counted(plan, within)
    assert total["done"] + total["part"] <= sum(c.counts for c in plan.choices if c.items[0].choice)
    assert plan.done <= plan.planned


@given(members, told)
def test_documents_without_choices_count_as_before(
    drawn: list[tuple[str, int, str]], said: dict[str, tuple[int, int, int]]
) -> None:
    items = [plain_item(key, times_per_day=n) for key, n, _word in drawn]
    counts = {key: Counter(dict(zip(("done", "part", "skipped"), n, strict=True))) for key, n in said.items()}
    plan = due_on(
        document(phase([1], *items)), Calendar(MONDAY), MONDAY, {k: c["done"] + c["part"] for k, c in counts.items()}
    )
    assert plan.planned == sum(due.times for due in plan.items)
    assert plan.done == sum(min(due.done, due.times) for due in plan.items)
    assert counted(plan, counts) == sum(counts.values(), Counter())
