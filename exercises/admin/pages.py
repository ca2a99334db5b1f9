"""What the pages beside an exercise's own have in common."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from backfit.access import get_editable_or_404
from backfit.numbers import whole_number
from exercises.models import Exercise
from exercises.models.exercise import ExerciseQuerySet


class ExercisePages(admin.ModelAdmin):
    def own_exercise(self, request: HttpRequest, pk: int | str, rows: ExerciseQuerySet | None = None) -> Exercise:
        """The exercise, of these rows or else with its content; 403 for who may not edit, 404 for what there is not."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        found = Exercise.objects.with_content() if rows is None else rows
        return get_editable_or_404(found.shared(), request.user, pk=whole_number(str(pk)))

    def page_context(self, request: HttpRequest, exercise: Exercise, title: str) -> dict[str, Any]:
        return self.admin_site.each_context(request) | {"title": title, "opts": self.opts, "exercise": exercise}
