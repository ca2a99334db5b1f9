"""The rules, aims and choices of a plan on their way to the client."""

import datetime
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import Routine
from accounts.plan_rules import Rules
from accounts.plans import Item, Phase, Plan
from accounts.template_loading import load_templates
from exercises.loading import load_catalogue
from programs.models import Program, Version
from programs.schedule import Calendar, due_on
from tests.cast import Cast
from tests.factories import make_episode, make_exercise, make_program, make_published, read_dose
from tests.plan_page import text_of

MONDAY = datetime.date(2027, 3, 1)


def bridge(**fields: Any) -> Item:
    return Item(exercise="glute-bridge", dose=read_dose("3x10"), **fields)


@pytest.fixture
def ruled(cast: Cast) -> Program:
    """Published with rules of its own, aims and something that is done once."""
    make_exercise("Desk check", dose="10min", kind="habit")
    check = Item(exercise="desk-check", dose=read_dose("10min"), once=True)
    walk = Item(exercise="bird-dog", dose=read_dose("2x8 5x/wk"), any_day=True)
    phase = Phase(days=(1, 3), items=(bridge(), check, walk), goal="Wake up the hips.", effort=(2, 4), minutes=9)
    plan = Plan(phases=(phase,), rules=Rules(stop_pain=5, extra=("Breathe out as you lift.",)))
    return make_published(episode=cast.episode, by=cast.therapist, plan=plan, name="Ruled", start_on=MONDAY)


def document_of(program: Program) -> dict[str, Any]:
    assert isinstance(program.current, Version)
    return program.current.document


def test_document_holds_rules_and_aims(ruled: Program) -> None:
    document = document_of(ruled)
    assert document["layout"] == 1
    assert document["rules"]["settings"]["stop_pain"] == 5
    assert document["rules"]["extra"] == ["Breathe out as you lift."]
    assert any("It hurts 5 out of 10 or more" in sentence for sentence in document["rules"]["stop"])
    phase = document["phases"][0]
    assert (phase["goal"], phase["effort"], phase["minutes"]) == ("Wake up the hips.", [2, 4], 9)
    once, any_day = phase["items"][1], phase["items"][2]
    assert (once["once"], once["dose_words"]) == (True, "10 minutes, just once")
    assert any_day["any_day"] is True


def test_plan_without_rules_gives_its_client_the_usual_ones(cast: Cast) -> None:
    document = document_of(cast.program)
    assert document["rules"]["settings"]["stop_pain"] == 6
    assert not {"goal", "effort", "minutes"} & set(document["phases"][0])
    assert not {"once", "any_day"} & set(document["phases"][0]["items"][0])


def test_client_reads_when_to_stop(client: Client, cast: Cast, ruled: Program) -> None:
    client.force_login(cast.client)
    page = text_of(client.get(ruled.get_absolute_url()))
    for text in (
        "It hurts 5 out of 10 or more",
        "Breathe out as you lift.",
        "Wake up the hips.",
        "tell your therapist",
    ):
        assert text in page


def test_version_from_before_there_were_rules_is_shown_without(client: Client, cast: Cast) -> None:
    version = cast.program.current
    assert version is not None
    document = {name: value for name, value in version.document.items() if name != "rules"}
    Version.objects.filter(pk=version.pk).update(document=document)
    client.force_login(cast.client)
    answer = client.get(cast.program.get_absolute_url())
    assert answer.status_code == 200
    assert "when to stop" not in text_of(answer)


def test_integrator_reads_the_rules_of_a_version(api: APIClient, cast: Cast, ruled: Program) -> None:
    api.force_authenticate(cast.client)
    document = api.get(f"/api/v1/programs/{ruled.pk}/versions/1/").json()["document"]
    assert document["rules"]["settings"]["stop_pain"] == 5


def test_schedule_follows_the_document(ruled: Program) -> None:
    document, calendar = document_of(ruled), Calendar(MONDAY)
    week = [due_on(document, calendar, MONDAY + datetime.timedelta(days=number)) for number in range(14)]
    slugs = [[due.item["exercise"] for due in day.items] for day in week]
    assert slugs[0] == ["glute-bridge", "desk-check", "bird-dog"]
    assert sum("desk-check" in day for day in slugs) == 1
    assert sum("bird-dog" in day for day in slugs[:7]) == 5
    assert sum("glute-bridge" in day for day in slugs[:7]) == 2


def test_therapist_must_choose_before_publishing(client: Client, cast: Cast) -> None:
    plan = Plan(phases=(Phase(items=(bridge(choose="way"), bridge(choose="way"))),))
    draft = make_program(episode=cast.episode, by=cast.therapist, plan=plan, name="Choice")
    client.force_login(cast.therapist)
    assert "Some of these are to choose from." in text_of(client.get(draft.get_absolute_url()))
    answer = client.post(f"/programs/{draft.pk}/publish/", {"over": "0"})
    assert answer.status_code == 400
    assert "keep one" in text_of(answer)


def test_changed_rules_can_be_published_and_are_told(client: Client, cast: Cast) -> None:
    program = cast.program
    program.mark_seen(1)
    program.save_plan(program.read_draft().model_copy(update={"rules": Rules(stop_pain=5)}))
    assert program.has_changes
    client.force_login(cast.therapist)
    client.post(f"/programs/{program.pk}/publish/", {"over": "1", "reason": "We are more careful."})
    client.force_login(cast.client)
    page = text_of(client.get(program.get_absolute_url()))
    assert "The order, the days or the rules have changed" in page
    assert "It hurts 5 out of 10 or more" in page


def test_habit_of_a_template_counts_as_one_thing_a_day_on_today(client: Client, cast: Cast) -> None:
    load_catalogue()
    load_templates()
    plan = Routine.objects.get(slug="desk-posture-reset").read_plan()
    start = cast.episode.local_day()
    start += datetime.timedelta(days=(7 - start.weekday()) % 7)
    episode = make_episode(clinic=cast.clinic, therapist=cast.therapist, client=cast.other_client)
    program = make_published(episode=episode, by=cast.therapist, plan=plan, name="Desk", start_on=start)
    day = due_on(document_of(program), Calendar(start), start)
    habit = next(due for due in day.items if due.item["exercise"] == "movement-break")
    assert (habit.times, habit.counts, habit.kept) == (16, 1, 0)
    half = due_on(document_of(program), Calendar(start), start, {habit.item["key"]: 8})
    assert (day.planned, half.done) == (6, 1)
    assert habit.item["dose_words_today"] == "1 minute, every 30 minutes, between 9:00 and 17:00"
