"""The easier version that a therapist allowed: published, offered, recorded, and no step forward rests on it."""

import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from hypothesis import given

from accounts.plans import Phase, Plan
from exercises.models import Exercise
from programs.device import copy_for
from programs.document import compile_document, digest_of
from programs.handouts import program_handout
from programs.models import Program, Result, Session, Version, VersionExercise
from programs.proposals.course import Course
from programs.proposals.progression import decide
from programs.publishing import publish
from programs.session_body import SessionBody
from programs.shared_document import shared_document
from programs.today import program_days
from tests.cast import Cast
from tests.exercises.doses import sometimes
from tests.factories import make_exercise, make_plan, read_dose, session_body
from tests.programs.courses import courses, good, item, plan_of
from tests.programs.pages import api_of, browser_of, field_of, kept, page_of, published_again, ticked

EASIER = "bird-dog-leg-only"


def plan_with_easier(easier: str | None = EASIER) -> Plan:
    [phase] = make_plan(("glute-bridge", "3x10"), ("bird-dog", "3x8 e/s")).phases
    bridge, dog = phase.items
    return Plan(phases=(Phase(items=(bridge, dog.model_copy(update={"easier": easier, "note": "Reach far."}))),))


@pytest.fixture
def program(cast: Cast) -> Program:
    make_exercise("Bird dog, leg only", slug=EASIER, dose="3x6 alternating total")
    return published_again(cast, plan_with_easier())


def dog_of(program: Program) -> dict[str, Any]:
    assert program.current is not None
    return dict(program.current.document["phases"][0]["items"][1])


def told(program: Program, **fields: Any) -> dict[str, Any]:
    """An upload in which the second exercise was done in its easier version."""
    body = session_body(program)
    body["results"][1] |= {"variant": "easier", **fields}
    return body


def upload(cast: Cast, body: Any) -> Any:
    return api_of(cast.client).put(f"/api/v1/sessions/{uuid.uuid4()}/", body, format="json")


# What is published


def test_version_has_the_easier_one_with_its_words_and_a_dose_of_its_own(program: Program) -> None:
    easier = dog_of(program)["easier"]
    assert (easier["exercise"], easier["name"]) == (EASIER, "Bird dog, leg only")
    assert easier["dose"] == read_dose("3x8 alternating total").to_json()
    assert easier["dose_words"] == read_dose("3x8 alternating total").in_words()
    assert easier["steps"] == ["Lie on your back.", "Lift your hips."]
    assert "note" not in easier
    uses = VersionExercise.objects.filter(version=program.current)
    assert set(uses.values_list("exercise__slug", flat=True)) == {"glute-bridge", "bird-dog", EASIER}


def test_document_without_an_easier_version_is_what_it_always_was(cast: Cast) -> None:
    version = cast.program.current
    assert version is not None
    plan = Plan.from_json(version.plan)
    exercises = {each.slug: each for each in Exercise.objects.with_content()}
    again = compile_document(cast.program, plan, number=version.number, reason=version.reason, exercises=exercises)
    assert digest_of(again) == version.digest
    assert not any("easier" in each for phase in again["phases"] for each in phase["items"])


def test_change_of_the_easier_version_is_told(cast: Cast, program: Program) -> None:
    program.mark_seen(1)
    page = browser_of(cast.client).get("/today/").content.decode()
    assert "if too hard: Bird dog, leg only" in page
    program.save_plan(plan_with_easier(None))
    browser = browser_of(cast.therapist)
    shown = browser.get(program.get_absolute_url()).content.decode()
    assert "if too hard: Bird dog, leg only" in shown


def test_easier_version_that_does_not_fit_the_home_is_not_published_without_a_reason(
    cast: Cast, program: Program
) -> None:
    Exercise.objects.filter(slug=EASIER).update(position="prone")
    cast.episode.home = {"floor": False}
    cast.episode.save(update_fields=["home"])
    program.episode.refresh_from_db()
    state = browser_of(cast.therapist).get(f"{program.get_absolute_url()}lines/").json()
    told = [each["text"] for each in state["blockers"]]
    assert any(each.startswith("“Bird dog, leg only” does not fit your client's home") for each in told)


def test_link_without_an_account_shows_the_easier_version(program: Program) -> None:
    assert program.current is not None
    items = shared_document(program.current.document)["phases"][0]["items"]
    assert items[1]["easier"]["name"] == "Bird dog, leg only"


