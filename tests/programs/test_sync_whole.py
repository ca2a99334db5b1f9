"""Five hundred sessions from two devices, each sent three times in any order, with all that follows from each."""

import hashlib
import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from accounts.models import User
from programs.models import Attention, DeskState, Proposal, Result, Session
from tests.cast import Cast
from tests.programs.test_sync import SYNC, entries_of, running_since, state

SIZES = (1, 7, 200)
DESK = ("episode", "day", "rank", "planned", "done", "worst_pain", "last_day", "facts")
NUMBERS = [20, pytest.param(500, marks=pytest.mark.hostile)]


def device(user: User) -> APIClient:
    """Signed in by itself, with a session of its own."""
    api = APIClient(headers={"X-Backfit-Person": str(user.pk)})
    api.force_login(user)
    return api


def send(api: APIClient, batch: list[Any]) -> list[Any]:
    answer = api.post(SYNC, batch, format="json")
    assert answer.status_code == 200
    results = list(answer.json()["results"])
    assert [result["uuid"] for result in results] == [entry["uuid"] for entry in batch]
    return results


def shuffled(entries: list[Any], devices: list[APIClient]) -> Iterator[tuple[APIClient, list[Any]]]:
    """A copy of all in batches of each size, all batches shuffled once more, each from one or the other."""
    chance = random.Random(500)
    batches = []
    for size in SIZES:
        copies = chance.sample(entries, len(entries))
        batches += [copies[first : first + size] for first in range(0, len(copies), size)]
    chance.shuffle(batches)
    for batch in batches:
        yield chance.choice(devices), batch


def digests() -> list[str]:
    """Of the sessions, their results, the tallies, the open proposals, and what the therapist's desk says."""
    desk = sorted(map(str, DeskState.objects.values_list(*DESK)))
    reasons = sorted(map(str, Attention.objects.open().values_list("episode", "subject", "rank", "facts")))
    proposals = sorted(map(str, Proposal.objects.open().values_list("program", "kind", "changes", "sessions__uuid")))
    return [hashlib.sha256("\n".join(rows).encode()).hexdigest() for rows in (*state(), proposals, reasons, desk)]


def digests_of_one_run(cast: Cast, entries: list[Any]) -> list[str]:
    """In order, one by one; all of it is then undone."""
    with transaction.atomic():
        api = device(cast.client)
        assert {send(api, [entry])[0]["status"] for entry in entries} == {201}
        found = digests()
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("number", NUMBERS)
def test_what_two_devices_send_three_times_in_any_order_ends_as_what_one_sends_once(cast: Cast, number: int) -> None:
    running_since(cast.program, 60, cast.client)
    entries = entries_of(cast, number)
    ordered = digests_of_one_run(cast, entries)
    devices = [device(cast.client), device(cast.client)]
    statuses = [result["status"] for api, batch in shuffled(entries, devices) for result in send(api, batch)]
    assert (statuses.count(201), statuses.count(200)) == (number, 2 * number)
    assert (Session.objects.count(), Result.objects.count()) == (number, sum(len(each["results"]) for each in entries))
    assert digests() == ordered
