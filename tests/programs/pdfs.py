"""Reading a PDF as a program for readers with little sight would: its words, its tags and what they say."""

import io
from collections.abc import Iterator
from typing import Any

import pypdf


class Paper:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.file = pypdf.PdfReader(io.BytesIO(content))
        self.root: Any = self.file.trailer["/Root"]

    @property
    def text(self) -> str:
        """All pages, with single spaces."""
        return " ".join(" ".join(page.extract_text() for page in self.file.pages).split())

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of a page in whole points."""
        box = self.file.pages[0].mediabox
        return round(box.width), round(box.height)

    def tags(self) -> list[tuple[str, str]]:
        """Kind and alternative text of each element, in the order in which it is read."""
        return [(str(each["/S"]), str(each.get("/Alt", ""))) for each in elements(self.root["/StructTreeRoot"])]

    def smallest_letters(self) -> float:
        """In points as they are printed, whatever the page's scales are."""
        sizes: list[float] = []

        def visit(text: str, around: Any, own: Any, _font: Any, size: float) -> None:
            if text.strip():
                sizes.append(size * abs(own[3] * around[3]))

        for page in self.file.pages:
            page.extract_text(visitor_text=visit)
        return min(sizes)

    def kinds(self) -> list[str]:
        return [kind for kind, _alt in self.tags()]


def elements(node: Any) -> Iterator[Any]:
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        found = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(found, dict) and "/S" in found:
            yield found
            yield from elements(found)
