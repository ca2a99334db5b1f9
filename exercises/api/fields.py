import json
from collections.abc import Collection
from typing import Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from pydantic import BaseModel
from rest_framework import serializers

from exercises.default_doses import DoubtfulDose, read_default_dose
from exercises.dose import Dose, DoseError
from exercises.shorthand import format_dose

REF = "#/components/schemas/"
SHORTHAND: dict[str, Any] = {
    "type": "string",
    "maxLength": 420,
    "description": "The line that a therapist types. A doubtful one is refused with a question and its choices.",
    "examples": ["3x8 5s e/s 5x/wk"],
}


class DoseField(serializers.Field):
    """Taken as shorthand or JSON, given as JSON. A doubtful line comes back as a question with its choices."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        try:
            dose = read_default_dose(data) if isinstance(data, str) else Dose.from_json(data)
        except DoubtfulDose as doubt:
            choices = [{"shorthand": choice.shorthand, "words": choice.label} for choice in doubt.choices]
            raise serializers.ValidationError([{"question": doubt.question, "choices": choices}]) from doubt
        except DoseError as error:
            raise serializers.ValidationError(error.sentences) from error
        return dose.to_json()

    def to_representation(self, value: dict[str, Any]) -> dict[str, Any]:
        return value


@extend_schema_field(OpenApiTypes.STR)
class DoseWordsField(serializers.Field):
    def __init__(self) -> None:
        super().__init__(source="default_dose", read_only=True, help_text="The dose as a client reads it")

    def to_representation(self, value: dict[str, Any]) -> str:
        return Dose.from_json(value).in_words()


@extend_schema_field(OpenApiTypes.STR)
class DoseShorthandField(serializers.Field):
    def __init__(self) -> None:
        super().__init__(source="default_dose", read_only=True, help_text="The dose as a therapist types it")

    def to_representation(self, value: dict[str, Any]) -> str:
        return format_dose(Dose.from_json(value))


class DoseFieldSchema(OpenApiSerializerFieldExtension):
    """A dose as a component of its own; what is sent may be a line instead."""

    target_class = DoseField

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        found = register(auto_schema, "Dose", parts_of(Dose))
        return {"anyOf": [found, SHORTHAND]} if direction == "request" else found


def parts_of(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of the model and of every model inside it, by name."""
    schema = model.model_json_schema(ref_template=REF + "{model}")
    return {**schema.pop("$defs", {}), model.__name__: schema}


def register(auto_schema: Any, name: str, parts: dict[str, Any], *, asked: Collection[str] = ()) -> dict[str, Any]:
    """Makes components of the parts and gives a reference to the one named.

    Those in `asked` are sent in another shape than they are given back, so they get a name of their own.
    """
    text = json.dumps(parts)
    for other in asked:
        text = text.replace(f'"{REF}{other}"', f'"{REF}{other}Request"')
    for part, schema in json.loads(text).items():
        named = f"{part}Request" if part in asked else part
        found = ResolvedComponent(name=named, type=ResolvedComponent.SCHEMA, object=named, schema=schema)
        auto_schema.registry.register_on_missing(found)
    return {"$ref": REF + (f"{name}Request" if name in asked else name)}
