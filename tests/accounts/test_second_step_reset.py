"""Somebody has lost device and codes: who takes the second step away, and what ends with it."""

from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import AccessEntry, ApiToken, Membership, User
from accounts.models.access_log import NO_RECORD
from tests.accounts.passkeys import HOST, Phone
from tests.accounts.test_emergency import signed_in
from tests.accounts.test_passkeys import make, sign_in_by_code
from tests.accounts.test_proof import prove, with_password
from tests.accounts.test_second_step import app_of
from tests.cast import Cast


def page_of(cast: Cast, person: User, clinic: Any = None) -> str:
    places = Membership.objects.current().filter(user=person, clinic=clinic or cast.clinic)
    return reverse("member_second_step", args=[places.first().pk])  # type: ignore[union-attr]


def has_one(person: User) -> bool:
    return Authenticator.objects.filter(user=person).exists()


def test_manager_takes_it_away_and_its_owner_is_told_and_enrols_again(cast: Cast, settings: Any) -> None:
    device = Client(SERVER_NAME=HOST)
    sign_in_by_code(device, cast.therapist)
    make(device, Phone())
    _token, secret = ApiToken.issue(user=cast.therapist, name="t", scopes=["episodes:read"], second_step=True)
    manager = signed_in(cast.manager)
    assert page_of(cast, cast.therapist) in manager.get(cast.clinic.get_absolute_url()).content.decode()
    assert "Talk to them first" in manager.get(page_of(cast, cast.therapist)).content.decode()
    mail.outbox.clear()
    assert manager.post(page_of(cast, cast.therapist)).headers["Location"] == cast.clinic.get_absolute_url()
    [told] = mail.outbox
    assert (told.to, told.subject) == ([cast.therapist.email], "The second step of your account was taken away")
    assert "Mara" not in told.body
    assert device.get(reverse("client_list")).headers["Location"].startswith("/accounts/login/")
    assert APIClient().get("/api/v1/episodes/", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    settings.REQUIRE_SECOND_STEP = True
    sign_in_by_code(device, cast.therapist)
    assert device.get(reverse("client_list")).headers["Location"] == reverse("second_step")
    make(device, Phone())
    assert device.get(reverse("client_list")).status_code == 200
    # With a new one, nothing of before comes back.
    assert APIClient().get("/api/v1/episodes/", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_it_is_written_down_for_good_and_no_client_is_shown_it(cast: Cast) -> None:
    app_of(cast.therapist)
    signed_in(cast.manager).post(page_of(cast, cast.therapist))
    entry = AccessEntry.objects.get(verb="change")
    about = (entry.actor, entry.object, entry.door, entry.episode)
    assert about == (cast.manager.pk, str(cast.therapist.pk), "second_step_reset", NO_RECORD)
    for person in (cast.client, cast.manager, cast.therapist):
        assert not AccessEntry.objects.visible_to(person).contains(entry)
    assert AccessEntry.objects.visible_to(cast.admin).contains(entry)
    call_command("verify_access_log", stdout=StringIO())
    said = StringIO()
    call_command("affected_by", cast.manager.email, stdout=said, stderr=StringIO())
    assert len(said.getvalue().splitlines()) == 1


def test_manager_proves_who_it_is_first(client: Client, cast: Cast) -> None:
    app_of(cast.colleague)
    with_password(client, cast.manager)
    asked = client.post(page_of(cast, cast.colleague))
    assert has_one(cast.colleague)
    prove(client, asked)
    assert not has_one(cast.colleague)
    app_of(cast.colleague)
    # Who has neither password nor passkey signs in again.
    cast.manager.set_unusable_password()
    cast.manager.save()
    asked = signed_in(cast.manager, lately=False).post(page_of(cast, cast.colleague))
    assert "sign in" in asked.content.decode().lower()
    assert has_one(cast.colleague)


def test_nobody_takes_their_own_away(cast: Cast) -> None:
    app_of(cast.manager)
    client = signed_in(cast.manager)
    assert page_of(cast, cast.manager) not in client.get(cast.clinic.get_absolute_url()).content.decode()
    # By the page the site asks for the second step itself first; past that, the verb says no.
    client.post(page_of(cast, cast.manager))
    assert has_one(cast.manager)


def test_managers_help_each_other(cast: Cast) -> None:
    cast.clinic.add(cast.colleague, Membership.Role.MANAGER)
    app_of(cast.colleague)
    assert signed_in(cast.manager).post(page_of(cast, cast.colleague)).status_code == 302
    assert not has_one(cast.colleague)


@pytest.mark.parametrize("where", ["another clinic", "the catalogue", "the site"])
def test_who_works_elsewhere_too_is_for_whoever_runs_the_site(cast: Cast, where: str) -> None:
    if where == "another clinic":
        cast.other_clinic.add(cast.colleague, Membership.Role.THERAPIST)
    elif where == "the catalogue":
        cast.colleague.groups.set(cast.editor.groups.all())
    else:
        User.objects.filter(pk=cast.colleague.pk).update(is_superuser=True)
    app_of(cast.colleague)
    answer = signed_in(cast.manager).post(page_of(cast, cast.colleague))
    assert (answer.status_code, has_one(cast.colleague)) == (409, True)
    assert "whoever runs this site" in answer.content.decode()
    assert signed_in(cast.admin).post(page_of(cast, cast.colleague)).status_code == 302
    assert not has_one(cast.colleague)


def test_strangers_and_colleagues_do_not(cast: Cast) -> None:
    app_of(cast.colleague)
    for who, status in {"stranger": 404, "client": 404, "editor": 404, "therapist": 403, "colleague": 403}.items():
        answer = signed_in(getattr(cast, who)).post(page_of(cast, cast.colleague))
        assert (who, answer.status_code) == (who, status)
    place = Membership.objects.get(user=cast.stranger)
    app_of(cast.stranger)
    assert signed_in(cast.manager).post(reverse("member_second_step", args=[place.pk])).status_code == 404
    assert has_one(cast.colleague)
    assert has_one(cast.stranger)


def test_there_is_nothing_to_take_away_of_who_has_none(cast: Cast) -> None:
    client = signed_in(cast.manager)
    assert "Lost second step" not in client.get(cast.clinic.get_absolute_url()).content.decode()
    assert client.post(page_of(cast, cast.colleague)).status_code == 409
    assert not mail.outbox


def test_site_admin_does_it_in_the_list_of_people_and_on_the_server(cast: Cast) -> None:
    for person in (cast.manager, cast.client):
        app_of(person)
    chosen = [str(cast.manager.pk), str(cast.editor.pk), str(cast.admin.pk)]
    body = {"action": "take_second_step_away", "_selected_action": chosen}
    answer = signed_in(cast.admin).post(reverse("admin:accounts_user_changelist"), body, follow=True)
    said = answer.content.decode()
    assert "Mara Manager: taken away" in said
    assert "You cannot do this for yourself" in said
    assert not has_one(cast.manager)
    out = StringIO()
    call_command("reset_second_step", cast.client.email.upper(), stdout=out)
    assert "has been told" in out.getvalue()
    assert not has_one(cast.client)
    assert {told.to[0] for told in mail.outbox} == {cast.manager.email, cast.client.email}
    for nobody in ("nobody@example.org", cast.client.email):
        with pytest.raises(CommandError):
            call_command("reset_second_step", nobody)
