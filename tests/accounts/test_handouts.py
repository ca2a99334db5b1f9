"""Paper for routines, templates and lists of exercises, for people with and without an account."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import Routine
from accounts.plans import Phase, Plan
from tests.cast import Cast
from tests.factories import make_exercise, make_own_exercise, make_plan, make_routine
from tests.programs.pages import browser_of
from tests.programs.pdfs import Paper


@pytest.fixture(autouse=True)
def nobody_has_printed_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def paper_at(url: str, client: Client | None = None) -> Paper:
    response = (client or Client()).get(url)
    assert response.status_code == 200, response.content[:300]
    return Paper(response.content)


def refused(url: str, client: Client | None = None) -> tuple[int, str]:
    response = (client or Client()).get(url)
    return response.status_code, response.content.decode()


def test_visitor_prints_one_exercise(cast: Cast) -> None:
    paper = paper_at("/exercises/handout.pdf?exercise=glute-bridge")
    for words in ("Glute bridge", "3 sets of 10", "Lie on your back.", "Two weeks to tick off", "Get help at once"):
        assert words in paper.text
    assert paper.file.metadata is not None
    assert paper.file.metadata.title == "Glute bridge"


def test_visitor_prints_chosen_exercises_in_their_order(cast: Cast) -> None:
    text = paper_at("/exercises/handout.pdf?exercise=bird-dog&exercise=glute-bridge&exercise=bird-dog").text
    assert "2 exercises" in text
    assert text.index("1. Bird dog") < text.index("2. Glute bridge")


def test_visitor_prints_what_the_filters_find(cast: Cast) -> None:
    make_exercise("Desk walk", kind="habit", dose="60s every 30min 9-17")
    text = paper_at("/exercises/handout.pdf?kind=habit&paper=letter").text
    assert "Desk walk" in text
    assert "Glute bridge" not in text


def test_more_than_a_sheet_holds_is_refused_with_a_way_out(cast: Cast) -> None:
    slugs = [make_exercise(f"Exercise {number}").slug for number in range(21)]
    for query in ("&".join(f"exercise={slug}" for slug in slugs), ""):
        status, page = refused(f"/exercises/handout.pdf?{query}")
        assert status == 400
        assert "at most 20 exercises" in page
    assert "20. Exercise" in paper_at("/exercises/handout.pdf?" + "&".join(f"exercise={s}" for s in slugs[:20])).text


@pytest.mark.parametrize(
    "query",
    [
        "exercise=none-such",
        "exercise=glute-bridge&paper=a3",
        "kind=nonsense",
        "exercise=%00",
        "q=zzzzqqq",
        "exercise=&q=zzzzqqq",
    ],
)
def test_a_list_that_cannot_be_printed_says_why(cast: Cast, query: str) -> None:
    assert refused(f"/exercises/handout.pdf?{query}")[0] == 400


def test_what_only_a_clinic_has_is_printed_for_those_who_see_it(cast: Cast) -> None:
    own = make_own_exercise(clinic=cast.clinic, by=cast.therapist)
    url = f"/exercises/handout.pdf?exercise={own.slug}"
    assert refused(url)[0] == refused(url, browser_of(cast.stranger))[0] == 400
    assert refused(url)[1].replace(own.slug, "") == refused("/exercises/handout.pdf?exercise=none-such")[1].replace(
        "none-such", ""
    )
    answer = browser_of(cast.therapist).get(url)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"


def test_routine_is_printed_with_its_notes_and_a_sheet_for_each_phase(cast: Cast) -> None:
    first = make_plan(("glute-bridge", "3x10")).phases[0]
    noted = first.items[0].model_copy(update={"note": "With a cushion."})
    plan = Plan(
        phases=(
            Phase(name="Settle", weeks=2, items=(noted,)),
            Phase(name="Load", items=make_plan(("bird-dog", "3x8")).phases[0].items),
        )
    )
    routine = make_routine(owner=cast.client, plan=plan, name="Mornings")
    paper = paper_at(f"/routines/{routine.pk}/handout.pdf", browser_of(cast.client))
    assert len(paper.file.pages) == 2
    one, two = (" ".join(page.extract_text().split()) for page in paper.file.pages)
    assert "Mornings" in one
    assert "Phase 1: Settle" in one
    assert "With a cushion." in one
    assert "Bird dog" not in one
    assert "Phase 2: Load" in two
    assert "Bird dog" in two
    assert paper.kinds().count("/H1") == 1


def test_routine_without_exercises_has_nothing_to_print(cast: Cast) -> None:
    routine = make_routine(owner=cast.client, plan=Plan(phases=(Phase(),)))
    status, page = refused(f"/routines/{routine.pk}/handout.pdf", browser_of(cast.client))
    assert status == 409
    assert "nothing to print" in page


def test_visitor_prints_a_template(cast: Cast) -> None:
    template = make_routine(
        owner=cast.editor,
        plan=make_plan(("glute-bridge", "3x10")),
        name="For everybody",
        visibility=Routine.Visibility.TEMPLATE,
    )
    paper = paper_at(f"/templates/{template.slug}/handout.pdf")
    assert "For everybody" in paper.text
    assert "Ask a doctor or physiotherapist first." in paper.text


def test_an_address_prints_twenty_sheets_an_hour(cast: Cast, settings: Any) -> None:
    settings.LIMITS = settings.LIMITS | {"handout": "2/h/ip"}
    url = "/exercises/handout.pdf?exercise=glute-bridge"
    assert [Client().get(url).status_code for _time in range(3)] == [200, 200, 429]


@pytest.mark.parametrize("page", ["/exercises/glute-bridge/", "/exercises/"])
def test_pages_lead_to_paper(cast: Cast, page: str) -> None:
    assert "/exercises/handout.pdf" in Client().get(page).content.decode()
