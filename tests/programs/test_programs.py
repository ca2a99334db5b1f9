import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Episode, Routine
from accounts.plans import Plan
from programs.models import Program
from tests.budgets import LOGGED, SEEN
from tests.cast import Cast
from tests.factories import make_episode, make_exercise, make_plan, make_program, make_routine, read_dose
from tests.plan_page import add, fields_of, item_of, press, text_of

START = "/clients/start/"
STRANGERS = ["other_client", "colleague", "former", "stranger", "manager", "editor", "admin", "invitee", "dual"]


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.therapist)
    return client


@pytest.fixture
def draft(cast: Cast) -> Program:
    return make_program(episode=cast.episode, by=cast.therapist, plan=Plan(), name="Neck and desk")


def begin(desk: Client, episode: Episode, **fields: str) -> Program:
    desk.post(START, {"episode": str(episode.pk), "name": "Neck", "start_on": "2026-12-01", **fields})
    return Program.objects.latest("created_at")


def test_therapist_writes_a_program_from_nothing_without_scripts(desk: Client, cast: Cast) -> None:
    program = begin(desk, cast.episode)
    url = program.get_absolute_url()
    assert (program.name, program.start_on, program.current) == ("Neck", datetime.date(2026, 12, 1), None)
    answer = add(desk, url, "bird dog 3x8 5s e/s")
    assert answer.headers["Location"] == f"{url}#id_add-0-exercise"
    shown = text_of(desk.get(url))
    assert "3 sets of 8, hold 5 seconds, each side" in shown
    assert "1 exercise<" in shown


def test_therapist_starts_from_a_routine_and_takes_its_name(desk: Client, cast: Cast) -> None:
    routine = make_routine(owner=cast.therapist, plan=make_plan(("bird-dog", "2x8")), name="Low back starter")
    program = begin(desk, cast.episode, name="", routine=str(routine.pk))
    assert program.name == "Low back starter"
    assert program.read_draft() == routine.read_plan()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"start_on": "0225-01-01"}, "The date must lie between the years 2000 and 2099."),
        ({"start_on": "soon"}, "Enter a valid date."),
        ({"routine": "00000000-0000-4000-8000-000000000000"}, "This routine is not there for you (any more)."),
    ],
)
def test_new_program_with_a_fault_is_asked_back(
    desk: Client, cast: Cast, fields: dict[str, str], sentence: str
) -> None:
    data = {"episode": str(cast.episode.pk), "name": "Neck", "start_on": "2026-12-01", **fields}
    answer = desk.post(START, data)
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert not Program.objects.filter(name="Neck").exists()


def test_no_program_is_begun_or_changed_after_the_episode_has_ended(desk: Client, cast: Cast, draft: Program) -> None:
    old = fields_of(desk.get(draft.get_absolute_url()))
    Episode.objects.filter(pk=cast.episode.pk).update(ended_on=cast.episode.local_day())
    answer = desk.post(START, {"episode": str(cast.episode.pk), "name": "Neck", "start_on": "2026-12-01"})
    assert answer.status_code == 400
    assert "This client is not on your list (any more)." in text_of(answer)
    url = draft.get_absolute_url()
    answer = desk.post(f"{url}plan/", old | {"add-0-exercise": "bird dog", "action": "save"})
    assert answer.status_code == 409
    assert "This episode has ended" in text_of(answer)
    assert fields_of(answer)["add-0-exercise"] == ["bird dog"]
    assert desk.post(f"{url}publish/").status_code == 409
    assert 'id="plan"' not in text_of(desk.get(url))


def test_retired_exercise_is_left_out_of_a_new_program_and_the_page_says_so(desk: Client, cast: Cast) -> None:
    exercise = make_exercise("Old one")
    routine = make_routine(owner=cast.therapist, plan=make_plan(("old-one", "2x8"), ("bird-dog", "2x8")))
    exercise.retire(by=None)
    data = {"episode": str(cast.episode.pk), "routine": str(routine.pk), "start_on": "2026-12-01"}
    answer = desk.post(START, data, follow=True)
    assert "Left out, not available here: Old one." in text_of(answer)
    assert Program.objects.get(name=routine.name).read_draft().slugs() == {"bird-dog"}


def test_two_windows_do_not_overwrite_each_other(desk: Client, draft: Program) -> None:
    url = draft.get_absolute_url()
    old = fields_of(desk.get(url))
    add(desk, url, "bird dog 3x8")
    answer = desk.post(f"{url}plan/", old | {"add-0-exercise": "glute bridge 3x8", "action": "save"})
    assert answer.status_code == 409
    assert fields_of(answer)["add-0-exercise"] == ["glute bridge 3x8"]
    draft.refresh_from_db()
    assert draft.read_draft().slugs() == {"bird-dog"}


def test_name_and_first_day_are_changed(desk: Client, draft: Program) -> None:
    url = draft.get_absolute_url()
    assert desk.post(f"{url}edit/", {"name": "Desk", "start_on": "2026-12-24"}).headers["Location"] == url
    draft.refresh_from_db()
    assert (draft.name, draft.start_on.isoformat()) == ("Desk", "2026-12-24")
    assert desk.post(f"{url}edit/", {"name": "", "start_on": "2026-12-24"}).status_code == 400


