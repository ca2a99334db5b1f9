"""A record whose client has stopped sharing it is gone for the care team, at every door that leads to it."""

from typing import Any

from django.urls import reverse

from accounts.care_sharing import stop_sharing
from programs.models import Attention
from tests.access.doors import CARE, DOORS
from tests.access.test_page_matrix import send, status_of
from tests.access.world import World, undone


def test_withdrawal_closes_every_page_to_the_care_team(world: World) -> None:
    stop_sharing(episode=world.cast.episode, by=world.cast.client)
    mine = {str(world.cast.episode.pk), str(world.cast.program.pk), str(world.draft_program.pk)}
    checked = 0
    for name, door in DOORS.items():
        keys = {str(key) for key in door.keys(world).values()}
        # A function of managers is closed to others before anything is looked for.
        if not CARE & (door.opens | door.reads) or not keys & mine or name.startswith("clinic_team"):
            continue
        with undone():
            answer = send(world, "T-care", door, url_of(name, door, world))
        assert status_of(answer) == 404, name
        checked += 1
    assert checked > 40


def url_of(name: str, door: Any, world: World) -> str:
    return reverse(name.split(" ")[0], kwargs=door.keys(world))


def test_withdrawal_closes_the_api_and_the_desk(world: World) -> None:
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
    stop_sharing(episode=cast.episode, by=cast.client)
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
