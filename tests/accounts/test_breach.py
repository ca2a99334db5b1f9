"""After a break-in: whose records an account was given, exact against what was read."""

import csv
import datetime
import io
import random
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.access_log import Visit, keep
from backfit.looking import Look
from tests.cast import Cast
from tests.factories import make_episode

DAY = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)


def told(*arguments: str) -> list[dict[str, str]]:
    out = io.StringIO()
    call_command("affected_by", *arguments, stdout=out, stderr=io.StringIO())
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def test_command_lists_exactly_what_the_account_was_given(cast: Cast) -> None:
    chance, seeded = random.Random(7), {}
    records = [
        make_episode(clinic=cast.clinic, therapist=cast.therapist, client_name=f"=N{n}", client_email=f"n{n}@x.org")
        for n in range(12)
    ]
    for record in chance.sample(records, 7):
        rows: list[Any] = [record, *record.care_team.all()]
        read = chance.sample(rows, chance.randint(1, 2))
        keep(looks=[Look(cast.therapist, type(row), row.pk, row) for row in read], visit=Visit(door="x"))
        seeded[str(record.pk)] = {row._meta.model_name for row in read}
    keep(looks=[Look(cast.manager, type(records[0]), records[0].pk)], visit=Visit(door="x"))
    found = told(cast.therapist.email.upper())
    assert {row["episode"]: set(row["kinds"].split()) for row in found} == seeded
    assert all(row["name"].startswith("'=N") for row in found)
    assert told(str(cast.therapist.pk)) == found


def test_pages_that_were_opened_are_in_it(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.therapist)
    browser.get(f"/episodes/{cast.episode.pk}/")
    [row] = told(cast.therapist.email)
    assert (row["name"], row["email"], row["clinic"]) == ("Chris Client", cast.client.email, "Northside")
    assert {"episode", "program"} <= set(row["kinds"].split())


def test_only_the_time_that_was_asked_for_counts(cast: Cast) -> None:
    for days, record in ((0, cast.episode), (2, cast.other_episode)):
        with time_machine.travel(DAY + datetime.timedelta(days=days), tick=False):
            keep(looks=[Look(cast.therapist, type(record), record.pk)], visit=Visit(door="x"))
    who = cast.therapist.email
    assert [row["name"] for row in told(who, "--since", "2026-03-02")] == ["Olga Other"]
    assert [row["name"] for row in told(who, "--until", "2026-03-03T12:00")] == ["Chris Client"]
    assert len(told(who, "--since", "2026-03-01", "--until", "2026-03-04")) == 2
    assert told(cast.manager.email) == []


@pytest.mark.parametrize("arguments", [("nobody@example.org",), ("tess", "--since", "yesterday")])
def test_command_refuses_what_it_does_not_know(cast: Cast, arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        told(*arguments)
