from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.about import About, AboutError


@extend_schema_field(About)  # type: ignore[arg-type]  # its pydantic extension takes models
class AboutField(serializers.JSONField):
    """What is said about a template beside its plan."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        try:
            return About.from_json(super().to_internal_value(data)).to_json()
        except AboutError as error:
            raise serializers.ValidationError(error.sentences) from error
