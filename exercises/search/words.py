"""How text becomes words to search by, and how much a word says about an exercise by where it stands. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

LONGEST = 100
"""Characters of a whole name that are kept."""
LONGEST_WORD = 40
WHOLE = "="
"""Begins a whole name among the words. No word has the sign, so neither is taken for the other."""

SHORTEST_ERRING = 3

NAME = 100
ALIAS = 80
WORKED = 50
INVOLVED = 40
SORT = 30
PURPOSE = 20
STEP = 10

# Said so often, or of so little, that they tell no exercise from another.
COMMON = frozenset(
    {
        "a", "an", "and", "are", "as", "at", "be", "by", "do", "exercise", "exercises", "for", "from", "how",
        "i", "if", "in", "into", "is", "it", "its", "keep", "me", "my", "of", "on", "or", "s", "so", "than",
        "that", "the", "then", "this", "to", "what", "while", "with", "you", "your",
    }
)  # fmt: skip


def folded(text: str) -> str:
    """Lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def words_of(text: str) -> list[str]:
    """The words in their order, folded. Hyphens and other signs part words; an apostrophe does not."""
    joined = re.sub("['\u2019]", "", folded(text))
    return "".join(sign if sign.isalnum() else " " for sign in joined).split()


def telling(words: Iterable[str]) -> list[str]:
    """Without the words that are in every text; with them if there is nothing else."""
    words = list(words)
    return [word for word in words if word not in COMMON] or words


def whole(words: Iterable[str]) -> str:
    return (WHOLE + " ".join(words))[:LONGEST]


def grams_of(word: str) -> set[str]:
    """The word in threes of letters, with a blank or two at its ends: a wrong letter spoils but some of them."""
    padded = f"  {word} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}


def errors_in(word: str) -> int:
    """How many typing errors are forgiven; see `is_near` for words of three letters."""
    return 0 if len(word) < SHORTEST_ERRING else 1 if len(word) < 8 else 2


def is_near(typed: str, word: str) -> bool:
    """Whether one may be meant by the other. In the shortest, another letter is another word; a swap is an error."""
    return len(typed) > SHORTEST_ERRING or sorted(typed) == sorted(word)


@dataclass
class Entry:
    """An exercise's own words, by where they stand. `sorts` are its kind, position and equipment."""

    slug: str
    name: str
    aliases: list[str]
    purpose: str
    sorts: list[str] = field(default_factory=list)
    worked: list[str] = field(default_factory=list)
    involved: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)

    def weights(self) -> dict[str, int]:
        """The weight of each word, and of each whole name, by the best place where it stands."""
        found: dict[str, int] = {}
        # From what tells least to what tells most, so that the best place is what stays.
        for weight, texts in (
            (STEP, self.steps),
            (PURPOSE, [self.purpose]),
            (SORT, self.sorts),
            (INVOLVED, self.involved),
            (WORKED, self.worked),
            (ALIAS, [self.slug, *self.aliases]),
            (NAME, [self.name]),
        ):
            for words in map(words_of, texts):
                kept = words if weight > PURPOSE else [word for word in words if word not in COMMON]
                found |= {word[:LONGEST_WORD]: weight for word in kept}
        names = {whole(words_of(text)): ALIAS for text in self.aliases} | {whole(words_of(self.name)): NAME}
        names.pop(WHOLE, None)
        return found | names
