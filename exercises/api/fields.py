from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from exercises.default_doses import DoubtfulDose, read_default_dose
from exercises.dose import Dose, DoseError
from exercises.shorthand import format_dose

# Written out rather than taken from pydantic, whose $defs an OpenAPI document cannot point at.
DOSE_SCHEMA = {
    "description": "Written as one line of shorthand or as a JSON object; read as all of its three forms.",
    "oneOf": [
        {"type": "string", "maxLength": 200, "examples": ["3x10 e/s 5x/wk"]},
        {"type": "object", "additionalProperties": {}, "examples": [{"sets": 3, "reps": 10, "side": "each"}]},
        {
            "type": "object",
            "required": ["json", "words", "shorthand"],
            "properties": {
                "json": {"type": "object", "additionalProperties": {}},
                "words": {"type": "string"},
                "shorthand": {"type": "string"},
            },
        },
    ],
}


@extend_schema_field(DOSE_SCHEMA)
class DoseField(serializers.Field):
    """Taken as shorthand or JSON, given as JSON, words and shorthand. A doubtful line comes back as a question."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        try:
            dose = read_default_dose(data) if isinstance(data, str) else Dose.from_json(data)
        except DoubtfulDose as doubt:
            choices = [{"shorthand": choice.shorthand, "words": choice.label} for choice in doubt.choices]
            raise serializers.ValidationError({"question": doubt.question, "choices": choices}) from doubt
        except DoseError as error:
            raise serializers.ValidationError(error.sentences) from error
        return dose.to_json()

    def to_representation(self, value: dict[str, Any]) -> dict[str, Any]:
        dose = Dose.from_json(value)
        return {"json": value, "words": dose.in_words(), "shorthand": format_dose(dose)}
