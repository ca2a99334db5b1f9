"""Breaks of a habit: the page that runs them, recording one, and what they count for beside the exercises."""

import datetime
import importlib
import re
import uuid
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import Episode
from accounts.plans import Item, Phase, Plan
from exercises.models import Exercise
from programs import migrations
from programs.episode_page import courses, sessions_in
from programs.models import DayTally, Pause, Program, Session
from programs.progress import progress_between
from programs.proposals.reading import course_of
from programs.safety_reports import report_sign
from programs.schedule import ONE_DAY
from programs.session_body import SessionBody
from programs.sessions import record
from programs.window import window_of
from tests.cast import Cast
from tests.factories import make_exercise, make_plan, read_dose, session_body
from tests.programs.pages import browser_of, page_of, published_again, ticked

PAGE = "/breaks/"
NEW = "/breaks/new/"
BREAK = "60s every 30min 9-17"


@pytest.fixture
def program(cast: Cast) -> Program:
    """A glute bridge, and a break sixteen times a day."""
    make_habit("Movement break", BREAK)
    return published_again(cast, make_plan(("glute-bridge", "3x10"), ("movement-break", BREAK)))


def make_habit(name: str, dose: str) -> Exercise:
    return make_exercise(name, kind="habit", position="sitting", dose=dose)


def key_of(program: Program, slug: str = "movement-break") -> str:
    assert program.current is not None
    items = program.current.document["phases"][0]["items"]
    return str(next(item["key"] for item in items if item["exercise"] == slug))


def break_body(program: Program, **fields: Any) -> dict[str, Any]:
    """What the page's script sends for a break that its timer ran."""
    result = {"item": key_of(program), "status": "done", "times": 1, "seconds": 60}
    about = {"evidence": "timed", "worst_pain": None, "effort": None, "results": [result]}
    return session_body(program, **(about | fields))


def take(cast: Cast, program: Program, number: int = 1, **fields: Any) -> list[Session]:
    bodies = [SessionBody.model_validate(break_body(program, **fields)) for _ in range(number)]
    return [record(by=cast.client, uuid=uuid.uuid4(), body=body)[0] for body in bodies]


def exercise(cast: Cast, program: Program, **fields: Any) -> Session:
    results = [{"item": key_of(program, "glute-bridge"), "status": "done"}]
    body = SessionBody.model_validate(session_body(program, results=results, **fields))
    return record(by=cast.client, uuid=uuid.uuid4(), body=body)[0]


def form_of(running: Program, **fields: str) -> dict[str, str]:
    data = {"uuid": str(uuid.uuid4()), "program": str(running.pk), "item": key_of(running), "time_zone": "UTC"}
    return data | fields


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


# The page


def test_visitor_gets_the_habits_of_the_catalogue_and_nothing_that_is_recorded(db: None) -> None:
    make_habit("Movement break", BREAK)
    make_habit("Eye break", "20s every 20min 9-17")
    make_habit("Desk check", "prn 1x/wk")
    make_exercise("Glute bridge")
    answer = Client().get(PAGE)
    page = text_of(answer)
    assert page.index("Movement break") < page.index("Eye break")  # the one nearest to 30 minutes first
    assert "Desk check" not in page
    assert "Glute bridge" not in page
    assert "Nothing is sent." in page
    assert "I had a break" not in page
    assert not answer.cookies
    assert answer.context["start"]["owner"] == "visitor"
    assert [habit["most"] for habit in answer.context["start"]["habits"]] == [8, 8]


def test_site_without_habits_says_so(db: None) -> None:
    assert "No breaks to choose from yet" in text_of(Client().get(PAGE))


def test_client_gets_the_breaks_of_the_program_and_not_the_catalogue(cast: Cast, program: Program) -> None:
    make_habit("Eye break", "20s every 20min 9-17")
    take(cast, program, 3)
    answer = browser_of(cast.client).get(PAGE)
    assert "3 of 16 breaks today" in text_of(answer)
    assert "Eye break" not in text_of(answer)
    [habit] = answer.context["start"]["habits"]
    told = {name: habit[name] for name in ("every", "from", "until", "seconds", "times", "done", "most")}
    assert told == {"every": 30, "from": 9, "until": 17, "seconds": 60, "times": 16, "done": 3, "most": None}
    assert answer["Cache-Control"] == "no-store"


def test_client_who_comes_from_an_exercise_gets_that_one_too(cast: Cast, program: Program) -> None:
    make_habit("Eye break", "20s every 20min 9-17")
    start = browser_of(cast.client).get(f"{PAGE}?habit=eye-break").context["start"]
    assert [habit["slug"] for habit in start["habits"]] == ["movement-break", "eye-break"]


