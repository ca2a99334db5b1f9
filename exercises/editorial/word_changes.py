"""What differs between two texts, by words. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Kind = Literal["same", "removed", "added"]
# A product of two numbers of words: what takes longer is compared by lines first, or not at all.
MOST_WORK = 250_000
TOKEN = re.compile(r"\w+(?:['\u2019-]\w+)*|\s+|.", re.DOTALL)


class Piece(NamedTuple):
    """A stretch of text. All that is "same" or "removed" is the text before, "same" or "added" the text after."""

    kind: Kind
    text: str


def word_changes(before: str, after: str) -> tuple[Piece, ...]:
    """The two texts as one row of pieces; both can be had back from it to the letter."""
    return tidied(by_words(before, after))


def only(kind: Kind, text: str) -> tuple[Piece, ...]:
    return (Piece(kind, text),) if text else ()


def by_words(before: str, after: str) -> Iterator[Piece]:
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    if len(old) * len(new) <= MOST_WORK:
        yield from blocks(old, new, autojunk=False)
        return
    for removed, same, added in stretches(blocks(before.splitlines(True), after.splitlines(True), autojunk=True)):
        yield Piece("same", same)
        yield from within(removed, added)


def within(removed: str, added: str) -> Iterator[Piece]:
    """The words of lines that were rewritten, unless that is too much."""
    old, new = TOKEN.findall(removed), TOKEN.findall(added)
    if len(old) * len(new) <= MOST_WORK:
        yield from blocks(old, new, autojunk=False)
    else:
        yield from (Piece("removed", removed), Piece("added", added))


def blocks(old: Sequence[str], new: Sequence[str], *, autojunk: bool) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, old, new, autojunk=autojunk)
    for verb, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if verb == "equal":
            yield Piece("same", "".join(old[old_from:old_to]))
        else:
            yield Piece("removed", "".join(old[old_from:old_to]))
            yield Piece("added", "".join(new[new_from:new_to]))


def stretches(pieces: Iterable[Piece]) -> Iterator[tuple[str, str, str]]:
    """(removed, same before it, added) again and again, to the end."""
    texts = {"removed": "", "same": "", "added": ""}
    for piece in pieces:
        if piece.kind == "same" and piece.text and (texts["removed"] or texts["added"]):
            yield texts["removed"], texts["same"], texts["added"]
            texts = {"removed": "", "same": "", "added": ""}
        texts[piece.kind] += piece.text
    yield texts["removed"], texts["same"], texts["added"]


def tidied(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Neighbours of a kind are one piece, and a blank between two changed words does not tear them apart."""
    found: list[Piece] = []
    todo = list(stretches(pieces))
    removed = added = ""
    for number, (gone, same, come) in enumerate(todo):
        blank_between = number and same.isspace() and (removed or added) and (gone or come)
        if blank_between:
            removed, added = removed + same + gone, added + same + come
            continue
        found += [*only("removed", removed), *only("added", added), *only("same", same)]
        removed, added = gone, come
    found += [*only("removed", removed), *only("added", added)]
    return tuple(found)
