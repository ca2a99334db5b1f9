"""How long the therapist's desk takes: `python -m tests.programs.bench_desk [clients] [days of history]`.

On SQLite in a file of its own; on PostgreSQL with `python -m tests.postgres` in front. Every client has a program, a
tally for each planned day, a check-in for every third morning, and for the last 28 days sessions, some with notes.
Queries are all that a request makes, those of session, person and roles included; milliseconds are on the server by
the clock and of CPU, templates included.
"""

import datetime
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROUNDS = 25
PAGES = ("", "?show=all", "?show=all&page=5", "?kind=severe-pain", "?whose=mine", "?show=all&q=client%20250")


def start(database: Path) -> None:
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{database}")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django
    from django.conf import settings

    django.setup()
    settings.DEBUG = False  # or Django keeps every query that was made


def fill(clients: int, days: int) -> Any:
    """Gives the therapist; rows are made in bulk, the first program's document serves for all."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from accounts.models import CareTeamMember, Episode, User
    from programs.models import Program
    from tests.factories import make_clinic, make_episode, make_exercise, make_plan, make_published, make_user

    therapist, colleague = (make_user(f"{name}@example.org", name) for name in ("tess", "cora"))
    clinic = make_clinic("Northside", therapists=(therapist, colleague))
    plan = make_plan(*[(make_exercise(f"Exercise {n}").slug, "3x10 5x/wk") for n in range(4)])
    first = therapist.today() - days * datetime.timedelta(days=1)
    model = make_published(
        episode=make_episode(clinic=clinic, therapist=therapist, client=make_user("model@example.org", "Model")),
        by=therapist,
        plan=plan,
        start_on=first,
    )
    people = [User(email=f"c{n}@example.org", name=f"Client {n}") for n in range(clients)]
    User.objects.bulk_create(people)
    shared = {"clinic": clinic, "started_on": first}
    episodes = [Episode(client=p, client_name=p.name, client_email=p.email, **shared) for p in people]
    Episode.objects.bulk_create(episodes)
    CareTeamMember.objects.bulk_create(
        CareTeamMember(episode=episode, therapist=each)
        for number, episode in enumerate(episodes)
        for each in ([therapist] if number % 4 else [colleague, therapist])
    )
    programs = [Program(episode=e, name="Back basics", start_on=first, created_by=therapist) for e in episodes]
    Program.objects.bulk_create(programs)
    publish_all(programs, model, first)
    tell(programs, days)
    return therapist


def publish_all(programs: list[Any], model: Any, first: datetime.date) -> None:
    from programs.models import Program, Version

    same = {name: getattr(model.current, name) for name in ("plan", "document", "digest", "reason", "published_by")}
    versions = [Version(program=program, number=1, effective_on=first, **same) for program in programs]
    Version.objects.bulk_create(versions, batch_size=100)
    for program, version in zip(programs, versions, strict=True):
        program.current = version
    Program.objects.bulk_update(programs, ["current"], batch_size=200)


def tell(programs: list[Any], days: int) -> None:
    from programs.models import CheckIn, DayTally

    chance = random.Random(5)
    tallies, sessions, mornings = [], [], []
    for program in programs:
        keeps, usual = chance.choice((0.2, 0.6, 0.9, 0.95)), chance.randrange(5)
        client = program.episode.client
        for day in (program.start_on + n * datetime.timedelta(days=1) for n in range(days)):
            pain = min(10, max(0, usual + chance.choice((-1, 0, 0, 0, 1, 1, 4 if chance.random() < 0.1 else 0))))
            if day.toordinal() % 3 == 0:
                mornings.append(CheckIn(episode=program.episode, day=day, pain=min(10, usual), told_by=client))
            if chance.random() > keeps:
                continue
            tallies.append(DayTally(program=program, day=day, planned=4, done=4, sessions=1, worst_pain=pain))
            if (client.today() - day).days < 28:
                sessions.append(session_of(program, client, day, pain, "Fine." if chance.random() < 0.05 else ""))
    for rows in (tallies, sessions, mornings):
        rows[0]._meta.model._default_manager.bulk_create(rows, batch_size=2000)
    print(f"{len(programs)} clients, {len(tallies):,} tallies, {len(mornings):,} check-ins, {len(sessions):,} sessions")


def session_of(program: Any, client: Any, day: datetime.date, pain: int, note: str) -> Any:
    import uuid

    from programs.models import Session

    at = datetime.datetime.combine(day, datetime.time(8), tzinfo=datetime.UTC)
    told = {"day": day, "started_at": at, "time_zone": "UTC", "worst_pain": pain, "note": note, "recorded_by": client}
    return Session(uuid=uuid.uuid4(), client=client, program=program, version=program.current, **told)


def measured(ask: Callable[[], Any]) -> str:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask()
    with CaptureQueriesContext(connection) as seen:
        ask()
    queries = len(seen)  # now, for the next request empties the log
    clock, spent = [], []
    for _round in range(ROUNDS):
        began, cpu = time.perf_counter(), time.process_time()
        ask()
        clock.append(1000 * (time.perf_counter() - began))
        spent.append(1000 * (time.process_time() - cpu))
    clock.sort()
    by_clock = f"median {statistics.median(clock):6.1f}  p95 {clock[int(len(clock) * 0.95)]:6.1f}"
    return f"{queries:3} queries  {by_clock}  CPU {statistics.median(spent):6.1f}"


def timed(what: str, verb: Callable[[], object]) -> str:
    began = time.perf_counter()
    verb()
    return f"{what}: {time.perf_counter() - began:.2f} s"


def results(therapist: Any) -> Iterator[str]:
    from django.test import Client

    from accounts.models import Episode
    from programs.attention.rows import refresh, refresh_due
    from programs.models import DeskState

    browser = Client()
    browser.force_login(therapist)
    yield timed("the first look of all, no worker having counted", lambda: browser.get("/clients/"))
    for page in PAGES:
        address = f"/clients/{page}"
        yield f"{address:34} {measured(lambda address=address: browser.get(address).content)}"  # type: ignore[misc]
    yield f"{'/api/v1/attention/':34} {measured(lambda: browser.get('/api/v1/attention/').content)}"
    episode = Episode.objects.order_by("pk")[0]
    yield f"{'one client counted anew':34} {measured(lambda: refresh([episode]))}"
    DeskState.objects.update(day=datetime.date(2000, 1, 1))
    yield timed("the worker's turn at midnight, all clients", refresh_due)


def main(clients: int = 500, days: int = 365) -> None:
    with tempfile.TemporaryDirectory() as folder:
        start(Path(folder) / "desk.sqlite3")
        from django.db import connection, connections

        therapist = fill(clients, days)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        print(f"{connection.vendor}, milliseconds:")
        for found in results(therapist):
            print(found, flush=True)
        connections.close_all()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
