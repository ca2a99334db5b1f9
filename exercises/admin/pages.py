"""What the pages beside an exercise's own have in common."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from backfit.access import get_editable_or_404
from exercises.models import Exercise


def key_in(text: str) -> int:
    """The key that stands in an address of the admin, where anything may stand; 0, which nothing has, for no key."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


class ExercisePages(admin.ModelAdmin):
    def own_exercise(self, request: HttpRequest, pk: int) -> Exercise:
        """The exercise whole; 403 for who may not edit, 404 for what there is not."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        return get_editable_or_404(Exercise.objects.with_content(), request.user, pk=pk)

    def page_context(self, request: HttpRequest, exercise: Exercise, title: str) -> dict[str, Any]:
        return self.admin_site.each_context(request) | {"title": title, "opts": self.opts, "exercise": exercise}
