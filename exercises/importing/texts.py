"""Other people's text made plain: no markup, no control characters, and never longer than there is room for."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

from exercises.editorial.document import MOST_ROWS

LONGEST_STEP = 300
LONGEST_TEXT = 20_000  # characters of a description that are looked at
# Control characters, halves of characters, and marks that turn the direction of what follows.
UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
BLOCKS = {"p", "li", "br", "div", "ol", "ul", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "blockquote", "pre"}
UNREAD = {"script", "style", "head", "template"}
LOOKS_LIKE_MARKUP = re.compile(r"<\s*/?\s*[a-zA-Z!]")
MARKER = re.compile(r"^\s*(?:(?:step\s*)?\d{1,2}\s*[.):]\s+|[-*•\u2013·]\s+)", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[^\s])")


def visible(text: str) -> str:
    return UNSEEN.sub("", text)


def plain(value: Any, longest: int) -> str:
    """One line of text; nothing for what is neither text nor number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(value)[: longest * 4] if isinstance(value, str) else repr(value)[:longest]
    return cut(" ".join(visible(text).split()), longest)


def cut(text: str, longest: int) -> str:
    """At most that many characters; what is cut ends at a word and says so."""
    if len(text) <= longest:
        return text
    kept = text[: longest - 1]
    head, blank, _rest = kept.rpartition(" ")
    return (head if blank and len(head) > longest // 2 else kept).rstrip(" ,;:") + "…"


class Lines(HTMLParser):
    """The text between the marks, a line for each block."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = [""]
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.unread += tag in UNREAD
        if tag in BLOCKS:
            self.parts.append("")

    def handle_endtag(self, tag: str) -> None:
        self.unread -= tag in UNREAD and self.unread > 0
        if tag in BLOCKS:
            self.parts.append("")

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.parts[-1] += data


def lines(value: Any) -> list[str]:
    """A description's blocks as plain lines, whether it was written with marks or without."""
    text = visible(value[:LONGEST_TEXT]) if isinstance(value, str) else ""
    parts = marked_lines(text) if LOOKS_LIKE_MARKUP.search(text) or "&" in text else text.splitlines()
    return [line for part in parts if has_letters(line := MARKER.sub("", " ".join(visible(part).split())))]


def marked_lines(text: str) -> list[str]:
    reader = Lines()
    if not LOOKS_LIKE_MARKUP.search(text):
        text = text.replace("\n", "<br>")
    reader.feed(text)
    reader.close()
    return reader.parts


def has_letters(text: str) -> bool:
    return any(character.isalpha() for character in text)


def steps_from(blocks: Iterable[str]) -> tuple[list[str], bool]:
    """(steps, whether some were left out). A lone paragraph gives a step for each sentence."""
    blocks = list(blocks)
    if len(blocks) == 1:
        blocks = sentences(blocks[0])
    steps = [step for block in blocks for step in short_enough(block)]
    return steps[:MOST_ROWS], len(steps) > MOST_ROWS


def sentences(text: str) -> list[str]:
    return [part for part in SENTENCE_END.split(text) if has_letters(part)]


def short_enough(block: str) -> list[str]:
    """The block, split between sentences, or else between words, where it is too long for one step."""
    if len(block) <= LONGEST_STEP:
        return [block]
    pieces: list[str] = []
    for sentence in sentences(block):
        for part in split_at_words(sentence):
            if pieces and len(pieces[-1]) + 1 + len(part) <= LONGEST_STEP:
                pieces[-1] = f"{pieces[-1]} {part}"
            else:
                pieces.append(part)
    return pieces


def split_at_words(text: str) -> list[str]:
    parts = []
    while len(text) > LONGEST_STEP:
        at = text.rfind(" ", LONGEST_STEP // 2, LONGEST_STEP)
        at = LONGEST_STEP if at < 0 else at
        parts.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [*parts, text] if text else parts
