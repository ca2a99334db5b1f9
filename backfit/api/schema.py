"""What the schema says of every operation alike: who may, what is refused and in which shape."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent, get_lib_doc_excludes
from rest_framework.fields import ChoiceField

from backfit.api.permissions import is_reading

Schema = dict[str, Any]

REFUSAL: Schema = {
    "type": "object",
    "description": "Why not, in one sentence.",
    "properties": {"detail": {"type": "string"}},
    "required": ["detail"],
    "additionalProperties": False,
    "examples": [{"detail": "There is nothing at this address, or it is not yours to see."}],
}
QUESTION: Schema = {
    "type": "object",
    "description": "A dose that can be read in more than one way, with the lines that can be sent instead.",
    "properties": {
        "at": {"type": "string", "description": "Where in a plan, such as `phases.0.items.2.dose`"},
        "question": {"type": "string"},
        "choices": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"shorthand": {"type": "string"}, "words": {"type": "string"}},
                "required": ["shorthand", "words"],
            },
        },
    },
    "required": ["question", "choices"],
    "examples": [
        {
            "at": "phases.0.items.0.dose",
            "question": 'What does "10x3" mean?',
            "choices": [
                {"shorthand": "10 sets of 3", "words": "10 sets of 3"},
                {"shorthand": "3x10", "words": "3 sets of 10"},
            ],
        }
    ],
}
FAULTS: Schema = {
    "type": "object",
    "description": "The sentences about each field by its name; `non_field_errors` for the body as a whole. Rows "
    "inside a field have objects like this one, in their order or by their number.",
    "additionalProperties": {
        "anyOf": [
            {
                "type": "array",
                "items": {"anyOf": [{"type": "string"}, {"$ref": "#/components/schemas/Question"}, {"type": "object"}]},
            },
            {"type": "object"},
        ]
    },
    "examples": [{"name": ["This field may not be blank."]}],
}
INVALID: Schema = {
    "anyOf": [{"$ref": "#/components/schemas/Faults"}, {"$ref": "#/components/schemas/Refusal"}],
}
ONE_SENTENCE: Schema = {"$ref": "#/components/schemas/Refusal"}
SAID = {
    400: "What was sent is not right.",
    401: "Nobody is signed in, or the token is unknown, expired or revoked.",
    404: "There is nothing at this address, or it is not yours to see.",
    413: "The body is larger than 2.5 MB.",
    415: "The body is not JSON.",
}


def refused(schema: Schema, description: str) -> Schema:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def component(name: str, schema: Schema) -> ResolvedComponent:
    return ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, object=name, schema=schema)


def base_classes() -> list[type]:
    """Classes whose docstrings tell a programmer about the class, and an integrator nothing about the resource."""
    from backfit.api import serializers, viewsets

    shared = [serializers.StrictFieldsMixin, serializers.Serializer, serializers.ModelSerializer]
    return [*get_lib_doc_excludes(), *shared, viewsets.PrivateViewSet, viewsets.PrivateModelViewSet]


class OperationSchema(AutoSchema):
    """Views may say in `refusals` what else they refuse: {action: {status: sentence}}."""

    def get_operation(self, *args: Any) -> Schema | None:
        operation: Schema | None = super().get_operation(*args)
        if operation is not None:
            for name, schema in (("Refusal", REFUSAL), ("Question", QUESTION), ("Faults", FAULTS)):
                self.registry.register_on_missing(component(name, schema))
            operation["responses"] = {**operation["responses"], **self.refused(operation)}
        return operation

    def refused(self, operation: Schema) -> Schema:
        """By status. Any request may come with a bad token, so even what is public refuses with 401."""
        said = {code: SAID[code] for code in self.codes(operation)}
        if not self.is_public:
            lacks = f"The token lacks the scope `{self.scope}`" if self.takes_tokens else "You came with a token"
            said[403] = f"{lacks}, or your account may not do this."
        for code, sentence in getattr(self.view, "refusals", {}).get(self.action, {}).items():
            said[code] = f"{said[code]} {sentence}" if code == 403 else sentence
        return {str(code): refused(INVALID if code == 400 else ONE_SENTENCE, said[code]) for code in sorted(said)}

    def codes(self, operation: Schema) -> set[int]:
        places = {parameter["in"] for parameter in operation.get("parameters", ())}
        names = {parameter["name"] for parameter in operation.get("parameters", ())}
        found = {401}
        if "path" in places or "page" in names:
            found.add(404)
        if "query" in places:
            found.add(400)
        if "requestBody" in operation:
            found |= {400, 413, 415}
        return found

    @property
    def action(self) -> str:
        return getattr(self.view, "action", None) or self.method.lower()

    @property
    def is_public(self) -> bool:
        return is_reading(self.view, self.method) and getattr(self.view, "is_public", False)

    @property
    def scope(self) -> str:
        resource = getattr(self.view, "scope", "")
        return f"{resource}:{'read' if is_reading(self.view, self.method) else 'write'}"

    @property
    def takes_tokens(self) -> bool:
        """A view without a scope is for browsers in which somebody is signed in."""
        return bool(getattr(self.view, "scope", ""))

    def get_auth(self) -> list[Schema]:
        """The scope stands where OpenAPI 3.1 has room for what a bearer's token must be good for."""
        known = [{name: [self.scope] if name == "token" else [] for name in entry} for entry in super().get_auth()]
        if not self.takes_tokens:
            known = [entry for entry in known if "token" not in entry]
        return [*known, {}] if self.is_public else known

    def get_operation_id(self) -> str:
        """`programs_publish`, not `programs_publish_create`: a verb creates nothing of its own name."""
        found: str = super().get_operation_id()
        return found.removesuffix("_create") if self.method == "POST" and self.action != "create" else found

    def _map_serializer_field(self, field: Any, direction: str, bypass_extensions: bool = False) -> Schema:
        """Values without labels need no list that says each of them twice."""
        found: Schema = super()._map_serializer_field(field, direction, bypass_extensions)
        if isinstance(field, ChoiceField) and all(value == label for value, label in field.choices.items()):
            found.pop("description", None)
            return found | ({"description": str(field.help_text)} if field.help_text else {})
        return found

    def _postprocess_serializer_schema(self, schema: Schema, serializer: Any, direction: str) -> Schema:
        """Answers have all their fields, except those that a serializer names in `left_out`."""
        found: Schema = super()._postprocess_serializer_schema(schema, serializer, direction)
        if direction == "response" and hasattr(serializer, "fields") and "properties" in found:
            found["required"] = sorted(set(found["properties"]) - set(getattr(serializer, "left_out", ())))
        return found
