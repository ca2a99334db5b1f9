"""Exercises that were revised since a version was published: compared, taken or kept."""

from typing import Any

import pytest
from django.test import Client

from exercises.editorial import drafts
from exercises.editorial.rows import document_of
from exercises.models import Exercise
from programs.models import Program, VersionExercise
from programs.publishing import publish
from programs.revised import revised_since
from tests.cast import Cast
from tests.factories import make_plan
from tests.plan_page import text_of


def revise(slug: str, by: Any, **changes: Any) -> int:
    exercise = Exercise.objects.get(slug=slug)
    draft = drafts.begin(exercise=exercise, by=by)
    drafts.change(draft=draft, document=draft.read().with_changes(**changes), by=by)
    draft.refresh_from_db()
    return drafts.publish(draft=draft, by=by, reason="Clearer", alone_because="Nobody else is here.").number


@pytest.fixture
def program(cast: Cast) -> Program:
    """Both of its exercises have been revised since version 1."""
    for slug in ("glute-bridge", "bird-dog"):
        Exercise.objects.filter(slug=slug).update(author="Backfit", licence="CC BY-SA 4.0")
        exercise = Exercise.objects.with_content().get(slug=slug)
        drafts.keep_revision(exercise, document_of(exercise))
    revise("glute-bridge", cast.editor, steps=["Lie on your back.", "Lift your hips slowly."])
    revise("bird-dog", cast.editor, purpose="Bird dog, said better.")
    return cast.program


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.therapist)
    return client


def answers(desk: Client, program: Program, **choices: str) -> dict[str, Any]:
    form = desk.get(f"{program.get_absolute_url()}revised/").context["form"]
    data = {field.html_name: field.value() for field in form if not field.html_name.startswith("choice-")}
    return data | {f"choice-{slug.replace('_', '-')}": choice for slug, choice in choices.items()}


def words_of(program: Program) -> dict[str, dict[str, Any]]:
    program.refresh_from_db()
    assert program.current is not None
    return {item["exercise"]: item for phase in program.current.document["phases"] for item in phase["items"]}


def test_therapist_sees_that_exercises_were_revised_and_how(desk: Client, program: Program) -> None:
    url = program.get_absolute_url()
    assert "2 exercises have been revised since" in text_of(desk.get(url))
    page = text_of(desk.get(f"{url}revised/"))
    for words in ("Glute bridge", "Bird dog", "Steps", "slowly", "Purpose", "said better"):
        assert words in page


def test_accepting_gives_a_new_version_with_the_same_plan_and_the_newer_words(
    client: Client, desk: Client, program: Program, cast: Cast
) -> None:
    url, plan = program.get_absolute_url(), program.draft
    program.mark_seen(1)
    program.save_plan(make_plan(("glute-bridge", "5x5")))  # not published, and not what is accepted
    draft = program.draft
    answer = desk.post(f"{url}revised/", answers(desk, program, glute_bridge="accept", bird_dog="accept"))
    assert (answer.status_code, answer["Location"]) == (302, url)
    found = words_of(program)
    assert found["glute-bridge"]["steps"] == ["Lie on your back.", "Lift your hips slowly."]
    assert found["bird-dog"]["purpose"] == "Bird dog, said better."
    assert program.current is not None
    assert (program.current.number, program.current.plan, program.draft) == (2, plan, draft)
    assert "revised since" not in text_of(desk.get(url))
    client.force_login(cast.client)
    page = text_of(client.get("/today/"))
    assert "New in version 2: The wording of 2 exercises is newer" in page
    assert "The descriptions of some exercises have become clearer." in page


