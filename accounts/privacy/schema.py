"""The JSON Schema of an export, made from the models themselves, so that the two cannot differ."""

from typing import Any

from django.db import models

from accounts.privacy.contents import FORMAT
from accounts.privacy.registry import Part, registry
from accounts.privacy.shapes import fields_of, has_number

Schema = dict[str, Any]
ID: Schema = {"type": "string", "format": "uuid"}
TEXT: Schema = {"type": "string"}
PLACE: Schema = {"type": "integer", "minimum": 1, "description": "The place of a row in its table"}
KINDS: list[tuple[Any, Schema]] = [
    (models.UUIDField, ID),
    (models.BooleanField, {"type": "boolean"}),
    (models.IntegerField, {"type": "integer"}),
    (models.DecimalField, {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}),
    (models.DateTimeField, {"type": "string", "format": "date-time"}),
    (models.DateField, {"type": "string", "format": "date"}),
    (models.TimeField, {"type": "string", "description": "A time of day, such as 07:30:00"}),
    (models.JSONField, {}),
]


def schema() -> Schema:
    parts = registry.in_order()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Everything that Backfit knows about one person",
        "type": "object",
        "required": ["format", "person", "record", "also", "people", "clinics"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            "person": ID,
            "record": tables([part for part in parts if part.returns], "What a re-import brings back"),
            "also": tables([part for part in parts if not part.returns], "What belongs to the site that wrote it"),
            "people": rows({"id": ID, "name": TEXT}, "Whom the rows name, as authors alone"),
            "clinics": rows(
                {"id": ID} | dict.fromkeys(("name", "phone", "emergency_number", "time_zone"), TEXT),
                "The clinics that the rows name",
            ),
        },
    }


def tables(parts: list[Part], description: str) -> Schema:
    found = {part.label: rows(columns(part), str(part.model._meta.verbose_name_plural)) for part in parts}
    return closed(found) | {"description": description}


def rows(properties: Schema, description: str) -> Schema:
    return {"type": "array", "description": description, "items": closed(properties)}


def closed(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def columns(part: Part) -> Schema:
    own = {} if part.model._meta.pk.is_relation else {"id": PLACE if has_number(part.model) else column(key_of(part))}
    return own | {each.name: column(each) for each in fields_of(part)}


def key_of(part: Part) -> Any:
    return part.model._meta.pk


def column(each: Any) -> Schema:
    if each.many_to_many:
        return {"type": "array", "items": pointer(each)}
    found = pointer(each) if each.is_relation else value(each)
    said = {"description": str(each.verbose_name)} | found
    return {"anyOf": [said, {"type": "null"}]} if each.null else said


def pointer(each: Any) -> Schema:
    return PLACE if has_number(each.related_model) else ID


def value(each: Any) -> Schema:
    known = next((schema for kind, schema in KINDS if isinstance(each, kind)), {"type": "string"})
    choices = [choice for choice, _label in each.flatchoices]
    return known | {"enum": choices} if choices and not each.blank else known
