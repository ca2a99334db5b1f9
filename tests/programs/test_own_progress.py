"""A client reads what was reached, without a word about what was missed."""

import datetime
import re

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.plans import Plan
from programs.models import Program
from programs.own_progress import Reached, pain_in_words
from programs.publishing import publish
from programs.schedule import ONE_DAY
from programs.spans import Span
from programs.tally import DayProgress
from tests.cast import Cast
from tests.programs.pages import browser_of, dots_in, page_of, ticked

TODAY = datetime.date(2027, 3, 21)


def pains(*told: int | None) -> list[Span]:
    days = [TODAY - number * ONE_DAY for number in range(len(told))]
    return [
        Span(day, day, planned=1, done=1, part=0, skipped=0, sessions=1, worst_pain=pain, morning=None, effort=None)
        for day, pain in zip(reversed(days), told, strict=True)
    ]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ((5, 5, 4, 3, 2, 2), "gone down: mostly 5 at first, mostly 2 lately"),
        ((3, 3, 3, 3, 4, 4), "about the same: mostly 4 of 10"),
        ((2, 2, 2, 5, 5, None, 5), "higher lately: mostly 5, after 2. Tell your therapist."),
        ((2, None, 5, 5, None, 5), ""),
        ((), ""),
    ],
)
def test_pain_over_time_is_said_in_words(told: tuple[int | None, ...], words: str) -> None:
    found = pain_in_words(pains(*told))
    assert words in found
    assert bool(found) is bool(words)


def test_only_what_was_done_is_counted() -> None:
    days = [
        DayProgress(TODAY - ONE_DAY, "due", 3, done=2),
        DayProgress(TODAY - 2 * ONE_DAY, "due", 3, part=1),
        DayProgress(TODAY - 3 * ONE_DAY, "due", 3),
        DayProgress(TODAY - 9 * ONE_DAY, "due", 3, done=3),
        DayProgress(TODAY + ONE_DAY, "ahead", 0),
    ]
    reached = Reached.of(days, TODAY)
    assert (reached.days, reached.exercises, reached.lately) == (3, 6, 2)
    assert reached.sentences() == ["6 exercises done.", "You moved on 2 days of the last seven."]
    assert "begin again any day" in Reached.of([], TODAY).sentences()[0]


def test_client_finds_progress_from_today_with_sessions_to_correct(cast: Cast) -> None:
    browser = browser_of(cast.client)
    browser.post("/today/", ticked(page_of(browser), worst_pain=3))
    today = browser.get("/today/").content.decode()
    session = cast.client.sessions.get()
    assert 'href="/progress/"' in today
    assert f'href="{session.get_absolute_url()}edit/"' in today
    page = browser.get("/progress/").content.decode()
    assert "2 exercises done. You moved on 1 day of the last seven." in " ".join(page.split())
    assert session.get_absolute_url() in page
    assert dots_in(page, "pain") == 1
    assert "missed" not in page.replace("day--missed", "").replace("sign-missed", "")


def test_client_who_keeps_what_was_reached_reads_so(cast: Cast) -> None:
    plan = cast.program.read_draft()
    [phase] = plan.phases
    items = tuple(item.model_copy(update={"maintain": True}) for item in phase.items)
    cast.program.save_plan(Plan(phases=(phase.model_copy(update={"items": items, "weeks": None}),)))
    publish(program=cast.program, by=cast.therapist, reason="You have got there.")
    assert "Keeping what you reached" in browser_of(cast.client).get("/progress/").content.decode()


def test_client_reads_nothing_that_is_for_the_care_team_or_about_others(cast: Cast) -> None:
    page = browser_of(cast.other_client).get("/progress/").content.decode()
    assert "Nothing to show yet" in page
    assert cast.program.name not in page
    own = browser_of(cast.client).get("/progress/").content.decode()
    assert "Warning signs asked" not in own
    assert not re.search(r"\d\s*%", own.split("<main")[1].split("</main>")[0])


@pytest.mark.parametrize("query", ["?weeks=x", "?weeks=all&until=9999-99-99", "?page=x", "?weeks=12&page=999"])
def test_nonsense_in_the_address_shows_the_usual_weeks(cast: Cast, query: str) -> None:
    assert browser_of(cast.client).get(f"/progress/{query}").status_code == 200


def test_progress_costs_the_same_with_a_long_history(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = browser_of(cast.client)
    browser.post("/today/", ticked(page_of(browser), worst_pain=3))
    Program.objects.update(start_on=cast.client.today() - 300 * ONE_DAY)
    with django_assert_max_num_queries(19):  # one of them for the messages that wait
        browser.get("/progress/?weeks=all")
