"""Proposals follow what clients tell; therapists answer them, and nothing changes by itself."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.plans import Plan
from backfit.chores import chores
from backfit.refusals import Conflict
from exercises.models import Exercise
from programs.models import Attention, Program, Proposal, Session
from programs.proposals.proposing import propose, propose_due
from programs.schedule import ONE_DAY
from programs.sessions import withdraw
from tests.cast import Cast, make_cast
from tests.factories import make_exercise, make_plan, make_published
from tests.programs.pages import browser_of
from tests.programs.told import FIRST, at, publish_again, three_good_days, train, wake


@pytest.fixture
def cast(db: None) -> Cast:
    """As it was on the first day; the usual pain has been stated."""
    with at(0):
        cast = make_cast()
    cast.episode.usual_pain = 2
    cast.episode.save(update_fields=["usual_pain"])
    return cast


@pytest.fixture
def stepped(cast: Cast) -> Proposal:
    three_good_days(cast.program)
    return Proposal.objects.open().get()


def signed_in(cast: Cast) -> Client:
    """After the three good days."""
    with at(3):
        return browser_of(cast.therapist)


# What is proposed


def test_three_good_days_propose_a_step_up_and_say_why(stepped: Proposal) -> None:
    assert stepped.kind == Proposal.Kind.STEP_UP
    assert [(change["exercise"], change["after"]["reps"]) for change in stepped.changes] == [
        ("glute-bridge", 11),
        ("bird-dog", 9),
    ]
    assert stepped.sessions.count() == 3
    assert stepped.why["rule"] == "progress"
    assert [day["morning"] for day in stepped.why["days"]] == [2, None, 2]
    assert stepped.made_on == FIRST + 2 * ONE_DAY


def test_the_same_finding_keeps_its_row(stepped: Proposal, cast: Cast) -> None:
    with at(3):
        again = propose(program=cast.program)
    train(cast.program, 3)
    [row] = Proposal.objects.all()
    assert again is not None
    assert (row.pk, row.pk) == (stepped.pk, again.pk)
    assert {session.day for session in row.sessions.all()} == {FIRST + number * ONE_DAY for number in (1, 2, 3)}


def test_a_finding_that_no_longer_holds_lapses(stepped: Proposal, cast: Cast) -> None:
    train(cast.program, 3, pain=4)
    stepped.refresh_from_db()
    assert stepped.state == Proposal.State.LAPSED
    assert not Proposal.objects.open().exists()


def test_a_session_that_is_withdrawn_takes_the_proposal_with_it(stepped: Proposal) -> None:
    with at(3):
        withdraw(stepped.sessions.earliest("day"))
    assert not Proposal.objects.open().exists()


def test_pain_to_stop_at_proposes_a_step_back_in_place_of_the_step_up(stepped: Proposal, cast: Cast) -> None:
    train(cast.program, 3, pain=7)
    row = Proposal.objects.open().get()
    assert (row.kind, row.why["rule"]) == ("step-back", "back-stop")
    assert [change["after"]["sets"] for change in row.changes] == [2, 2]
    assert [session.day for session in row.sessions.all()] == [FIRST + 3 * ONE_DAY]


def test_two_missed_weeks_are_seen_by_the_daily_chore(cast: Cast) -> None:
    train(cast.program, 0)
    with at(14):
        propose_due()
        assert not Proposal.objects.exists()
    with at(15):
        propose_due()
    row = Proposal.objects.open().get()
    assert (row.kind, row.why["rule"], row.why["weeks_missed"]) == ("step-back", "back-weeks", 2)
    assert any(chore.function is propose_due and chore.seconds == 86_400 for chore in chores)


def test_a_paused_program_is_left_alone(cast: Cast) -> None:
    train(cast.program, 0)
    with at(1):
        cast.program.pause(FIRST + ONE_DAY)
    with at(30):
        propose_due()
    assert not Proposal.objects.exists()


def test_severe_pain_on_a_morning_keeps_a_step_up_away(stepped: Proposal, cast: Cast) -> None:
    for offset in (3, 4, 5):
        train(cast.program, offset)
    wake(cast.program, 2, 8)
    assert not Proposal.objects.open().filter(kind="step-up").exists()


def test_the_harder_exercise_is_proposed_only_if_it_fits_the_home(cast: Cast) -> None:
    low, high = Exercise.objects.get(slug="glute-bridge"), make_exercise("Single-leg bridge", dose="2x8 e/s")
    low.harder.add(high)
    with at(0):
        plan = make_plan(("glute-bridge", "3x15"))
        program = make_published(episode=cast.other_episode, by=cast.therapist, plan=plan)
    cast.other_episode.usual_pain = 2
    cast.other_episode.save(update_fields=["usual_pain"])
    three_good_days(program)
    assert Proposal.objects.open().get().changes[0]["instead"] == "single-leg-bridge"
    cast.other_episode.home = {"floor": False}
    cast.other_episode.save(update_fields=["home"])
    with at(3):
        propose(program=program)
    assert not Proposal.objects.open().exists()


def test_the_desk_hears_of_it_and_of_its_answer(stepped: Proposal, cast: Cast) -> None:
    ready = Attention.objects.open().filter(kind="ready", episode=cast.episode)
    assert ready.exists()
    with at(3):
        stepped.decline(cast.therapist, "Not yet.")
    assert not ready.exists()


def test_a_step_back_is_not_among_those_who_are_ready_to_progress(cast: Cast) -> None:
    train(cast.program, 0, pain=8)
    with at(0):
        reasons = Attention.objects.open().filter(episode=cast.episode)
        assert list(reasons.values_list("kind", flat=True)) == ["severe-pain", "step-back"]
        desk = browser_of(cast.therapist)
        assert "A step back is suggested" in desk.get("/clients/?kind=step-back").content.decode()
        assert "A step back is suggested" not in desk.get("/clients/?kind=ready").content.decode()


# The answer


def test_accepting_changes_the_draft_and_not_what_the_client_has(stepped: Proposal, cast: Cast) -> None:
    with at(3):
        stepped.accept(cast.therapist)
    program = Program.objects.get(pk=cast.program.pk)
    assert [item.dose.reps for item in program.read_draft().items()] == [11, 9]
    assert program.current is not None
    assert program.current.number == 1
    assert [item.dose.reps for item in Plan.from_json(program.current.plan).items()] == [10, 8]
    stepped.refresh_from_db()
    assert (stepped.state, stepped.answered_by) == (Proposal.State.ACCEPTED, cast.therapist)


def test_what_was_accepted_is_not_proposed_again_before_or_after_publishing(stepped: Proposal, cast: Cast) -> None:
    with at(3):
        stepped.accept(cast.therapist)
    train(cast.program, 3)
    assert not Proposal.objects.open().exists()
    with at(3):
        publish_again(cast.program)
        propose_due()
    assert not Proposal.objects.open().exists()


def test_accepting_does_not_take_unpublished_changes_with_it(stepped: Proposal, cast: Cast) -> None:
    with at(3):
        cast.program.save_plan(make_plan(("glute-bridge", "2x10")))
        with pytest.raises(Conflict, match="not published yet"):
            stepped.accept(cast.therapist)
    cast.program.refresh_from_db()
    assert [item.dose.sets for item in cast.program.read_draft().items()] == [2]


def test_a_newer_version_makes_it_lapse(stepped: Proposal, cast: Cast) -> None:
    with at(3):
        cast.program.save_plan(make_plan(("glute-bridge", "2x10")))
        publish_again(cast.program)
        with pytest.raises(Conflict, match="no longer holds"):
            stepped.accept(cast.therapist)
    assert not Proposal.objects.standing().exists()


def test_an_answer_is_given_once(stepped: Proposal, cast: Cast) -> None:
    with at(3):
        stepped.accept(cast.therapist)
        for answer in (lambda: stepped.accept(cast.therapist), lambda: stepped.decline(cast.therapist, "No.")):
            with pytest.raises(Conflict, match="answered already"):
                answer()


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_declining_needs_a_short_reason(stepped: Proposal, cast: Cast, reason: str) -> None:
    with pytest.raises(ValidationError):
        stepped.decline(cast.therapist, reason)


def test_a_step_up_that_was_declined_waits_for_new_sessions(stepped: Proposal, cast: Cast) -> None:
    with at(3):
        stepped.decline(cast.therapist, "Holiday next week.")
    for offset in (3, 4):
        train(cast.program, offset)
        wake(cast.program, offset + 1)
        assert not Proposal.objects.open().exists()
    train(cast.program, 5)
    assert Proposal.objects.open().exists()


def test_a_step_back_that_was_declined_comes_again_with_new_pain(cast: Cast) -> None:
    train(cast.program, 0, pain=7)
    with at(0):
        Proposal.objects.open().get().decline(cast.therapist, "It was the move.")
    train(cast.program, 1)
    assert not Proposal.objects.open().exists()
    train(cast.program, 2, pain=6)
    assert Proposal.objects.open().get().kind == "step-back"


# The pages


def test_therapist_reads_it_on_the_program_and_on_the_client(stepped: Proposal, cast: Cast) -> None:
    browser = signed_in(cast)
    for url in (cast.program.get_absolute_url(), cast.episode.get_absolute_url(), stepped.get_absolute_url()):
        page = browser.get(url).content.decode()
        assert "A step up in 2 exercises" in page
        assert "3 sets of 10" in page
        assert "3 sets of 11" in page
        assert "pain was at most 2 of 10 and effort at most 5" in page
        assert all(str(session.uuid) in page for session in stepped.sessions.all())
        assert "You decide." in page


def test_client_never_sees_a_proposal(stepped: Proposal, cast: Cast) -> None:
    browser = browser_of(cast.client)
    for url in (cast.program.get_absolute_url(), cast.episode.get_absolute_url(), "/today/"):
        assert "step up" not in browser.get(url).content.decode()
    assert browser.get(stepped.get_absolute_url()).status_code == 404


def test_therapist_accepts_and_is_led_to_publishing_with_a_reason(stepped: Proposal, cast: Cast) -> None:
    browser = signed_in(cast)
    with at(3):
        response = browser.post(reverse("proposal_accept", args=[stepped.pk]))
        assert response.headers["Location"] == f"{cast.program.get_absolute_url()}#publish-title"
        page = browser.get(cast.program.get_absolute_url()).content.decode()
    assert 'value="It is going well, so you do a little more."' in page
    assert "Publish version 2" in page


def test_therapist_accepts_to_edit_and_is_led_to_the_plan(stepped: Proposal, cast: Cast) -> None:
    with at(3):
        response = signed_in(cast).post(reverse("proposal_accept", args=[stepped.pk]), {"edit": "1"})
    assert response.headers["Location"].endswith("#plan")


def test_therapist_declines_with_a_reason_that_stays_to_be_read(stepped: Proposal, cast: Cast) -> None:
    browser, url = signed_in(cast), reverse("proposal_decline", args=[stepped.pk])
    with at(3):
        refused = browser.post(url, {"reason": " "})
        assert refused.status_code == 400
        assert "Say in one line why you decline it." in refused.content.decode()
        assert browser.post(url, {"reason": "Wait for the scan."}).status_code == 302
        page = browser.get(reverse("proposal_list", args=[cast.program.pk])).content.decode()
    assert "Wait for the scan." in page
    assert "Declined" in page
    assert "Wait for the scan." in browser.get(stepped.get_absolute_url()).content.decode()


def test_therapist_who_comes_too_late_is_told(stepped: Proposal, cast: Cast) -> None:
    browser = signed_in(cast)
    with at(3):
        stepped.decline(cast.therapist, "No.")
        response = browser.post(reverse("proposal_accept", args=[stepped.pk]))
    assert response.status_code == 409
    assert "answered already" in response.content.decode()


def test_colleagues_who_do_not_treat_the_client_find_nothing(stepped: Proposal, cast: Cast) -> None:
    for person in (cast.colleague, cast.former, cast.stranger, cast.manager, cast.other_client):
        browser = browser_of(person)
        assert browser.get(stepped.get_absolute_url()).status_code == 404
        assert browser.post(reverse("proposal_accept", args=[stepped.pk])).status_code == 404
    stepped.refresh_from_db()
    assert stepped.state == Proposal.State.OPEN


def test_phases_and_keeping_are_put_into_words(cast: Cast) -> None:
    """The texts that depend on a plan: earlier, longer, keeping, and nothing left to answer."""
    with at(0):
        first = make_plan(("glute-bridge", "3x10"), weeks=4).phases[0].model_copy(update={"name": "Control"})
        second = make_plan(("bird-dog", "3x8"), weeks=2).phases[0].model_copy(update={"name": "Build"})
        program = make_published(episode=cast.episode, by=cast.therapist, plan=Plan(phases=(first, second)))
    for offset in range(15):
        train(program, offset)
        wake(program, offset + 1)
    row = Proposal.objects.open().get(program=program)
    assert (row.kind, row.changes) == ("next-phase", [{"phase": 0, "before": 4, "after": 3}])
    with at(15):
        page = browser_of(cast.therapist).get(row.get_absolute_url()).content.decode()
    assert "Go to “Build” 1 week earlier" in page
    assert "3 weeks; “Build” begins on Monday 22 March" in page


def test_a_list_of_proposals_costs_the_same_however_many(
    stepped: Proposal, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in(cast)
    for number in range(5):
        row = Proposal.objects.create(
            program=cast.program, version=stepped.version, kind="step-up", state="declined", changes=stepped.changes,
            why=stepped.why, made_on=FIRST + datetime.timedelta(days=number), answered_by=cast.therapist,
            answered_at="2027-03-09T10:00Z", answer_reason="No.",
        )  # fmt: skip
        row.sessions.set(Session.objects.all())
    url = reverse("proposal_list", args=[cast.program.pk])
    with django_assert_max_num_queries(14):
        assert browser.get(url).status_code == 200


# The API


API = "/api/v1/proposals/"


def test_therapist_reads_and_accepts_by_the_api(stepped: Proposal, cast: Cast, api: APIClient) -> None:
    with at(3):
        api.force_login(cast.therapist)
        [listed] = api.get(f"{API}?program={cast.program.pk}&state=open").json()["results"]
        assert listed["id"] == str(stepped.pk)
        assert listed["changes_in_words"][0] == {
            "name": "Glute bridge", "before": "3 sets of 10", "after": "3 sets of 11"
        }  # fmt: skip
        assert len(listed["rests_on"]) == 3
        answered = api.post(f"{API}{stepped.pk}/accept/").json()
        assert (answered["state"], answered["answered_by"]) == ("accepted", "Tess Therapist")
        assert api.post(f"{API}{stepped.pk}/accept/").status_code == 409
    assert Program.objects.get(pk=cast.program.pk).has_changes


@pytest.mark.parametrize(("body", "status"), [({"reason": "No."}, 200), ({"reason": ""}, 400), ({}, 400), ([], 400)])
def test_therapist_declines_by_the_api(stepped: Proposal, cast: Cast, api: APIClient, body: Any, status: int) -> None:
    with at(3):
        api.force_login(cast.therapist)
        assert api.post(f"{API}{stepped.pk}/decline/", body, format="json").status_code == status


def test_a_filter_that_is_nonsense_is_a_400(cast: Cast, api: APIClient) -> None:
    api.force_login(cast.therapist)
    for query in ("state=soon", "program=x", "episode=1"):
        assert api.get(f"{API}?{query}").status_code == 400
