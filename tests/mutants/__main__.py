"""Whether the tests of access see what they are there to see: each patch beside this file breaks one rule of the
product in a copy of the tree, and the tests that it names have to fail there.

`python -m tests.mutants` takes all of them, `--only 7 12` some. It ends with 1 unless every mutant is killed. Before
that the same tests must pass on what is not broken, so that none of them fails for another reason.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
OURS = ("backfit", "exercises", "accounts", "programs", "tests", "pyproject.toml", "manage.py")
HEADER = re.compile(r"^(?P<key>Kind|Killed by): (?P<value>.+)$", re.MULTILINE)
PASSED, FAILED = 0, 1  # how pytest ends
MINUTES = 15  # for one run, on a machine that does much else


@dataclass(frozen=True)
class Mutant:
    """`kind` is the bug in the words of the design, `killers` are the names of tests as pytest takes them."""

    path: Path
    kind: str
    killers: tuple[str, ...]

    @property
    def number(self) -> int:
        return int(self.path.name.partition("-")[0])

    @classmethod
    def read(cls, path: Path) -> "Mutant":
        said = HEADER.findall(path.read_text().partition("\n--- ")[0])
        kinds = [value for key, value in said if key == "Kind"]
        killers = tuple(value for key, value in said if key == "Killed by")
        if len(kinds) != 1 or not killers:
            raise SystemExit(f"{path.name}: say one kind, and which tests kill it.")
        return cls(path, kinds[0], killers)


@dataclass(frozen=True)
class Tree:
    """A copy of the code in which one run at a time takes place."""

    path: Path
    database: Path

    def git(self, *words: str) -> subprocess.CompletedProcess[str]:
        # Found to belong to a repository, git would leave out what lies outside of it.
        where = {**os.environ, "GIT_CEILING_DIRECTORIES": str(self.path.parent)}
        command = ["git", "apply", *words]
        return subprocess.run(command, cwd=self.path, env=where, capture_output=True, text=True, check=False)

    def test(self, names: Iterable[str], *more: str, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider", "--tb=short"]
        command += ["--ds", "tests.mutants.settings", *more, *names]
        where = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        where |= {"MUTANTS_DATABASE": str(self.path / "mutants.sqlite3"), **environment}
        return subprocess.run(
            command, cwd=self.path, env=where, capture_output=True, text=True, check=False, timeout=MINUTES * 60
        )

    def begin_anew(self) -> None:
        for old in self.path.glob("mutants.sqlite3*"):
            old.unlink()
        shutil.copy(self.database, self.path / "mutants.sqlite3")


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.mutants", description="Do the tests of access see the bugs?")
    asked.add_argument("--only", type=int, nargs="+", metavar="N", help="the numbers of some mutants")
    asked.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at once")
    given = asked.parse_args()
    mutants = chosen(given.only)
    with tempfile.TemporaryDirectory(prefix="mutants-") as place:
        first = Tree(copied(Path(place) / "0"), Path(place) / "database.sqlite3")
        require_passing(first, mutants)
        said = run_all(mutants, trees(first, min(given.jobs, len(mutants))))
    bad = [line for line in said if not line.startswith("killed")]
    print(f"\n{len(said) - len(bad)} of {len(said)} mutants killed.", *bad, sep="\n")
    sys.exit(1 if bad else 0)


def chosen(numbers: list[int] | None) -> list[Mutant]:
    found = [Mutant.read(path) for path in sorted(HERE.glob("*.patch"))]
    if [mutant.number for mutant in found] != list(range(1, len(found) + 1)):
        raise SystemExit("The numbers of the patches have a gap.")
    if numbers is None:
        return found
    if strange := set(numbers) - {mutant.number for mutant in found}:
        raise SystemExit(f"There is no mutant {min(strange)}.")
    return [mutant for mutant in found if mutant.number in numbers]


def copied(place: Path) -> Path:
    for name in OURS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, place / name, ignore=shutil.ignore_patterns("*.sqlite3*", ".*_cache"))
        else:
            place.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, place / name)
    return place


def require_passing(tree: Tree, mutants: list[Mutant]) -> None:
    """The tests pass on the code as it is. Leaves the migrated database for the runs that follow."""
    names = sorted({name for mutant in mutants for name in mutant.killers})
    print(f"{len(names)} tests on the code as it is …", flush=True)
    done = tree.test(names, "--create-db", "--reuse-db")
    if done.returncode != PASSED:
        raise SystemExit(f"They have to pass there, and do not:\n{done.stdout[-4000:]}{done.stderr[-1000:]}")
    shutil.move(tree.path / "mutants.sqlite3", tree.database)


def trees(first: Tree, count: int) -> list[Tree]:
    others = [first.path.with_name(str(number)) for number in range(1, count)]
    return [first, *(Tree(shutil.copytree(first.path, other), first.database) for other in others)]


def run_all(mutants: list[Mutant], places: list[Tree]) -> list[str]:
    free: SimpleQueue[Tree] = SimpleQueue()
    for place in places:
        free.put(place)

    def run(mutant: Mutant) -> str:
        tree = free.get()
        try:
            line = f"{outcome(mutant, tree)}: {mutant.path.stem} ({mutant.kind})"
        finally:
            free.put(tree)
        print(line, flush=True)
        return line

    with ThreadPoolExecutor(len(places)) as pool:
        return list(pool.map(run, mutants))


def outcome(mutant: Mutant, tree: Tree) -> str:
    if tree.git(str(mutant.path)).returncode:
        return "does not apply"
    tree.begin_anew()
    try:
        # Nothing compiled from the mutant may be left for the next one.
        done = tree.test(mutant.killers, "--reuse-db", PYTHONDONTWRITEBYTECODE="1")
    except subprocess.TimeoutExpired:
        return "no end"
    finally:
        tree.git("--reverse", str(mutant.path)).check_returncode()
    if done.returncode == PASSED:
        return "SURVIVED"
    # A test that cannot even begin has seen nothing.
    failed = done.returncode == FAILED and re.search(r"^\d+ failed", done.stdout, re.MULTILINE)
    return "killed" if failed else f"cannot run ({done.stdout[-600:]})"


if __name__ == "__main__":
    main()
