import datetime
import uuid
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.invitations import invite_client
from accounts.models import Episode, Invitation, Membership, User
from tests.budgets import LOGGED
from tests.cast import Cast
from tests.factories import make_clinic, make_episode

FORM = {
    "client_name": "Nina Neu",
    "client_email": "nina@example.org",
    "reason": "Stiff back",
    "precautions": "Osteoporosis",
}


@pytest.mark.parametrize("who", ["therapist", "former", "stranger"])
def test_therapist_opens_an_episode_for_a_client_by_name_and_address(client: Client, cast: Cast, who: str) -> None:
    therapist: User = getattr(cast, who)
    client.force_login(therapist)
    answer = client.post(reverse("client_new"), FORM)
    episode = Episode.objects.get(client_email="nina@example.org")
    assert answer["Location"] == episode.get_absolute_url()
    assert episode.client is None
    assert episode.clinic == (cast.other_clinic if who == "stranger" else cast.clinic)
    assert episode.started_on == therapist.today()
    assert [place.therapist for place in episode.care_team.all()] == [therapist]
    assert not Invitation.objects.exists()


def test_therapist_of_two_clinics_chooses_one(client: Client, cast: Cast) -> None:
    cast.other_clinic.add(cast.therapist, Membership.Role.THERAPIST)
    client.force_login(cast.therapist)
    assert "clinic" in client.get(reverse("client_new")).context["form"].fields
    assert client.post(reverse("client_new"), FORM).status_code == 400
    foreign = make_clinic("Elsewhere")
    assert client.post(reverse("client_new"), {**FORM, "clinic": str(foreign.pk)}).status_code == 400
    client.post(reverse("client_new"), {**FORM, "clinic": str(cast.other_clinic.pk)})
    assert Episode.objects.get(client_email="nina@example.org").clinic == cast.other_clinic


NOT_TREATING = ["client", "manager", "editor", "admin", "without_clinic", "invitee"]


def test_nobody_else_opens_an_episode(client: Client, cast: Cast) -> None:
    for who in NOT_TREATING:
        client.force_login(getattr(cast, who))
        assert client.get(reverse("client_new")).status_code == 403
        assert client.post(reverse("client_new"), FORM).status_code == 403
    assert not Episode.objects.filter(client_email="nina@example.org").exists()


BAD_FIELDS = [
    ("client_name", ""),
    ("client_name", "   "),
    ("client_name", "x" * 121),
    ("client_email", ""),
    ("client_email", "not an address"),
    ("client_email", "therapist@example.org"),
    ("reason", "x" * 2001),
]


def test_therapist_gets_one_sentence_for_a_bad_field(client: Client, cast: Cast) -> None:
    client.force_login(cast.therapist)
    for field, value in BAD_FIELDS:
        page = client.post(reverse("client_new"), {**FORM, field: value})
        assert page.status_code == 400
        assert len(page.context["form"].errors[field]) == 1
        assert "Osteoporosis" in page.content.decode()


def test_text_that_no_database_holds_is_a_400(client: Client, cast: Cast) -> None:
    client.force_login(cast.therapist)
    assert client.post(reverse("client_new"), {**FORM, "client_name": "a\x00b"}).status_code == 400


def test_therapist_corrects_an_address_and_the_old_invitation_stops_working(client: Client, cast: Cast) -> None:
    episode = make_episode(clinic=cast.clinic, therapist=cast.therapist, client_email="nian@example.org")
    invite_client(episode=episode, by=cast.therapist)
    client.force_login(cast.therapist)
    url = reverse("episode_edit", args=[episode.pk])
    client.post(url, {**FORM, "client_email": "NIAN@example.org"})
    assert Invitation.objects.get().state == "pending"
    assert client.post(url, FORM)["Location"] == episode.get_absolute_url()
    assert Invitation.objects.get().state == "revoked"
    episode.refresh_from_db()
    assert (episode.client_email, episode.precautions) == ("nina@example.org", "Osteoporosis")


def test_therapist_ends_an_episode_once(client: Client, cast: Cast) -> None:
    episode = make_episode(clinic=cast.clinic, therapist=cast.therapist)
    invite_client(episode=episode, by=cast.therapist)
    client.force_login(cast.therapist)
    url = reverse("episode_end", args=[episode.pk])
    assert client.get(url).status_code == 200
    assert client.post(url)["Location"] == episode.get_absolute_url()
    episode.refresh_from_db()
    assert not episode.is_open
    assert Invitation.objects.get().state == "revoked"
    for name in ("episode_end", "episode_edit", "episode_invite"):
        assert client.post(reverse(name, args=[episode.pk]), FORM).status_code == 409


