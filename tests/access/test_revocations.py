"""What ends, ends with the next request: each way of taking access away, with everything read just before."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.appointments import ask, tell
from accounts.care_teams import add_to_team, end_membership, leave_team
from accounts.models import ApiToken, Membership, Routine, SignIn
from accounts.models.token import SCOPES
from accounts.second_step_reset import reset_second_step
from accounts.tasks import tell_the_desk
from backfit.sessions import kept_as
from programs.tasks import send_way_in_of
from tests.access.calls import API, CALLS
from tests.access.test_credentials import bearer
from tests.access.test_page_matrix import status_of
from tests.access.world import World
from tests.factories import make_clinic, make_listing, make_published, make_routine

Asked = tuple[Any, str]
"""Who asks, and for which address."""
Case = Callable[[World], Iterator[list[Asked]]]


def record_of(world: World) -> list[str]:
    """Pages, paper, numbers and lists of C's record that the care team reads."""
    program, episode = world.cast.program.pk, world.cast.episode.pk
    api = [
        f"programs/{program}",
        f"episodes/{episode}",
        f"sessions/{world.session.uuid}",
        f"measures/{world.measure.pk}",
    ]
    api += [f"programs/{program}/{rest}" for rest in ("progress", "versions/1", "versions", "links")]
    api += [f"safety-reports/{world.report.pk}", f"episodes/{episode}/progress", f"proposals/{world.proposal.pk}"]
    pages = [f"/episodes/{episode}/", f"/programs/{program}/", f"/programs/{program}/handout.pdf"]
    pages += [f"/sessions/{world.session.uuid}/", f"/programs/{program}/versions/1/", f"/programs/{program}/links/"]
    return [f"{API}/{path}/" for path in api] + pages


def as_care(world: World) -> list[Asked]:
    _token, secret = ApiToken.issue(user=world.cast.therapist, name="all", scopes=list(SCOPES))
    asked: list[Asked] = [(world.api("T-care"), url) for url in record_of(world)]
    return asked + [(bearer(secret), url) for url in record_of(world) if url.startswith(API)]


def leaves_the_team(world: World) -> Iterator[list[Asked]]:
    yield as_care(world)
    add_to_team(episode=world.cast.episode, therapist=world.cast.colleague)
    leave_team(world.cast.episode.care_team.get(therapist=world.cast.therapist, left_at__isnull=True))


def leaves_the_clinic(world: World) -> Iterator[list[Asked]]:
    yield [*as_care(world), (world.page("T-care"), f"/clinics/{world.cast.clinic.pk}/")]
    place = Membership.objects.current().get(user=world.cast.therapist, clinic=world.cast.clinic)
    end_membership(membership=place, successor=world.cast.colleague)


def manager_is_one_no_more(world: World) -> Iterator[list[Asked]]:
    clinic, manager = world.cast.clinic, world.page("manager")
    world.cast.clinic.add(world.cast.colleague, Membership.Role.MANAGER)
    pages = [f"/clinics/{clinic.pk}/{rest}" for rest in ("", "edit/", "requests/", "exercises/")]
    api = [f"{API}/{rest}/" for rest in (f"clinics/{clinic.pk}", f"invitations/{world.invitation.pk}")]
    yield [(manager, url) for url in pages] + [(world.api("manager"), url) for url in api]
    end_membership(membership=Membership.objects.current().get(user=world.cast.manager, clinic=clinic))


def editor_is_one_no_more(world: World) -> Iterator[list[Asked]]:
    slug = world.draft_exercise.slug
    yield [(world.page("editor"), f"/exercises/{slug}/"), (world.api("editor"), f"{API}/exercises/{slug}/")]
    world.cast.editor.groups.clear()


def account_is_closed(world: World) -> Iterator[list[Asked]]:
    yield [*as_care(world), (world.page("T-care"), "/clients/")]
    world.cast.therapist.is_active = False
    world.cast.therapist.save(update_fields=["is_active"])


def password_is_changed(world: World) -> Iterator[list[Asked]]:
    yield [(world.api("T-care"), url) for url in record_of(world)]
    world.cast.therapist.set_password("another long enough password")
    world.cast.therapist.save(update_fields=["password"])


def signs_out(world: World) -> Iterator[list[Asked]]:
    """Whoever copied the cookie has nothing left of it."""
    yield [(world.api("T-care"), url) for url in record_of(world)]
    world.page("T-care").post("/accounts/logout/")


def signs_out_elsewhere(world: World) -> Iterator[list[Asked]]:
    """From the list of where one is signed in, by another device of the same person."""
    elsewhere = world.page("T-care")
    yield [(elsewhere, url) for url in record_of(world)]
    here = Client()
    here.force_login(world.cast.therapist)
    other = SignIn.objects.get(session_key=kept_as(str(elsewhere.session.session_key)))
    assert here.post(reverse("sign_in_end", args=[other.pk])).status_code == 302


def second_step_is_reset(world: World) -> Iterator[list[Asked]]:
    TOTP.activate(world.cast.therapist, generate_totp_secret())
    yield as_care(world)
    reset_second_step(person=world.cast.therapist, by=world.cast.manager)


def consent_is_withdrawn(world: World) -> Iterator[list[Asked]]:
    yield as_care(world)
    assert world.page("client-own").post(reverse("sharing_stop", args=[world.cast.episode.pk])).status_code == 302


def client_asks_to_be_erased(world: World) -> Iterator[list[Asked]]:
    yield as_care(world)
    assert world.page("client-own").post(reverse("erasure")).status_code == 200


