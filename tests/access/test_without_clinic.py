"""The world after a clinic: one with clients cannot be deleted, and a record that has none belongs to its client."""

import pytest

from accounts.models import Clinic, Episode, Routine
from tests.access.answers import ACTORS, expected
from tests.access.calls import API, CALLS
from tests.access.test_api_matrix import send
from tests.access.world import CANARY, World, digest, undone

RECORD = [
    (resource, verb)
    for resource in ("program", "session", "outcome", "private routine")
    for verb in ("list", "read", "update", "delete")
]
# As for those who have nothing to do with C; the therapist of the episode is one of them now.
AS_BEFORE = {"T-care": "T-other"}


def test_clinic_with_clients_is_deleted_by_nobody(world: World) -> None:
    before = digest()
    for actor in ACTORS:
        answer = world.api(actor).delete(f"{API}/clinics/{world.cast.clinic.pk}/")
        assert answer.status_code == (409 if actor == "admin" else answer.status_code)
        assert answer.status_code >= 400, actor
    assert digest() == before


@pytest.mark.parametrize(("resource", "verb"), RECORD)
def test_record_without_a_clinic_is_its_clients_alone(world: World, resource: str, verb: str) -> None:
    """Nothing is the same as nothing: who has no clinic either shares none with it."""
    Episode.objects.filter(client__isnull=False).update(clinic=None)
    Routine.objects.filter(visibility=Routine.Visibility.CLINIC).update(clinic=None)
    for actor in ACTORS:
        if actor in ("client-own", "share-link") or (actor == "T-care" and resource == "private routine"):
            continue
        with undone():
            call, before = CALLS[resource, verb](world, actor), digest()
            status, text = send(world, actor, call)
            as_whom = AS_BEFORE.get(actor, actor)
            code = expected(resource, as_whom, verb)
            assert status == {"1": 401, "3": 403, "4": 404, "0": 200}[code], (actor, text[:100])
            assert CANARY not in text, actor
            assert digest() == before, actor


def test_therapist_without_a_clinic_finds_nobody_who_has_none_either(world: World) -> None:
    Episode.objects.filter(client__isnull=False).update(clinic=None)
    world.cast.without_clinic.memberships.all().delete()
    assert not Clinic.objects.where_treating(world.cast.without_clinic).exists()
    for actor in ("T-noclinic", "T-care", "T-former", "manager"):
        for path in ("programs", "episodes", "sessions", "measures", "check-ins", "safety-reports", "invitations"):
            said = world.api(actor).get(f"{API}/{path}/").content.decode()
            assert str(world.cast.episode.pk) not in said or path == "invitations", (actor, path)
        assert CANARY not in world.page(actor).get("/clients/?show=all").content.decode(), actor
