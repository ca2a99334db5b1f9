"""What cannot be undone or gives somebody more than they had asks once more who it is, if that was proved long ago."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import ApiToken, Listing, User
from exercises.models import Exercise, Region
from tests.cast import Cast
from tests.factories import make_listing

PASSWORD = "a long way to the sea"
AGAIN = "/accounts/reauthenticate/"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel("2026-11-23T12:00:00Z", tick=False) as traveller:
        yield traveller


def with_password(client: Client, person: User) -> Client:
    """Signed in without a proof that could still count."""
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    client.force_login(person)
    return client


def prove(client: Client, answer: Any) -> Any:
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(AGAIN), answer.headers["Location"]
    onward = answer.headers["Location"].partition("next=")[2].replace("%2F", "/")
    return client.post(answer.headers["Location"], {"password": PASSWORD, "next": onward})


def test_therapist_changes_the_care_team_after_a_proof_that_lasts_five_minutes(
    client: Client, cast: Cast, clock: Any
) -> None:
    with_password(client, cast.therapist)
    url = reverse("care_team_add", args=[cast.episode.pk])
    assert client.get(url).status_code == 200
    asked = client.post(url, {"therapist": str(cast.colleague.pk)})
    team = cast.episode.care_team.filter(left_at__isnull=True)
    assert not team.filter(therapist=cast.colleague).exists()
    # What was sent before is done then, and need not be sent again.
    assert prove(client, asked).status_code == 302
    place = team.get(therapist=cast.colleague)
    clock.shift(timedelta(minutes=4))
    client.post(reverse("care_team_end", args=[place.pk]))
    assert not team.filter(pk=place.pk).exists()
    client.post(url, {"therapist": str(cast.colleague.pk)})
    clock.shift(timedelta(minutes=2))
    prove(client, client.post(reverse("care_team_end", args=[team.get(therapist=cast.colleague).pk])))
    assert not team.filter(therapist=cast.colleague).exists()


def test_wrong_password_changes_nothing(client: Client, cast: Cast) -> None:
    with_password(client, cast.therapist)
    asked = client.post(reverse("care_team_add", args=[cast.episode.pk]), {"therapist": str(cast.colleague.pk)})
    assert client.post(asked.headers["Location"], {"password": "wrong"}).status_code == 200
    assert not cast.episode.care_team.filter(therapist=cast.colleague).exists()


def test_manager_takes_a_role_away_after_a_proof(client: Client, cast: Cast) -> None:
    with_password(client, cast.manager)
    membership = cast.clinic.memberships.get(user=cast.colleague)
    prove(client, client.post(reverse("member_end", args=[membership.pk])))
    membership.refresh_from_db()
    assert membership.ended_at is not None


def test_site_admin_gives_rights_after_a_proof(client: Client, cast: Cast) -> None:
    with_password(client, cast.admin)
    url = reverse("admin:accounts_user_change", args=[cast.client.pk])
    assert client.get(url).status_code == 200
    fields = {"email": cast.client.email, "name": cast.client.name, "is_active": "on", "is_staff": "on"}
    asked = client.post(url, fields)
    assert not User.objects.get(pk=cast.client.pk).is_staff
    prove(client, asked)
    assert User.objects.get(pk=cast.client.pk).is_staff


def test_site_admin_takes_a_listing_down_after_a_proof(client: Client, cast: Cast) -> None:
    with_password(client, cast.admin)
    listing = make_listing(cast.clinic, by=cast.manager)
    asked = client.post(
        reverse("admin:accounts_listing_changelist"), {"action": "take_down", "_selected_action": [str(listing.pk)]}
    )
    assert Listing.objects.get(pk=listing.pk).blocked_at is None
    prove(client, asked)
    assert Listing.objects.get(pk=listing.pk).blocked_at is not None


def test_editor_deletes_and_retires_after_a_proof_and_writes_without(client: Client, cast: Cast) -> None:
    with_password(client, cast.editor)
    word = Region.objects.create(slug="left-toe", name="Left toe")
    pk = Exercise.objects.get(slug="bird-dog").pk
    for name, keys, sent in (
        ("admin:exercises_region_delete", [word.pk], {"post": "yes"}),
        ("admin:exercise_retire", [pk], {"reason": "twice"}),
        ("admin:draft_act", [pk, "discard"], {}),
    ):
        assert client.post(reverse(name, args=keys), sent).headers["Location"].startswith(AGAIN), name
    renamed = client.post(reverse("admin:exercises_region_change", args=[word.pk]), {"name": "Toe"})
    assert renamed.headers["Location"] == reverse("admin:exercises_region_changelist")
    prove(client, client.post(reverse("admin:exercises_region_delete", args=[word.pk]), {"post": "yes"}))
    assert not Region.objects.filter(pk=word.pk).exists()


def test_who_may_not_open_the_admin_is_sent_to_sign_in_and_asked_nothing(client: Client, cast: Cast) -> None:
    with_password(client, cast.therapist)
    answer = client.post(reverse("admin:accounts_user_change", args=[cast.client.pk]), {"is_staff": "on"})
    assert answer.headers["Location"].startswith("/admin/login/")


def test_api_asks_a_session_and_not_a_token(cast: Cast) -> None:
    session = APIClient()
    with_password(session, cast.manager)
    membership = cast.clinic.memberships.get(user=cast.colleague)
    url = reverse("membership-detail", args=[cast.clinic.pk, membership.pk])
    answer = session.delete(url)
    assert answer.status_code == 403
    assert "who you are" in answer.json()["detail"]
    membership.refresh_from_db()
    assert membership.ended_at is None
    _token, secret = ApiToken.issue(user=cast.manager, name="t", scopes=["clinics:write"])
    assert APIClient().delete(url, headers={"Authorization": f"Bearer {secret}"}).status_code == 204


def test_editor_is_asked_by_the_api_too(cast: Cast) -> None:
    session = APIClient()
    with_password(session, cast.editor)
    assert session.delete("/api/v1/exercises/bird-dog/").status_code == 403
    assert Exercise.objects.filter(slug="bird-dog").exists()
