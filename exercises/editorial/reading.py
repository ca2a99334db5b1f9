"""How easy a text is to read. Pure."""

import re

HIGHEST_GRADE = 8.0


def grade(text: str) -> float:
    """Flesch-Kincaid grade level (Kincaid and others, 1975): the school years a text asks for; 0 for no words.

    A line ends a sentence, with a full stop or without.
    """
    parts = sentences(text)
    words = re.findall(r"[A-Za-z]+", " ".join(parts))
    if not words:
        return 0.0
    return 0.39 * len(words) / len(parts) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+|\n+", text) if re.search("[A-Za-z]", part)]


def syllables(word: str) -> int:
    """Runs of vowels, without a silent final e or ed; good enough to compare texts."""
    word = re.sub(r"(?<=[^aeiouytdl])e(d|s)?$|(?<=[td])e$", "", word.lower())
    return max(1, len(re.findall("[aeiouy]+", word)))
