"""What must hold for whatever is typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from exercises.dose import DoseError
from exercises.shorthand import Reading, parse

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("shorthand_cases.yaml").read_text("utf-8"))


def read(text: str) -> Reading | None:
    """What the line means, or nothing if it is refused in one sentence."""
    try:
        return parse(text)
    except DoseError as refused:
        sentence = str(refused)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return None


def check_choices(reading: Reading) -> None:
    """Every choice is a complete answer: its shorthand says just it and raises no question."""
    for question in reading.questions:
        assert question.text.endswith("?")
        assert len(question.choices) >= 2
        assert (question.choices[0].dose, question.choices[0].note) == (reading.dose, reading.note)
        assert len({(choice.dose, choice.note) for choice in question.choices}) == len(question.choices)
        for choice in question.choices:
            assert choice.label
            assert parse(choice.shorthand) == Reading(choice.dose, choice.note)
