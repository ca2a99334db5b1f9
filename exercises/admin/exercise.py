"""The editors' desk for exercises. Every verb is the model's; the pages here only ask for it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exercises.admin.desk import DeskMixin
from exercises.admin.figure_editor import FigureEditorMixin
from exercises.models import Exercise


@admin.register(Exercise)
class ExerciseAdmin(DeskMixin, FigureEditorMixin, admin.ModelAdmin):
    list_display = ("name", "kind", "status", "difficulty", "updated_at")
    list_filter = ("status", "kind", "position", "regions", "evidence_checked")
    search_fields = ("name", "search_text")
    actions = ("publish_chosen", "retire_chosen")
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Exercise]:
        return Exercise.objects.editable_by(request.user).select_related("updated_by")

    @admin.action(description=gettext_lazy("Publish the chosen exercises"), permissions=["change"])
    def publish_chosen(self, request: HttpRequest, queryset: QuerySet[Exercise]) -> None:
        done = 0
        for exercise in queryset:
            try:
                exercise.publish(by=request.user)
                done += 1
            except ValidationError as error:
                self.message_user(request, f"{exercise}: {error.messages[0]}", messages.ERROR)
        if done:
            text = ngettext("%(n)d exercise is in the catalogue.", "%(n)d exercises are in the catalogue.", done)
            self.message_user(request, text % {"n": done}, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Retire the chosen exercises"), permissions=["change"])
    def retire_chosen(self, request: HttpRequest, queryset: QuerySet[Exercise]) -> None:
        for exercise in queryset:
            exercise.retire(by=request.user)
            text = _("%(name)s is retired. Programs that have it keep it.") % {"name": exercise}
            self.message_user(request, text, messages.SUCCESS)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """One sentence instead of a list of the programs' rows, which are not an editor's to see."""
        listed, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if protected:
            protected = [_("Programs use this exercise. Retire it instead: they keep it.")]
        return listed, counts, lacking, protected