def test_client_gets_the_catalogue_on_a_day_without_breaks(cast: Cast, program: Program) -> None:
    Pause.objects.create(program=program, from_on=cast.client.today())
    page = text_of(browser_of(cast.client).get(PAGE))
    assert "Ideas for a break" in page
    assert "I had a break" not in page


def test_page_of_a_habit_leads_to_the_desk_and_others_do_not(db: None) -> None:
    make_habit("Movement break", BREAK)
    make_exercise("Glute bridge")
    link = f"{PAGE}?habit=movement-break"
    assert link in Client().get("/exercises/movement-break/").content.decode()
    assert "Run it at your desk" not in Client().get("/exercises/glute-bridge/").content.decode()


def test_today_leads_to_the_breaks(cast: Cast, program: Program) -> None:
    take(cast, program, 2)
    page = text_of(browser_of(cast.client).get("/today/"))
    assert "Run your breaks" in page
    assert "Movement break: <strong>2 of 16 today</strong>" in page
    assert "<summary>2 breaks</summary>" in page


def test_today_without_habits_says_nothing_of_breaks(cast: Cast) -> None:
    assert reverse("breaks") not in browser_of(cast.client).get("/today/").content.decode()


def test_page_takes_few_queries(
    cast: Cast, program: Program, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    take(cast, program, 12)
    browser = browser_of(cast.client)
    with django_assert_max_num_queries(14):
        browser.get(PAGE)


def begun_earlier(program: Program) -> datetime.date:
    """The evening before, from which the program runs."""
    evening = program.episode.local_day() - ONE_DAY
    Program.objects.filter(pk=program.pk).update(start_on=evening)
    program.versions.update(effective_on=evening)
    program.refresh_from_db()
    return evening


def test_nurse_on_nights_has_the_count_of_the_evening_after_midnight(cast: Cast, program: Program) -> None:
    evening = begun_earlier(program)
    take(cast, program, 3, day=evening.isoformat())
    take(cast, program, 1)
    assert "1 of 16 breaks today" in text_of(browser_of(cast.client).get(PAGE))
    page = text_of(browser_of(cast.client).get(f"{PAGE}?day={evening}"))
    assert "3 of 16 breaks today" in page
    assert f'name="day" value="{evening}"' in page
    assert {(tally.day, tally.sessions) for tally in DayTally.objects.all()} == {(evening, 1), (evening + ONE_DAY, 1)}


def test_nurse_on_nights_counts_a_break_by_hand_for_the_evening(cast: Cast, program: Program) -> None:
    evening = begun_earlier(program)
    browser_of(cast.client).post(NEW, form_of(program, day=evening.isoformat()))
    assert Session.objects.get().day == evening


def test_night_shift_takes_few_queries(
    cast: Cast, program: Program, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    evening = begun_earlier(program)
    take(cast, program, 12, day=evening.isoformat())
    browser = browser_of(cast.client)
    with django_assert_max_num_queries(20):
        browser.get(f"{PAGE}?day={evening}")


@pytest.mark.parametrize("told", ["today", "evening"])
def test_severe_pain_before_or_after_midnight_ends_the_breaks_of_the_night(
    cast: Cast, program: Program, told: str
) -> None:
    evening = begun_earlier(program)
    exercise(cast, program, worst_pain=9, **({"day": evening.isoformat()} if told == "evening" else {}))
    assert "breaks-start" not in text_of(browser_of(cast.client).get(f"{PAGE}?day={evening}"))


@pytest.mark.parametrize("day", ["2001-01-01", "tomorrow", "2999-01-01", "%00", "2027-02-30"])
def test_a_day_on_which_no_shift_can_have_begun_is_refused(cast: Cast, program: Program, day: str) -> None:
    answer = browser_of(cast.client).get(f"{PAGE}?day={day}")
    assert answer.status_code == 400
    assert browser_of(cast.client).post(NEW, form_of(program, day=day)).status_code == 400
    assert not Session.objects.exists()


# Nobody is called to move after a warning


def test_client_with_an_emergency_sign_gets_what_to_do_and_no_timer(cast: Cast, program: Program) -> None:
    report_sign(by=cast.client, episode=cast.episode, tier="emergency")
    page = text_of(browser_of(cast.client).get(PAGE))
    assert "No exercises today" in page
    assert "breaks-start" not in page


def test_client_with_an_urgent_sign_gets_no_timer(cast: Cast, program: Program) -> None:
    report_sign(by=cast.client, episode=cast.episode, tier="urgent")
    page = text_of(browser_of(cast.client).get(PAGE))
    assert "phone a doctor today" in page
    assert "breaks-start" not in page
    assert "I had a break" not in page


@pytest.mark.parametrize(("pain", "runs"), [(7, True), (8, False)])
def test_client_in_severe_pain_gets_no_timer(cast: Cast, program: Program, pain: int, runs: bool) -> None:
    exercise(cast, program, worst_pain=pain)
    page = text_of(browser_of(cast.client).get(PAGE))
    assert ("breaks-start" in page) is runs
    assert ("Stop for today</h2>" in page) is not runs


# Recording one without the timer


def test_client_counts_a_break_by_hand_and_twice_the_same_is_one(cast: Cast, program: Program) -> None:
    browser, data = browser_of(cast.client), form_of(program)
    for _again in range(2):
        answer = browser.post(NEW, data)
        assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert "Your break counts." in text_of(browser.get(PAGE))
    session = Session.objects.get()
    assert (session.evidence, session.is_break, session.day) == ("ticked", True, cast.client.today())
    assert "1 of 16 breaks today" in text_of(browser.get(PAGE))


def test_break_counts_though_the_browser_knows_another_zone(cast: Cast, program: Program) -> None:
    browser_of(cast.client).post(NEW, form_of(program, time_zone="Mars/Olympus"))
    assert Session.objects.get().time_zone == cast.client.time_zone


@pytest.mark.parametrize(
    "spoiled",
    [
        {"uuid": ""},
        {"uuid": "7"},
        {"program": "none"},
        {"program": "00000000-0000-4000-8000-000000000000"},
        {"item": ""},
        {"item": "x" * 41},
        {"item": "unknown"},
    ],
)
def test_what_is_no_break_is_refused_with_a_sentence(cast: Cast, program: Program, spoiled: dict[str, str]) -> None:
    answer = browser_of(cast.client).post(NEW, form_of(program, **spoiled))
    assert answer.status_code == 400
    assert "Your break was not counted." in text_of(answer)
    assert not Session.objects.exists()


def test_what_no_text_may_hold_is_refused(cast: Cast, program: Program) -> None:
    assert browser_of(cast.client).post(NEW, form_of(program, item="bad\x00word")).status_code == 400


def test_an_exercise_is_not_recorded_as_a_break(cast: Cast, program: Program) -> None:
    answer = browser_of(cast.client).post(NEW, form_of(program, item=key_of(program, "glute-bridge")))
    assert answer.status_code == 400
    assert "That is not a break of your program." in text_of(answer)
    assert not Session.objects.exists()


@pytest.mark.parametrize("who", ["other_client", "stranger", "therapist"])
def test_nobody_else_takes_a_clients_break(cast: Cast, program: Program, who: str) -> None:
    answer = browser_of(getattr(cast, who)).post(NEW, form_of(program))
    assert answer.status_code == 400
    assert not Session.objects.exists()


def test_break_in_a_pause_is_refused(cast: Cast, program: Program) -> None:
    Pause.objects.create(program=program, from_on=cast.client.today())
    assert browser_of(cast.client).post(NEW, form_of(program)).status_code == 409


def test_a_break_is_recorded_by_post_only(cast: Cast) -> None:
    assert browser_of(cast.client).get(NEW).status_code == 405


# What they count for


def test_breaks_of_the_timer_are_one_thing_of_the_day(cast: Cast, program: Program, api: APIClient) -> None:
    api.force_authenticate(cast.client)
    for number in range(1, 9):
        answer = api.put(f"/api/v1/sessions/{uuid.uuid4()}/", break_body(program), format="json")
        assert (answer.status_code, answer.json()["is_break"]) == (201, True)
        tally = DayTally.objects.get()
        # Half of sixteen is kept, by our convention.
        assert (tally.planned, tally.done, tally.part) == (2, int(number == 8), int(number < 8))
        assert (tally.sessions, tally.timed, tally.worst_pain) == (1, 1, None)


def test_a_break_with_a_number_or_a_word_to_the_therapist_is_a_session(cast: Cast, program: Program) -> None:
    for told in ({"worst_pain": 3}, {"effort": 2}, {"note": "It pulled."}):
        assert not take(cast, program, **told)[0].is_break
    pained = {"item": key_of(program), "status": "done", "pain": 4}
    assert not take(cast, program, results=[pained])[0].is_break
    assert not take(cast, program, results=[{"item": key_of(program), "status": "skipped"}])[0].is_break
    assert not take(cast, program, results=[])[0].is_break


def test_a_corrected_break_is_looked_at_anew(cast: Cast, program: Program) -> None:
    [session] = take(cast, program)
    body = SessionBody.model_validate(break_body(program, note="My neck pulled."))
    corrected, outcome = record(by=cast.client, uuid=session.uuid, body=body, corrects=1)
    assert (outcome, corrected.is_break) == ("corrected", False)


def test_breaks_do_not_raise_how_much_was_timed(cast: Cast, program: Program) -> None:
    exercise(cast, program)
    take(cast, program, 12)
    episode = Episode.objects.select_related("clinic").get(pk=cast.episode.pk)
    today = cast.client.today()
    window = window_of({}, begun=program.start_on, today=today)
    programs = list(Program.objects.filter(pk=program.pk).select_related("current").prefetch_related("pauses"))
    for each in programs:
        each.episode = episode
    [course] = courses(episode, programs, window, sessions_in(programs, window))
    assert course.graded.done == 2
    assert course.by_way == {"timed": 1, "ticked": 1}
    [progress] = progress_between(programs, today, today)
    assert progress.graded.ways == {"timed": 1, "ticked": 1}


def test_breaks_owe_no_number_and_do_not_hold_up_a_proposal(cast: Cast, program: Program) -> None:
    today = cast.client.today()
    Program.objects.filter(pk=program.pk).update(start_on=today - 6 * ONE_DAY)
    program.versions.update(effective_on=today - 6 * ONE_DAY)
    for back in (5, 3, 1):
        exercise(cast, program, day=(today - back * ONE_DAY).isoformat(), worst_pain=1, effort=4)
        take(cast, program, 25, day=(today - back * ONE_DAY).isoformat())
        take(cast, program, 2, day=(today - (back - 1) * ONE_DAY).isoformat())
    course = course_of(Program.objects.select_related("episode__clinic", "current").get(pk=program.pk))
    assert course is not None
    assert [done.day for done in course.sessions] == [today - back * ONE_DAY for back in (1, 3, 5)]
    assert all(day.pain == 1 and day.effort == 4 for day in course.latest(9))


def test_client_after_a_break_is_still_offered_the_short_version(cast: Cast, program: Program) -> None:
    items = (
        Item(key="bridge", exercise="glute-bridge", dose=read_dose("3x10"), short=True),
        Item(key="bird", exercise="bird-dog", dose=read_dose("3x8")),
        Item(key="break", exercise="movement-break", dose=read_dose(BREAK)),
    )
    take(cast, published_again(cast, Plan(phases=(Phase(items=items),))))
    assert "A bad day?" in text_of(browser_of(cast.client).get("/today/"))


def test_client_page_shows_the_breaks_of_a_day_in_one_line(cast: Cast, program: Program) -> None:
    start = datetime.datetime.combine(cast.client.today(), datetime.time(9, 30), tzinfo=datetime.UTC)
    for number in range(6):
        take(cast, program, started_at=(start + number * datetime.timedelta(minutes=30)).isoformat())
    exercise(cast, program)
    page = text_of(browser_of(cast.therapist).get(cast.episode.get_absolute_url()))
    assert page.count("Played with the timer</span></td>") == 1
    assert "6 breaks" in page
    assert "1 done" in page


def test_today_does_not_take_breaks_for_the_days_exercise(cast: Cast, program: Program) -> None:
    take(cast, program)
    browser = browser_of(cast.client)
    browser.post("/today/", ticked(page_of(browser), "glute-bridge", worst_pain=2))
    page = text_of(browser.get("/today/"))
    assert len(set(re.findall(r"/sessions/([0-9a-f-]{36})/edit/", page))) == 1
    assert "<summary>1 break</summary>" in page


def test_breaks_from_before_are_found_by_the_migration(cast: Cast, program: Program) -> None:
    taken, done = take(cast, program)[0], exercise(cast, program)
    told = take(cast, program, effort=3)[0]
    Session.objects.update(is_break=False)
    [name] = [path.stem for path in Path(migrations.__path__[0]).glob("*_breaks.py")]
    migration = importlib.import_module(f"programs.migrations.{name}")
    migration.find_breaks(apps, SimpleNamespace(connection=connection))
    assert set(Session.objects.filter(is_break=True)) == {taken}
    assert set(Session.objects.exercised()) == {done, told}
