"""The editors' admin: what they can do, and that nobody's health data is in it."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.models import Clinic, User
from exercises.models import Equipment, Exercise, GuidePage, Muscle, PrecautionTag, Region
from exercises.shorthand import format_dose
from tests.cast import Cast
from tests.factories import make_exercise

pytestmark = pytest.mark.django_db
INDEX = "/admin/exercises/exercise/"
ADD = INDEX + "add/"


@pytest.fixture
def editor(client: Client, cast: Cast) -> Client:
    client.force_login(cast.editor)
    return client


def rows(prefix: str, *lines: dict[str, Any]) -> dict[str, Any]:
    """An inline's part of the form; a line with an id is there already."""
    data: dict[str, Any] = {
        f"{prefix}-TOTAL_FORMS": len(lines),
        f"{prefix}-INITIAL_FORMS": sum("id" in line for line in lines),
    }
    for number, line in enumerate(lines):
        data |= {f"{prefix}-{number}-{name}": value for name, value in line.items()}
    return data


def form(**fields: Any) -> dict[str, Any]:
    region = Region.objects.get(slug="lower-back")
    return {
        "name": "Plank",
        "slug": "plank",
        "kind": "stability",
        "position": "plank",
        "purpose": "Makes the trunk last longer.",
        "feel": "Work in the belly.",
        "difficulty": 3,
        "dose_line": "3x20s 3x/wk",
        "regions": [region.pk],
        "other_names": "Front plank\n\n Forearm plank ",
        "evidence": "trial",
        "evidence_checked": "no",
        "author": "Backfit",
        "licence": "CC BY-SA 4.0",
        **rows("steps", {"text": "Kneel down."}, {"text": "Step back."}),
        **rows("faults", {"text": "The hips sag.", "mend": "Squeeze your seat."}),
        **rows("cautions"),
        **rows("muscle_uses"),
        **fields,
    }


def change(exercise: Exercise) -> str:
    return reverse("admin:exercises_exercise_change", args=[exercise.pk])


def unchanged(exercise: Exercise, **fields: Any) -> dict[str, Any]:
    """The change form as it would be sent without touching it."""
    own = {"exercise": exercise.pk}
    parts = {
        **rows("steps", *(own | values for values in exercise.steps.values("id", "position", "text"))),
        **rows("faults", *(own | values for values in exercise.faults.values("id", "position", "text", "mend"))),
        **rows("cautions", *(own | values for values in exercise.cautions.values("id", "position", "text"))),
    }
    same = ("name", "kind", "position", "purpose", "feel", "difficulty", "evidence", "evidence_checked", "author")
    return (
        form(
            **{name: getattr(exercise, name) for name in (*same, "licence")},
            other_names="",
            dose_line=format_dose(exercise.dose),
        )
        | parts
        | fields
    )


def test_editor_writes_an_exercise_whole(editor: Client, cast: Cast) -> None:
    mat = Equipment.objects.create(slug="mat", name="Mat")
    muscle = Muscle.objects.create(slug="multifidus", name="multifidus", plain="deep back muscles")
    tag = PrecautionTag.objects.create(slug="wrist", name="Sore wrist")
    dog = Exercise.objects.get(slug="bird-dog")
    data = form(
        equipment=[mat.pk],
        easier=[dog.pk],
        **rows("cautions", {"tag": tag.pk, "text": "Use your fists."}),
        **rows("muscle_uses", {"muscle": muscle.pk, "role": "primary"}),
    )
    assert editor.get(ADD).status_code == 200
    response = editor.post(ADD, data)
    assert response.status_code == 302, response.context["errors"]
    plank = Exercise.objects.get(slug="plank")
    assert plank.status == "draft"
    assert plank.dose.in_words() == "3 holds of 20 seconds, 3 days a week"
    assert plank.aliases == ["Front plank", "Forearm plank"]
    assert [(step.position, step.text) for step in plank.steps.all()] == [(1, "Kneel down."), (2, "Step back.")]
    assert plank.faults.get().mend == "Squeeze your seat."
    assert plank.cautions.get().tag == tag
    assert list(plank.muscles.all()) == [muscle]
    assert list(plank.equipment.all()) == [mat]
    assert list(dog.harder.all()) == [plank]
    assert (plank.revision, plank.updated_by) == (1, cast.editor)
    assert Exercise.objects.search("forearm deep back").get() == plank
    page = editor.get(change(plank)).content.decode()
    assert "3 holds of 20 seconds, 3 days a week" in page
    assert 'href="/exercises/plank/"' in page
    assert "Preview" in page
    assert "This is a preview" in editor.get("/exercises/plank/").content.decode()


