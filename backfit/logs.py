"""What is logged: of each record a few fields that are named here, and nothing that anybody has typed.

A message's words are kept where our own code wrote them; of its arguments, and of what others log, nothing that could
hold an address, a name, a token or what somebody feels.
"""

import json
import logging
import traceback
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from backfit.request_id import current

OURS = ("backfit", "exercises", "accounts", "programs")
SAID = (bool, int, float, uuid.UUID)


class AllowedFields(logging.Formatter):
    """One JSON object on a line: time, level, logger, event, route, status, request, error, at; empty ones left out.

    `event` is the message as it stands in our code, `about` its arguments as far as they are numbers, ids or the name
    of a kind of fault. `error` is the class of an exception, without its message, and `at` where it was raised.
    """

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps({name: value for name, value in self.fields(record) if value not in (None, "", [])})

    def fields(self, record: logging.LogRecord) -> Iterator[tuple[str, Any]]:
        request = getattr(record, "request", None)
        yield "time", datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        yield "level", record.levelname
        yield "logger", record.name
        if record.name.split(".")[0] in OURS:
            yield "event", record.msg if isinstance(record.msg, str) else ""
            yield "about", [said(each) for each in record.args] if isinstance(record.args, tuple) else []
        yield "route", getattr(getattr(request, "resolver_match", None), "view_name", "")
        yield "status", getattr(record, "status_code", None)
        yield "request", getattr(request, "number", "") or current()
        yield from fault(record)


def said(part: Any) -> str:
    """An argument, if it can hold nothing of anybody: a number, an id, a kind of fault, a name in our code."""
    named = isinstance(part, str) and all(each.isidentifier() for each in part.split("."))
    if isinstance(part, SAID) or (named and (part.partition(".")[0] in OURS or part in set(names_of_errors()))):
        return str(part)
    return "?"


def names_of_errors(root: type[BaseException] = BaseException) -> Iterator[str]:
    """Of all classes of exceptions that there are by now."""
    yield root.__name__
    for each in type.__subclasses__(root):
        yield from names_of_errors(each)


def fault(record: logging.LogRecord) -> Iterator[tuple[str, str]]:
    kind, _error, trace = record.exc_info or (None, None, None)
    if kind is None:
        return
    yield "error", f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")
    frames = traceback.extract_tb(trace)
    own = [frame for frame in frames if any(f"/{name}/" in frame.filename for name in OURS)]
    for frame in (own or frames)[-1:]:
        yield "at", f"{frame.filename}:{frame.lineno} {frame.name}"


class RoutesForPaths(logging.Filter):
    """Writes an address as the pattern that it fits: the address itself may hold an invitation's token."""

    def filter(self, record: logging.LogRecord) -> bool:
        path = getattr(getattr(record, "request", None), "path", None)
        if path and isinstance(record.args, tuple):
            # Django escapes what is no plain text, such as the quotation mark that came along with a pasted link.
            known = {path, path.encode("unicode_escape").decode("ascii")}
            record.args = tuple(
                route_of(record) if isinstance(part, str) and part in known else part for part in record.args
            )
        return True


def route_of(record: logging.LogRecord) -> str:
    match = getattr(record.request, "resolver_match", None)  # type: ignore[attr-defined]
    return f"/{match.route}" if match else "(no page of ours)"
