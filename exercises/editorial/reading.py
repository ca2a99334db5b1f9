"""How hard a text is to read, so that an editor sees it while writing."""

import re
from collections.abc import Iterable

MOST = 8
"""The highest grade that the catalogue aims for: what a fourteen-year-old reads with ease."""


def sentences(texts: Iterable[str]) -> list[str]:
    return [part for text in texts for part in re.split(r"(?<=[.!?])\s+", text) if re.search("[A-Za-z]", part)]


def syllables(word: str) -> int:
    """Runs of vowels, without a silent final e or ed; good enough to compare texts."""
    word = re.sub(r"(?<=[^aeiouytdl])e(d|s)?$|(?<=[td])e$", "", word.lower())
    return max(1, len(re.findall("[aeiouy]+", word)))


def reading_grade(texts: Iterable[str]) -> float:
    """Flesch-Kincaid grade level (Kincaid and others, 1975): the school years a text asks for; 0 for no words."""
    parts = sentences(texts)
    if not parts:
        return 0.0
    words = re.findall(r"[A-Za-z]+", " ".join(parts))
    return 0.39 * len(words) / len(parts) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
