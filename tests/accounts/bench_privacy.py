"""A copy of five years, brought back elsewhere, and erased: `python -m tests.accounts.bench_privacy [years]`.

On SQLite in files of its own; on PostgreSQL with `python -m tests.postgres` in front. It says how long the copy takes
and how large it is, whether an empty instance has the same digest after the import, whether an erasure that is killed
leaves all or nothing, and what of the person is found afterwards in the bytes of the database: on SQLite in the file
and what lies beside it, on PostgreSQL in what COPY gives of every table. Ends with 1 when something is not as it must.
"""

import datetime
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

CANARY = "CNRY-5-years"
KILLS = 8
ME = [sys.executable, "-m", "tests.accounts.bench_privacy"]


def start() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django
    from django.conf import settings

    django.setup()
    settings.DEBUG = False
    settings.ERASURE_LIST = os.devnull


def fill(years: int) -> Any:
    from accounts.models import Episode
    from tests.cast import make_cast

    cast = make_cast()
    Episode.objects.filter(pk=cast.episode.pk).update(reason=f"{CANARY} hurts")
    first = datetime.date(2021, 1, 1)
    days = [first + datetime.timedelta(days=number) for number in range(365 * years)]
    for chunk in range(0, len(days), 365):
        told(cast, days[chunk : chunk + 365])
    return cast


def told(cast: Any, days: list[datetime.date]) -> None:
    """A session, its results, a check-in and a tally for each day, in bulk."""
    from programs.models import CheckIn, DayTally, Result, Session

    client, program = cast.client, cast.program
    common = {"client": client, "program": program, "version": program.current, "recorded_by": client}
    sessions = Session.objects.bulk_create(
        Session(
            uuid=uuid.uuid4(),
            day=day,
            started_at=datetime.datetime(day.year, day.month, day.day, 8, tzinfo=datetime.UTC),
            time_zone="UTC",
            worst_pain=day.day % 7,
            note=f"{CANARY} on {day}",
            digest="0" * 64,
            **common,
        )
        for day in days
    )
    Result.objects.bulk_create(
        Result(session=session, item_key=f"item-{number}", exercise="glute-bridge", status="done", reps=number)
        for session in sessions
        for number in range(6)
    )
    CheckIn.objects.bulk_create(CheckIn(episode=cast.episode, day=day, pain=2, told_by=client) for day in days)
    rows = [DayTally(program=program, day=day, planned=2, done=2) for day in days]
    DayTally.objects.bulk_create(rows, ignore_conflicts=True)


def copied(cast: Any, target: Path) -> str:
    from accounts.privacy.archive import write_archive

    began, cpu = time.perf_counter(), time.process_time()
    with target.open("wb") as file:
        digest = write_archive(cast.client, file).digest
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    size = target.stat().st_size / 1e6
    print(f"copy: {took:.1f} s by the clock, {cpu:.1f} s of CPU, {size:.1f} MB, {largest} MB of memory at most")
    return digest


def brought_back(file: Path, home: Path, digest: str) -> bool:
    """Into a database of its own that is empty."""
    env = os.environ | {"DATABASE_URL": second_database(home), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "-v0"], env=env, check=True)
    began = time.perf_counter()
    said = subprocess.run(
        [*manage, "import_person", str(file)], env=env, check=True, capture_output=True, text=True
    ).stdout
    print(f"import: {time.perf_counter() - began:.1f} s, {'the same digest' if digest in said else 'ANOTHER DIGEST'}")
    return digest in said


def second_database(home: Path) -> str:
    from django.db import connection

    if connection.vendor == "sqlite":
        return f"sqlite:///{home / 'second.sqlite3'}"
    connection.close()
    connection.settings_dict["OPTIONS"]["pool"] = False
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE second")
    return urlsplit(os.environ["DATABASE_URL"])._replace(path="/second").geturl()


def killed(person: uuid.UUID) -> bool:
    """Whether an erasure that is killed somewhere in the middle leaves the person whole, or gone."""
    from accounts.models import User
    from programs.models import Result, Session

    def counts() -> tuple[int, int, int]:
        rows = Session.objects.filter(client=person)
        return (User.objects.filter(pk=person).count(), rows.count(), Result.objects.filter(session__in=rows).count())

    before, halves = counts(), 0
    for _round in range(KILLS):
        child = subprocess.Popen([*ME, "erase", str(person)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()  # it has begun
        time.sleep(random.uniform(0, 0.6))
        child.send_signal(signal.SIGKILL)
        child.wait()
        halves += counts() not in (before, (0, 0, 0))
        if counts() == (0, 0, 0):
            break
    print(f"killed {_round + 1} times: {halves} times something half was left")
    return not halves


def erase(person: uuid.UUID) -> None:
    from accounts.privacy.erasing import clean_file
    from accounts.privacy.erasing import erase as do

    print("begins", flush=True)
    do(person=person)
    clean_file()


def found_in_bytes(home: Path, traces: list[bytes]) -> list[str]:
    from django.db import connection

    if connection.vendor == "sqlite":
        files = {path.name: path.read_bytes() for path in home.glob("first.sqlite3*")}
    else:
        with connection.cursor() as cursor:
            names = connection.introspection.table_names(cursor)
            files = {name: copy_of(cursor, name) for name in names}
    return [name for name, content in files.items() if any(trace in content for trace in traces)]


def copy_of(cursor: Any, table: str) -> bytes:
    with cursor.cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
        return b"".join(bytes(part) for part in rows)


def main(years: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{home / 'first.sqlite3'}")
        start()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        cast = fill(years)
        person, traces = cast.client.pk, [CANARY.encode(), b"Chris Client"]
        digest = copied(cast, home / "copy.zip")
        fine = [brought_back(home / "copy.zip", home, digest)]
        there = found_in_bytes(home, traces)
        fine += [bool(there), killed(person)]
        subprocess.run([*ME, "erase", str(person)], check=True, stdout=subprocess.DEVNULL)
        left = found_in_bytes(home, traces)
        print(f"before the erasure in {len(there)} places, after it in {left or 'none'}")
        return 0 if all(fine) and not left else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["erase"]:
        start()
        erase(uuid.UUID(sys.argv[2]))
    else:
        sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 5))
