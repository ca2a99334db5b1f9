"""Two texts of an exercise side by side: nothing is lost, and nothing is called changed that is not."""

import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from exercises.editorial.differences import Change, Row, differences, value_of
from exercises.editorial.document import ExerciseDocument
from exercises.editorial.word_changes import MOST_WORK, Piece, word_changes

SOME = ("Lie on your back.", "Lift your hips slowly.", "Breathe out.", "Lower your hips.", "Rest.", "Breathe out.")
lines = st.lists(st.one_of(st.sampled_from(SOME), st.text("abc .", min_size=1).filter(str.strip)), max_size=8)
slugs = st.lists(st.sampled_from(("neck", "hip", "knee", "foot")), max_size=4)
documents = st.builds(
    lambda **fields: ExerciseDocument.from_json(
        {"slug": "x", "name": "X", "kind": "mobility", "position": "sitting", "dose": "3x10"} | fields
    ),
    purpose=st.text(max_size=60),
    difficulty=st.integers(1, 5),
    steps=lines,
    regions=slugs,
    faults=st.lists(st.fixed_dictionaries({"fault": st.sampled_from(SOME), "mend": st.sampled_from(SOME)}), max_size=4),
    cautions=st.lists(
        st.fixed_dictionaries({"tag": st.sampled_from((None, "wrist", "knee")), "text": st.sampled_from(SOME)}),
        max_size=4,
    ),
)
ROWS = ("steps", "faults", "cautions")
PROSE = st.text(alphabet="ab \n.é", max_size=60)


def document(**fields: Any) -> ExerciseDocument:
    return ExerciseDocument.from_json(
        {"slug": "x", "name": "X", "kind": "mobility", "position": "sitting", "dose": "3x10"} | fields
    )


def side(pieces: tuple[Piece, ...], kind: str) -> str:
    return "".join(piece.text for piece in pieces if piece.kind in ("same", kind))


def column(change: Change, kind: str) -> list[tuple[str, ...]]:
    """The lines of one side in their order."""
    there = [(row.old if kind == "removed" else row.new, row) for row in change.rows]
    found = sorted(((place, row) for place, row in there if place is not None), key=lambda pair: pair[0])
    return [tuple(side(cell, kind) for cell in row.cells) for _place, row in found]


def cells(part: str, value: Any) -> list[tuple[str, ...]]:
    if part == "steps":
        return [(step,) for step in value]
    if part == "faults":
        return [(line.fault, line.mend) for line in value]
    return [(line.tag or "", line.text) for line in value]


def states(change: Change) -> list[tuple[str, str]]:
    return [(row.state, side(row.cells[0], "removed" if row.new is None else "added")) for row in change.rows]


@given(st.one_of(st.text(), PROSE), st.one_of(st.text(), PROSE))
def test_both_texts_can_be_had_back_from_the_pieces(before: str, after: str) -> None:
    pieces = word_changes(before, after)
    assert (side(pieces, "removed"), side(pieces, "added")) == (before, after)
    assert all(piece.text for piece in pieces)
    assert all(one.kind != other.kind for one, other in itertools.pairwise(pieces))
    assert before != after or {piece.kind for piece in pieces} <= {"same"}


def test_long_texts_are_compared_by_lines_and_lose_nothing() -> None:
    before = "".join(f"Line {number} says something of its own.\n" for number in range(3000))
    after = before.replace("Line 1500 says", "Line 1500 tells")
    assert len(before) ** 2 > MOST_WORK
    pieces = word_changes(before, after)
    assert [piece for piece in pieces if piece.kind != "same"] == [Piece("removed", "says"), Piece("added", "tells")]
    one_line, other = "a b " * 4000, "b c " * 4000
    assert side(word_changes(one_line, other), "removed") == one_line
    first, second = " ".join(map(str, range(3000))), " ".join(map(str, range(3000, 6000)))
    assert word_changes(first, second) == (Piece("removed", first), Piece("added", second))


def test_what_was_written_anew_is_marked_as_a_whole() -> None:
    kept, before, after = "Stand up now and then.\n", "Lift your hips and hold them.", "Sit well back on a firm chair."
    assert word_changes(kept + before, kept + after) == (
        Piece("same", kept), Piece("removed", before), Piece("added", after)
    )  # fmt: skip


@given(documents)
def test_a_document_does_not_differ_from_itself(one: ExerciseDocument) -> None:
    assert differences(one, one) == []


@given(documents, documents)
def test_both_documents_can_be_had_back_from_the_differences(one: ExerciseDocument, other: ExerciseDocument) -> None:
    found = {change.part: change for change in differences(one, other)}
    for part in ("purpose", "difficulty", *ROWS):
        old, new = value_of(one, part), value_of(other, part)
        assert (part in found) == (old != new)
    for part in set(ROWS) & set(found):
        assert column(found[part], "removed") == cells(part, value_of(one, part))
        assert column(found[part], "added") == cells(part, value_of(other, part))
    if "purpose" in found:
        [row] = found["purpose"].rows
        assert (side(row.cells[0], "removed"), side(row.cells[0], "added")) == (one.purpose, other.purpose)
    assert ("regions" in found) == (set(one.regions) != set(other.regions))


@given(documents, documents)
def test_turned_round_what_was_added_was_removed(one: ExerciseDocument, other: ExerciseDocument) -> None:
    there, back = differences(one, other), differences(other, one)
    assert [change.part for change in there] == [change.part for change in back]


def test_a_step_that_moved_is_told_from_one_that_is_new() -> None:
    before = document(steps=["Lie on your back.", "Bend your knees.", "Lift your hips.", "Breathe out."])
    after = document(
        steps=["Breathe out.", "Lie on your back.", "Bend both knees.", "Hold the wall.", "Lift your hips."]
    )
    [change] = differences(before, after)
    assert change.part == "steps"
    assert states(change) == [
        ("moved", "Breathe out."),
        ("same", "Lie on your back."),
        ("changed", "Bend both knees."),
        ("added", "Hold the wall."),
        ("same", "Lift your hips."),
    ]
    assert change.rows[2].cells[0] == (
        Piece("same", "Bend "), Piece("removed", "your"), Piece("added", "both"), Piece("same", " knees.")
    )  # fmt: skip


def test_a_removed_step_stands_where_it_was() -> None:
    [change] = differences(document(steps=["One a.", "Two b.", "Three c."]), document(steps=["One a.", "Three c."]))
    assert states(change) == [("same", "One a."), ("removed", "Two b."), ("same", "Three c.")]


def test_words_without_an_order_differ_only_by_what_is_in() -> None:
    before, after = document(regions=["neck", "hip"]), document(regions=["hip", "neck"])
    assert differences(before, after) == []
    [change] = differences(before, document(regions=["hip", "knee"]))
    assert states(change) == [("same", "hip"), ("added", "knee"), ("removed", "neck")]


def test_half_of_a_choice_is_none() -> None:
    [change] = differences(document(kind="posture-drill"), document(kind="posture"))
    assert change.rows == (Row(0, 0, ((Piece("removed", "posture-drill"), Piece("added", "posture")),)),)


def test_neighbouring_words_are_one_mark() -> None:
    assert word_changes("Lift your hips up.", "Raise both hips up.") == (
        Piece("removed", "Lift your"),
        Piece("added", "Raise both"),
        Piece("same", " hips up."),
    )
