import uuid
from typing import Any

from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.invitations import invite_member
from accounts.models import Clinic, Episode, Invitation, Membership
from tests.cast import Cast
from tests.factories import make_clinic, make_episode, make_user


def role_of(cast: Cast, who: str, role: str = "therapist") -> Membership:
    return Membership.objects.get(clinic=cast.clinic, user=getattr(cast, who), role=role)


def test_manager_sees_who_works_there_and_how_many_clients_each_has(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    page = client.get(cast.clinic.get_absolute_url())
    text = page.content.decode()
    assert "Tess Therapist" in text
    assert "Mara Manager" in text
    assert "Dirk Deactivated" not in text
    assert "Chris Client" not in text
    counts = {member.user: member.open_clients for member in page.context["members"]}
    assert (counts[cast.therapist], counts[cast.colleague], counts[cast.former]) == (2, 0, 0)
    assert reverse("clinic_invite", args=[cast.clinic.pk]) in text


def test_therapist_sees_colleagues_but_no_manager_functions(client: Client, cast: Cast) -> None:
    client.force_login(cast.therapist)
    text = client.get(cast.clinic.get_absolute_url()).content.decode()
    assert "Mara Manager" in text
    assert "/invite/" not in text
    own = cast.clinic.memberships.get(user=cast.therapist)
    assert text.count("/members/") == text.count(reverse("member_end", args=[own.pk])) == 1


def test_client_sees_name_and_telephone_of_the_clinic_alone(client: Client, cast: Cast) -> None:
    Clinic.objects.filter(pk=cast.clinic.pk).update(phone="+33 1 23 45")
    client.force_login(cast.client)
    assert "Northside" in client.get(reverse("clinic_list")).content.decode()
    text = client.get(cast.clinic.get_absolute_url()).content.decode()
    assert "+33 1 23 45" in text
    for name in ("Mara Manager", "Tess Therapist", "tess"):
        assert name not in text


def test_stranger_finds_no_clinic(client: Client, cast: Cast) -> None:
    for who in ("stranger", "editor", "without_clinic", "invitee"):
        client.force_login(getattr(cast, who))
        assert "Northside" not in client.get(reverse("clinic_list")).content.decode()
        for name in ("clinic_detail", "clinic_edit", "clinic_invite"):
            assert client.get(reverse(name, args=[cast.clinic.pk])).status_code == 404
            assert client.get(reverse(name, args=[uuid.uuid4()])).status_code == 404
        assert client.post(reverse("member_end", args=[role_of(cast, "therapist").pk])).status_code == 404


def test_members_without_the_role_may_not_manage(client: Client, cast: Cast) -> None:
    for who, ending in (("therapist", 403), ("client", 404)):
        client.force_login(getattr(cast, who))
        for name in ("clinic_edit", "clinic_invite"):
            answer = client.post(reverse(name, args=[cast.clinic.pk]), {"email": "x@example.org", "role": "manager"})
            assert answer.status_code == 403
        assert client.post(reverse("member_end", args=[role_of(cast, "dual").pk])).status_code == ending
    assert not Invitation.objects.exists()
    assert role_of(cast, "dual").ended_at is None


def test_manager_changes_name_and_telephone(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    url = reverse("clinic_edit", args=[cast.clinic.pk])
    assert client.post(url, {"name": "", "phone": "", "time_zone": "UTC"}).status_code == 400
    assert client.post(url, {"name": "North", "phone": "", "time_zone": "Nowhere"}).status_code == 400
    client.post(url, {"name": "Northside West", "phone": "112", "time_zone": "paris"})
    cast.clinic.refresh_from_db()
    assert (cast.clinic.name, cast.clinic.phone, cast.clinic.time_zone) == ("Northside West", "112", "Europe/Paris")


def test_manager_removes_a_therapist_without_clients(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    url = reverse("member_end", args=[role_of(cast, "colleague").pk])
    assert client.get(url).status_code == 200
    assert client.post(url)["Location"] == cast.clinic.get_absolute_url()
    assert not Clinic.objects.visible_to(cast.colleague).exists()
    assert client.post(url).status_code == 404


def test_manager_names_who_takes_over_before_a_therapist_goes(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    leaving = role_of(cast, "therapist")
    url = reverse("member_end", args=[leaving.pk])
    assert client.get(url).context["alone"] == 2
    for successor in ("", str(cast.therapist.pk), str(cast.manager.pk), str(cast.stranger.pk), "x"):
        assert client.post(url, {"successor": successor}).status_code == 400
    assert Episode.objects.treated_by(cast.therapist).contains(cast.episode)
    assert client.post(url, {"successor": str(cast.colleague.pk)}).status_code == 302
    assert Episode.objects.treated_by(cast.colleague).contains(cast.episode)
    assert not Episode.objects.visible_to(cast.therapist).exists()
    cast.clinic.add(cast.therapist, Membership.Role.THERAPIST)
    assert not Episode.objects.visible_to(cast.therapist).exists()


def test_clinic_keeps_its_last_manager(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    last = role_of(cast, "manager", "manager")
    page = client.post(reverse("member_end", args=[last.pk]))
    assert page.status_code == 409
    assert "needs a manager" in page.content.decode()
    second = cast.clinic.add(cast.colleague, Membership.Role.MANAGER)
    assert client.post(reverse("member_end", args=[second.pk])).status_code == 302


def test_invitations_of_a_manager_who_goes_stop_working(client: Client, cast: Cast) -> None:
    cast.clinic.add(cast.colleague, Membership.Role.MANAGER)
    invite_member(clinic=cast.clinic, email="new@example.org", role="manager", by=cast.colleague)
    client.force_login(cast.manager)
    client.post(reverse("member_end", args=[role_of(cast, "colleague", "manager").pk]))
    assert Invitation.objects.get().state == "revoked"


def test_manager_gets_a_sentence_for_a_bad_invitation(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    for form in ({}, {"email": "x", "role": "therapist"}, {"email": "x@example.org", "role": "owner"}):
        assert client.post(reverse("clinic_invite", args=[cast.clinic.pk]), form).status_code == 400
    assert not Invitation.objects.exists()


def test_founder_of_two_clinics_keeps_them_apart(client: Client, db: None) -> None:
    founder, other = make_user("f@example.org"), make_user("o@example.org")
    mine, theirs = Clinic.start(name="Mine", by=founder), Clinic.start(name="Theirs", by=other)
    assert list(Clinic.objects.editable_by(founder)) == [mine]
    client.force_login(founder)
    assert client.get(theirs.get_absolute_url()).status_code == 404


def test_program_reads_and_changes_a_clinic(api: APIClient, cast: Cast) -> None:
    url = reverse("clinic-detail", args=[cast.clinic.pk])
    api.force_login(cast.client)
    desk = {"named_by_therapists", "therapists_answer_requests", "keeps_records_years"}
    assert set(api.get(url).data) == {"id", "name", "phone", "emergency_number", "time_zone", "created_at"} | desk
    assert api.patch(url, {"name": "x"}).status_code == 403
    api.force_login(cast.manager)
    assert api.patch(url, {"phone": "112"}).data["phone"] == "112"
    assert api.put(url, {"name": "North", "time_zone": "UTC"}).status_code == 200
    for body in ({"name": ""}, {"time_zone": "Mars"}, {"id": str(uuid.uuid4())}, {"owner": 1}, {"name": "a\x00"}):
        assert api.patch(url, body).status_code == 400, body
    assert api.delete(url).status_code == 403


def test_site_admin_makes_and_deletes_empty_clinics(api: APIClient, cast: Cast) -> None:
    api.force_login(cast.manager)
    assert api.post(reverse("clinic-list"), {"name": "New"}).status_code == 403
    api.force_login(cast.admin)
    made = api.post(reverse("clinic-list"), {"name": "New"})
    assert made.status_code == 201
    assert api.delete(reverse("clinic-detail", args=[made.data["id"]])).status_code == 204
    assert api.delete(reverse("clinic-detail", args=[cast.clinic.pk])).status_code == 409


def test_program_lists_members_for_members_alone(api: APIClient, cast: Cast) -> None:
    url = reverse("membership-list", args=[cast.clinic.pk])
    api.force_login(cast.therapist)
    names = [member["name"] for member in api.get(url).data["results"]]
    assert "Cora Colleague" in names
    assert "Dirk Deactivated" not in names
    api.force_login(cast.client)
    assert api.get(url).data["count"] == 0
    api.force_login(cast.stranger)
    assert api.get(url).status_code == 404


def test_program_invites_a_member_and_ends_a_membership(api: APIClient, cast: Cast) -> None:
    url = reverse("membership-list", args=[cast.clinic.pk])
    body = {"email": "new@example.org", "role": "therapist"}
    api.force_login(cast.therapist)
    assert api.post(url, body).status_code == 403
    leaving = reverse("membership-detail", args=[cast.clinic.pk, role_of(cast, "therapist").pk])
    others = reverse("membership-detail", args=[cast.clinic.pk, role_of(cast, "dual").pk])
    assert api.delete(others).status_code == 403
    assert api.delete(leaving).status_code == 409  # their own, but for the clients whom nobody else cares for
    api.force_login(cast.manager)
    assert api.post(url, {**body, "role": "owner"}).status_code == 400
    made = api.post(url, body)
    assert (made.status_code, made.data["state"]) == (201, "pending")
    assert api.delete(leaving).status_code == 409
    for nobody in ("x", str(uuid.uuid4()), str(role_of(cast, "manager", "manager").pk)):
        assert api.delete(f"{leaving}?successor={nobody}").status_code == 400
    assert api.delete(f"{leaving}?successor={role_of(cast, 'colleague').pk}").status_code == 204
    assert Episode.objects.treated_by(cast.colleague).contains(cast.episode)
    assert api.delete(leaving).status_code == 404


def test_membership_of_another_clinic_is_not_found_under_this_one(api: APIClient, cast: Cast) -> None:
    other = Membership.objects.get(clinic=cast.other_clinic, user=cast.stranger)
    api.force_login(cast.admin)
    assert api.delete(reverse("membership-detail", args=[cast.clinic.pk, other.pk])).status_code == 404
    other.refresh_from_db()
    assert other.ended_at is None


def test_clinic_page_needs_few_queries(client: Client, db: None, django_assert_max_num_queries: Any) -> None:
    people = [make_user(f"p{number}@example.org", f"P{number}") for number in range(15)]
    clinic = make_clinic("Big", therapists=tuple(people), managers=(people[0],))
    for therapist in people:
        make_episode(clinic=clinic, therapist=therapist)
        invite_member(clinic=clinic, email=f"{therapist.pk}@example.org", role="therapist", by=people[0])
    client.force_login(people[0])
    with django_assert_max_num_queries(10):
        assert client.get(clinic.get_absolute_url()).status_code == 200
