"""Reading JSON as people have it: one value, several one after another, or one in each line."""

import json
from typing import Any

from django.utils.translation import gettext as _

from exercises.importing.rows import MOST_ROWS, UnreadableFile, too_many


def read_json(text: str) -> Any:
    """The file's value, or the list of its values. Raises UnreadableFile with the line that is not JSON."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            raise unreadable(error) from error
    except (RecursionError, ValueError) as error:
        raise UnreadableFile(_("The file is nested too deeply, or holds a number that is too long.")) from error
    try:
        return values(text)
    except UnreadableFile:
        raise
    except json.JSONDecodeError as error:
        raise unreadable(error) from error
    except (RecursionError, ValueError) as error:
        raise UnreadableFile(_("The file is nested too deeply, or holds a number that is too long.")) from error


def values(text: str) -> list[Any]:
    decoder, found, place = json.JSONDecoder(), [], 0
    while (place := after_blanks(text, place)) < len(text):
        value, place = decoder.raw_decode(text, place)
        found.append(value)
        if len(found) > MOST_ROWS:
            raise too_many()
    return found


def after_blanks(text: str, place: int) -> int:
    """Blanks and commas between two values do no harm."""
    while place < len(text) and text[place] in " \t\r\n,":
        place += 1
    return place


def unreadable(error: json.JSONDecodeError) -> UnreadableFile:
    return UnreadableFile(_("Line %(line)d is not valid JSON.") % {"line": error.lineno})