def token_is_revoked(world: World) -> Iterator[list[Asked]]:
    token, secret = ApiToken.issue(user=world.cast.therapist, name="all", scopes=list(SCOPES))
    yield [(bearer(secret), url) for url in (*record_of(world), f"{API}/exercises/") if url.startswith(API)]
    world.page("T-care").post(reverse("token_revoke", args=[token.pk]))


def token_is_narrowed(world: World) -> Iterator[list[Asked]]:
    token, secret = ApiToken.issue(user=world.cast.therapist, name="all", scopes=list(SCOPES))
    yield [(bearer(secret), url) for url in record_of(world) if url.startswith(API)]
    token.scopes = ["exercises:read"]
    token.save(update_fields=["scopes"])


def link_is_withdrawn(world: World) -> Iterator[list[Asked]]:
    yield [(Client(), f"/p/{world.share_token}/{rest}") for rest in ("", "handout.pdf", "sign-in/")]
    url = f"{API}/programs/{world.cast.program.pk}/links/{world.share_link.pk}/"
    assert world.api("client-own").delete(url).status_code == 204


def calendar_is_rotated(world: World) -> Iterator[list[Asked]]:
    yield [(Client(), f"/calendar/{world.feed_secret}.ics")]
    assert world.api("client-own").post(f"{API}/calendar-feeds/{world.feed.pk}/rotate/").status_code == 201


def calendar_of_a_closed_account(world: World) -> Iterator[list[Asked]]:
    yield [(Client(), f"/calendar/{world.feed_secret}.ics")]
    world.cast.client.is_active = False
    world.cast.client.save(update_fields=["is_active"])


def clinic_is_deleted(world: World) -> Iterator[list[Asked]]:
    """One with clients is kept; in another, what its people shared with each other is shared no more."""
    clinic = make_clinic("Third", therapists=(world.cast.stranger, world.cast.without_clinic))
    kind = Routine.Visibility.CLINIC
    shared = make_routine(owner=world.cast.stranger, plan=world.plan, visibility=kind, clinic=clinic)
    reader, api = world.page("T-noclinic"), APIClient()
    reader.get("/")  # who has come to work at a clinic gets another session id with the next answer
    api.cookies = reader.cookies
    pages: list[Asked] = [(reader, f"/{path}/") for path in (f"routines/{shared.pk}", f"clinics/{clinic.pk}")]
    yield [*pages, (api, f"{API}/routines/{shared.pk}/"), (api, f"{API}/clinics/{clinic.pk}/")]
    assert world.api("admin").delete(f"{API}/clinics/{clinic.pk}/").status_code == 204


CASES: list[Case] = [
    leaves_the_team, leaves_the_clinic, manager_is_one_no_more, editor_is_one_no_more, account_is_closed,
    password_is_changed, signs_out, signs_out_elsewhere, second_step_is_reset, consent_is_withdrawn,
    client_asks_to_be_erased, token_is_revoked, token_is_narrowed, link_is_withdrawn, calendar_is_rotated,
    calendar_of_a_closed_account, clinic_is_deleted,
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_what_is_taken_away_is_gone_with_the_next_request(world: World, case: Case) -> None:
    steps = case(world)
    asked = next(steps)
    for _time in range(2):
        shut = [(url, status_of(client.get(url))) for client, url in asked if not is_read(client, url)]
        assert shut == []
    assert list(steps) == []
    assert [url for client, url in asked if is_read(client, url)] == []


def is_read(client: Any, url: str) -> bool:
    return 200 <= status_of(client.get(url)) < 300


def test_token_that_has_run_out_is_dead(world: World) -> None:
    token, secret = ApiToken.issue(user=world.cast.therapist, name="all", scopes=list(SCOPES))
    assert bearer(secret).get(f"{API}/programs/").status_code == 200
    token.expires_at = token.created_at
    token.save(update_fields=["expires_at"])
    assert bearer(secret).get(f"{API}/programs/").status_code == 401


def test_therapist_who_left_writes_nothing_any_more(world: World) -> None:
    """The verbs that the care team has, asked after the place was given up."""
    list(leaves_the_team(world))
    client: APIClient = world.api("T-care")
    for key in (("program", "update"), ("program", "create"), ("program", "special"), ("session", "create")):
        call = CALLS[key](world, "T-care")
        assert getattr(client, call.method)(call.url, call.body, format="json").status_code in (400, 404), key


def test_who_left_the_clinic_is_not_mailed_of_what_was_queued_before(world: World) -> None:
    listing = make_listing(world.cast.clinic, therapist=world.cast.colleague, by=world.cast.colleague)
    request = ask(listing=listing, name="Vera", email="vera@example.org", language="en")
    told = {message.to[0] for message in mail.outbox}
    assert world.cast.colleague.email in told
    Membership.objects.current().get(user=world.cast.colleague, clinic=world.cast.clinic).end()
    mail.outbox.clear()
    tell_the_desk.enqueue(str(request.pk))
    assert tell(request) == 1
    assert {message.to[0] for message in mail.outbox} == {world.cast.manager.email}


def test_queued_way_in_is_not_sent_for_a_team_that_is_gone(world: World) -> None:
    episode = world.pending_episode
    program = make_published(episode=episode, by=world.cast.therapist, plan=world.plan)
    episode.invitations.all().delete()
    episode.care_team.get().leave()
    mail.outbox.clear()
    send_way_in_of.enqueue(str(program.pk))
    assert mail.outbox == []
