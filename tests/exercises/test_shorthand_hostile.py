"""No text breaks the shorthand parser, and none is slow."""

from __future__ import annotations

import json
import random
import string
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exercises import shorthand
from exercises.dose import Dose
from exercises.shorthand import parse
from tests.exercises.doses import often, sometimes
from tests.exercises.shorthand_checks import CASES, check_choices, read
from tests.exercises.test_shorthand import ASKED, MEANINGS, REFUSED


@given(st.text(max_size=220))
@example("1" * 200)
@example("3x10 hold ,5s")
@often
def test_no_text_breaks_the_parser(text: str) -> None:
    reading = read(text)
    if reading is not None:
        check_choices(reading)


fragments = [case["input"] for case in CASES] + [typed for typed, *_ in [*ASKED, *MEANINGS, *REFUSED[:-1]]]
pieces = st.sampled_from(fragments) | st.sampled_from(sorted({word for text in fragments for word in text.split()}))
typos = st.text(alphabet="0123456789 x\u00d7-/'\".,:@>()smhkgrlbeanot" + string.ascii_letters, max_size=3)


@given(st.lists(st.tuples(pieces, typos), max_size=6), st.integers(0, 100), typos)
@often
def test_mangled_shorthand_is_read_or_refused(parts: list[tuple[str, str]], at: int, typo: str) -> None:
    text = " ".join(piece + slip for piece, slip in parts)
    for mangled in (text, text[:at] + typo + text[at + 1 :], text.replace(" ", ""), text[::-1]):
        reading = read(mangled)
        if reading is not None:
            check_choices(reading)
            assert reading.dose is None or Dose.from_json(json.loads(json.dumps(reading.dose.to_json())))


@given(st.lists(st.sampled_from(["slowly", "towel", "Wall", "élan", "über", "breathe!", "grün"]), max_size=6))
@sometimes
def test_unknown_words_are_kept_in_order(words: list[str]) -> None:
    parts = ["3x10"]
    for word in words:
        parts += [word, "5s", "hold"][: 1 if "5s" in parts else 3]
    assert parse(" ".join(parts)).note.split() == words


HOSTILE = [
    "3x" * 100, "1-" * 100, "1/" * 100, "9" * 200, " " * 199 + "x", "1 " * 100, "x " * 100, "tempo " * 33,
    "1" + " " * 198 + "s", "10 reps " + " " * 180 + "x", "note" * 50, "as long as " * 18, "rest rest " * 20,
    "1-2-3-4-5-6-7-8-9-" * 11, "every " * 33, "((((((((((" * 20, "@" * 200, "-" * 200, "''''\"\"\"\"" * 25,
    "5 min " * 33, "left right " * 18, "3 x 3 x " * 25, "pain " * 40, "0." * 100,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=[str(n) for n in range(len(HOSTILE))])
def test_no_text_is_slow(text: str) -> None:
    start = time.process_time()
    for _ in range(10):
        read(text[:200])
    assert time.process_time() - start < 0.2


def test_mixed_hostile_text_is_not_slow() -> None:
    chance = random.Random(44)
    words = [*HOSTILE, *fragments]
    texts = [" ".join(chance.choices(words, k=9))[:200] for _ in range(300)]
    start = time.process_time()
    for text in texts:
        read(text)
    assert time.process_time() - start < 6


def test_every_rule_is_one_group_of_the_whole_pattern() -> None:
    assert shorthand._ANY_RULE.groups == len(shorthand.RULES)
