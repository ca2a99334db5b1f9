"""The client's page: calendar by evidence, pain over time, exercises, notes; a year of it costs no more."""

import datetime
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Episode
from programs.models import CheckIn, DayTally, Pause, Program, Result, Session, Version
from programs.schedule import ONE_DAY
from programs.session_body import SessionBody
from programs.sessions import record
from programs.tally import versions_in_force
from tests.budgets import LOGGED
from tests.cast import Cast
from tests.factories import make_plan, make_published, session_body
from tests.programs.pages import browser_of, dots_in


@pytest.fixture
def running(cast: Cast) -> Cast:
    """The program began twenty days ago."""
    begin(cast.program, cast.client.today() - 20 * ONE_DAY)
    return cast


def begin(program: Program, day: datetime.date) -> None:
    Program.objects.filter(pk=program.pk).update(start_on=day)
    program.versions.update(effective_on=day)


def follow(cast: Cast, days_ago: int, **fields: Any) -> Session:
    day = cast.client.today() - days_ago * ONE_DAY
    body = session_body(cast.program, day=day.isoformat(), **fields)
    by = cast.therapist if fields.get("evidence") == "paper" else cast.client
    return record(by=by, uuid=uuid.uuid4(), body=SessionBody.model_validate(body))[0]


def check_in(cast: Cast, days_ago: int, pain: int) -> None:
    day = cast.client.today() - days_ago * ONE_DAY
    CheckIn.objects.create(episode=cast.episode, day=day, pain=pain, told_by=cast.client)


