"""The filters of the catalogue's list."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from exercises.editorial.health import NEEDS, ORIGINS
from exercises.models import Draft, Exercise

Choices = list[tuple[str, Any]]


class DraftFilter(SimpleListFilter):
    title = _("draft")
    parameter_name = "draft"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        states = Draft.State
        return [
            ("any", _("Has a draft")),
            *states.choices,
            ("timed", _("Will go out at a time")),
            ("behind", _("Behind what is published")),
            ("none", _("Has none")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Exercise]) -> QuerySet[Exercise]:
        found = {
            "any": {"draft__isnull": False},
            "none": {"draft__isnull": True},
            "timed": {"draft__publish_at__isnull": False},
        }
        value = self.value()
        if value == "behind":
            return queryset.filter(draft__in=Draft.objects.behind())
        if value in Draft.State.values:
            return queryset.filter(draft__state=value)
        return queryset.filter(**found.get(value or "", {}))


class NeedsFilter(SimpleListFilter):
    title = _("what it needs")
    parameter_name = "needs"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(key, need.label) for key, need in NEEDS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Exercise]) -> QuerySet[Exercise]:
        need = NEEDS.get(self.value() or "")
        return queryset.filter(need.of()) if need else queryset


class OriginFilter(SimpleListFilter):
    title = _("where it comes from")
    parameter_name = "origin"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(key, label) for key, (label, _rows) in ORIGINS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Exercise]) -> QuerySet[Exercise]:
        _label, rows = ORIGINS.get(self.value() or "", (None, None))
        return queryset.filter(rows) if rows is not None else queryset
