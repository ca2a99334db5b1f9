"""The schema is what integrators build on: it is valid, complete and says of each operation what may go wrong."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from accounts.models.token import SCOPES

Operation = tuple[str, str, dict[str, Any]]


@pytest.fixture
def schema(db: None) -> Any:
    return served()


@cache
def served() -> Any:
    answer = APIClient().get("/api/v1/schema/", HTTP_ACCEPT="application/vnd.oai.openapi+json")
    assert answer.status_code == 200
    return json.loads(answer.content)


def operations(schema: Any) -> Iterator[Operation]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def walk(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        yield part
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from walk(inner)


def test_schema_is_valid_and_made_without_warnings(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, api_version="1")
    assert "openapi: 3.1.0" in capsys.readouterr().out


def test_schema_uses_the_words_of_3_1_and_every_reference_leads_somewhere(schema: Any) -> None:
    assert schema["openapi"] == "3.1.0"
    for part in walk(schema):
        assert "nullable" not in part
        if isinstance(reference := part.get("$ref"), str):
            *_root, kind, name = reference.split("/")
            assert name in schema["components"][kind], reference


def test_every_operation_has_a_summary_a_tag_and_a_name_of_its_own(schema: Any) -> None:
    tags = {tag["name"] for tag in schema["tags"]}
    names = [operation["operationId"] for _path, _method, operation in operations(schema)]
    assert len(names) == len(set(names))
    for path, method, operation in operations(schema):
        assert operation.get("summary"), (method, path)
        assert set(operation["tags"]) <= tags, (method, path)
        named = [place for place in operation.get("parameters", []) if place["in"] == "query"]
        assert all(place.get("description") for place in named), (method, path)


def test_every_operation_says_who_may_and_how_it_refuses(schema: Any) -> None:
    for path, method, operation in operations(schema):
        answers, where = operation["responses"], f"{method} {path}"
        public = {} in operation["security"]
        tokens = [scope for entry in operation["security"] for scope in entry.get("token", [])]
        # Whoever takes everything away, or has it deleted, signs in: no token is good for it.
        assert set(tokens) <= set(SCOPES) if tokens else operation["tags"][0] in ("exports", "people"), where
        assert {"401"} <= set(answers), where
        assert public or "403" in answers, where
        assert ("404" in answers) >= ("{" in path), where
        assert ("400" in answers) >= ("requestBody" in operation), where
        for status, answer in answers.items():
            assert status < "400" or answer["content"]["application/json"]["schema"], where
            assert answer["description"] or status < "400", where


def test_public_is_what_visitors_read_and_the_back_check_and_nothing_else(schema: Any) -> None:
    found = [(method, one["tags"][0]) for _path, method, one in operations(schema) if {} in one["security"]]
    read = {("get", tag) for tag in ("exercises", "guide", "vocabulary", "templates", "therapists", "exports")}
    assert set(found) == read | {("get", "back-check"), ("post", "back-check")}


def test_enumerations_and_documents_have_names(schema: Any) -> None:
    parts = schema["components"]["schemas"]
    assert [name for name in parts if name.endswith("Enum")] == []
    assert {"Dose", "Plan", "PlanRequest", "Document", "Refusal", "Faults", "Question", "SessionBody"} <= set(parts)
    assert parts["Document"]["properties"]["phases"]["items"] == {"$ref": "#/components/schemas/DocumentPhase"}
    dose = parts["ItemRequest"]["properties"]["dose"]["anyOf"]
    assert dose[0] == {"$ref": "#/components/schemas/Dose"}
    assert dose[1]["type"] == "string"


def test_no_description_speaks_of_the_code(schema: Any) -> None:
    assert "full_clean" not in json.dumps(schema)