def test_draft_is_deleted_but_a_published_program_is_not(desk: Client, cast: Cast, draft: Program) -> None:
    assert desk.post(f"{draft.get_absolute_url()}delete/").headers["Location"] == cast.episode.get_absolute_url()
    assert not Program.objects.filter(pk=draft.pk).exists()
    answer = desk.post(f"{cast.program.get_absolute_url()}delete/")
    assert answer.status_code == 409
    assert "belongs to the record" in text_of(answer)


def test_program_is_paused_resumed_and_ended(desk: Client, cast: Cast) -> None:
    url = cast.program.get_absolute_url()
    desk.post(f"{url}pause/")
    assert "Paused" in text_of(desk.get(url))
    assert desk.post(f"{url}pause/").status_code == 409
    desk.post(f"{url}resume/")
    assert desk.post(f"{url}resume/").status_code == 409
    refused = desk.post(f"{url}pause/", {"from_on": "0001-01-01"})
    assert refused.status_code == 400
    assert "The date must lie between" in text_of(refused)
    desk.post(f"{url}end/")
    cast.program.refresh_from_db()
    assert cast.program.ended_on == cast.episode.local_day()
    shown = text_of(desk.get(url))
    assert "Ended" in shown
    assert 'id="plan"' not in shown
    assert desk.post(f"{url}end/").status_code == 409


def test_plan_is_kept_as_a_routine_by_therapist_and_client(client: Client, cast: Cast) -> None:
    url = cast.program.get_absolute_url()
    client.force_login(cast.therapist)
    add(client, url, "bird dog 1x5")
    client.post(f"{url}routine/", {"name": "Kept", "visibility": "private"})
    client.force_login(cast.client)
    client.post(f"{url}routine/", {"name": "Kept"})
    # The therapist keeps the draft, the client what was published.
    assert Routine.objects.get(owner=cast.therapist).read_plan().count == 3
    assert Routine.objects.get(owner=cast.client).read_plan().count == 2


def test_client_reads_the_current_version_whole_and_no_draft(client: Client, cast: Cast) -> None:
    plan = cast.program.read_draft()
    item = item_of(plan, "bird-dog").model_copy(update={"note": "Only in the draft"})
    cast.program.save_plan(plan.model_copy(update={"phases": (plan.phases[0].model_copy(update={"items": (item,)}),)}))
    client.force_login(cast.client)
    shown = text_of(client.get(cast.program.get_absolute_url()))
    for words in ("Glute bridge", "3 sets of 10", "Lift your hips.", "Stop if it hurts sharply.", "Version 1"):
        assert words in shown
    for words in ("Only in the draft", 'id="plan"', "Publish", "Send the invitation"):
        assert words not in shown


def test_client_does_not_see_an_unpublished_program(client: Client, cast: Cast, draft: Program) -> None:
    client.force_login(cast.client)
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_client_cannot_change_a_program(client: Client, cast: Cast) -> None:
    client.force_login(cast.client)
    url = cast.program.get_absolute_url()
    statuses = {client.post(f"{url}{verb}/").status_code for verb in ("plan", "publish", "pause", "resume", "end")}
    statuses |= {client.post(f"{url}{verb}/").status_code for verb in ("edit", "delete")}
    statuses |= {client.get(f"{url}preview/").status_code, client.get(f"{url}edit/").status_code}
    assert statuses == {403}


@pytest.mark.parametrize("who", STRANGERS)
def test_stranger_finds_no_program(client: Client, cast: Cast, who: str) -> None:
    client.force_login(getattr(cast, who))
    url = cast.program.get_absolute_url()
    answers = [client.get(f"{url}{path}") for path in ("", "preview/", "versions/1/", "edit/")]
    answers += [client.post(f"{url}{verb}/") for verb in ("plan", "publish", "pause", "end", "delete", "routine")]
    assert {answer.status_code for answer in answers} == {404}


def test_visitor_is_led_to_the_sign_in(client: Client, cast: Cast) -> None:
    assert client.get(cast.program.get_absolute_url()).headers["Location"].startswith("/accounts/login/")


def test_page_takes_the_same_queries_whatever_it_holds(
    client: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    program = make_program(
        episode=make_episode(clinic=cast.clinic, therapist=cast.therapist),
        by=cast.therapist,
        plan=make_plan(*(("bird-dog", "3x8"),) * 20),
    )
    client.force_login(cast.therapist)
    for number in range(12):
        press(client, program.get_absolute_url(), verb="publish", reason="More", add__0__exercise="glute bridge 2x5")
        assert Program.objects.get(pk=program.pk).current.number == number + 1  # type: ignore[union-attr]
        if number == 8:
            break
    program.pause(program.episode.local_day())
    with django_assert_max_num_queries(
        15 + LOGGED + SEEN
    ):  # one of them for what is known as easier than each exercise
        client.get(program.get_absolute_url())
    client.force_login(cast.client)
    with django_assert_max_num_queries(12):
        client.get(cast.program.get_absolute_url())


def test_default_dose_is_the_exercises_own(desk: Client, draft: Program) -> None:
    add(desk, draft.get_absolute_url(), "bird dog")
    draft.refresh_from_db()
    assert item_of(draft.read_draft(), "bird-dog").dose == read_dose("3x8 5s e/s 5x/wk")
