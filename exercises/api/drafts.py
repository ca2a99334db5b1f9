"""Drafts through the API: what is sent becomes an exercise's document."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backfit.api.serializers import Serializer
from exercises.dose import Dose
from exercises.editorial.document import ExerciseDocument
from exercises.models import Draft, Exercise
from exercises.models.revision import LONGEST_REASON
from exercises.shorthand import format_dose

EVIDENCE = {"evidence": "type", "evidence_basis": "basis", "evidence_checked": "checked"}


class DraftSerializer(serializers.ModelSerializer):
    """A change that is not published yet; its `document` has the keys of the import and export files."""

    class Meta:
        model = Draft
        fields = ("state", "serial", "base", "reason", "document", "publish_at", "changed_at", "is_behind")
        read_only_fields = fields


class PublishDraftSerializer(Serializer):
    reason = serializers.CharField(
        max_length=LONGEST_REASON, required=False, help_text="Why; without it the reason given for the review"
    )
    alone_because = serializers.CharField(
        max_length=LONGEST_REASON,
        required=False,
        help_text="For a site with a single editor: why it goes out without a review",
    )
    draft_serial = serializers.IntegerField(required=False, help_text="Of the draft that you looked at")


class RetireExerciseSerializer(Serializer):
    reason = serializers.CharField(max_length=LONGEST_REASON, help_text="Why")
    successor = serializers.SlugRelatedField(
        slug_field="slug",
        queryset=Exercise.objects.published(),
        required=False,
        allow_null=True,
        help_text="The exercise that readers are led to",
        error_messages={
            "does_not_exist": _("There is no such entry: {value}."),
            "invalid": _("An entry is named by its slug."),
        },
    )


def written(data: dict[str, Any], before: ExerciseDocument | None = None) -> dict[str, Any]:
    """The parts of an exercise's document that validated data says; of `before` what is named in part stays."""
    fields: dict[str, Any] = {}
    for name, value in data.items():
        if name in EVIDENCE:
            kept = before.evidence.model_dump() if before else {}
            fields["evidence"] = fields.get("evidence", kept) | {EVIDENCE[name]: value}
        elif name in PARTS:
            key, convert = PARTS[name]
            fields[key] = convert(value)
        else:
            fields[name] = value
    return fields


def muscles(uses: list[dict[str, Any]]) -> dict[str, list[str]]:
    return {role: [use["muscle"].name for use in uses if use["role"] == role] for role in ("primary", "secondary")}


def cautions(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"tag": part["tag"].slug if part.get("tag") else None, "text": part["text"]} for part in parts]


def slugs(words: list[Any]) -> list[str]:
    return [word.slug for word in words]


# What the API calls it -> (what the document calls it, how it is said there).
PARTS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "default_dose": ("dose", lambda value: format_dose(Dose.from_json(value))),
    "faults": ("faults", lambda parts: [{"fault": part["text"], "mend": part.get("mend", "")} for part in parts]),
    "cautions": ("cautions", cautions),
    "muscle_uses": ("muscles", muscles),
    "regions": ("regions", slugs),
    "equipment": ("equipment", slugs),
    "harder": ("harder", slugs),
}
