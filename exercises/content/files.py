"""Reading content files, and what is told of it afterwards."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import yaml
from django.utils.translation import gettext as _
from pydantic import ValidationError as SchemaError

T = TypeVar("T")


class ContentError(Exception):
    """A file that cannot be loaded; the text names it."""


@dataclass
class Count:
    """What became of the files, and the names of the rows that editors have changed and therefore keep."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)


@dataclass
class Report(Count):
    pictures: Count = field(default_factory=Count)


def read(path: Path, reader: Callable[[Path], T]) -> T:
    try:
        return reader(path)
    except SchemaError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, fault["loc"]))
        raise ContentError(f"{path.name}: {place}: {fault['msg']}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise ContentError(
            _("%(file)s: line %(line)s is not valid YAML.") % {"file": path.name, "line": line}
        ) from error
    except (ValueError, OSError, TypeError) as error:
        raise ContentError(f"{path.name}: {error}") from error
