"""From a client and a routine to a published program and an invitation, on one page and in one step."""

import datetime
import json
import re
import uuid
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from accounts import invitations
from accounts.invitations import invite_client
from accounts.models import Episode, Invitation, Routine
from accounts.plans import Phase, Plan
from exercises.models import Equipment, Exercise
from programs import starting
from programs.models import Program, Version
from tests.cast import Cast
from tests.factories import make_episode, make_exercise, make_plan, make_program, make_routine
from tests.plan_page import text_of

URL = "/clients/start/"


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.therapist)
    return client


@pytest.fixture
def nora(cast: Cast) -> Episode:
    """On the list, not invited yet."""
    return make_episode(
        clinic=cast.clinic, therapist=cast.therapist, client_name="Nora New", client_email="nora@example.org"
    )


@pytest.fixture
def routine(cast: Cast) -> Routine:
    """Two phases."""
    first = make_plan(("glute-bridge", "3x10"), weeks=2).phases[0].model_copy(update={"name": "Settle"})
    second = make_plan(("bird-dog", "3x8 5s e/s")).phases[0].model_copy(update={"name": "Load"})
    return make_routine(owner=cast.therapist, name="Back plan", plan=Plan(phases=(first, second)))


def body(**fields: Any) -> dict[str, Any]:
    known = {name: str(getattr(value, "pk", value)) for name, value in fields.items()}
    return {"start_on": "2026-12-01", "action": "publish"} | known


def new(routine: Routine, **fields: Any) -> dict[str, Any]:
    return body(routine=routine, **({"client_name": "Zoe", "client_email": "zoe@example.org"} | fields))


def counts() -> tuple[int, ...]:
    models = (Episode, Program, Version, Invitation)
    return (*(model.objects.count() for model in models), len(mail.outbox))


def test_therapist_publishes_a_routine_and_the_client_is_invited(desk: Client, nora: Episode, routine: Routine) -> None:
    answer = desk.post(URL, body(episode=nora, routine=routine), follow=True)
    program = Program.objects.get(episode=nora)
    assert answer.redirect_chain == [(program.get_absolute_url(), 302)]
    assert program.current is not None
    assert [phase["name"] for phase in program.current.document["phases"]] == ["Settle", "Load"]
    assert (program.name, program.start_on.isoformat()) == ("Back plan", "2026-12-01")
    assert mail.outbox[-1].to == ["nora@example.org"]
    assert "“Back plan” is published for Nora New." in text_of(answer)
    assert "The invitation is on its way to nora@example.org." in text_of(answer)


def test_therapist_starts_with_a_new_client_right_there(desk: Client, cast: Cast, routine: Routine) -> None:
    desk.post(URL, new(routine))
    episode = Episode.objects.get(client_email="zoe@example.org")
    assert (episode.clinic, episode.client_name) == (cast.clinic, "Zoe")
    assert Episode.objects.treated_by(cast.therapist).contains(episode)
    assert episode.programs.get().current is not None
    assert mail.outbox[-1].to == ["zoe@example.org"]


def test_therapist_starts_with_a_later_phase(desk: Client, nora: Episode, routine: Routine) -> None:
    desk.post(URL, body(episode=nora, routine=routine, phase=2, name="Only loading"))
    program = Program.objects.get(episode=nora)
    assert [phase.name for phase in program.read_draft().phases] == ["Load"]
    assert program.name == "Only loading"


def test_client_with_an_account_gets_no_mail(desk: Client, cast: Cast, routine: Routine) -> None:
    page = desk.get(f"{URL}?episode={cast.episode.pk}&routine={routine.pk}")
    assert "Chris Client has an account and sees it on Today. No mail is sent." in text_of(page)
    assert "It comes beside what Chris Client has already: “Back basics”." in text_of(page)
    desk.post(URL, body(episode=cast.episode, routine=routine))
    assert Program.objects.of_client(cast.client).filter(name="Back plan").exists()
    assert mail.outbox == []


