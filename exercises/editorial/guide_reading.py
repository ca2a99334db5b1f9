"""How easy a page of the guide is to read."""

import re

from exercises.editorial.reading import grade
from exercises.models.guide_text import GuideText


def grade_of(text: GuideText) -> float:
    """Of the summary and the body without the signs of Markdown; see `reading.grade`."""
    without_targets = re.sub(r"\]\([^)]*\)", "", text.body)
    blocks = re.split(r"\n\s*\n|\n(?=- |\d+\. )", without_targets)
    lines = [re.sub(r"[#*\[\]]|^\d+\. ", "", block).replace("\n", " ") for block in blocks]
    return grade("\n".join([text.summary, *lines]))
