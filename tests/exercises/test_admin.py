"""The admin around the editors' desk (test_desk.py): words, guide, people, and that nobody's health data is in it."""

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import Clinic, User
from exercises.models import Exercise, Region
from tests.cast import Cast
from tests.factories import make_exercise

pytestmark = pytest.mark.django_db
INDEX = "/admin/exercises/exercise/"
ADD = INDEX + "add/"


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


def test_nothing_about_anybodys_health_is_in_the_admin() -> None:
    registered = {model._meta.label for model in admin.site._registry}
    assert registered == {
        "exercises.Exercise", "exercises.GuidePage", "exercises.Region", "exercises.Equipment", "exercises.Muscle",
        "exercises.PrecautionTag", "exercises.Draft", "accounts.User", "accounts.Clinic",
        "accounts.Listing",  # what is public of clinics and therapists
        "backfit.PolicyReport",  # which page asked for what it may not load
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
    data = {"email": "edda@new.example", "name": "Edda", "is_active": "on", "is_staff": "on"}
    assert client.post(f"/admin/accounts/user/{cast.editor.pk}/change/", data).status_code == 302
    address = EmailAddress.objects.get(user=cast.editor)
    assert (address.email, address.verified, address.primary) == ("edda@new.example", False, True)
