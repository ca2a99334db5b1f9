"""What the issue says of clinics and people, sentence by sentence, from outside."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.closing import close_account, reopen_account
from accounts.emergency import begin_emergency, records_to_open
from accounts.invitations import accept, invite_client, invite_member
from accounts.models import (
    ApiToken,
    CareTeamMember,
    Clinic,
    ClinicClient,
    Episode,
    Invitation,
    Membership,
    Routine,
    User,
)
from programs.models import CalendarFeed, Program, PushSubscription, ShareLink
from programs.reminders.devices import register
from programs.sharing import handout_token, share
from tests.cast import Cast
from tests.factories import make_clinic, make_episode, make_plan, make_published, make_routine, make_user
from tests.push_service import Browser


def page(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def record(cast: Cast) -> str:
    return f"/episodes/{cast.episode.pk}/"


def role(cast: Cast, who: str, name: str = "therapist") -> Membership:
    return Membership.objects.get(clinic=cast.clinic, user=getattr(cast, who), role=name)


def test_therapist_signs_up_with_a_clinic_of_one_and_treats_in_it(client: Client, db: None) -> None:
    form = {"name": "Sola", "email": "sola@example.org", "password1": "long enough to hold", "clinic_name": "Solo"}
    client.post(reverse("account_signup"), form)
    code = next(line for line in str(mail.outbox[-1].body).splitlines() if line.strip() and line == line.upper())
    client.post(reverse("account_email_verification_sent"), {"code": code.strip()})
    sola = User.objects.get(email="sola@example.org")
    clinic = Clinic.objects.get()
    assert set(sola.memberships.values_list("role", flat=True)) == {"therapist", "manager"}
    browser = page(sola)
    made = browser.post("/clients/new/", {"client_name": "Cleo", "client_email": "cleo@example.org"})
    assert browser.get(made.headers["Location"]).status_code == 200
    assert "Cleo" in browser.get(f"/clinics/{clinic.pk}/clients/").content.decode()
    sola.set_unusable_password()  # or the site asks for it once more
    sola.save()
    browser, last = page(sola), sola.memberships.get(role="manager")
    assert browser.post(f"/members/{last.pk}/end/").status_code == 409


@pytest.mark.parametrize("name", ["therapist", "manager"])
def test_manager_invites_people_who_then_work_there(cast: Cast, name: str) -> None:
    page(cast.manager).post(f"/clinics/{cast.clinic.pk}/invite/", {"email": cast.invitee.email, "role": name})
    accept(invitation=Invitation.objects.get(role=name), user=cast.invitee)
    seen = page(cast.invitee).get(f"/clinics/{cast.clinic.pk}/clients/").status_code
    assert seen == (200 if name == "manager" else 403)


def test_therapist_who_hands_over_leaves_the_name_and_loses_the_record(cast: Cast) -> None:
    browser = page(cast.therapist)
    assert browser.get(record(cast)).status_code == 200
    leaving = f"/members/{role(cast, 'therapist').pk}/end/"
    assert browser.post(leaving).status_code == 400
    assert browser.post(leaving, {"successor": str(cast.colleague.pk)}).status_code == 302
    for path in (record(cast), f"/programs/{cast.program.pk}/"):
        assert browser.get(path).status_code == 404
    history = page(cast.colleague).get(f"/programs/{cast.program.pk}/versions/").content.decode()
    assert "Tess Therapist" in history
    # Coming back to the clinic brings no client back.
    cast.clinic.add(cast.therapist, Membership.Role.THERAPIST)
    assert browser.get(record(cast)).status_code == 404


def test_only_oneself_and_managers_end_a_membership(cast: Cast) -> None:
    path = f"/members/{role(cast, 'former').pk}/end/"
    assert page(cast.colleague).post(path).status_code == 403
    assert page(cast.stranger).post(path).status_code == 404
    assert page(cast.former).post(path).headers["Location"] == "/clinics/"
    assert page(cast.former).get(cast.clinic.get_absolute_url()).status_code == 404


def test_therapist_who_becomes_manager_only_reads_no_more(cast: Cast) -> None:
    cast.clinic.add(cast.therapist, Membership.Role.MANAGER)
    cast.episode.care_team.create(therapist=cast.colleague)
    cast.other_episode.care_team.create(therapist=cast.colleague)
    role(cast, "therapist").end()
    browser = page(cast.therapist)
    assert browser.get(record(cast)).status_code == 404
    assert browser.get(f"/clinics/{cast.clinic.pk}/clients/").status_code == 200


def everything_of(cast: Cast) -> dict[str, Any]:
    """A browser and what else acts for the therapist."""
    _token, secret = ApiToken.issue(user=cast.therapist, name="t", scopes=["programs:read"])
    _link, shared = share(program=cast.program, by=cast.therapist)
    own = make_episode(clinic=cast.other_clinic, therapist=cast.stranger, client=cast.therapist)
    make_published(episode=own, by=cast.stranger, plan=make_plan(("glute-bridge", "3x10")))
    _feed, calendar = CalendarFeed.make(owner=cast.therapist)
    register(by=cast.therapist, endpoint="https://push.invalid/t", name="phone", **Browser().keys)
    new = make_episode(clinic=cast.clinic, therapist=cast.therapist, client_email="new@example.org")
    invite_client(episode=new, by=cast.therapist)
    begin_emergency(user=cast.therapist, episode=others_record(cast), reason="Nobody else is in the house today")
    return {"browser": page(cast.therapist), "secret": secret, "shared": shared, "calendar": calendar}


def others_record(cast: Cast) -> Episode:
    return make_episode(clinic=cast.clinic, therapist=cast.colleague, client_name="Else", client_email="e@example.org")


def works(cast: Cast, held: dict[str, Any]) -> dict[str, bool]:
    token = {"Authorization": f"Bearer {held['secret']}"}
    return {
        "session": held["browser"].get(record(cast)).status_code == 200,
        "token": APIClient().get("/api/v1/programs/", headers=token).status_code == 200,
        "link": Client().get(f"/p/{held['shared']}/").status_code == 200,
        "calendar": Client().get(f"/calendar/{held['calendar']}.ics").status_code == 200,
        "push": PushSubscription.objects.filter(user=cast.therapist).exists(),
        "invitation": Invitation.objects.pending().filter(invited_by=cast.therapist).exists(),
        "emergency": held["browser"].get("/account/").content.decode().count("/emergency/") > 0,
    }


def test_closed_account_ends_all_at_once_and_opening_it_again_revives_nothing(cast: Cast) -> None:
    held = everything_of(cast)
    assert all(works(cast, held).values()), works(cast, held)
    admin = page(cast.admin)
    form = {"email": cast.therapist.email, "name": "Tess Therapist"}
    path = f"/admin/accounts/user/{cast.therapist.pk}/change/"
    assert admin.post(path, form).status_code == 302
    assert not any(works(cast, held).values()), works(cast, held)
    assert admin.post(path, {**form, "is_active": "on"}).status_code == 302
    assert not any(works(cast, held).values()), works(cast, held)
    assert page(User.objects.get(pk=cast.therapist.pk)).get(record(cast)).status_code == 200


def test_closed_account_of_a_client_ends_the_links_to_the_program(cast: Cast) -> None:
    printed = handout_token(program=cast.program, by=cast.therapist)
    _link, shared = share(program=cast.program, by=cast.therapist)
    close_account(user=cast.client, by=cast.admin)
    reopen_account(user=cast.client)
    assert [Client().get(f"/p/{token}/").status_code for token in (printed, shared)] == [404, 404]
    assert not ShareLink.objects.live().exists()


def test_site_admin_closes_neither_the_own_account_nor_the_last_admins(cast: Cast) -> None:
    path = f"/admin/accounts/user/{cast.admin.pk}/change/"
    answer = page(cast.admin).post(path, {"email": cast.admin.email, "name": "Ada", "is_staff": "on"})
    assert answer.status_code == 409
    cast.admin.refresh_from_db()
    assert cast.admin.is_active


def test_manager_closes_the_account_of_somebody_who_is_nowhere_else(cast: Cast) -> None:
    browser = page(cast.colleague)
    assert browser.get("/account/").status_code == 200
    path = f"/members/{role(cast, 'colleague').pk}/close/"
    for who, status in (("therapist", 403), ("client", 404), ("stranger", 404)):
        assert page(getattr(cast, who)).post(path).status_code == status
    assert page(cast.manager).get(path).status_code == 200
    assert page(cast.manager).post(path).headers["Location"] == cast.clinic.get_absolute_url()
    assert browser.get("/account/").status_code == 302
    assert not Membership.objects.filter(user=cast.colleague, ended_at__isnull=True).exists()


@pytest.mark.parametrize("who", ["dual", "manager"])
def test_manager_closes_no_account_that_is_more_than_a_members(cast: Cast, who: str) -> None:
    membership = role(cast, who, "manager" if who == "manager" else "therapist")
    assert page(cast.manager).post(f"/members/{membership.pk}/close/").status_code == 409
    assert User.objects.get(pk=membership.user_id).is_active
    assert Membership.objects.get(pk=membership.pk).ended_at is None


def test_account_is_closed_with_a_successor_for_the_clients(cast: Cast) -> None:
    path, api = f"/members/{role(cast, 'therapist').pk}/close/", APIClient()
    assert page(cast.manager).post(path).status_code == 400
    api.force_login(cast.manager)
    operation = f"/api/v1/clinics/{cast.clinic.pk}/members/{role(cast, 'therapist').pk}/close/"
    assert api.post(operation).status_code == 409
    assert api.post(f"{operation}?successor={role(cast, 'colleague').pk}").status_code == 204
    assert page(cast.colleague).get(record(cast)).status_code == 200


def test_therapist_here_and_client_there_keeps_the_two_apart(cast: Cast) -> None:
    own = Episode.objects.get(client=cast.dual)
    browser = page(cast.dual)
    assert browser.get(own.get_absolute_url()).status_code == 200
    assert browser.post(f"/episodes/{own.pk}/end/").status_code == 403
    assert browser.get(record(cast)).status_code == 404
    assert browser.get(f"/clinics/{cast.other_clinic.pk}/clients/").status_code == 403
    assert not records_to_open(cast.dual).contains(own)
    cast.episode.care_team.create(therapist=cast.dual)
    assert browser.get(record(cast)).status_code == 200


def test_people_without_a_clinic_have_no_clinic_in_common(cast: Cast) -> None:
    """None never equals None, whichever rule is asked."""
    keeper, other = make_user("keeper@example.org", "Keeper"), make_user("other@example.org", "Other")
    own = Episode(client=keeper, client_name="Keeper", client_email=keeper.email, started_on=keeper.today())
    own.full_clean()
    own.save()
    CareTeamMember.objects.create(episode=own, therapist=cast.without_clinic)
    plan = make_plan(("glute-bridge", "3x10"))
    program = Program.objects.create(episode=own, name="Mine", created_by=keeper, start_on=own.local_day())
    routine = make_routine(owner=keeper, plan=plan)
    assert page(keeper).get(own.get_absolute_url()).status_code == 200
    people = (other, cast.without_clinic, cast.manager, cast.admin, cast.invitee)
    paths = (own.get_absolute_url(), f"/programs/{program.pk}/", f"/routines/{routine.pk}/")
    found = {(user.name, path): page(user).get(path).status_code for user in people for path in paths}
    assert set(found.values()) == {404}, found
    for user in people:
        assert not ClinicClient.objects.visible_to(user).filter(pk=own.pk).exists()
        assert not records_to_open(user).contains(own)
        assert not Routine.objects.visible_to(user).contains(routine)


def test_deleted_clinic_leaves_nobody_with_access(cast: Cast) -> None:
    empty = make_clinic("Empty", therapists=(cast.without_clinic,), managers=(cast.without_clinic,))
    invite_member(clinic=empty, email="x@example.org", role="manager", by=cast.without_clinic)
    api = APIClient()
    api.force_login(cast.admin)
    assert api.delete(f"/api/v1/clinics/{empty.pk}/").status_code == 204
    browser = page(cast.without_clinic)
    assert browser.get(f"/clinics/{empty.pk}/clients/").status_code == 404
    assert browser.get("/clients/new/").status_code == 403
