"""The editors' desk for exercises. Every verb is the model's; the pages here only ask for it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from exercises.admin.desk import DeskMixin
from exercises.admin.figure_editor import FigureEditorMixin
from exercises.admin.health import HealthMixin
from exercises.admin.media import MediaMixin
from exercises.admin.offers import OffersMixin
from exercises.admin.transfer import TransferMixin
from exercises.admin.workflow import WorkflowMixin
from exercises.models import Exercise


@admin.register(Exercise)
class ExerciseAdmin(
    OffersMixin, DeskMixin, WorkflowMixin, HealthMixin, TransferMixin, FigureEditorMixin, MediaMixin, admin.ModelAdmin
):
    search_fields = ("name",)  # shows the box; what is found is the catalogue's own search

    def get_queryset(self, request: HttpRequest) -> QuerySet[Exercise]:
        return Exercise.objects.shared().editable_by(request.user).select_related("updated_by")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Exercise], search_term: str
    ) -> tuple[QuerySet[Exercise], bool]:
        """The best first, unless the editor has sorted the list by a column."""
        found = Exercise.objects.filter(pk__in=queryset.order_by().values("pk")).search(search_term)
        ordering = queryset.query.order_by if "o" in request.GET else ()
        return (found.order_by(*ordering) if ordering else found).select_related("updated_by"), False

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """One sentence instead of a list of the programs' rows, which are not an editor's to see."""
        listed, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if protected:
            protected = [_("Programs use this exercise. Retire it instead: they keep it.")]
        return listed, counts, lacking, protected
