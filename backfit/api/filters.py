from typing import Any

from django_filters import TypedChoiceFilter
from drf_spectacular.drainage import set_override


class YesNoFilter(TypedChoiceFilter):
    """`true` or `false`; anything else is refused, where the library's own would find everything."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [("true", "true"), ("false", "false")]
        super().__init__(choices=choices, coerce=lambda text: text == "true", **kwargs)
        set_override(self, "field", {"type": "boolean", "description": str(self.label)})
