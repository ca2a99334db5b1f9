from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.home import Home, HomeError
from accounts.home_words import require_known


@extend_schema_field(Home)  # type: ignore[arg-type]  # its pydantic extension takes models
class HomeField(serializers.JSONField):
    """A home profile; its slugs must be words of the catalogue."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        try:
            home = Home.from_json(super().to_internal_value(data))
            require_known(home)
        except HomeError as error:
            raise serializers.ValidationError(error.sentences) from error
        return home.to_json()
