from functools import partial
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from backfit.api.paging import Pages
from exercises.facets import FACETS
from exercises.filters import Counted, ExerciseFilter


class CataloguePages(Pages):
    """Pages that also say how much each filter would find and how the words were understood; wants `view.filters`."""

    filters: ExerciseFilter
    first: Any

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        self.filters = view.filters
        self.django_paginator_class: Any = partial(Counted, count=self.filters.counted[0])
        rows: list[Any] | None = super().paginate_queryset(queryset, request, view)
        self.first = rows[0] if rows else None
        return rows

    def get_paginated_response(self, data: Any) -> Response:
        answer = super().get_paginated_response(data)
        reading = self.filters.reading
        answer.data |= {
            "facets": self.filters.counted[1],
            "understood_as": reading.understood_for(self.first) if reading else "",
            "has_all_words": reading.has_all_words if reading else True,
        }
        return answer

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        found = super().get_paginated_response_schema(schema)
        numbers = {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}}
        facets = {
            "type": "object",
            "description": "By filter and value, how many there would be with this value, the search and all the "
            "other filters being as they are. Values that would find nothing are left out.",
            "properties": dict.fromkeys(FACETS, numbers),
            "required": list(FACETS),
            "examples": [{name: {} for name in FACETS} | {"kind": {"stretch": 12, "mobility": 3}}],
        }
        understood = {
            "type": "string",
            "description": "The words that were searched for in place of those typed, where a typing error was "
            "forgiven; otherwise empty.",
            "examples": ["bird dog"],
        }
        has_all = {
            "type": "boolean",
            "description": "False when nothing has all the words of the search, and what has most of them was found.",
        }
        added = {"facets": facets, "understood_as": understood, "has_all_words": has_all}
        return found | {
            "properties": found["properties"] | added,
            "required": [*found["required"], *added],
        }
