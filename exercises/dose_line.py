"""How a dose line is read back to whoever types it, while they type."""

from typing import Any

from django.utils.translation import gettext as _

from exercises.default_doses import DoubtfulDose, read_default_dose
from exercises.dose import DoseError


def dose_reading(line: str) -> dict[str, Any]:
    """`words` for a clear line; `question` and `choices` (line, label) for a doubtful one; else `fault`."""
    if not line.strip():
        return {"fault": _("Write how much, for example 3x10.")}
    try:
        return {"words": read_default_dose(line).in_words()}
    except DoubtfulDose as error:
        choices = [{"line": choice.shorthand, "label": choice.label} for choice in error.choices]
        return {"question": error.question, "choices": choices}
    except DoseError as error:
        return {"fault": " ".join(error.sentences)}
