"""How easy a page of the guide is to read."""

import re

from exercises.editorial.reading import grade


def grade_of(*, summary: str, body: str) -> float:
    """Of both together, without the signs of Markdown; see `reading.grade`."""
    without_targets = re.sub(r"\]\([^)]*\)", "", body)
    blocks = re.split(r"\n\s*\n|\n(?=- |\d+\. )", without_targets)
    lines = [re.sub(r"[#*\[\]]|^\d+\. ", "", block).replace("\n", " ") for block in blocks]
    return grade("\n".join([summary, *lines]))