def test_device_has_the_easier_version_with_its_picture(cast: Cast, program: Program, monkeypatch: Any) -> None:
    asked: list[Any] = []
    monkeypatch.setattr("programs.device.FigureDrawing.objects", Drawings(asked))
    assert program.current is not None
    document = program.current.document
    document["phases"][0]["items"][1]["easier"]["figure"] = {"digest": "e" * 64, "step": 1, "alt": "Leg only"}
    Version.objects.filter(pk=program.current.pk).update(document=document)
    copy = copy_for(cast.client)
    (found,) = [each for each in copy["programs"] if each["id"] == str(program.pk)]
    (dog,) = [each for each in found["items"].values() if each["exercise"] == "bird-dog"]
    assert dog["easier"]["name"] == "Bird dog, leg only"
    assert "e" * 64 in asked[0]


class Drawings:
    def __init__(self, asked: list[Any]) -> None:
        self.asked = asked

    def only(self, *_names: str) -> "Drawings":
        return self

    def filter(self, digest__in: Any) -> list[Any]:
        self.asked.append(set(digest__in))
        return []


def test_sheet_says_what_to_do_when_it_is_too_hard(program: Program) -> None:
    assert program.current is not None
    sheet = program_handout(program, program.current.document, link="https://example.org/", paper="a4")
    assert sheet.entries[0].easier == ""
    assert sheet.entries[1].easier.startswith("If this is too hard today, do this one instead: Bird dog, leg only, ")
    assert "Lift your hips. Take care: Stop if it hurts sharply." in sheet.entries[1].easier


# What is told


def test_client_reads_it_on_today_and_ticks_that_it_was_done(cast: Cast, program: Program) -> None:
    browser = browser_of(cast.client)
    form = page_of(browser)
    page = browser.get("/today/").content.decode()
    assert "If this is too hard today: Bird dog, leg only" in page
    assert page.count("I did the easier version") == 1
    browser.post("/today/", ticked(form) | {field_of(form, "bird-dog", "easier"): "on"})
    [session] = kept(cast.client)
    assert [(each.exercise, each.status, each.variant) for each in session.results.all()] == [
        ("glute-bridge", "done", ""),
        (EASIER, "done", "easier"),
    ]
    [day] = [each for each in program_days(cast.client, session.day) if each.program == program]
    assert all(not each.left for each in day.plan.items)


def test_client_corrects_which_version_was_done(cast: Cast, program: Program) -> None:
    upload(cast, told(program))
    [session] = kept(cast.client)
    browser = browser_of(cast.client)
    form = browser.get(f"{session.get_absolute_url()}edit/").context["form"]
    data = ticked(form)
    name = field_of(form, "bird-dog", "easier")
    assert data[name] == "True"
    browser.post(f"{session.get_absolute_url()}edit/", {key: value for key, value in data.items() if key != name})
    assert [each.exercise for each in session.results.all()] == ["glute-bridge", "bird-dog"]
    page = browser.get(session.get_absolute_url()).content.decode()
    assert page.count("Easier version: Bird dog, leg only") == 1  # in what it said before


def test_therapist_reads_that_the_easier_version_was_done(cast: Cast, program: Program) -> None:
    assert upload(cast, told(program)).status_code == 201
    [session] = kept(cast.client)
    browser = browser_of(cast.therapist)
    assert "Easier version: Bird dog, leg only" in browser.get(session.get_absolute_url()).content.decode()
    page = browser.get(cast.episode.get_absolute_url()).content.decode()
    assert "(1 in the easier version)" in page
    assert "Easier version of Bird dog, " in page
    [shown] = api_of(cast.therapist).get("/api/v1/sessions/").json()["results"]
    result = shown["results"][1]
    assert (result["exercise"], result["variant"], result["status"]) == (EASIER, "easier", "done")


def test_api_keeps_the_same_upload_once_with_and_without_a_variant(cast: Cast, program: Program) -> None:
    named = uuid.uuid4()
    body = told(program)
    api, address = api_of(cast.client), f"/api/v1/sessions/{named}/"
    assert [api.put(address, body, format="json").status_code for _ in range(2)] == [201, 200]
    del body["results"][1]["variant"]
    assert api.put(address, body, format="json").status_code == 422
    # As it was worked out before a result had a variant.
    plain = SessionBody.model_validate(body)
    said = [{**each, "variant": None} for each in body["results"]]
    assert plain.digest() == SessionBody.model_validate({**body, "results": said}).digest()