def test_client_with_the_mail_gets_no_second_one(desk: Client, nora: Episode, cast: Cast, routine: Routine) -> None:
    invite_client(episode=nora, by=cast.therapist)
    assert "No second mail is sent." in text_of(desk.get(f"{URL}?episode={nora.pk}&routine={routine.pk}"))
    desk.post(URL, body(episode=nora, routine=routine))
    assert Program.objects.get(episode=nora).current is not None
    assert (len(mail.outbox), nora.invitations.count()) == (1, 1)


def test_mail_that_never_left_is_written_again(
    desk: Client, nora: Episode, cast: Cast, routine: Routine, settings: Settings
) -> None:
    Invitation.objects.filter(pk=invite_client(episode=nora, by=cast.therapist).pk).update(sent_at=None)
    desk.post(URL, body(episode=nora, routine=routine))
    assert len(mail.outbox) == 2


def test_builder_opens_a_draft_and_nobody_is_told(desk: Client, nora: Episode, routine: Routine) -> None:
    desk.post(URL, body(episode=nora, routine=routine, action="build"))
    assert Program.objects.get(episode=nora).current is None
    assert mail.outbox == []


def test_builder_opens_from_nothing(desk: Client, nora: Episode) -> None:
    desk.post(URL, body(episode=nora, action="build", name="Written new"))
    program = Program.objects.get(episode=nora)
    assert (program.name, program.read_draft()) == ("Written new", Plan())


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"client_name": "", "client_email": ""}, "Choose a client, or give the name of a new one."),
        ({"client_email": "no address"}, "Enter a valid email address."),
        ({"client_email": "therapist@example.org"}, "This is your own address; nobody treats themselves here."),
        ({"client_email": "NORA@example.org"}, "NORA@example.org is the address of Nora New, who is on your list"),
        ({"client_name": "x" * 121}, "at most 120 characters"),
        ({"phase": "3"}, "This plan has 2 phases."),
        ({"phase": "13"}, "Select a valid choice."),
        ({"phase": "9" * 40}, "Select a valid choice."),
        ({"phase": "two"}, "Select a valid choice."),
        ({"start_on": ""}, "This field is required."),
        ({"start_on": "0225-01-01"}, "between the years 2000 and 2099"),
        ({"start_on": "2026-02-30"}, "Enter a valid date."),
        ({"routine": "x"}, "is not a valid UUID"),
        ({"routine": str(uuid.UUID(int=7))}, "This routine is not there for you"),
        ({"episode": str(uuid.UUID(int=7))}, "This client is not on your list"),
        ({"key": "x"}, "Enter a valid UUID."),
        ({"name": "y" * 121}, "at most 120 characters"),
    ],
)
def test_nothing_is_done_and_everything_typed_stays(
    desk: Client, nora: Episode, routine: Routine, typed: dict[str, str], sentence: str
) -> None:
    before = counts()
    answer = desk.post(URL, new(routine) | typed)
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert counts() == before
    if not typed.keys() & {"client_name", "client_email"}:
        assert 'value="zoe@example.org"' in text_of(answer)


def test_retired_exercise_is_named_and_the_builder_leaves_it_out(desk: Client, nora: Episode, routine: Routine) -> None:
    Exercise.objects.get(slug="bird-dog").retire(by=None)
    page = text_of(desk.get(f"{URL}?episode={nora.pk}&routine={routine.pk}"))
    assert "Not available here (any more): Bird dog." in page
    assert "Publish and invite" not in page
    before = counts()
    answer = desk.post(URL, body(episode=nora, routine=routine))
    assert (answer.status_code, counts()) == (400, before)
    assert "Open it in the builder, which leaves that out." in text_of(answer)
    built = desk.post(URL, body(episode=nora, routine=routine, action="build"), follow=True)
    assert "Left out, not available here: Bird dog." in text_of(built)
    assert Program.objects.get(episode=nora).read_draft().slugs() == {"glute-bridge"}


