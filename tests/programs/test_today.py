import datetime
import uuid

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from programs.models import Program, Session
from programs.publishing import publish
from programs.schedule import ONE_DAY
from tests.budgets import SEEN
from tests.cast import Cast
from tests.factories import make_exercise, make_plan, make_published, make_user
from tests.programs.pages import browser_of, field_of, kept, page_of, ticked, unmarked


def republish(program: Program, by: User, *lines: tuple[str, str], reason: str = "It goes well.") -> Program:
    """Version with these lines; items of exercises that stay keep their keys."""
    program = Program.objects.get(pk=program.pk)
    keys = {item.exercise: item.key for item in program.read_draft().items()}
    plan = make_plan(*lines)
    items = tuple(item.model_copy(update={"key": keys.get(item.exercise, item.key)}) for item in plan.phases[0].items)
    program.save_plan(plan.model_copy(update={"phases": (plan.phases[0].model_copy(update={"items": items}),)}))
    publish(program=program, by=by, reason=reason)
    return Program.objects.get(pk=program.pk)


def test_client_sees_what_is_due_in_order_with_doses_in_words(cast: Cast) -> None:
    response = browser_of(cast.client).get("/today/")
    page = response.content.decode()
    assert response.status_code == 200
    assert page.index("Glute bridge") < page.index("Bird dog")
    assert "3 sets of 10" in page
    assert "3 sets of 8, hold 5 seconds, each side" in page
    assert "2 exercises to go, about" in page
    assert "Lift your hips." in page
    assert "Lift less high." in page
    assert "Stop if it hurts sharply." in page
    assert response["Cache-Control"] == "no-store"


def test_client_is_not_told_the_days_a_week_on_the_day_itself(cast: Cast) -> None:
    republish(cast.program, cast.therapist, ("bird-dog", "3x8 5x/wk"))
    page = browser_of(cast.client).get("/today/").content.decode()
    assert '<span class="task__dose">3 sets of 8</span>' in page


def test_client_sees_the_words_of_the_version_and_not_of_the_catalogue(cast: Cast) -> None:
    from exercises.models import Exercise

    exercise = Exercise.objects.get(slug="glute-bridge")
    exercise.steps.update(text="Changed in the catalogue.")
    assert "Changed in the catalogue." not in browser_of(cast.client).get("/today/").content.decode()


def test_client_marks_exercises_and_one_session_is_kept(cast: Cast) -> None:
    browser = browser_of(cast.client)
    data = ticked(page_of(browser), "glute-bridge", worst_pain=3, effort=5, note="Went well.", time_zone="Asia/Tokyo")
    response = browser.post("/today/", data, follow=True)
    assert response.redirect_chain == [("/today/", 302)]
    [session] = kept(cast.client)
    assert (session.worst_pain, session.effort, session.note) == (3, 5, "Went well.")
    assert session.time_zone == "Asia/Tokyo"
    assert session.evidence == Session.Evidence.TICKED
    [result] = session.results.all()
    assert (result.exercise, result.status, result.sets, result.reps) == ("glute-bridge", "done", 3, 10)
    page = response.content.decode()
    assert "Saved. Thank you" in page
    assert "1/2" in page
    assert "task--done" in page


def test_client_says_partly_and_left_out_with_numbers_and_reason(cast: Cast) -> None:
    browser = browser_of(cast.client)
    form = page_of(browser)
    data = unmarked(form)
    data[field_of(form, "glute-bridge", "how")] = "part"
    data[field_of(form, "glute-bridge", "sets")] = "2"
    data[field_of(form, "bird-dog", "how")] = "skipped"
    data[field_of(form, "bird-dog", "skip_reason")] = "My knee hurt."
    response = browser.post("/today/", data, follow=True)
    part, skipped = kept(cast.client)[0].results.all()
    assert (part.status, part.sets, part.reps) == ("part", 2, 10)
    assert (skipped.status, skipped.sets, skipped.skip_reason) == ("skipped", None, "My knee hurt.")
    assert "My knee hurt." not in response.content.decode()
    assert ">Left out</span>" in response.content.decode()


def test_client_who_did_part_of_it_without_numbers_is_not_credited_with_the_dose(cast: Cast) -> None:
    browser = browser_of(cast.client)
    form = page_of(browser)
    browser.post("/today/", unmarked(form) | {field_of(form, "glute-bridge", "how"): "part"})
    assert kept(cast.client)[0].results.get().sets is None


