"""Backfit's own files in YAML: one exercise, a list of them, or several documents with --- between them.

Each part is read by itself, so that a broken one names its line and the others are read all the same. Aliases are
refused, since a few lines of them can stand for gigabytes, and so are marks of types and numbers beyond all use, on
which the library falls over or works for minutes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _

from exercises.importing.rows import MOST_ROWS, too_many

DEEPEST = 12
LONGEST_NUMBER = 30  # characters
BETWEEN = re.compile(r"^---(?=\s|$)", re.MULTILINE)
ITEM = re.compile(r"^- ", re.MULTILINE)
SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Refused(yaml.YAMLError):
    """Valid YAML that is not read; the text is a sentence."""


class RefusedValue(Refused):
    """Only the entry that it stands in is not read."""


class Loader(SafeLoader):  # type: ignore[misc, valid-type]
    """The safe one, but for numbers without end."""

    def short_number(self, node: yaml.ScalarNode) -> int | float:
        if len(node.value) > LONGEST_NUMBER:
            raise RefusedValue(_("It has a number that is too long."))
        make = self.construct_yaml_int if node.tag.endswith(":int") else self.construct_yaml_float
        number: int | float = make(node)
        return number


for kind in ("int", "float"):
    Loader.add_constructor(f"tag:yaml.org,2002:{kind}", Loader.short_number)


@dataclass(frozen=True, slots=True)
class Part:
    """A value of the file and its line, or the sentence that says why there is none."""

    line: int
    value: Any = None
    fault: str = ""


def parts_of(text: str) -> Iterator[Part]:
    """Raises UnreadableFile for more documents than there may be entries, empty ones too."""
    line = 1
    for number, document in enumerate(BETWEEN.split(text)):
        if number > MOST_ROWS:
            raise too_many()
        yield from parts_of_document(document, line)
        line += document.count("\n")


def parts_of_document(text: str, line: int) -> Iterator[Part]:
    try:
        yield from read_parts(text, line)
        return
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        is_a_list = text.startswith("- ") or "\n- " in text
        if not is_a_list or (isinstance(error, Refused) and not isinstance(error, RefusedValue)):
            yield fault_of(error, text, line)
            return
    # One entry of the list is broken: each is read by itself, so that it stops none of the others.
    starts = [match.start() for match in ITEM.finditer(text)]
    own, before = line, 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        own, before = own + text.count("\n", before, start), start
        try:
            yield from read_parts(text[start:end], own)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            yield fault_of(error, text[start:end], own)


def read_parts(text: str, line: int) -> list[Part]:
    check_events(text)
    loader = Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return []
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        return [Part(line + each.start_mark.line, loader.construct_document(each)) for each in nodes[:MOST_ROWS]]
    finally:
        loader.dispose()


def check_events(text: str) -> None:
    """Raises Refused for aliases, for marks of types, and for what is nested too deeply."""
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        if isinstance(event, yaml.AliasEvent):
            raise Refused(_("Aliases (*name) are not read; write the words out."))
        if getattr(event, "tag", None) is not None:
            raise RefusedValue(_("Marks of types (!!name) are not read; leave them out."))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise Refused(_("It is nested too deeply."))


def fault_of(error: Exception, text: str, line: int) -> Part:
    """What is wrong, with its line; an end that is missing is missed in the last line that says something."""
    if isinstance(error, Refused):
        return Part(line, fault=str(error))
    mark = getattr(error, "problem_mark", None)
    at = line + min(mark.line, text.rstrip().count("\n")) if mark else line
    return Part(at, fault=_("Line %(line)d is not valid YAML.") % {"line": at})
