"""How long the search takes in a large catalogue: `python -m tests.exercises.bench_search [exercises] [seed]`.

On SQLite in a file of its own; on PostgreSQL with `python -m tests.postgres` in front. Milliseconds on the server, the
median and the 95th hundredth of the queries below, the best of a few rounds each: the search alone (the first page of
what is found), the whole page with its menus' counts, and the API. Beside them, what the database needs for a plain
`name__icontains`. The CPU time is that of this process alone, which on SQLite is all of it. Compare within one run.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

# Names, muscles in both languages, regions, very common words, beginnings, typing errors, filters beside them.
QUERIES = """
bird dog|bridge|plank|side plank|cat cow|knee to chest|sit to stand|wall slide|chin tuck|dead bug|child's pose
back|hip|neck|shoulder|core|lower back|upper back|middle back|back stretch|hip stretch|lower back stretch|neck side
gluteus maximus|multifidus|erector spinae|hamstrings|deep back muscles|buttock|quadratus lumborum|deltoid|calf|trapezius
strength|mobility|lying on the back|hands and knees|standing|mat|chair|resistance band|kneeling hip|sitting neck
st|br|hip fl|bird d|lower ba|stretching|shoulders|your knees|hold and breathe|arms overhead
brid dog|brigde|shuolder|hamstirngs|glutues maximus|plnak side|stretsh|quadratus lumborm|lowr back|neck strech|zzz
"""
ROUNDS = 4
Times = dict[str, tuple[float, float]]
FILTERS = "&kind=stretch&region=lower-back"


def start(database: Path) -> None:
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{database}")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django
    from django.conf import settings

    django.setup()
    settings.DEBUG = False  # or Django keeps every query that was made


def fill(count: int, seed: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from exercises.content import schema
    from exercises.loading import load_vocabulary
    from exercises.models import Posting, SearchWord
    from exercises.search.indexing import index
    from tests.exercises.many_exercises import make_exercises

    call_command("migrate", verbosity=0)
    load_vocabulary(schema.CONTENT / "vocabulary.yaml")
    rows = make_exercises(count, seed=seed)
    began = time.perf_counter()
    index(rows)
    spent = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    words = f"{SearchWord.objects.count():,} words, {Posting.objects.count():,} postings"
    print(f"{connection.vendor}: {count:,} exercises, {words}, indexed in {spent:.1f} s")


def measured(queries: list[str], ask: Callable[[str], object]) -> Times:
    """Milliseconds by the clock and of CPU for each query, the best of its rounds: the rest is other people's."""
    taken: Times = {}
    for _round in range(ROUNDS):
        for query in queries:
            began, spent = time.perf_counter(), time.process_time()
            ask(query)
            clock, cpu = 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - spent)
            best, least = taken.get(query, (clock, cpu))
            taken[query] = min(best, clock), min(least, cpu)
    return taken


def line(name: str, times: Times, beside: float) -> str:
    clock, cpu = (sorted(values) for values in zip(*times.values(), strict=True))
    median, late = statistics.median(clock), clock[int(len(clock) * 0.95)]
    slowest = max(times, key=lambda query: times[query])
    worst = f"slowest {times[slowest][0]:6.1f} ({slowest})"
    spent = f"CPU {statistics.median(cpu):6.1f}, p95 {cpu[int(len(cpu) * 0.95)]:6.1f}"
    return f"{name:26} median {median:6.1f}  p95 {late:6.1f}  {spent}  {median / beside:5.1f} x icontains  {worst}"


def compare(queries: list[str]) -> Iterable[str]:
    from django.test import Client

    from exercises.models import Exercise

    client, visible = Client(), Exercise.objects.published()

    def ask(address: str, more: str = "") -> Callable[[str], object]:
        return lambda query: client.get(f"{address}?q={query.replace(' ', '+')}{more}").content

    plain = measured(queries, lambda query: list(visible.filter(name__icontains=query)[:24]))
    beside = statistics.median(clock for clock, _cpu in plain.values())
    yield line("name__icontains", plain, beside)
    yield line("the search alone", measured(queries, lambda query: list(visible.search(query)[:24])), beside)
    yield line("the page, counts included", measured(queries, ask("/exercises/")), beside)
    yield line("the page, two filters set", measured(queries, ask("/exercises/", FILTERS)), beside)
    yield line("the page without a search", measured([""], ask("/exercises/")), beside)
    yield line("the API, 50 results", measured(queries, ask("/api/v1/exercises/")), beside)


def main(count: int = 10_000, seed: int = 4) -> None:
    with tempfile.TemporaryDirectory() as folder:
        start(Path(folder) / "search.sqlite3")
        fill(count, seed)
        queries = [query for row in QUERIES.strip().splitlines() for query in row.split("|")]
        print(f"{len(queries)} queries, milliseconds:")
        for found in compare(queries):
            print(found, flush=True)
        from django.db import connections

        connections.close_all()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
