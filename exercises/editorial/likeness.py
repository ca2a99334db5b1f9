"""How alike two exercises are, from 0 to 1. Pure."""

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import cached_property

from exercises.search.words import folded

# What two entries count for when they say the same: names as editors know them, steps as clients do them.
NAMES, STEPS, MUSCLES = 0.35, 0.45, 0.2
ELSEWHERE = 0.85  # times this for another kind, and again for another position
SAME_NAME = 0.95  # whatever else they say
SAME_STEPS, ALMOST_ALL, SAY_SOMETHING = 0.8, 0.9, 8  # so much, when they share so many of at least so many words
SMALL_WORDS = frozenset({
    "a", "an", "and", "at", "for", "from", "in", "into", "of", "off", "on", "or", "the", "then", "to", "up", "with",
    "without", "you", "your",
})  # fmt: skip


@dataclass(frozen=True)
class Portrait:
    """What is compared of an exercise. `muscles` are the primary ones."""

    pk: int | None
    names: tuple[str, ...]
    kind: str
    position: str
    muscles: frozenset[str] = frozenset()
    steps: tuple[str, ...] = ()

    @cached_property
    def folded_names(self) -> tuple[str, ...]:
        return tuple(" ".join(kept(words(name))) for name in self.names)

    @cached_property
    def name_sets(self) -> tuple[tuple[set[str], set[str]], ...]:
        """(words, trigrams) of each name."""
        return tuple((set(name.split()), trigrams(name)) for name in self.folded_names)

    @cached_property
    def step_words(self) -> frozenset[str]:
        return frozenset(kept(words(" ".join(self.steps))))

    def has_the_steps_of(self, other: "Portrait") -> bool:
        least = min(len(self.step_words), len(other.step_words))
        return least >= SAY_SOMETHING and shared(self.step_words, other.step_words) >= ALMOST_ALL


def alike(one: Portrait, other: Portrait) -> float:
    """Parts that either does not have say nothing, and the others count for more."""
    if set(filter(None, one.folded_names)) & set(other.folded_names):
        return SAME_NAME
    parts = [(NAMES, names_alike(one, other))]
    if one.step_words and other.step_words:
        parts.append((STEPS, shared(one.step_words, other.step_words)))
    if one.muscles and other.muscles:
        parts.append((MUSCLES, shared(one.muscles, other.muscles)))
    score = sum(weight * value for weight, value in parts) / sum(weight for weight, _value in parts)
    if one.has_the_steps_of(other):
        return max(score, SAME_STEPS)
    apart = (one.kind != other.kind) + (one.position != other.position)
    return float(score * ELSEWHERE**apart)


def names_alike(one: Portrait, other: Portrait) -> float:
    """Of the two names that are most alike: the words or the letters that they share, whichever is more."""
    pairs = [(mine, theirs) for mine in one.name_sets for theirs in other.name_sets]
    return max((shared(a, b) for mine, theirs in pairs for a, b in zip(mine, theirs, strict=True)), default=0.0)


def shared(one: Set[str], other: Set[str]) -> float:
    """Dice's coefficient: 1 for the same, 0 for nothing in common."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def trigrams(text: str) -> set[str]:
    padded = f"  {text} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


def kept(found: list[str]) -> list[str]:
    """Without the small words, unless there are no others."""
    return [word for word in found if word not in SMALL_WORDS] or found


def words(text: str) -> list[str]:
    """Lower case, without accents, signs and the s of a plural."""
    return [re.sub(r"(?<=[^s])s$", "", word) if len(word) > 3 else word for word in re.findall(r"\w+", folded(text))]