def test_what_does_not_fit_the_home_is_not_published(desk: Client, nora: Episode, cast: Cast) -> None:
    band, _made = Equipment.objects.get_or_create(slug="band-loop-heavy", defaults={"name": "Heavy loop band"})
    make_exercise("Band walk").equipment.add(band)
    Episode.objects.filter(pk=nora.pk).update(home={"equipment": []})
    routine = make_routine(owner=cast.therapist, plan=make_plan(("band-walk", "2x10")))
    page = text_of(desk.get(f"{URL}?episode={nora.pk}&routine={routine.pk}"))
    assert "Band walk does not fit this client. Not at hand: Heavy loop band." in page
    assert 'value="publish"' not in page
    before = counts()
    answer = desk.post(URL, body(episode=nora, routine=routine))
    assert (answer.status_code, counts()) == (400, before)
    assert desk.post(URL, body(episode=nora, routine=routine, action="build")).status_code == 302


def test_choice_without_a_condition_and_an_empty_phase_are_not_published(
    desk: Client, nora: Episode, cast: Cast
) -> None:
    plan = make_plan(("bird-dog", "3x8"), ("glute-bridge", "3x10"))
    items = tuple(item.model_copy(update={"choose": "side"}) for item in plan.items())
    choice = make_routine(owner=cast.therapist, name="Choice", plan=Plan(phases=(Phase(items=items),)))
    empty = make_routine(owner=cast.therapist, name="Empty", plan=Plan(phases=(Phase(),)))
    before = counts()
    for routine in (choice, empty):
        assert "It cannot be published like this" in text_of(desk.get(f"{URL}?episode={nora.pk}&routine={routine.pk}"))
        assert desk.post(URL, body(episode=nora, routine=routine)).status_code == 400
    assert desk.post(URL, body(episode=nora)).status_code == 400
    assert counts() == before


def test_episode_that_ended_meanwhile_is_no_choice(desk: Client, nora: Episode, routine: Routine) -> None:
    nora.end()
    answer = desk.post(URL, body(episode=nora, routine=routine))
    assert answer.status_code == 400
    assert "This client is not on your list (any more)." in text_of(answer)


def test_program_of_the_same_name_is_not_begun_twice(desk: Client, nora: Episode, routine: Routine) -> None:
    assert desk.post(URL, body(episode=nora, routine=routine)).status_code == 302
    assert "has “Back plan” already" in text_of(desk.get(f"{URL}?episode={nora.pk}&routine={routine.pk}"))
    before = counts()
    answer = desk.post(URL, body(episode=nora, routine=routine))
    assert (answer.status_code, counts()) == (409, before)
    assert desk.post(URL, body(episode=nora, routine=routine, name="Another")).status_code == 302


def test_name_is_free_again_when_the_program_is_over_and_not_before(
    desk: Client, nora: Episode, routine: Routine
) -> None:
    said = body(episode=nora, routine=routine, start_on=nora.local_day().isoformat())
    desk.post(URL, said)
    program = nora.programs.get()
    program.end(nora.local_day() + datetime.timedelta(days=7))
    assert desk.post(URL, said).status_code == 409
    program.end(nora.local_day())
    assert desk.post(URL, said).status_code == 302


