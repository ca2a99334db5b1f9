"""What the threat model names is there, and each requirement of ASVS 5.0.0 at levels 1 and 2 has its answer."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ("THREAT_MODEL.md", "SECURITY.md")
LINK = re.compile(r"\]\((?!https?://|#)([^)]+)\)")
QUOTED = re.compile(r"`([\w./-]+/[\w./-]*)`")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
MODULE = re.compile(r"python -m (tests[\w.]*)")
COMMAND = re.compile(r"manage\.py (\w+)")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)
RANGE = re.compile(r"(\d+\.\d+)\.(\d+) to \1\.(\d+)")
# Of each section, how many requirements of level 1 or 2 it has; they come before those of level 3.
ASVS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1,
    "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3,
    "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4,
    "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip


def text_of(name: str) -> str:
    return (ROOT / name).read_text()


@cache
def functions_in(path: str) -> frozenset[str]:
    tree = ast.parse(text_of(path))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def paths_in(text: str) -> Iterator[str]:
    yield from (found.partition("#")[0] for found in LINK.findall(text))
    for found in QUOTED.findall(text):
        if not found.startswith("/") and (found.startswith("tests/") or "." in found.rpartition("/")[2]):
            yield found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_files_and_commands_that_are_named_are_there(name: str) -> None:
    text = text_of(name)
    assert [path for path in paths_in(text) if not (ROOT / path).exists()] == []
    modules = [ROOT / each.replace(".", "/") for each in MODULE.findall(text)]
    assert [str(each) for each in modules if not (each.with_suffix(".py").exists() or each.is_dir())] == []
    ours = {path.stem for path in ROOT.glob("*/management/commands/*.py")} | {"check", "shell"}
    assert set(COMMAND.findall(text)) - ours == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_tests_that_are_named_are_there(name: str) -> None:
    named = TEST.findall(text_of(name))
    missing = [each for each in named if not (ROOT / each[0]).exists() or each[1] not in functions_in(each[0])]
    assert missing == []
    assert len(named) == text_of(name).count(".py::")


def test_each_requirement_is_answered_once_or_does_not_apply() -> None:
    text = text_of("THREAT_MODEL.md").partition("## 7.")[2]
    wanted = {f"{section}.{number}" for section, last in ASVS.items() for number in range(1, last + 1)}
    assert len(wanted) == 253
    answers = ROW.findall(text)
    answered = [number for number, _answer in answers]
    assert len(answered) == len(set(answered))
    apart = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("|"))
    left_out = set(re.findall(r"\b\d+\.\d+\.\d+\b", apart)) - {"5.0.0"}
    for section, first, last in RANGE.findall(apart):
        left_out |= {f"{section}.{number}" for number in range(int(first), int(last) + 1)}
    assert set(answered) & left_out == set()
    assert wanted - set(answered) - left_out == set()
    assert (set(answered) | left_out) - wanted == {"8.3.2"}  # of level 3, and answered all the same


def test_each_answer_names_a_test_a_file_or_what_is_lacking() -> None:
    evidence = ("`", "open gap", "deviation", "README.md", "SECURITY.md", "section", "here:", "as ", "by closing")
    text = text_of("THREAT_MODEL.md").partition("## 7.")[2]
    assert [number for number, answer in ROW.findall(text) if not any(word in answer for word in evidence)] == []
