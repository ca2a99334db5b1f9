"""A record whose client has stopped sharing it, or is about to be erased, is gone for the care team at every door."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from accounts.care_sharing import stop_sharing
from accounts.privacy.erasing import ask_for_erasure, undo_erasure
from accounts.tasks import tell_care_team
from programs.models import Attention
from tests.access.doors import CARE, DOORS
from tests.access.test_page_matrix import send, status_of
from tests.access.world import World, undone

Way = Callable[[World], object]


def stops(world: World) -> None:
    stop_sharing(episode=world.cast.episode, by=world.cast.client)


def leaves(world: World) -> None:
    ask_for_erasure(person=world.cast.client, by=world.cast.client)


ways = pytest.mark.parametrize("way", [stops, leaves])


@ways
def test_withdrawal_closes_every_page_to_the_care_team(world: World, way: Way) -> None:
    way(world)
    mine = {str(world.cast.episode.pk), str(world.cast.program.pk), str(world.draft_program.pk)}
    checked = 0
    for name, door in DOORS.items():
        keys = {str(key) for key in door.keys(world).values()}
        # A function of managers is closed to others before anything is looked for.
        if not CARE & (door.opens | door.reads) or not keys & mine or name.startswith("clinic_team"):
            continue
        with undone():
            answer = send(world, "T-care", door, url_of(name, door, world))
        # A page of the clinic's managers refuses its therapists before it looks at any record.
        is_of_clinic = url_of(name, door, world).startswith("/clinics/") and not CARE & door.opens
        assert status_of(answer) == (403 if is_of_clinic else 404), name
        checked += 1
    assert checked > 40


def url_of(name: str, door: Any, world: World) -> str:
    return reverse(name.split(" ")[0], kwargs=door.keys(world))


@ways
def test_withdrawal_closes_the_api_and_the_desk(world: World, way: Way) -> None:
    cast = world.cast
    api, desk = world.api("T-care"), world.page("T-care")
    addresses = [
        f"/api/v1/episodes/{cast.episode.pk}/",
        f"/api/v1/programs/{cast.program.pk}/",
        f"/api/v1/programs/{cast.program.pk}/handout.pdf",
        f"/api/v1/sessions/{world.session.uuid}/",
        f"/api/v1/proposals/{world.proposal.pk}/",
        f"/api/v1/measures/{world.measure.pk}/",
        f"/api/v1/safety-reports/{world.report.pk}/",
        f"/api/v1/messages/{world.message.pk}/",
    ]
    before = [api.get(url).status_code for url in addresses]
    way(world)
    assert before.count(200) > 5
    assert [api.get(url).status_code for url in addresses] == [404] * len(addresses)
    for kind in ("episodes", "programs", "sessions", "proposals", "measures", "attention", "check-ins", "messages"):
        assert str(cast.episode.pk) not in api.get(f"/api/v1/{kind}/").content.decode(), kind
    listed = desk.get("/clients/?show=all").content.decode()
    assert str(cast.episode.pk) not in listed
    assert str(cast.other_episode.pk) in listed
    assert "stopped" not in listed
    assert Attention.objects.filter(episode=cast.episode).exists()
    assert not Attention.objects.visible_to(cast.therapist).filter(episode=cast.episode).exists()


def test_care_team_of_who_is_to_be_erased_is_told_and_reads_on_when_it_is_undone(world: World) -> None:
    cast, desk = world.cast, world.page("T-care")
    leaves(world)
    [letter] = [each for each in mail.outbox if each.to == [cast.therapist.email]]
    for secret in (cast.client.name, cast.client.email, str(cast.episode.pk)):
        assert secret not in f"{letter.subject} {letter.body}"
    assert "is going to be deleted on" in world.page("manager").get(f"/clinics/{cast.clinic.pk}/").content.decode()
    undo_erasure(person=cast.client)
    assert desk.get(f"/episodes/{cast.episode.pk}/").status_code == 200
    assert str(cast.episode.pk) in desk.get("/clients/?show=all").content.decode()
    assert tell_care_team.call(str(cast.episode.pk)) == 0
    assert "is going to be deleted" not in world.page("manager").get(f"/clinics/{cast.clinic.pk}/").content.decode()


def test_record_that_was_withheld_before_stays_so_when_the_erasure_is_undone(world: World) -> None:
    stops(world)
    leaves(world)
    undo_erasure(person=world.cast.client)
    assert world.page("T-care").get(f"/episodes/{world.cast.episode.pk}/").status_code == 404
