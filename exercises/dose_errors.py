"""How a refused dose is explained: always one sentence a therapist understands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from pydantic import ValidationError
from pydantic_core import PydanticCustomError, core_schema

from backfit.refusals import Invalid

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_stubs_ext import StrOrPromise
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import ErrorDetails

# Unions name the branch they took in the error's path; branches marked so are left out of what people read.
BRANCH = "~"

_REFUSAL = "refusal"
_SHOWN_LENGTH = 40


class DoseError(Invalid):
    """A dose that cannot be used. Its text is one translated sentence, fit to be shown."""

    def __init__(self, sentence: StrOrPromise) -> None:
        super().__init__(str(sentence))

    field = "dose"


def refusal(sentence: StrOrPromise) -> PydanticCustomError:
    """What a pydantic validator raises so that `sentence` reaches the person unchanged."""
    # Through the context, because braces in the sentence itself would be read as placeholders.
    return PydanticCustomError(_REFUSAL, "{sentence}", {"sentence": str(sentence)})


@dataclass(frozen=True, slots=True, eq=False)
class Says:
    """Marks a number: when pydantic finds it outside its limits, this sentence says so.

    Compared by identity: typing hashes annotations, and to hash a lazy sentence is to translate it, which
    cannot be done while the apps are still loading.
    """

    sentence: StrOrPromise

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_wrap_validator_function(self._check, handler(source))

    def _check(self, value: object, inner: Callable[[object], object]) -> object:
        try:
            return inner(value)
        except ValidationError as error:
            fault = error.errors(include_url=False, include_input=False)[0]
            if fault["loc"] or fault["type"].endswith("_type"):
                raise
            raise refusal(self.sentence) from None


def sentences(error: ValidationError) -> list[str]:
    """Each fault of a refused document as "path: sentence", also for models that contain a dose.

    The path counts as JSON does, for example "phases.0.items.2.dose.sets". A fault of the whole document
    has no path and is the bare sentence.
    """
    found = []
    for fault in error.errors(include_url=False, include_input=False):
        path = ".".join(_shown(part) for part in fault["loc"] if not str(part).startswith(BRANCH))
        sentence = first_sentence(fault)
        found.append(f"{path}: {sentence}" if path else sentence)
    return found


def first_sentence(fault: ErrorDetails) -> str:
    """The sentence for one fault as `ValidationError.errors()` lists it."""
    kind, context = fault["type"], fault.get("ctx", {})
    name = _shown(fault["loc"][-1]) if fault["loc"] else ""
    if kind == _REFUSAL:
        return str(context["sentence"])
    if kind == "value_error":
        return str(context["error"])
    return _sentence_for(kind, name, context)


def _sentence_for(kind: str, name: str, context: dict[str, Any]) -> str:
    sentence = {
        "missing": _('"%(name)s" is missing.'),
        "extra_forbidden": _('"%(name)s" is not known here.'),
        "invalid_key": _('"%(name)s" is not known here.'),
        "int_type": _('"%(name)s" must be a whole number.'),
        "float_type": _('"%(name)s" must be a number.'),
        "literal_error": _('"%(name)s" must be one of these: %(expected)s.'),
        "string_unicode": _("This text contains a character that cannot be stored."),
        "string_too_short": _('"%(name)s" is too short.'),
        "string_too_long": _('"%(name)s" must be at most %(max_length)s characters long.'),
        "too_short": _('"%(name)s" needs at least %(min_length)s entries.'),
        "too_long": _('"%(name)s" may have at most %(max_length)s entries.'),
        "model_type": _("This must be an object with named parts."),
        "json_invalid": _("This is not valid JSON."),
    }.get(kind)
    if sentence is None:
        if kind.endswith("_type"):
            sentence = _('"%(name)s" is of the wrong kind.')
        else:
            sentence = _('"%(name)s" has a value that cannot be used.')
    expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
    return sentence % {"min_length": "", "max_length": "", **context, "name": name, "expected": expected}


def _shown(part: int | str) -> str:
    text = str(part).encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
    return text if len(text) <= _SHOWN_LENGTH else text[:_SHOWN_LENGTH] + "…"