def test_episode_ends_on_the_day_of_the_client_and_never_before_it_began(cast: Cast) -> None:
    with time_machine.travel(datetime.datetime(2026, 11, 22, 11, tzinfo=datetime.UTC)):
        cast.client.move_to("Pacific/Kiritimati")
        cast.episode.client = cast.client
        cast.episode.end()
        assert cast.episode.ended_on == datetime.date(2026, 11, 23)
        late = make_episode(clinic=cast.clinic, therapist=cast.therapist, started_on=datetime.date(2026, 11, 30))
        late.end()
        assert late.ended_on == late.started_on


PAGES = ["episode_edit", "episode_end", "episode_invite", "care_team_add"]


STRANGERS = ["other_client", "colleague", "former", "stranger", "manager", "editor", "admin", "dual"]


def test_who_does_not_treat_the_client_finds_nothing(client: Client, cast: Cast) -> None:
    for who in STRANGERS:
        client.force_login(getattr(cast, who))
        for name in PAGES:
            hidden = client.post(reverse(name, args=[cast.episode.pk]), FORM)
            unknown = client.post(reverse(name, args=[uuid.uuid4()]), FORM)
            assert (hidden.status_code, unknown.status_code) == (404, 404), (who, name)
    cast.episode.refresh_from_db()
    assert cast.episode.client_name == "Chris Client"


def test_client_may_read_but_not_change_the_episode(client: Client, cast: Cast) -> None:
    client.force_login(cast.client)
    for name in PAGES:
        assert client.post(reverse(name, args=[cast.episode.pk]), FORM).status_code == 403
    cast.episode.refresh_from_db()
    assert cast.episode.client_name == "Chris Client"
    assert cast.episode.is_open


def test_therapist_adds_a_colleague_who_sees_the_client_at_once(client: Client, cast: Cast) -> None:
    client.force_login(cast.therapist)
    url = reverse("care_team_add", args=[cast.episode.pk])
    offered = client.get(url).context["form"].fields["therapist"].queryset
    assert set(offered) == {cast.colleague, cast.former, cast.dual}
    assert client.post(url, {"therapist": str(cast.colleague.pk)}).status_code == 302
    assert Episode.objects.treated_by(cast.colleague).contains(cast.episode)


def test_therapist_adds_nobody_but_colleagues(client: Client, cast: Cast) -> None:
    client.force_login(cast.therapist)
    url = reverse("care_team_add", args=[cast.episode.pk])
    before = cast.episode.care_team.count()
    for who in ("stranger", "manager", "therapist", "client", "deactivated"):
        assert client.post(url, {"therapist": str(getattr(cast, who).pk)}).status_code == 400
    assert cast.episode.care_team.count() == before


def test_last_therapist_hands_over_before_leaving(client: Client, cast: Cast) -> None:
    client.force_login(cast.therapist)
    place = cast.episode.care_team.get(therapist=cast.therapist)
    url = reverse("care_team_end", args=[place.pk])
    page = client.post(url)
    assert page.status_code == 409
    assert "add a colleague" in page.content.decode()
    cast.episode.care_team.create(therapist=cast.colleague)
    assert client.post(url)["Location"] == reverse("client_list")
    assert not Episode.objects.visible_to(cast.therapist).contains(cast.episode)
    assert client.post(url).status_code == 404


def test_colleague_who_has_left_the_clinic_does_not_count_as_care(client: Client, cast: Cast) -> None:
    cast.episode.care_team.create(therapist=cast.colleague)
    Membership.objects.get(user=cast.colleague).end()
    client.force_login(cast.therapist)
    place = cast.episode.care_team.get(therapist=cast.therapist)
    assert client.post(reverse("care_team_end", args=[place.pk])).status_code == 409


def test_therapist_leaves_an_episode_that_has_ended(client: Client, cast: Cast) -> None:
    cast.episode.end()
    client.force_login(cast.therapist)
    place = cast.episode.care_team.get(therapist=cast.therapist)
    assert client.post(reverse("care_team_end", args=[place.pk])).status_code == 302


def test_client_cannot_dismiss_a_therapist(client: Client, cast: Cast) -> None:
    client.force_login(cast.client)
    place = cast.episode.care_team.get(therapist=cast.therapist)
    assert client.post(reverse("care_team_end", args=[place.pk])).status_code == 403


