"""How quick a handout is: `python -m tests.programs.bench_handout [sheets] [seed]`.

Six exercises drawn by lot from the catalogue, with notes that were never typed before; on SQLite in a file of its own.
Milliseconds of the whole answer by the clock and by the processor, which other work on the machine does not lengthen,
with pictures that were read before and with ones that were not, and the size. Exits with 1 when the processor's median
with cached pictures is above 100 ms or a file above 400 kB.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from tests.exercises.bench_search import start

LIMIT_MS, LIMIT_BYTES = 100, 400_000
EXERCISES = 6


class Taken(NamedTuple):
    """Bytes of the file, and milliseconds."""

    size: int
    clock: float
    processor: float


def main(sheets: int = 20, seed: int = 1) -> None:
    with tempfile.TemporaryDirectory() as folder:
        start(Path(folder) / "bench.sqlite3")
        sys.exit(measure(sheets, random.Random(seed)))


def measure(sheets: int, lots: random.Random) -> int:
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from exercises.loading import load_catalogue

    settings.LIMITS = dict.fromkeys(settings.LIMITS, "")
    call_command("migrate", verbosity=0)
    load_catalogue()
    therapist, addresses = programs(sheets, lots)
    client = Client()
    client.force_login(therapist)

    def answer(address: str) -> int:
        response = client.get(address)
        assert response.status_code == 200, response.status_code
        return len(response.content)

    fonts_and_compiler = addresses.pop()
    answer(fonts_and_compiler)
    new = [timed(partial(answer, address)) for address in addresses]
    again = [timed(partial(answer, f"{address}?paper=letter")) for address in addresses]
    fresh = [timed(partial(answer, address)) for address in renamed(addresses, lots)]
    report("whole answer, pictures not read yet", new)
    report("whole answer, other paper", again)
    report("whole answer, pictures cached, words never set before", fresh)
    largest = max(each.size for each in (*new, *again, *fresh))
    median = statistics.median(each.processor for each in fresh)
    return int(median > LIMIT_MS or largest > LIMIT_BYTES)


def programs(sheets: int, lots: random.Random) -> tuple[Any, list[str]]:
    from django.urls import reverse

    from accounts.plans import Item, Phase, Plan
    from exercises.models import Exercise
    from tests.factories import make_clinic, make_episode, make_published, make_user

    therapist = make_user("tess@example.org", "Tess Therapist")
    clinic = make_clinic("Northside", therapists=(therapist,))
    shelf = list(Exercise.objects.published().filter(figure__published__isnull=False))
    found = []
    for number in range(sheets + 1):
        episode = make_episode(clinic=clinic, therapist=therapist, client_email=f"c{number}@example.org")
        chosen = lots.sample(shelf, EXERCISES)
        items = tuple(Item(exercise=each.slug, dose=each.dose, note=note(lots)) for each in chosen)
        program = make_published(episode=episode, by=therapist, plan=Plan(phases=(Phase(items=items),)))
        found.append(reverse("program_handout", args=[program.pk]))
    return therapist, found


def note(lots: random.Random) -> str:
    return " ".join("".join(lots.choices("abcdefghij", k=6)) for _word in range(6))


def renamed(addresses: list[str], lots: random.Random) -> list[str]:
    """The same programs with notes that nobody has seen: typst remembers what it has set before."""
    from accounts.plans import Phase, Plan
    from programs.models import Program
    from programs.publishing import publish

    for address in addresses:
        program = Program.objects.get(pk=address.split("/")[2])
        (phase,) = program.read_draft().phases
        items = tuple(item.model_copy(update={"note": note(lots)}) for item in phase.items)
        program.save_plan(Plan(phases=(Phase(items=items),)))
        publish(program=program, by=program.created_by, reason="New notes")
    return addresses


def timed(verb: Callable[[], int]) -> Taken:
    clock, processor = time.perf_counter(), time.process_time()
    size = verb()
    return Taken(size, 1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - processor))


def report(what: str, found: list[Taken]) -> None:
    by_clock, by_processor = sorted(each.clock for each in found), sorted(each.processor for each in found)
    late = int(len(found) * 0.95) - 1
    print(
        f"{what}: median {statistics.median(by_clock):.0f} ms ({statistics.median(by_processor):.0f} ms of processor),"
        f" 95 % under {by_clock[late]:.0f} ms ({by_processor[late]:.0f} ms), largest {most(found) / 1000:.0f} kB"
    )


def most(found: list[Taken]) -> int:
    return max(each.size for each in found)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
