"""Cells of a CSV: nothing in them is a formula to a spreadsheet, and our own reading brings them back."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfit.formulas import defused, restored
from tests.active_content import WORST, faults_of_csv

TEXTS = [
    "=1+1", "+33 1 23", "-x", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1", "'=1", "''=1", "a;=1", 'a;"=1"', "a; =1",
    "a;'=1", "a\n=1", "a\t-1", "plain", "'tis", "a; b - c", "", ";", WORST,
]  # fmt: skip


def written(*cells: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


@pytest.mark.parametrize("text", TEXTS)
def test_no_spreadsheet_runs_a_cell(text: str) -> None:
    assert faults_of_csv(written("first", defused(text), "last")) == []
    assert faults_of_csv(written(defused(text))) == []


@given(st.text(alphabet="=+-@;\t\r\n'\" a\uff1d", max_size=12))
def test_a_cell_comes_back_as_it_was_and_runs_nowhere(text: str) -> None:
    assert restored(defused(text)) == text
    assert faults_of_csv(written("first", defused(text), "last")) == []


@pytest.mark.parametrize("text", ["plain", "Rest - then lift; slowly", "3x10", "'tis"])
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert defused(text) == text


def test_a_long_text_of_line_ends_takes_no_time() -> None:
    assert defused("\n" * 200_000 + ";" * 200_000).startswith("'")
