import json
import math
from collections.abc import Mapping
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from backfit.middleware import is_clean

MAX_DEPTH = 32


class StrictJSONParser(BaseParser):
    """JSON that both databases can hold: no NUL, no lone surrogate, no NaN, no repeated key, at most 32 levels."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        raw = stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        if len(raw) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig
        try:
            data = json.loads(raw.decode("utf-8"), parse_constant=refuse, object_pairs_hook=unique)
        except RecursionError as error:
            raise ParseError(_("The JSON is nested too deeply.")) from error
        except ValueError as error:
            raise ParseError(_("The body is not valid JSON.")) from error
        check(data)
        return data


def refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) != len(pairs):
        raise ParseError(_("A name occurs twice in the same JSON object."))
    return data


def check(data: Any) -> None:
    """Raise ParseError for what cannot be stored; walks without recursion."""
    level = [data]
    depth = 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise ParseError(_("The JSON is nested too deeply."))
        level = [part for value in level for part in parts(value)]


def parts(value: Any) -> list[Any]:
    if isinstance(value, str) and not is_clean(value):
        raise ParseError(_("The text contains a character that cannot be stored."))
    if isinstance(value, float) and not math.isfinite(value):
        raise ParseError(_("A number is too large."))
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    return value if isinstance(value, list) else []