def body_for(cast: Cast, **fields: Any) -> dict[str, Any]:
    return {**FORM, "clinic": str(cast.clinic.pk), **fields}


def test_program_opens_reads_corrects_and_ends_an_episode(api: APIClient, cast: Cast) -> None:
    api.force_login(cast.therapist)
    made = api.post(reverse("episode-list"), body_for(cast, started_on="2026-11-02"))
    assert made.status_code == 201, made.data
    url = reverse("episode-detail", args=[made.data["id"]])
    read = api.get(url).data
    assert (read["client_name"], read["started_on"], read["joined"]) == ("Nina Neu", "2026-11-02", False)
    assert [place["name"] for place in read["care_team"]] == ["Tess Therapist"]
    assert api.patch(url, {"reason": "Stiff neck"}).data["reason"] == "Stiff neck"
    assert api.put(url, FORM).data["reason"] == "Stiff back"
    assert api.post(f"{url}end/").data["ended_on"]
    assert api.post(f"{url}end/").status_code == 409
    assert api.patch(url, {"reason": "Late"}).status_code == 409
    assert api.delete(url).status_code == 405


BAD_BODIES: list[dict[str, Any]] = [
    {"client_name": ""},
    {"client_email": "no"},
    {"clinic": str(uuid.uuid4())},
    {"clinic": "nonsense"},
    {"clinic": None},
    {"client": str(uuid.uuid4())},
    {"ended_on": "2026-11-02"},
    {"started_on": "0225-11-02"},
    {"client_name": "a\x00b"},
    {"reason": ["list"]},
]


def test_program_gets_a_400_for_a_bad_field(api: APIClient, cast: Cast) -> None:
    api.force_login(cast.therapist)
    before = Episode.objects.count()
    for fields in BAD_BODIES:
        assert api.post(reverse("episode-list"), body_for(cast, **fields)).status_code == 400, fields
    assert Episode.objects.count() == before


def test_clinic_where_one_does_not_treat_answers_like_an_unknown_one(api: APIClient, cast: Cast) -> None:
    cast.other_clinic.add(cast.therapist, Membership.Role.MANAGER)
    api.force_login(cast.therapist)
    unusable = api.post(reverse("episode-list"), body_for(cast, clinic=str(cast.other_clinic.pk)))
    unknown = api.post(reverse("episode-list"), body_for(cast, clinic=str(uuid.uuid4())))
    assert unusable.status_code == unknown.status_code == 400
    assert unusable.content == unknown.content


def test_program_of_somebody_who_does_not_treat_opens_no_episode(api: APIClient, cast: Cast) -> None:
    for who in NOT_TREATING:
        api.force_login(getattr(cast, who))
        assert api.post(reverse("episode-list"), body_for(cast)).status_code == 403


def test_program_of_a_stranger_finds_no_episode(api: APIClient, cast: Cast) -> None:
    url = reverse("episode-detail", args=[cast.episode.pk])
    for who in STRANGERS:
        api.force_login(getattr(cast, who))
        assert api.get(url).status_code == 404
        assert api.patch(url, {"reason": "x"}).status_code == 404
        assert api.post(f"{url}end/").status_code == 404
        assert str(cast.episode.pk) not in api.get(reverse("episode-list")).content.decode()


def test_client_reads_their_episode_by_api_and_cannot_change_it(api: APIClient, cast: Cast) -> None:
    api.force_login(cast.client)
    url = reverse("episode-detail", args=[cast.episode.pk])
    assert api.get(url).data["joined"] is True
    assert api.patch(url, {"reason": "x"}).status_code == 403
    assert api.post(f"{url}end/").status_code == 403


def test_filter_by_clinic_does_not_tell_which_clinics_exist(api: APIClient, cast: Cast) -> None:
    api.force_login(cast.therapist)
    answers = [api.get(reverse("episode-list"), {"clinic": str(key)}) for key in (cast.other_clinic.pk, uuid.uuid4())]
    assert answers[0].content == answers[1].content
    assert api.get(reverse("episode-list"), {"clinic": str(cast.clinic.pk)}).data["count"] == 2
    assert api.get(reverse("episode-list"), {"clinic": "nonsense"}).status_code == 400


def test_list_of_episodes_needs_few_queries(api: APIClient, cast: Cast, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        make_episode(clinic=cast.clinic, therapist=cast.therapist, client_email=f"c{number}@example.org")
    api.force_login(cast.therapist)
    with django_assert_max_num_queries(6 + LOGGED):
        assert api.get(reverse("episode-list")).data["count"] == 14
