"""A program for another client, and the version that keeps what was reached."""

import pytest
from django.test import Client
from hypothesis import given

from accounts.models import Routine
from accounts.plan_maintenance import maintenance_plan
from accounts.plans import Item, Phase, Plan, PlanError
from exercises.models import Exercise
from programs.models import Program
from tests.accounts.plan_strategies import plans
from tests.cast import Cast
from tests.factories import make_episode, make_exercise, make_own_exercise, make_plan, make_program, read_dose
from tests.plan_page import text_of


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.therapist)
    return client


def test_therapist_copies_a_program_to_another_client(desk: Client, cast: Cast) -> None:
    url = f"{cast.program.get_absolute_url()}copy/"
    page = text_of(desk.get(url))
    assert "Copy to a client" in page
    assert "Olga Other" in page
    answer = desk.post(url, {"episode": cast.other_episode.pk})
    copy = Program.objects.get(episode=cast.other_episode)
    assert (answer.status_code, answer["Location"]) == (302, copy.get_absolute_url())
    assert (copy.name, copy.current, copy.draft) == ("Back basics", None, cast.program.draft)
    assert copy.start_on == cast.other_episode.local_day()


def test_copy_is_offered_to_ones_own_open_episodes_only(desk: Client, cast: Cast) -> None:
    theirs = make_episode(clinic=cast.other_clinic, therapist=cast.stranger, client_name="Not mine")
    ended = make_episode(clinic=cast.clinic, therapist=cast.therapist, client_name="Ended")
    ended.end()
    url = f"{cast.program.get_absolute_url()}copy/"
    page = text_of(desk.get(url))
    assert "Not mine" not in page
    assert "Ended" not in page
    for sent in ({"episode": theirs.pk}, {"episode": ended.pk}, {"episode": "x"}, {}):
        assert desk.post(url, sent).status_code == 400
    assert not Program.objects.filter(episode__in=[theirs, ended]).exists()


def test_copy_leaves_out_what_the_other_clinic_does_not_have_and_says_so(desk: Client, cast: Cast) -> None:
    own = make_own_exercise(clinic=cast.clinic, by=cast.therapist, name="Our own")
    make_exercise("Old one")
    plan = make_plan((own.slug, "2x8"), ("old-one", "3x8"), ("bird-dog", "3x8"))
    program = make_program(episode=cast.episode, by=cast.therapist, plan=plan)
    Exercise.objects.get(slug="old-one").retire(by=None)
    cast.other_clinic.add(cast.therapist, "therapist")
    elsewhere = make_episode(clinic=cast.other_clinic, therapist=cast.therapist, client_name="Elsewhere")
    answer = desk.post(f"{program.get_absolute_url()}copy/", {"episode": elsewhere.pk}, follow=True)
    assert "Left out, not available here: Old one, Our own." in text_of(answer)
    assert Program.objects.get(episode=elsewhere).read_draft().slugs() == {"bird-dog"}


def test_why_it_did_not_fit_one_client_is_not_told_of_another(desk: Client, cast: Cast) -> None:
    item = Item(
        exercise="bird-dog", dose=read_dose("3x8"), despite="Wrist has healed since the fracture", note="Slowly"
    )
    program = make_program(episode=cast.episode, by=cast.therapist, plan=Plan(phases=(Phase(items=(item,)),)))
    desk.post(f"{program.get_absolute_url()}copy/", {"episode": cast.other_episode.pk})
    [copied] = Program.objects.get(episode=cast.other_episode).read_draft().items()
    assert (copied.despite, copied.note) == (None, "")
    desk.post(f"{program.get_absolute_url()}routine/", {"name": "Kept", "visibility": "private"})
    [kept] = Routine.objects.get(owner=cast.therapist).read_plan().items()
    assert kept.despite is None


def test_records_system_copies_a_program(desk: Client, cast: Cast) -> None:
    address = f"/api/v1/programs/{cast.program.pk}/copy/"
    sent = {"episode": str(cast.other_episode.pk)}
    answer = desk.post(address, sent, content_type="application/json")
    assert answer.status_code == 201
    assert (answer.json()["episode"], answer.json()["version"]) == (sent["episode"], None)
    cast.other_episode.end()
    assert desk.post(address, sent, content_type="application/json").status_code == 409
    desk.force_login(cast.client)
    assert desk.post(address, sent, content_type="application/json").status_code == 403
    desk.force_login(cast.stranger)
    assert desk.post(address, sent, content_type="application/json").status_code == 404


def one(key: str, dose: str = "3x10 5x/wk", *, exercise: str = "", **fields: object) -> Item:
    return Item.model_validate({"key": key, "exercise": exercise or key, "dose": read_dose(dose), **fields})


def test_maintenance_keeps_what_was_marked_as_it_was_last() -> None:
    first = Phase(name="Learn", weeks=2, items=(one("early", exercise="bridge", maintain=True), one("stretch")))
    last = Phase(name="Load", items=(one("late", "3x12 3x/wk", exercise="bridge", maintain=True), one("squat")))
    [phase] = maintenance_plan(Plan(phases=(first, last)), days=3).phases
    [item] = phase.items
    assert (phase.name, phase.weeks, phase.days) == ("Keep what you reached", None, (1, 3, 5))
    assert (item.key, item.dose) == ("late", read_dose("3x12"))


def test_maintenance_keeps_the_strength_of_the_last_phase_where_nothing_is_marked() -> None:
    last = Phase(items=(one("squat"), one("stretch"), one("desk-check", "10min", once=True)))
    plan = Plan(phases=(Phase(weeks=2, items=(one("bridge"),)), last))
    assert [item.key for item in maintenance_plan(plan, strength={"squat", "bridge"}).items()] == ["squat"]
    assert [item.key for item in maintenance_plan(plan).items()] == ["squat", "stretch"]
    for days in (1, 4):
        with pytest.raises(PlanError, match="2 or 3 days"):
            maintenance_plan(plan, days=days)
    with pytest.raises(PlanError, match="empty"):
        maintenance_plan(Plan())


@given(plans())
def test_maintenance_is_one_phase_of_exercises_of_the_plan_and_maintaining_it_changes_nothing(plan: Plan) -> None:
    if not any(item for phase in plan.phases for item in phase.items if item.maintain or not item.once):
        return
    try:
        kept = maintenance_plan(plan)
    except PlanError:
        assert all(item.once for item in plan.items())
        return
    assert len(kept.phases) == 1
    assert kept.slugs() <= plan.slugs()
    assert kept.rules == plan.rules
    assert Plan.from_json(kept.to_json()) == kept
    assert all(item.dose.frequency is None or item.dose.frequency.days_per_week is None for item in kept.items())
    assert maintenance_plan(kept) == kept


def test_therapist_makes_the_maintenance_version_in_the_draft(desk: Client, cast: Cast) -> None:
    before = cast.program.current
    answer = desk.post(f"{cast.program.get_absolute_url()}maintenance/", follow=True)
    assert "The draft is the maintenance version now." in text_of(answer)
    cast.program.refresh_from_db()
    [phase] = cast.program.read_draft().phases
    assert (phase.name, phase.days) == ("Keep what you reached", (1, 4))
    assert cast.program.current == before
    empty = make_program(episode=cast.episode, by=cast.therapist, plan=Plan())
    answer = desk.post(f"{empty.get_absolute_url()}maintenance/", follow=True)
    assert "The plan is empty" in text_of(answer)
