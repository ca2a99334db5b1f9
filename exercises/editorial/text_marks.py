"""What differs between two long texts, by words within the lines that differ. Pure."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

# A product of two numbers of words: a rewritten stretch that is longer is shown as removed and added whole.
MOST_WORK = 250_000
LEAST_KEPT = 0.5  # of the words; what shares less has been written anew, and single words in common only confuse


class Mark(NamedTuple):
    """`kind` is same, removed or added. Same and removed make the text before, same and added the text after."""

    kind: str
    text: str


def marked(before: str, after: str) -> list[Mark]:
    found: list[Mark] = []
    for old, new in stretches(before.splitlines(keepends=True), after.splitlines(keepends=True)):
        found += by_words(words(old), words(new))
    return joined(found)


def stretches(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for _verb, a, b, c, d in matcher.get_opcodes():
        yield "".join(before[a:b]), "".join(after[c:d])


def words(text: str) -> list[str]:
    return re.findall(r"\w+|\s+|[^\w\s]", text)


def by_words(before: list[str], after: list[str]) -> Iterator[Mark]:
    if before == after:
        yield Mark("same", "".join(before))
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if len(before) * len(after) > MOST_WORK or matcher.ratio() < LEAST_KEPT:
        yield Mark("removed", "".join(before))
        yield Mark("added", "".join(after))
        return
    for verb, a, b, c, d in matcher.get_opcodes():
        if verb == "equal":
            yield Mark("same", "".join(before[a:b]))
        else:
            yield Mark("removed", "".join(before[a:b]))
            yield Mark("added", "".join(after[c:d]))


def joined(marks: list[Mark]) -> list[Mark]:
    """Without empty ones, and with neighbours of a kind as one."""
    found: list[Mark] = []
    for mark in marks:
        if found and found[-1].kind == mark.kind:
            found[-1] = Mark(mark.kind, found[-1].text + mark.text)
        elif mark.text:
            found.append(mark)
    return found
