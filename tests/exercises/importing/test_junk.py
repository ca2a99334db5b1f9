"""Whatever a file holds, each of its rows has a fate and nothing falls over."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exercises.importing import free_exercise_db, wger
from exercises.importing.carrying import carry_out
from exercises.importing.formats import FORMATS, decoded, read_rows
from exercises.importing.rows import UnreadableFile
from tests.cast import Cast
from tests.exercises.importing.shapes import free_entry, page, vocabulary, wger_entry, wger_text

SLOW = (HealthCheck.too_slow, HealthCheck.function_scoped_fixture)
texts = st.text(st.characters(), max_size=30) | st.sampled_from(["<p>", "&#0;", "\x00", "a" * 5000, "\ud800", "=1"])
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
junk = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=6
)


def spoilt(entry: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """The entry with some of its parts replaced by junk."""
    return st.dictionaries(st.sampled_from(list(entry)), junk, max_size=6).map(lambda parts: entry | parts)


wger_entries = spoilt(wger_entry()) | spoilt(wger_text("Roll", 2) | {"exercise_base": 3}) | spoilt(
    {"model": "exercises.exercise", "pk": 1, "fields": {"name": "x"}}
)  # fmt: skip
wger_texts = st.lists(spoilt(wger_text("Roll", 2)) | junk, max_size=3)


@given(st.lists(wger_entries | junk, max_size=4), wger_texts)
@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
def test_every_wger_row_is_a_document_or_says_why_not(entries: list[Any], translations: list[Any]) -> None:
    for row in wger.rows(page(*entries, wger_entry(translations=translations))):
        if not (row.faults or row.skip):
            assert row.document().name
            assert row.key


@given(st.lists(spoilt(free_entry()) | junk, max_size=4) | junk)
@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
def test_every_free_row_is_a_document_or_says_why_not(data: Any) -> None:
    for row in free_exercise_db.rows(data):
        if not row.faults:
            assert row.document().name
            assert row.key


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
@settings(max_examples=200, deadline=None, suppress_health_check=SLOW)
def test_no_file_breaks_the_readers(content: bytes) -> None:
    for form in (*FORMATS, ""):
        with suppress(UnreadableFile):
            rows = read_rows(decoded(content), form)
            assert all(row.faults or row.skip or row.key for row in rows)


@pytest.mark.django_db
@given(st.lists(spoilt(wger_entry(1)), max_size=2), st.lists(spoilt(free_entry()), max_size=2))
@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
def test_every_row_has_a_fate_in_the_catalogue(cast: Cast, theirs: list[Any], others: list[Any]) -> None:
    vocabulary()
    rows = [*wger.rows(theirs), *free_exercise_db.rows(others)]
    fates = carry_out(rows, by=cast.editor)
    assert [fate.row for fate in fates] == rows
    assert all(fate.is_actionable or fate.why or fate.verdict == "unchanged" for fate in fates)


@pytest.mark.django_db
@given(st.dictionaries(st.sampled_from(["slug", "name", "kind", "steps", "muscles", "dose", "evidence"]), junk))
@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
def test_every_row_of_our_own_has_a_fate(cast: Cast, parts: dict[str, Any]) -> None:
    text = json.dumps({"kind": "stretch", "position": "standing", "dose": "2x10", "name": "Lean", **parts})
    (fate,) = carry_out(read_rows(text, "backfit"), by=cast.editor)
    assert fate.is_actionable or fate.why or fate.verdict == "unchanged"


def test_a_name_of_ten_megabytes_is_cut() -> None:
    (row,) = wger.rows([wger_entry(translations=[wger_text("a" * 10_000_000, 2, "<p" * 500_000)])])
    assert len(row.document().name) == 80


def test_nesting_without_end_is_refused() -> None:
    for form in ("wger", "free-exercise-db"):
        with pytest.raises(UnreadableFile, match="nested too deeply"):
            read_rows("[" * 200_000, form)
    (row,) = read_rows("[" * 200_000, "backfit")
    assert row.faults == ("It is nested too deeply.",)