def test_saving_without_a_change_is_no_revision(editor: Client, cast: Cast) -> None:
    bridge = Exercise.objects.get(slug="glute-bridge")
    bridge.loaded_digest = "of the file"
    bridge.save()
    assert editor.post(change(bridge), unchanged(bridge)).status_code == 302
    bridge.refresh_from_db()
    assert (bridge.revision, bridge.loaded_digest) == (1, "of the file")
    step = bridge.steps.all()[0]
    step.text = "Lie down."
    lines = [step, bridge.steps.all()[1]]
    ids = [{"id": s.pk, "exercise": bridge.pk, "position": s.position, "text": s.text} for s in lines]
    assert editor.post(change(bridge), unchanged(bridge, **rows("steps", *ids))).status_code == 302
    bridge.refresh_from_db()
    assert (bridge.revision, bridge.loaded_digest, bridge.updated_by) == (2, "", cast.editor)


def test_address_stays_once_published(editor: Client, cast: Cast) -> None:
    bridge = Exercise.objects.get(slug="glute-bridge")
    assert 'name="slug"' not in editor.get(change(bridge)).content.decode()
    editor.post(change(bridge), unchanged(bridge, slug="other"))
    bridge.refresh_from_db()
    assert bridge.slug == "glute-bridge"


@pytest.mark.parametrize(
    ("dose", "sentences"),
    [
        ("10x3", ["What does &quot;10x3&quot; mean?", "“10 sets of 3” for 10 sets of 3", "“3x10” for 3 sets of 10"]),
        ("0x10", ["Sets must be between 1 and 20."]),
        ("3x10000", ["epetitions must be between 1 and 500."]),
        ("3x10 wobbly", ["“wobbly” was not understood"]),
        ("", ["This field is required."]),
    ],
)
def test_doubtful_or_impossible_dose_is_asked(editor: Client, cast: Cast, dose: str, sentences: list[str]) -> None:
    response = editor.post(ADD, form(dose_line=dose))
    assert response.status_code == 200
    for sentence in sentences:
        assert sentence in response.content.decode()
    assert "Makes the trunk last longer." in response.content.decode()
    assert not Exercise.objects.filter(slug="plank").exists()


def test_ladder_does_not_lead_back(editor: Client, cast: Cast) -> None:
    bridge, dog = (Exercise.objects.get(slug=slug) for slug in ("glute-bridge", "bird-dog"))
    middle = make_exercise("Middle")
    bridge.harder.add(middle)
    middle.harder.add(dog)
    for easier, harder, said in (
        (middle, bridge, "cannot be easier"),
        (middle, middle, "cannot be easier"),
        (middle, dog, "than itself"),
        (dog, bridge, "than itself"),
    ):
        response = editor.post(change(dog), unchanged(dog, easier=[easier.pk], harder=[harder.pk]))
        assert response.status_code == 200
        assert said in response.content.decode()
    assert list(dog.easier.all()) == [middle]
    assert not dog.harder.exists()