def test_same_page_sent_twice_gives_one_program(desk: Client, nora: Episode, routine: Routine) -> None:
    key = re.findall(r'name="key" value="([0-9a-f-]{36})"', desk.get(URL).content.decode())[0]
    first, second = (desk.post(URL, body(episode=nora, routine=routine, key=key)) for _time in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert (Program.objects.filter(episode=nora).count(), len(mail.outbox)) == (1, 1)


def test_limit_of_invitations_leaves_nothing_half_done(
    desk: Client, routine: Routine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invitations, "SENT_A_DAY", 0)
    before = counts()
    answer = desk.post(URL, new(routine))
    assert (answer.status_code, counts()) == (429, before)
    assert "send more tomorrow" in text_of(answer)


def test_fault_at_the_last_step_takes_everything_back(
    desk: Client, routine: Routine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_fields: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(starting, "write_to_client", broken)
    before = counts()
    with pytest.raises(RuntimeError):
        desk.post(URL, new(routine))
    assert counts() == before


def test_reason_for_a_misfit_does_not_go_to_another_client(desk: Client, nora: Episode, cast: Cast) -> None:
    item = next(make_plan(("bird-dog", "3x8")).items()).model_copy(update={"despite": "CNRY-knee"})
    routine = make_routine(owner=cast.therapist, plan=Plan(phases=(Phase(items=(item,)),)))
    desk.post(URL, body(episode=nora, routine=routine))
    assert "CNRY" not in json.dumps(Program.objects.get(episode=nora).draft)


def test_page_shows_the_plan_before_and_keeps_nothing(desk: Client, nora: Episode, routine: Routine) -> None:
    before = counts()
    page = desk.post(URL, new(routine, action="show"))
    assert (page.status_code, counts()) == (200, before)
    for words in ("Settle", "Load", "3 sets of 8", "A mail with a link goes to zoe@example.org.", 'value="Zoe"'):
        assert words in text_of(page)
    junk = desk.post(URL, {"action": "show", "start_on": "x", "phase": "x", "episode": "x", "routine": "x"})
    assert junk.status_code == 200
    assert desk.get(f"{URL}?episode=x&routine=y&phase=99&start_on=z").status_code == 200
    assert desk.post(URL, {"action": "show", "client_name": "a\x00b"}).status_code == 400


def test_list_begins_with_what_was_used_lately(desk: Client, nora: Episode, cast: Cast, routine: Routine) -> None:
    make_routine(owner=cast.therapist, name="A first one", plan=make_plan(("bird-dog", "3x8")))
    shared = make_routine(owner=cast.colleague, name="Of Cora", plan=Plan(), visibility="clinic", clinic=cast.clinic)
    make_program(episode=nora, by=cast.therapist, name="Back plan", plan=Plan())
    groups = re.findall(r'<optgroup label="([^"]+)">', desk.get(URL).content.decode())
    assert groups == ["Used lately", "Mine", "My clinic&#x27;s"]
    assert str(shared.pk) in desk.get(URL).content.decode()


def test_therapist_of_two_clinics_says_which(client: Client, cast: Cast) -> None:
    cast.other_clinic.add(cast.colleague, "therapist")
    client.force_login(cast.colleague)
    routine = make_routine(owner=cast.colleague, plan=make_plan(("bird-dog", "3x8")))
    assert "Choose the clinic where you treat this client." in text_of(client.post(URL, new(routine)))
    assert client.post(URL, new(routine, clinic=cast.other_clinic)).status_code == 302
    assert Episode.objects.get(client_email="zoe@example.org").clinic == cast.other_clinic


def test_nobody_starts_for_a_client_of_another(client: Client, cast: Cast, nora: Episode, routine: Routine) -> None:
    before = counts()
    for who, status in (("client", 403), ("manager", 403), ("editor", 403), ("without_clinic", 403)):
        client.force_login(getattr(cast, who))
        assert (who, client.post(URL, body(episode=nora, routine=routine)).status_code) == (who, status)
    for who in ("colleague", "stranger", "former"):
        client.force_login(getattr(cast, who))
        assert client.post(URL, body(episode=nora)).status_code == 400
        assert client.post(URL, new(routine)).status_code == 400  # the routine is the therapist's alone
        page = client.get(f"{URL}?episode={nora.pk}&routine={routine.pk}").content.decode()
        assert "Nora" not in page
        assert "Back plan" not in page
    assert counts() == before


def test_page_costs_few_queries_for_many_clients(
    desk: Client, cast: Cast, routine: Routine, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        make_episode(clinic=cast.clinic, therapist=cast.therapist, client_email=f"c{number}@example.org")
        make_routine(owner=cast.therapist, name=f"R {number}", plan=make_plan(("bird-dog", "3x8")))
    with django_assert_max_num_queries(22):
        desk.get(f"{URL}?episode={cast.episode.pk}&routine={routine.pk}")


def test_routine_with_unfinished_lines_is_not_published(desk: Client, nora: Episode, routine: Routine) -> None:
    Routine.objects.filter(pk=routine.pk).update(pending=[{"text": "bird dgo"}, {"text": "x"}])
    sentence = "It has 2 lines that are no exercise with a dose yet."
    assert sentence in text_of(desk.get(f"{URL}?episode={nora.pk}&routine={routine.pk}"))
    before = counts()
    answer = desk.post(URL, body(episode=nora, routine=routine))
    assert (answer.status_code, counts()) == (400, before)
    assert sentence in text_of(answer)
