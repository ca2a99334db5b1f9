"""A program's plan kept as a routine: what was said to one person stays with that person unless it is asked for."""

from pathlib import Path

import pytest
from django.test import Client

from accounts.models import Routine
from accounts.plan_rules import Rules
from accounts.plans import Plan
from accounts.template_loading import load_templates
from programs.models import Program
from tests.accounts.conftest import SMALL
from tests.cast import Cast
from tests.factories import make_plan, make_program, make_published
from tests.plan_page import text_of


@pytest.fixture
def plan() -> Plan:
    plan = make_plan(("bird-dog", "3x8"), ("glute-bridge", "3x10"))
    said = {
        "note": "CNRY-note",
        "cue": "CNRY-cue",
        "despite": "CNRY-despite",
        "when": "bending eases it",
        "short": True,
    }
    items = (plan.phases[0].items[0].model_copy(update=said), plan.phases[0].items[1])
    rules = Rules(pain_at_most=2, extra=("CNRY-extra rule",))
    return Plan(phases=(plan.phases[0].model_copy(update={"name": "Settle", "items": items}),), rules=rules)


@pytest.fixture
def program(cast: Cast, plan: Plan) -> Program:
    return make_program(episode=cast.episode, by=cast.therapist, plan=plan, name="Back plan")


def keep(client: Client, program: Program, **fields: str) -> Routine:
    answer = client.post(f"/programs/{program.pk}/routine/", {"name": "Kept", "visibility": "private"} | fields)
    assert answer.status_code == 302, text_of(answer)
    return Routine.objects.get(name=fields.get("name", "Kept"))


def test_therapist_keeps_a_plan_without_what_was_said_to_one_person(
    client: Client, cast: Cast, program: Program
) -> None:
    client.force_login(cast.therapist)
    page = text_of(client.get(f"/programs/{program.pk}/routine/"))
    for words in ("CNRY-note", "CNRY-cue", "CNRY-extra rule", 'value="Back plan"'):
        assert words in page
    assert "CNRY-despite" not in page
    kept = keep(client, program)
    assert "CNRY" not in str(kept.plan)
    plan = kept.read_plan()
    assert (plan.phases[0].name, plan.rules_in_force.pain_at_most) == ("Settle", 2)
    assert (plan.phases[0].items[0].when, plan.phases[0].items[0].short) == ("bending eases it", True)


def test_words_go_along_when_asked_and_the_reason_never(client: Client, cast: Cast, program: Program) -> None:
    client.force_login(cast.therapist)
    item = next(keep(client, program, with_words="on").read_plan().items())
    assert (item.note, item.cue, item.despite) == ("CNRY-note", "CNRY-cue", None)


def test_words_of_a_template_say_nothing_of_anybody_and_stay(client: Client, cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL)
    load_templates(tmp_path)
    plan = Routine.objects.get(slug="small").read_plan()
    program = make_program(episode=cast.episode, by=cast.therapist, plan=plan)
    client.force_login(cast.therapist)
    assert "Written for one person" not in text_of(client.get(f"/programs/{program.pk}/routine/"))
    assert [item.note for item in keep(client, program).read_plan().items()] == ["", "Slowly."]


def test_therapist_keeps_it_as_a_clinic_template(client: Client, cast: Cast, program: Program) -> None:
    client.force_login(cast.therapist)
    assert keep(client, program, visibility="clinic").clinic == cast.clinic
    client.force_login(cast.colleague)
    page = text_of(client.get("/routines/?show=shared"))
    assert "Kept" in page
    assert "Clinic template" in page
    client.force_login(cast.stranger)
    assert "Kept" not in text_of(client.get("/routines/"))


def test_client_keeps_what_was_said_to_them(client: Client, cast: Cast, plan: Plan) -> None:
    program = make_published(episode=cast.episode, by=cast.therapist, name="Given", plan=plan)
    client.force_login(cast.client)
    page = text_of(client.get(f"/programs/{program.pk}/routine/"))
    assert 'name="with_words" id="id_with_words" checked' in page.replace('aria-describedby="" ', "")
    assert "clinic template" not in page
    assert next(keep(client, program, with_words="on").read_plan().items()).note == "CNRY-note"
    refused = client.post(f"/programs/{program.pk}/routine/", {"name": "No", "visibility": "clinic"})
    assert not Routine.objects.filter(visibility="clinic").exists()
    assert refused.status_code in (302, 400)


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": "x" * 121}, {"visibility": "template"}, {"visibility": "x"}])
def test_bad_fields_are_asked_back(client: Client, cast: Cast, program: Program, fields: dict[str, str]) -> None:
    client.force_login(cast.therapist)
    body = {"name": "Kept", "visibility": "private"} | fields
    assert client.post(f"/programs/{program.pk}/routine/", body).status_code == 400
    assert not Routine.objects.exists()