def test_exercise_in_a_program_is_not_deleted(editor: Client, cast: Cast) -> None:
    bridge = Exercise.objects.get(slug="glute-bridge")
    for response in (
        editor.get(f"{INDEX}{bridge.pk}/delete/"),
        editor.post(f"{INDEX}{bridge.pk}/delete/", {"post": "yes"}),
        editor.post(INDEX, {"action": "delete_selected", "_selected_action": [bridge.pk], "post": "yes"}),
    ):
        assert "Retire it instead" in response.content.decode()
        assert str(cast.program.pk) not in response.content.decode()
    assert Exercise.objects.filter(pk=bridge.pk).exists()
    spare = make_exercise("Spare")
    assert editor.post(f"{INDEX}{spare.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Exercise.objects.filter(pk=spare.pk).exists()


def test_word_in_use_is_renamed_but_not_deleted(editor: Client, cast: Cast) -> None:
    region = Region.objects.get(slug="lower-back")
    address = f"/admin/exercises/region/{region.pk}/"
    assert editor.post(address + "change/", {"name": "Small of the back"}).status_code == 302
    assert Exercise.objects.search("small of the").count() == 2
    assert "Bird dog uses it" in editor.post(address + "delete/", {"post": "yes"}).content.decode()
    assert Region.objects.filter(pk=region.pk).exists()


@pytest.mark.parametrize("model", ["equipment", "muscle", "precautiontag", "region"])
def test_editor_adds_words(editor: Client, model: str) -> None:
    data = {"name": "New", "slug": "new", "plain": "new", "explanation": ""}
    assert editor.get(f"/admin/exercises/{model}/").status_code == 200
    assert editor.post(f"/admin/exercises/{model}/add/", data).status_code == 302
    assert apps.get_model("exercises", model).objects.filter(slug="new").exists()


def test_editor_changes_a_guide_page_for_good(editor: Client) -> None:
    page = GuidePage.objects.create(slug="move", title="Move", body="Old.", loaded_digest="x")
    data = {"title": "Move", "slug": "move", "body": "New.", "position": 1, "published": "on"}
    assert editor.post(f"/admin/exercises/guidepage/{page.pk}/change/", data).status_code == 302
    page.refresh_from_db()
    assert (page.body, page.loaded_digest) == ("New.", "")


def test_every_field_of_a_line_has_a_name(editor: Client, cast: Cast) -> None:
    page = editor.get(change(Exercise.objects.get(slug="bird-dog"))).content.decode()
    for name in ("steps-0-position", "steps-0-text", "steps-0-DELETE", "cautions-0-tag", "muscle_uses-0-role"):
        tag = re.search(f'<(input|textarea|select)[^>]* name="{name}"[^>]*>', page)
        assert tag, name
        assert "aria-label" in tag.group(), name


def test_nothing_about_anybodys_health_is_in_the_admin() -> None:
    registered = {model._meta.label for model in admin.site._registry}
    assert registered == {
        "exercises.Exercise", "exercises.GuidePage", "exercises.Region", "exercises.Equipment", "exercises.Muscle",
        "exercises.PrecautionTag", "exercises.Draft", "accounts.User", "accounts.Clinic",
        "django_tasks_database.DBTaskResult",  # which picture was drawn when, and what went wrong
    }  # fmt: skip


def test_editor_sees_the_catalogue_and_nothing_else(editor: Client, cast: Cast) -> None:
    index = editor.get("/admin/").content.decode()
    assert "/admin/exercises/" in index
    assert "/admin/accounts/" not in index
    for address in ("user", "clinic", f"user/{cast.client.pk}/change"):
        assert editor.get(f"/admin/accounts/{address}/").status_code == 403
    assert editor.get("/admin/auth/group/").status_code == 404


@pytest.mark.parametrize("who", ["client", "therapist", "manager"])
def test_others_are_told_that_the_admin_is_not_for_them(client: Client, cast: Cast, who: str) -> None:
    client.force_login(getattr(cast, who))
    for address in ("/admin/", INDEX, "/admin/accounts/user/"):
        response = client.get(address, follow=True)
        assert response.status_code == 403
        assert "for editors and site admins" in response.content.decode()


def test_anonymous_visitor_is_led_to_the_one_sign_in(client: Client, cast: Cast) -> None:
    response = client.get(INDEX, follow=True)
    assert response.redirect_chain[-1][0].startswith("/accounts/login/?next=")
    assert client.post("/admin/login/", {"username": "admin@example.org", "password": "x"}).status_code == 302
    assert client.get("/admin/password_change/")["Location"].startswith("/accounts/")


def test_site_admin_makes_an_editor(client: Client, cast: Cast) -> None:
    client.force_login(cast.admin)
    group = Group.objects.get(name="Editors")
    data = {"email": "New@Example.org", "name": "Nora", "is_active": "on", "is_staff": "on", "groups": [group.pk]}
    response = client.post("/admin/accounts/user/add/", data)
    assert response.status_code == 302, response.context["errors"]
    nora = User.objects.get(email="new@example.org")
    assert not nora.has_usable_password()
    assert not EmailAddress.objects.get(user=nora, email="new@example.org").verified
    client.force_login(nora)
    assert client.get(ADD).status_code == 200


def test_site_admin_sees_accounts_without_records(client: Client, cast: Cast) -> None:
    client.force_login(cast.admin)
    page = client.get(f"/admin/accounts/user/{cast.client.pk}/change/").content.decode()
    assert "client@example.org" in page
    for secret in ("Northside", str(cast.episode.pk), "Back basics"):
        assert secret not in page
    assert client.post(f"/admin/accounts/user/{cast.client.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"/admin/accounts/clinic/{cast.clinic.pk}/delete/", {"post": "yes"}).status_code == 403
    data = {"name": "Northside Physio", "phone": "1", "time_zone": "UTC"}
    assert client.post(f"/admin/accounts/clinic/{cast.clinic.pk}/change/", data).status_code == 302
    assert Clinic.objects.get(pk=cast.clinic.pk).name == "Northside Physio"


def test_deactivated_person_is_out_at_the_next_request(client: Client, cast: Cast) -> None:
    client.force_login(cast.editor)
    User.objects.filter(pk=cast.editor.pk).update(is_active=False)
    assert client.get(INDEX).status_code == 302


def test_new_address_of_an_account_must_be_proved(client: Client, cast: Cast) -> None:
    client.force_login(cast.admin)
    data = {"email": "chris@new.example", "name": "Chris", "is_active": "on"}
    assert client.post(f"/admin/accounts/user/{cast.client.pk}/change/", data).status_code == 302
    address = EmailAddress.objects.get(user=cast.client)
    assert (address.email, address.verified, address.primary) == ("chris@new.example", False, True)