def page_of(cast: Cast, who: str = "therapist", query: str = "") -> str:
    response = browser_of(getattr(cast, who)).get(f"/episodes/{cast.episode.pk}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def day_in(page: str, cast: Cast, days_ago: int) -> str:
    """The cell of that day."""
    day = cast.client.today() - days_ago * ONE_DAY
    title = f'title="{day:%A} {day.day} {day:%B}: '
    start = page.index(title)
    return page[page.rindex("<td", 0, start) : page.index("</td>", start)]


def test_therapist_sees_by_sign_and_in_words_what_each_day_was_and_how_it_was_told(running: Cast) -> None:
    for days_ago, evidence in ((8, "timed"), (7, "ticked"), (6, "later"), (5, "paper")):
        follow(running, days_ago, evidence=evidence)
    follow(running, 4, status="part")
    follow(running, 3, status="skipped")
    page = page_of(running)
    for days_ago, way in ((8, "timed"), (7, "ticked"), (6, "later"), (5, "paper")):
        cell = day_in(page, running, days_ago)
        assert "done in full, 2 of 2" in cell
        assert 'href="#sign-done"' in cell
        assert f'href="#way-{way}"' in cell
    assert "done in part, 2 of 2" in day_in(page, running, 4)
    assert "left out" in day_in(page, running, 3)
    assert "nothing recorded" in day_in(page, running, 2)
    assert "day--today" in day_in(page, running, 0)
    assert "not recorded yet" in day_in(page, running, 0)
    sentence = "10 of 42 done</strong>, 2 played with the timer, 4 ticked the same day, 2 filled in later, 2 from paper"
    assert sentence in page
    assert "Last 7 days" in page
    assert "6 of 14 exercises" in page


def test_calendar_tells_pauses_rest_and_the_days_before_apart(running: Cast) -> None:
    today = running.client.today()
    Pause.objects.create(program=running.program, from_on=today - 3 * ONE_DAY, until_on=today - 2 * ONE_DAY)
    page = page_of(running)
    assert "paused" in day_in(page, running, 2)
    assert 'class="chart__pause"' in page
    assert "before the first day" in day_in(page_of(running, query="?weeks=12"), running, 25)


def test_chart_has_pain_during_next_morning_and_effort_with_a_table_of_the_same_numbers(running: Cast) -> None:
    follow(running, 5, worst_pain=6, effort=3)
    check_in(running, 4, 7)
    page = page_of(running)
    for line in ("pain", "morning", "effort"):
        assert dots_in(page, line) == 1
    day = running.client.today() - 5 * ONE_DAY
    row = page[page.index(f'class="table__day">{day:%a} {day.day} {day:%b}') :]
    assert [part.split("<")[0] for part in row.split('<td class="number">')[1:8]] == ["2", "2", "0", "0", "6", "7", "3"]
    assert "Pain next morning: 7." in page
    assert 'role="img"' in page
    assert " style=" not in page


def test_versions_stand_on_the_axis_from_the_day_on_which_they_took_effect(running: Cast) -> None:
    follow(running, 3)
    first = running.program.versions.get()
    Version.objects.create(
        program=running.program,
        number=2,
        plan=first.plan,
        document=first.document,
        digest=first.digest,
        reason="More.",
        published_by=running.therapist,
        effective_on=running.client.today() - 5 * ONE_DAY,
    )
    page = page_of(running)
    assert ">v1</text>" in page
    assert ">v2</text>" in page


def test_therapist_reads_per_exercise_what_was_left_out_why_and_with_which_pain(running: Cast) -> None:
    assert running.program.current is not None
    [bridge, bird_dog] = [
        item["key"] for phase in running.program.current.document["phases"] for item in phase["items"]
    ]
    for days_ago, reason in ((6, "It hurt"), (5, "No time"), (4, "it hurt")):
        results = [
            {"item": bridge, "status": "done", "pain": days_ago},
            {"item": bird_dog, "status": "skipped", "skip_reason": reason},
        ]
        follow(running, days_ago, results=results)
    page = page_of(running)
    table = page[page.index("Exercise by exercise") :]
    bridge_row, bird_row = (table[table.index(name) : table.index("</tr>", table.index(name))] for name in NAMES)
    assert 'data-label="Done">3<' in bridge_row
    assert 'data-label="Worst pain with it">6<' in bridge_row
    last = running.client.today() - 4 * ONE_DAY
    assert f"{last.day} {last:%b %Y}" in bridge_row
    assert "It hurt (2)" in bird_row
    assert "No time" in bird_row
    assert bird_row.index("It hurt") < bird_row.index("No time")


NAMES = ("<span>Glute bridge", "<span>Bird dog")


def test_notes_stand_with_their_day_the_newest_first(running: Cast) -> None:
    for days_ago in range(1, 10):
        follow(running, days_ago, note=f"note {days_ago}", evidence="paper" if days_ago == 1 else "ticked")
    page = page_of(running)
    notes = page[page.index('id="notes-title"') : page.index('id="team-title"')]
    assert [notes.index(f"note {number}<") for number in range(1, 10)] == sorted(
        notes.index(f"note {number}<") for number in range(1, 10)
    )
    assert "3 earlier notes" in notes
    assert notes.count("from paper") == 1


def test_client_sees_the_same_calendar_and_pain_without_shares_or_exercises(running: Cast) -> None:
    follow(running, 3, worst_pain=4)
    check_in(running, 2, 5)
    page = page_of(running, "client")
    assert "done in full, 2 of 2" in day_in(page, running, 3)
    assert dots_in(page, "morning") == 1
    for word in ("missed:", "Last 7 days", "Exercise by exercise", "/paper/", "Notes from the client"):
        assert word not in page


@pytest.mark.parametrize("query", ["?weeks=", "?weeks=-1", "?weeks=4&until=nonsense", "?until=0001-01-01", "?page=x"])
def test_nonsense_in_the_address_shows_the_last_four_weeks(running: Cast, query: str) -> None:
    page = page_of(running, query=query)
    assert '<a href="?weeks=4" aria-current="true">' in page
    assert page.count('<th scope="row">') >= 4
    assert "day--today" in page


def test_therapist_steps_back_to_the_weeks_before(running: Cast) -> None:
    begin(running.program, running.client.today() - 60 * ONE_DAY)
    follow(running, 50, note="long ago")
    page = page_of(running)
    assert "long ago" not in page
    start = page.index("?weeks=4&amp;until=")
    earlier = page[start : page.index('"', start)].replace("&amp;", "&")
    page = page_of(running, query=earlier)
    assert "day--today" not in page
    assert "long ago" in page_of(running, query="?weeks=all")
    assert "long ago" in page_of(running, query="?weeks=12")


def test_a_version_from_before_the_weeks_shown_is_not_read(running: Cast, django_assert_num_queries: Any) -> None:
    """Only its head is: documents are the heavy part."""
    first = running.program.versions.get()
    for number in range(2, 6):
        Version.objects.create(
            program=running.program,
            number=number,
            plan=first.plan,
            document={**first.document, "phases": [{**first.document["phases"][0], "name": f"PHASE-{number}"}]},
            digest=first.digest,
            reason="More.",
            published_by=running.therapist,
            effective_on=running.client.today() - (110 - 10 * number) * ONE_DAY,
        )
    today = running.client.today()
    with django_assert_num_queries(2):
        found = versions_in_force([running.program], today - 27 * ONE_DAY, today)
        assert [version.number for version in found[running.program.pk] if version.document] == [5]
    browser = browser_of(running.therapist)
    with CaptureQueriesContext(connection) as asked:
        browser.get(f"/episodes/{running.episode.pk}/")
    assert sum('"programs_version"."document"' in query["sql"] for query in asked.captured_queries) == 1


def a_year_of(program: Program, today: datetime.date) -> None:
    """As `record` would have kept it, in four statements."""
    begin(program, today - 364 * ONE_DAY)
    version = program.versions.get()
    items = [item for phase in version.document["phases"] for item in phase["items"]]
    days = [today - number * ONE_DAY for number in range(365)]
    common = {"client": program.episode.client, "program": program, "version": version, "digest": "x" * 64}
    sessions = Session.objects.bulk_create(
        Session(
            **common,
            uuid=uuid.uuid4(),
            day=day,
            started_at=timezone.now(),
            time_zone="UTC",
            worst_pain=number % 11,
            effort=number % 7,
            note="A note." if number % 9 == 0 else "",
            evidence=Session.Evidence.values[number % 4],
            recorded_by=program.episode.client,
        )
        for number, day in enumerate(days)
    )
    Result.objects.bulk_create(
        Result(session=session, item_key=item["key"], exercise=item["exercise"], status="done", pain=number % 6)
        for session in sessions
        for number, item in enumerate(items)
    )
    DayTally.objects.bulk_create(
        DayTally(program=program, day=day, planned=2, done=2, sessions=1, worst_pain=number % 11, effort=number % 7)
        for number, day in enumerate(days)
    )


@pytest.mark.parametrize("query", ["", "?weeks=12", "?weeks=all"])
def test_three_programs_with_a_year_of_history_cost_20_queries(
    cast: Cast, query: str, django_assert_max_num_queries: Any
) -> None:
    today = cast.client.today()
    Episode.objects.filter(pk=cast.episode.pk).update(started_on=today - 365 * ONE_DAY)
    plan = make_plan(("glute-bridge", "3x10"), ("bird-dog", "3x8"))
    more = [make_published(episode=cast.episode, by=cast.therapist, plan=plan, name=name) for name in ("Neck", "Hip")]
    for program in (cast.program, *more):
        a_year_of(program, today)
    CheckIn.objects.bulk_create(
        CheckIn(episode=cast.episode, day=today - number * ONE_DAY, pain=number % 8, told_by=cast.client)
        for number in range(365)
    )
    browser = browser_of(cast.therapist)
    browser.get(f"/episodes/{cast.episode.pk}/")  # marks the notes as read, once
    with django_assert_max_num_queries(20 + LOGGED):
        page = browser.get(f"/episodes/{cast.episode.pk}/{query}").content.decode()
    assert page.count('<div class="calendar') == 3
    if query == "?weeks=all":
        assert "the highest of each week" in page
        assert dots_in(page, "pain") <= 3 * 53
    # An element for each dot would be megabytes at a year of three programs.
    assert page.count('"chart__dot--pain') <= 3 + 3
