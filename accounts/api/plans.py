"""Plans in the API: JSON in the layout of accounts.plans; a dose may also be sent as a line of shorthand."""

from typing import Any

from django.core.exceptions import ValidationError
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from rest_framework import serializers

from accounts.plan_easier import require_easier_fits
from accounts.plan_exercises import require_in_catalogue
from accounts.plan_lines import Doubtful, joined, read_dose
from accounts.plans import Plan, PlanError
from exercises.api.fields import SHORTHAND, parts_of, register
from exercises.dose import DoseError
from exercises.models import Exercise
from exercises.models.catalogue import ExerciseQuerySet


class PlanField(serializers.JSONField):
    """Gives the plan's JSON. Every fault is a sentence with its place; a doubtful dose is a question with choices."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        try:
            plan = Plan.from_json(with_doses_read(super().to_internal_value(data)))
            before = self.plan_before()
            require_in_catalogue(plan, among=self.usable_exercises(), kept=before.slugs())
            require_easier_fits(plan, before=before)
        except PlanError as error:
            raise serializers.ValidationError(error.sentences) from error
        except ValidationError as error:
            raise serializers.ValidationError(error.messages) from error
        return plan.to_json()

    def usable_exercises(self) -> ExerciseQuerySet:
        """Those of what has the plan; of a new one, all that the person may use. The verb that makes it looks again."""
        assert self.parent is not None
        if self.parent.instance is not None:
            rows: ExerciseQuerySet = self.parent.instance.usable_exercises()
            return rows
        return Exercise.objects.usable_by(self.context["request"].user)

    def plan_before(self) -> Plan:
        """What the plan has already may stay, though retired from the catalogue since."""
        assert self.parent is not None
        assert self.source is not None
        before = getattr(self.parent.instance, self.source, None)
        return Plan.from_json(before) if before else Plan()


def with_doses_read(data: Any) -> Any:
    """The data with every dose that is a string read as shorthand; what has another shape is left to the plan."""
    if not isinstance(data, dict) or not isinstance(data.get("phases"), list):
        return data
    faults: list[Any] = []
    phases = [phase_read(phase, f"phases.{place}", faults) for place, phase in enumerate(data["phases"])]
    if faults:
        raise serializers.ValidationError(faults)
    return {**data, "phases": phases}


def phase_read(phase: Any, place: str, faults: list[Any]) -> Any:
    if not isinstance(phase, dict) or not isinstance(phase.get("items"), list):
        return phase
    items = [item_read(item, f"{place}.items.{index}", faults) for index, item in enumerate(phase["items"])]
    return {**phase, "items": items}


def item_read(item: Any, place: str, faults: list[Any]) -> Any:
    if not isinstance(item, dict) or not isinstance(item.get("dose"), str):
        return item
    try:
        dose, rest = read_dose(item["dose"])
    except DoseError as error:
        faults.append(f"{place}.dose: {error}")
        return item
    except Doubtful as doubt:
        choices = [{"shorthand": choice.shorthand, "words": choice.label} for choice in doubt.question.choices]
        faults.append({"at": f"{place}.dose", "question": doubt.question.text, "choices": choices})
        return item
    note = item.get("note", "")
    if dose is None:
        return item
    return {**item, "dose": dose.to_json(), "note": joined(note, rest) if isinstance(note, str) else note}


class PlanFieldSchema(OpenApiSerializerFieldExtension):
    """The JSON Schema of the plan, its parts as components of their own; a dose that is sent may be a line."""

    target_class = PlanField

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        parts = parts_of(Plan)
        if direction != "request":
            return register(auto_schema, "Plan", parts)
        parts["Item"]["properties"]["dose"] = {"anyOf": [parts["Item"]["properties"]["dose"], SHORTHAND]}
        return register(auto_schema, "Plan", parts, asked=("Plan", "Phase", "Item"))
