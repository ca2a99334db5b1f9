"""What differs between two texts, long or short: by words within the lines that differ. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Kind = Literal["same", "removed", "added"]
# A product of two numbers of words: a rewritten stretch that is longer is shown as removed and added whole.
MOST_WORK = 250_000
# Of the words; what shares fewer has been written anew, and single words in common would only confuse.
LEAST_KEPT = 1 / 3
TOKEN = re.compile(r"\w+(?:['\u2019-]\w+)*|\s+|.", re.DOTALL)


class Piece(NamedTuple):
    """A stretch of text. All that is "same" or "removed" is the text before, "same" or "added" the text after."""

    kind: Kind
    text: str


def word_changes(before: str, after: str) -> tuple[Piece, ...]:
    """The two texts as one row of pieces; both can be had back from it to the letter."""
    return tidied(by_lines(before, after))


def only(kind: Kind, text: str) -> tuple[Piece, ...]:
    return (Piece(kind, text),) if text else ()


def by_lines(before: str, after: str) -> Iterator[Piece]:
    for removed, same, added in stretches(blocks(before.splitlines(True), after.splitlines(True), autojunk=True)):
        yield Piece("same", same)
        yield from by_words(removed, added)


def by_words(removed: str, added: str) -> Sequence[Piece]:
    """The words of lines that were rewritten, unless that is too much or little of them is left."""
    old, new = TOKEN.findall(removed), TOKEN.findall(added)
    if len(old) * len(new) <= MOST_WORK:
        found = list(blocks(old, new, autojunk=False))
        if kept(found, old, new) >= LEAST_KEPT:
            return found
    return [Piece("removed", removed), Piece("added", added)]


def kept(pieces: Iterable[Piece], old: Sequence[str], new: Sequence[str]) -> float:
    """The share of words and signs that both texts have, from 0 to 1; blanks do not count."""
    same = sum(count(TOKEN.findall(piece.text)) for piece in pieces if piece.kind == "same")
    return 2 * same / max(1, count(old) + count(new))


def count(tokens: Iterable[str]) -> int:
    return sum(not token.isspace() for token in tokens)


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