def test_client_sends_the_same_page_twice_and_one_session_is_kept(cast: Cast) -> None:
    browser = browser_of(cast.client)
    data = ticked(page_of(browser), worst_pain=1)
    assert browser.post("/today/", data).status_code == 302
    assert browser.post("/today/", data).status_code == 302
    assert len(kept(cast.client)) == 1


def test_client_sends_a_saved_page_again_with_other_answers_and_is_shown_the_first(cast: Cast) -> None:
    browser = browser_of(cast.client)
    data = ticked(page_of(browser), worst_pain=1)
    browser.post("/today/", data)
    response = browser.post("/today/", data | {"worst_pain": "7", "note": "Second thought"})
    [session] = kept(cast.client)
    assert response.status_code == 422
    assert session.worst_pain == 1
    assert session.get_absolute_url() in response.content.decode()
    assert "Second thought" in response.content.decode()


def test_client_who_followed_the_older_version_meanwhile_loses_nothing(cast: Cast) -> None:
    browser = browser_of(cast.client)
    data = ticked(page_of(browser))
    republish(cast.program, cast.therapist, ("glute-bridge", "3x12"))
    assert browser.post("/today/", data).status_code == 302
    [session] = kept(cast.client)
    assert session.version.number == 1
    assert session.results.count() == 2


@pytest.mark.parametrize(("pain", "said"), [(5, None), (6, "Stop the exercise that hurt"), (8, "Stop for today")])
def test_client_with_strong_pain_is_told_what_to_do(cast: Cast, pain: int, said: str | None) -> None:
    cast.clinic.phone = "01 23 45"
    cast.clinic.save()
    browser = browser_of(cast.client)
    browser.post("/today/", ticked(page_of(browser), worst_pain=pain))
    page = browser.get("/today/").content.decode()
    assert ("nobody watches Backfit in real time. With new" in page) is (said is not None)
    if said:
        assert said in page
        assert 'href="/safety/"' in page
        assert "01 23 45" in page


def test_client_is_told_once_what_a_new_version_changes(cast: Cast) -> None:
    browser = browser_of(cast.client)
    browser.get("/today/")
    make_exercise("Chin tuck")
    program = republish(
        cast.program, cast.therapist, ("glute-bridge", "3x12"), ("chin-tuck", "1x10"), reason="You are stronger."
    )
    page = browser.get("/today/").content.decode()
    assert "New in version 2: 1 new, 1 changed, 1 taken out" in page
    assert "You are stronger." in page
    assert "until now 3 sets of 10" in page
    assert browser.post(f"/programs/{program.pk}/seen/", {"number": "2"}).status_code == 302
    assert "New in version 2" not in browser.get("/today/").content.decode()


def test_client_who_opens_a_program_for_the_first_time_is_told_of_no_changes(cast: Cast) -> None:
    republish(cast.program, cast.therapist, ("glute-bridge", "3x12"))
    browser = browser_of(cast.client)
    assert "New in version" not in browser.get("/today/").content.decode()
    cast.program.refresh_from_db()
    assert cast.program.seen_number == 2


@pytest.mark.parametrize("number", ["1", "", "nonsense", "99999999999999999999", "-1"])
def test_client_says_seen_with_any_number_and_never_ahead_of_the_version(cast: Cast, number: str) -> None:
    browser_of(cast.client).post(f"/programs/{cast.program.pk}/seen/", {"number": number})
    cast.program.refresh_from_db()
    assert cast.program.seen_number == 1


def test_nobody_else_says_that_the_client_has_read_it(cast: Cast) -> None:
    address = f"/programs/{cast.program.pk}/seen/"
    assert browser_of(cast.therapist).post(address).status_code == 403
    assert browser_of(cast.other_client).post(address).status_code == 404
    assert browser_of(cast.client).get(address).status_code == 405
    cast.program.refresh_from_db()
    assert cast.program.seen_number == 0


def test_client_sees_rest_pause_beginning_and_end_said_kindly(cast: Cast) -> None:
    browser = browser_of(cast.client)
    today = cast.client.today()
    for change, said in (
        ({"start_on": today + 3 * ONE_DAY}, "It begins "),
        ({"start_on": today}, "2 exercises to go"),
    ):
        Program.objects.filter(pk=cast.program.pk).update(**change)
        assert said in browser.get("/today/").content.decode()
    cast.program.pause(today)
    assert "Paused. Take the time you need." in browser.get("/today/").content.decode()


