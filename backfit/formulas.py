"""Cells of a CSV that no spreadsheet takes for a formula, whichever way it takes the file apart.

Where the comma stands in numbers, Excel parts the same file at semicolons, and lines and tabs within a cell end it too:
so not only how a cell begins counts, but what follows on any of those. An apostrophe before the sign makes it text.
"""

import re

SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
FIRST = re.compile(rf"['\s]*[{SIGNS}\t\r\n]")
WITHIN = re.compile(rf"([;\t\r\n])([\"' ]*[{SIGNS}])")
MARKED = re.compile(rf"([;\t\r\n])'([\"' ]*[{SIGNS}])")


def defused(cell: str) -> str:
    text = WITHIN.sub(r"\1'\2", cell)
    return f"'{text}" if FIRST.match(text) else text


def restored(cell: str) -> str:
    """What `defused` was given."""
    text = cell[1:] if cell.startswith("'") and FIRST.match(cell[1:]) else cell
    return MARKED.sub(r"\1\2", text)
