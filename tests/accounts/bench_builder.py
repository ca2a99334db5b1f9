"""How quick the builder is in a large catalogue: `python -m tests.accounts.bench_builder [exercises] [seed]`.

On SQLite in a file of its own; on PostgreSQL with `python -m tests.postgres` in front. Whole lines (name and dose) a
CPU second once the names are looked up, and milliseconds on the server for the suggestions to what is typed, for a
plan of ten lines that is opened, saved with one new line, and pasted with ten lines that nobody understands.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.exercises.bench_search import QUERIES, fill, start

DOSES = ["3x8 5s e/s", "2x30s", "3x10 @ 5kg, rest 60s", "10 min", "3x12 red band 3x/wk", "6-4-2 x 10s e/s", "x10 BD"]
ROUNDS = 5
Taken = tuple[float, float]
HOME = {"equipment": ["chair"], "floor": False, "precautions": ["osteoporosis"], "minutes": 15}


def main(count: int = 1000, seed: int = 1) -> None:
    with tempfile.TemporaryDirectory() as folder:
        start(Path(folder) / "bench.sqlite3")
        fill(count, seed)
        measure()


def measure() -> None:
    from accounts.builder.reading import Reader
    from accounts.builder.shapes import SentLine
    from accounts.plan_lines import Names
    from exercises.models import Exercise

    names = list(Exercise.objects.published().order_by("pk").values_list("name", flat=True)[:200])
    lines = [f"{name} {DOSES[number % len(DOSES)]}" for number, name in enumerate(names)]
    book = Names([], Exercise.objects.published(), Exercise.objects.all())
    book.look_up(lines)
    reader = Reader(book, {})
    sent = [SentLine(key=f"key-{number}", text=text) for number, text in enumerate(lines)]
    began = time.process_time()
    for _round in range(50):
        for line in sent:
            reader.read(line)
    print(f"whole lines: {50 * len(sent) / (time.process_time() - began):,.0f} a CPU second")
    for home in ({}, HOME):
        print("with a home profile:" if home else "without a home profile:")
        at_the_desk(home, lines)


def at_the_desk(home: dict[str, Any], lines: list[str]) -> None:
    from django.test import Client

    from accounts.plans import Plan
    from tests.factories import make_clinic, make_episode, make_program, make_user

    therapist = make_user(f"tess{len(home)}@example.org", "Tess Therapist")
    clinic = make_clinic("Northside", therapists=(therapist,))
    episode = make_episode(clinic=clinic, therapist=therapist, home=home)
    program = make_program(episode=episode, by=therapist, plan=Plan())
    client = Client()
    client.force_login(therapist)
    url = f"/programs/{program.pk}/"
    queries = [query for line in QUERIES.strip().splitlines() for query in line.split("|")]
    found = [timed(lambda query=query: client.get(f"{url}suggest/", {"q": query})) for query in queries]  # type: ignore[misc]
    say("suggest", found)

    def save(*texts: str) -> Taken:
        state = client.get(f"{url}lines/").json()
        rows = [{"key": f"key-{place:05}", "text": text} for place, text in enumerate(texts)]
        body = {"base": state["digest"], "phases": [{"lines": rows}]}
        return timed(lambda: client.post(f"{url}lines/", body, content_type="application/json"))

    say("save 10 lines, all new", [save(*lines[number : number + 10]) for number in range(0, 50, 10)])
    save(*lines[:9])
    say("open", [timed(lambda: client.get(f"{url}lines/")) for _round in range(ROUNDS)])
    say("save 10 lines, 1 new", [save(*lines[:9], lines[20 + number]) for number in range(ROUNDS)])
    odd = [f"brigde of hte {letter} lonly kneesx 3x8" for letter in "abcdefghij"]
    say("paste 10 that nobody understands", [save(*lines[:10], *odd)])
    say("save while they are there", [save(*lines[:9], f"{lines[9]} {number}", *odd) for number in range(ROUNDS)])


def timed(ask: Callable[[], Any]) -> Taken:
    began, spent = time.perf_counter(), time.process_time()
    answer = ask()
    assert answer.status_code == 200, answer.content
    return 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - spent)


def say(name: str, taken: list[Taken]) -> None:
    """On SQLite the CPU time is all of it; the rest of the clock's is other people's."""
    clock, cpu = ([times[place] for times in taken] for place in (0, 1))
    print(
        f"  {name}: median {statistics.median(clock):.0f} ms, most {max(clock):.0f};"
        f" CPU {statistics.median(cpu):.0f}, most {max(cpu):.0f}"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
