"""Templates on their way into the database, on the public pages, and in editors' hands."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.content.schema import TEMPLATES
from accounts.models import Routine
from accounts.template_loading import load_templates
from exercises.loading import load_catalogue
from exercises.models import Exercise
from tests.cast import Cast
from tests.factories import make_exercise, make_plan, make_routine
from tests.plan_page import add, press, text_of


def load(folder: Path) -> str:
    out = StringIO()
    call_command("load_templates", content=folder, stdout=out)
    return out.getvalue()


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_shipped_templates_are_loaded_after_the_catalogue_and_shown(client: Client, db: None) -> None:
    load_catalogue()
    assert "8 new, 0 updated" in load(TEMPLATES)
    assert "0 new, 0 updated, 8 unchanged" in load(TEMPLATES)
    page = text_of(client.get("/templates/"))
    for routine in Routine.objects.templates():
        assert routine.owner is None
        assert routine.name in page
        assert client.get(routine.template_url).status_code == 200


def test_templates_want_the_catalogue_first(db: None) -> None:
    with pytest.raises(CommandError, match="load the catalogue first"):
        load(TEMPLATES)
    assert not Routine.objects.exists()


def test_changed_file_updates_its_template_and_keeps_its_items(small: Routine, folder: Path) -> None:
    keys = [item.key for item in small.read_plan().items()]
    edit(folder / "small.yaml", "3x10", "3x12")
    assert "0 new, 1 updated" in load(folder)
    after = Routine.objects.get()
    assert after.pk == small.pk
    assert [item.key for item in after.read_plan().items()] == keys
    assert next(after.read_plan().items()).dose.reps == 12


def test_template_that_an_editor_changed_is_never_overwritten(
    client: Client, cast: Cast, small: Routine, folder: Path
) -> None:
    client.force_login(cast.editor)
    assert add(client, small.get_absolute_url(), "bird dog 2x5").status_code == 302
    edit(folder / "small.yaml", "3x10", "3x12")
    assert "kept as edited here: small" in load(folder)
    plan = Routine.objects.get().read_plan()
    assert (plan.count, next(plan.items()).dose.reps) == (3, 10)


def test_template_leaves_out_what_the_site_has_retired(cast: Cast, folder: Path) -> None:
    Exercise.objects.get(slug="bird-dog").retire(by=None)
    load(folder)
    assert [item.exercise for item in Routine.objects.get().read_plan().items()] == ["glute-bridge"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("glute-bridge 3x10", "glute-bridge 10/10", "10/10"),
        ("glute-bridge 3x10", "glute-bridge often", "often"),
        ("glute-bridge 3x10", "no-such-thing 3x10", "no-such-thing"),
        ("weeks: 2", "weeks: two", "weeks"),
        ("goal: Get going.", "gaol: Get going.", "goal"),
        ("effort: [1, 3]", "effort: [3, 1]", "effort"),
        ("after: Go on.", "after: Go on.\nrules: {stop_pain: 10}", "stop_pain"),
        ("not_for: [A new injury.]", "not_for: []", "not_for"),
        ("type: convention", "type: magic", "evidence"),
        ("title:", "title: [", "YAML"),
    ],
)
def test_broken_file_is_named_and_nothing_is_kept(cast: Cast, folder: Path, old: str, new: str, fault: str) -> None:
    edit(folder / "small.yaml", old, new)
    shutil.copy(folder / "small.yaml", folder / "zzz.yaml")
    with pytest.raises(CommandError) as caught:
        load(folder)
    assert "small.yaml" in str(caught.value)
    assert fault in str(caught.value)
    assert not Routine.objects.exists()


def test_only_a_template_may_belong_to_nobody(small: Routine) -> None:
    with pytest.raises(ValidationError, match="Only a template may belong to nobody"):
        small.change(visibility="private")
    with pytest.raises(IntegrityError), transaction.atomic():
        Routine.objects.filter(pk=small.pk).update(visibility="private")


def test_visitor_reads_for_whom_it_is_not_before_anything_else(client: Client, small: Routine) -> None:
    page = text_of(client.get("/templates/small/"))
    order = (
        "Not for you with",
        "A new injury.",
        "For whom:",
        "1. Begin",
        "Glute bridge",
        "How to go on, and when to stop",
    )
    places = [page.index(text) for text in order]
    assert places == sorted(places)
    for text in (
        "Weeks 1 to 2",
        "Monday, Wednesday, Friday.",
        "3 sets of 10",
        "Slowly.",
        "It hurts 6 out of 10 or more",
        "Go on.",
        "It is what is usual.",
        "Sign in to keep it",
        "/guide/red-flags/",
    ):
        assert text in page
    assert "Start with a client" not in page


def test_list_says_weeks_sessions_and_minutes(client: Client, small: Routine) -> None:
    page = text_of(client.get("/templates/"))
    for text in ("Small program", "2 weeks", "3 days a week", "5 min", "People who sit a lot."):
        assert text in page


def test_list_without_templates_leads_to_the_exercises(client: Client, db: None) -> None:
    assert "No programs yet" in text_of(client.get("/templates/"))


def test_pages_ask_little_of_the_database(
    client: Client, db: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    load_catalogue()
    load_templates()
    with django_assert_max_num_queries(3):
        client.get("/templates/")
    with django_assert_max_num_queries(3):
        client.get("/templates/desk-posture-reset/")


def test_unknown_template_and_a_routine_that_is_none_are_not_found(client: Client, cast: Cast) -> None:
    private = make_routine(owner=cast.therapist, plan=make_plan(("bird-dog", "3x8")))
    Routine.objects.filter(pk=private.pk).update(slug="hidden")
    client.force_login(cast.therapist)
    assert client.get("/templates/hidden/").status_code == client.get("/templates/none/").status_code == 404


def test_client_saves_a_template_as_a_routine_of_their_own(client: Client, cast: Cast, small: Routine) -> None:
    client.force_login(cast.client)
    assert "Save as a routine of mine" in text_of(client.get("/templates/small/"))
    client.post(f"/routines/{small.pk}/copy/")
    mine = Routine.objects.get(owner=cast.client)
    assert (mine.name, mine.visibility, mine.slug) == ("Small program", "private", None)
    assert mine.read_plan() == small.read_plan()


def test_routine_page_of_a_template_leads_to_its_public_page(client: Client, cast: Cast, small: Routine) -> None:
    client.force_login(cast.client)
    assert client.get(small.get_absolute_url()).headers["Location"] == "/templates/small/"
    client.force_login(cast.editor)
    assert client.get(small.get_absolute_url()).status_code == 200


def test_therapist_assigns_a_template_and_inserts_it(client: Client, cast: Cast, small: Routine) -> None:
    client.force_login(cast.therapist)
    assert "Start with a client" in text_of(client.get("/templates/small/"))
    body = {"episode": str(cast.episode.pk), "routine": str(small.pk), "start_on": "2026-12-01", "action": "build"}
    answer = client.post("/clients/start/", body)
    assert "3 sets of 10" in text_of(client.get(answer.headers["Location"]))
    mine = make_routine(owner=cast.therapist, plan=make_plan(("bird-dog", "3x8")))
    assert "Small program (template)" in text_of(client.get(mine.get_absolute_url()))
    press(client, mine.get_absolute_url(), "insert", insert__routine=str(small.pk))
    mine.refresh_from_db()
    assert [phase.name for phase in mine.read_plan().phases] == ["", "Begin"]


def test_editor_renames_a_template_and_cannot_take_it_from_everybody(
    client: Client, cast: Cast, small: Routine
) -> None:
    client.force_login(cast.editor)
    page = text_of(client.get(f"/routines/{small.pk}/edit/"))
    assert "Delete the routine" not in page
    assert "Who may see it" not in page
    said = {"name": "New name", "description": "New goal", "visibility": "private"}
    assert client.post(f"/routines/{small.pk}/edit/", said).status_code == 302
    small.refresh_from_db()
    assert (small.name, small.visibility, small.owner, small.loaded_digest) == ("New name", "template", None, "")
    assert client.post(f"/routines/{small.pk}/delete/").status_code == 409
    assert Routine.objects.filter(pk=small.pk).exists()


def test_editor_corrects_whom_a_template_is_for(client: Client, cast: Cast, small: Routine) -> None:
    client.force_login(cast.editor)
    url = f"/routines/{small.pk}/edit/"
    said = {
        "name": small.name,
        "for_whom": "Gardeners.",
        "not_for": "A new injury.\n\nFever. ",
        "measures": "",
        "evidence": "trial",
        "checked": "no",
        "basis": "One small trial.",
    }
    assert client.post(url, said).status_code == 302
    small.refresh_from_db()
    about = small.read_about()
    assert (about.for_whom, about.not_for, about.measures) == ("Gardeners.", ("A new injury.", "Fever."), ())
    page = text_of(client.get("/templates/small/"))
    for text in ("Gardeners.", "Fever.", "Trial", "One small trial."):
        assert text in page
    for wrong in ({"evidence": "magic"}, {"not_for": "x" * 301}, {"not_for": "line\n" * 13}, {"name": ""}):
        assert client.post(url, said | wrong).status_code == 400
    small.refresh_from_db()
    assert small.read_about() == about


def test_nobody_else_changes_a_template(client: Client, cast: Cast, small: Routine) -> None:
    for person in (cast.client, cast.therapist, cast.manager):
        client.force_login(person)
        assert client.get(f"/routines/{small.pk}/edit/").status_code == 403
        assert client.post(f"/routines/{small.pk}/plan/", {"action": "save"}).status_code == 403
        assert client.post(f"/routines/{small.pk}/delete/").status_code == 403


def test_editor_publishes_a_routine_as_a_template_with_an_address(client: Client, cast: Cast) -> None:
    client.force_login(cast.editor)
    for name in ("Für alle", "Für alle", "よい姿勢"):
        client.post("/routines/new/", {"name": name, "description": "", "visibility": "template"})
    slugs = sorted(str(routine.slug) for routine in Routine.objects.templates())
    assert len(slugs) == 3
    assert slugs[0][:9] == slugs[1][:9] == "fur-alle-"
    assert slugs[2].startswith("template-")
    client.logout()
    assert client.get(f"/templates/{slugs[2]}/").status_code == 200


def test_catalogue_leads_to_the_habits(client: Client, db: None) -> None:
    make_exercise("Movement break", kind="habit", dose="60s every 30min 9-17")
    make_exercise("Glute bridge")
    assert "?kind=habit" in text_of(client.get("/exercises/"))
    page = text_of(client.get("/exercises/?kind=habit"))
    assert "Movement break" in page
    assert "Glute bridge" not in page
