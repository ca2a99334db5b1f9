"""Nobody has to say who they are: what is asked of clients is little, and a name is whatever they like to be called."""

import re

import pytest
from django.apps import apps
from django.test import Client
from rest_framework.test import APIClient

from accounts.forms.invitations import JoinAsClientForm
from accounts.forms.settings import AccountForm
from accounts.forms.signup import SignupForm
from accounts.models import Episode, User
from tests.cast import Cast

IDENTIFYING = re.compile(
    "birth|dob|gender|sex$|street|postcode|city|town|passport|insurance|national|social_security|ssn|tax"
    "|diagnos|icd|patient_number|race|religion"
)
# Of a clinic or therapist, who want to be found; visitors see them without an account.
PUBLIC = {"Listing"}


def test_nothing_kept_of_people_says_who_they_are_or_what_they_have_by_code() -> None:
    found = [
        f"{model.__name__}.{field.name}"
        for app in ("accounts", "programs")
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.concrete_fields
        if model.__name__ not in PUBLIC and IDENTIFYING.search(field.name)
    ]
    assert found == []


def test_clients_are_asked_for_no_more_than_a_name_and_an_address() -> None:
    asked = {
        form: {name for name, field in form.base_fields.items() if field.required}
        for form in (JoinAsClientForm, SignupForm, AccountForm)
    }
    assert asked == {JoinAsClientForm: set(), SignupForm: {"name"}, AccountForm: {"name", "time_zone"}}
    required = {field.name for field in Episode._meta.concrete_fields if not (field.blank or field.null)}
    assert required - {"id", "created_at", "home"} == {"client_name", "client_email", "started_on"}
    assert User._meta.get_field("name").blank


@pytest.mark.parametrize("name", ["M.", "the runner", "山", "X Æ A-12"])
def test_client_goes_by_any_name_and_the_care_team_sees_no_other(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast.client)
    answer = client.post(f"/episodes/{cast.episode.pk}/name/", {"name": name}, follow=True)
    assert "This is the name that the clinic sees." in answer.content.decode()
    therapist = Client()
    therapist.force_login(cast.therapist)
    for path in (f"/episodes/{cast.episode.pk}/", f"/programs/{cast.program.pk}/", "/clients/?show=all"):
        text = therapist.get(path).content.decode()
        assert "Chris Client" not in text, path
    assert name in text


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "\x00"])
def test_name_that_is_none_is_refused(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast.client)
    client.post(f"/episodes/{cast.episode.pk}/name/", {"name": name})
    api = APIClient()
    api.force_login(cast.client)
    assert api.post(f"/api/v1/episodes/{cast.episode.pk}/name/", {"name": name}, format="json").status_code == 400
    assert Episode.objects.get(pk=cast.episode.pk).client_name == "Chris Client"