@pytest.mark.parametrize(
    ("fields", "place", "said"),
    [
        ({"variant": "easier"}, 0, "no easier version"),
        ({"variant": "harder"}, 1, "easier"),
        ({"variant": "easier", "status": "skipped"}, 1, "left out"),
        ({"variant": ""}, 1, "easier"),
    ],
)
def test_api_refuses_a_variant_that_there_is_not(
    cast: Cast, program: Program, fields: Any, place: int, said: str
) -> None:
    body = session_body(program)
    body["results"][place] |= fields
    answer = upload(cast, body)
    assert answer.status_code == 400
    assert said in str(answer.json())
    assert not kept(cast.client)


def test_phone_that_followed_the_version_before_still_sends_its_easier_one(cast: Cast, program: Program) -> None:
    body = told(program)
    later = published_again(cast, plan_without_easier(program))
    assert upload(cast, body).status_code == 201
    [session] = kept(cast.client)
    assert (session.version.number, later.current.number) == (2, 3)  # type: ignore[union-attr]


def plan_without_easier(program: Program) -> Plan:
    """With the same keys."""
    data = program.draft
    for each in data["phases"][0]["items"]:
        each.pop("easier", None)
    return Plan.from_json(data)


@pytest.mark.parametrize("fields", [{"variant": "harder"}, {"variant": "easier", "status": "skipped"}])
def test_database_keeps_no_variant_that_there_is_not(cast: Cast, program: Program, fields: Any) -> None:
    upload(cast, session_body(program))
    with pytest.raises(IntegrityError), transaction.atomic():
        Result.objects.filter(exercise="bird-dog").update(**fields)


@pytest.mark.django_db(transaction=True)
def test_migration_goes_back_and_forth() -> None:
    call_command("migrate", "programs", "0012", verbosity=0)
    with connection.cursor() as cursor:
        columns = {each.name for each in connection.introspection.get_table_description(cursor, "programs_result")}
    assert "variant" not in columns
    call_command("migrate", "programs", verbosity=0)
    executor = MigrationExecutor(connection)
    assert not executor.migration_plan(executor.loader.graph.leaf_nodes())


def test_newer_words_that_were_not_taken_stay_away_from_the_easier_version_too(cast: Cast, program: Program) -> None:
    Exercise.objects.filter(slug=EASIER).update(purpose="Newer words.", revision=2)
    VersionExercise.objects.filter(version=program.current, exercise__slug=EASIER).update(kept_revision=2)
    program.save_plan(with_note(program, "Slowly."))
    publish(program=program, by=cast.therapist, reason="Slower")
    program.refresh_from_db()
    assert dog_of(program)["easier"]["purpose"] == "Bird dog, leg only in one sentence."
    assert dog_of(program)["note"] == "Slowly."


def with_note(program: Program, note: str) -> Plan:
    data = program.draft
    data["phases"][0]["items"][1]["note"] = note
    return Plan.from_json(data)


# What the rules of progression make of it


def eased(course: Course, *keys: str) -> Course:
    """With everything that was done of these items, or of all, done in the easier version."""
    sessions = [
        replace(done, items=tuple(replace(line, easier=not keys or line.key in keys) for line in done.items))
        for done in course.sessions
    ]
    return replace(course, sessions=tuple(sessions))


def test_dose_that_was_done_in_the_easier_version_is_no_dose_reached() -> None:
    course = good(plan_of(item("glute-bridge"), item("bird-dog", "3x6"), weeks=None, more=0))
    assert {change["key"] for change in decide(course).changes} == {"key-glute-bridge", "key-bird-dog"}
    one = decide(eased(course, "key-bird-dog"))
    assert [change["key"] for change in one.changes] == ["key-glute-bridge"]
    assert decide(eased(course)).kind == "hold"


def test_phase_does_not_end_early_after_days_in_the_easier_version() -> None:
    course = good(plan_of(item("glute-bridge"), weeks=4), since=15)
    assert (decide(course).kind, decide(course).rule) == ("next-phase", "progress")
    assert decide(eased(course)).kind != "next-phase"


@sometimes
@given(courses())
def test_no_step_up_rests_on_the_easier_version(course: Course) -> None:
    found = decide(eased(course))
    assert found.kind != "step-up"
    assert (found.kind, found.rule) != ("next-phase", "progress")


@sometimes
@given(courses())
def test_easier_version_hides_no_step_back(course: Course) -> None:
    before = decide(course)
    if before.kind == "step-back":
        assert decide(eased(course)) == replace(before, days=decide(eased(course)).days)


def test_session_in_the_easier_version_counts_as_done(cast: Cast, program: Program) -> None:
    upload(cast, told(program))
    [tally] = program.tallies.all()
    assert (tally.done, tally.skipped) == (2, 0)
    assert Session.objects.get().results.filter(variant="easier").count() == 1