def test_keeping_is_not_asked_again_until_the_next_revision(desk: Client, program: Program, cast: Cast) -> None:
    url = program.get_absolute_url()
    answer = desk.post(f"{url}revised/", answers(desk, program, glute_bridge="keep", bird_dog="keep"))
    assert answer.status_code == 302
    program.refresh_from_db()
    assert program.current is not None
    assert program.current.number == 1
    assert "revised since" not in text_of(desk.get(url))
    assert "Nothing has been revised since" in text_of(desk.get(f"{url}revised/"))
    revise("bird-dog", cast.editor, purpose="Bird dog, once more.")
    assert "1 exercise has been revised since" in text_of(desk.get(url))


def test_kept_wording_stays_when_the_plan_is_published_anew(desk: Client, program: Program, cast: Cast) -> None:
    url = program.get_absolute_url()
    desk.post(f"{url}revised/", answers(desk, program, glute_bridge="keep", bird_dog="accept"))
    found = words_of(program)
    assert found["glute-bridge"]["steps"] == ["Lie on your back.", "Lift your hips."]
    assert (found["glute-bridge"]["revision"], found["bird-dog"]["purpose"]) == (1, "Bird dog, said better.")
    program.save_plan(make_plan(("glute-bridge", "3x12"), ("bird-dog", "3x8")))
    publish(program=program, by=cast.therapist, reason="A little more")
    found = words_of(program)
    assert found["glute-bridge"]["steps"] == ["Lie on your back.", "Lift your hips."]
    assert found["glute-bridge"]["dose_words"] == "3 sets of 12"
    row = VersionExercise.objects.get(version=program.current_id, exercise__slug="glute-bridge")
    assert (row.revision, row.kept_revision) == (1, 2)
    assert revised_since(program) == []


def test_answers_to_an_older_page_are_refused_and_nothing_is_kept(desk: Client, program: Program, cast: Cast) -> None:
    address = f"{program.get_absolute_url()}revised/"
    sent = answers(desk, program, glute_bridge="accept", bird_dog="keep")
    revise("bird-dog", cast.editor, purpose="Bird dog, once more.")
    answer = desk.post(address, sent)
    assert answer.status_code == 409
    assert "The catalogue has changed again meanwhile." in text_of(answer)
    sent = answers(desk, program, glute_bridge="accept", bird_dog="keep")
    program.save_plan(make_plan(("glute-bridge", "3x12"), ("bird-dog", "3x8")))
    other = publish(program=program, by=cast.therapist, reason="Meanwhile")
    answer = desk.post(address, sent)
    assert answer.status_code in (400, 409)
    program.refresh_from_db()
    assert program.current == other
    assert not VersionExercise.objects.filter(kept_revision__isnull=False).exists()


def test_choosing_nothing_or_giving_no_reason_is_said_at_its_place(desk: Client, program: Program) -> None:
    address = f"{program.get_absolute_url()}revised/"
    answer = desk.post(address, answers(desk, program, glute_bridge="accept"))
    assert answer.status_code == 400
    assert "Choose one of the two." in text_of(answer)
    answer = desk.post(address, answers(desk, program, glute_bridge="accept", bird_dog="accept") | {"reason": " "})
    assert answer.status_code == 400
    assert "Say in one line why the program changes" in text_of(answer)
    program.refresh_from_db()
    assert program.current is not None
    assert program.current.number == 1


def test_wording_that_was_never_kept_is_said_to_be_unknown(desk: Client, cast: Cast) -> None:
    Exercise.objects.filter(slug="bird-dog").update(revision=7)
    page = text_of(desk.get(f"{cast.program.get_absolute_url()}revised/"))
    assert "The older wording was not kept in the catalogue" in page


def test_what_clients_do_not_read_is_told_apart(desk: Client, program: Program, cast: Cast) -> None:
    desk.post(f"{program.get_absolute_url()}revised/", answers(desk, program, glute_bridge="accept", bird_dog="accept"))
    revise("bird-dog", cast.editor, aliases=["Pointer"])
    page = text_of(desk.get(f"{program.get_absolute_url()}revised/"))
    assert "Nothing that your client reads has changed." in page
    assert "Also changed, but not part of a program: Other names." in page
