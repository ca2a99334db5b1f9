"""What keeps the code readable, checked: imports run one way, files stay small, pin files hold no address."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Each app may import those before it. The addresses in backfit/ are where all of them meet.
APPS = ("backfit", "exercises", "accounts", "programs")
MEETING_POINTS = {"backfit/urls.py", "backfit/api/urls.py"}
MAX_LINES = 300


def sources() -> list[Path]:
    return [path for app in APPS for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts]


def imported_apps(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return {name.split(".")[0] for name in names} & set(APPS)


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    name = str(path.relative_to(ROOT))
    own = APPS.index(path.relative_to(ROOT).parts[0])
    later = {app for app in imported_apps(path) if APPS.index(app) > own}
    assert name in MEETING_POINTS or not later, f"{name} imports {later}"


def test_files_stay_small_enough_to_be_read() -> None:
    long = {str(path): length for path in sources() if (length := len(path.read_text().splitlines())) > MAX_LINES}
    assert not long


def test_what_is_pinned_names_no_address() -> None:
    pins = [*ROOT.glob("requirements*.txt"), ROOT / "pyproject.toml"]
    assert [path.name for path in pins if "://" in path.read_text()] == []


def test_nothing_tracked_is_a_database_or_a_secret() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    assert [name for name in tracked if name.startswith("var/") or name.endswith((".sqlite3", ".env"))] == []