@time_machine.travel(datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC))
def test_client_on_a_day_of_rest_reads_when_it_goes_on(cast: Cast) -> None:
    plan = make_plan(("glute-bridge", "3x10"), weeks=1, days=(1,))
    make_published(episode=cast.other_episode, by=cast.therapist, plan=plan, start_on=datetime.date(2026, 11, 23))
    page = browser_of(cast.other_client).get("/today/").content.decode()
    assert "A day of rest" in page
    with time_machine.travel(datetime.datetime(2026, 12, 2, 12, tzinfo=datetime.UTC)):
        assert "end of this program" in browser_of(cast.other_client).get("/today/").content.decode()


def test_newcomer_without_program_is_shown_where_to_go(db: None) -> None:
    page = browser_of(make_user("new@example.org")).get("/today/").content.decode()
    assert "Nothing to follow yet" in page
    assert "/invitations/enter/" in page
    assert "/exercises/" in page
    assert "/routines/" in page


def test_client_of_two_programs_marks_both_in_one_go(cast: Cast) -> None:
    plan = make_plan(("glute-bridge", "1x5"))
    second = make_published(episode=cast.episode, by=cast.therapist, plan=plan, name="Evening")
    browser = browser_of(cast.client)
    data = ticked(page_of(browser), worst_pain=2)
    for _twice in range(2):
        browser.post("/today/", data)
    assert {session.program_id for session in kept(cast.client)} == {cast.program.pk, second.pk}
    assert len(kept(cast.client)) == 2


def test_client_counts_a_habit_several_times_in_one_go(cast: Cast) -> None:
    make_exercise("Stand up", dose="60s every 60min 9-17", kind="habit")
    plan = make_plan(("stand-up", "60s every 60min 9-17"))
    make_published(episode=cast.other_episode, by=cast.therapist, plan=plan)
    browser = browser_of(cast.other_client)
    form = page_of(browser)
    browser.post("/today/", ticked(form) | {field_of(form, "stand-up", "times"): "3"})
    assert "3 of 8 done" in browser.get("/today/").content.decode()


def test_client_after_midnight_saves_the_evening_that_the_page_was_for(cast: Cast) -> None:
    browser = browser_of(cast.client)
    day = cast.client.today()
    data = ticked(page_of(browser))
    for later, evidence in ((1, Session.Evidence.TICKED), (9, Session.Evidence.LATER)):
        midnight = datetime.datetime.combine(day + ONE_DAY, datetime.time(later), tzinfo=datetime.UTC)
        with time_machine.travel(midnight):
            assert browser.post("/today/", data | {"uuid": str(uuid.uuid4())}).status_code == 302
        session = kept(cast.client)[-1]
        assert (session.day, session.evidence) == (day, evidence)


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_client_on_a_journey_ticks_on_the_day_that_the_page_names(cast: Cast, zone: str) -> None:
    for hour in (0, 9, 18, 23):
        with time_machine.travel(timezone.now().replace(hour=hour, minute=30), tick=False):
            data = ticked(page_of(browser := browser_of(cast.client)), time_zone=zone)
            browser.post("/today/", data | {"uuid": str(uuid.uuid4())})
        assert kept(cast.client)[-1].evidence == Session.Evidence.TICKED


def test_visitor_is_asked_to_sign_in(client: Client, db: None) -> None:
    response = client.get("/today/")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_today_costs_few_queries_whatever_it_holds(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(4):
        plan = make_plan(("glute-bridge", "1x5"), ("bird-dog", "1x5"))
        make_published(episode=cast.episode, by=cast.therapist, plan=plan, name=f"Number {number}")
    browser = browser_of(cast.client)
    browser.post("/today/", ticked(page_of(browser), "bird-dog", worst_pain=7))
    Program.objects.filter(name="Number 0").update(seen_number=0)
    republish(cast.program, cast.therapist, ("glute-bridge", "3x12"))
    cast.program.pause(cast.client.today())
    cast.program.resume(cast.client.today() + ONE_DAY)
    # Two of them for the card about reminders, two for what is said of messages.
    with django_assert_max_num_queries(17 + SEEN):
        assert "New in version 2" in browser.get("/today/").content.decode()


def test_client_whose_program_ends_today_still_does_this_day(cast: Cast) -> None:
    cast.program.end(cast.client.today())
    browser = browser_of(cast.client)
    assert browser.post("/today/", ticked(page_of(browser))).status_code == 302
