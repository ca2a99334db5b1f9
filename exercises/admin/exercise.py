"""The editors' desk for exercises. Every verb is the model's; the pages here only ask for it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.admin.figure_editor import FigureEditorMixin
from exercises.admin.inlines import CautionInline, FaultInline, MuscleUseInline, StepInline
from exercises.admin.workflow import WorkflowMixin
from exercises.forms import ExerciseForm
from exercises.models import Exercise


@admin.register(Exercise)
class ExerciseAdmin(WorkflowMixin, FigureEditorMixin, admin.ModelAdmin):
    form = ExerciseForm
    list_display = ("name", "kind", "status", "difficulty", "updated_at")
    list_filter = ("status", "kind", "position", "regions", "evidence_checked")
    search_fields = ("name", "search_text")
    readonly_fields = ("status", "dose_in_words", "revision", "published_at", "updated_at", "updated_by")
    inlines = (StepInline, FaultInline, CautionInline, MuscleUseInline)
    view_on_site = False  # the page has its own "Preview", which works for drafts
    save_on_top = True
    list_per_page = 50
    fieldsets = (
        (None, {"fields": ("status", "name", "slug", "kind", "position", "purpose", "feel", "difficulty")}),
        (gettext_lazy("Dose"), {"fields": ("dose_line", "dose_in_words", "seed_dose")}),
        (gettext_lazy("Where and with what"), {"fields": ("regions", "equipment")}),
        (gettext_lazy("Neighbours"), {"fields": ("easier", "harder")}),
        (gettext_lazy("Other names"), {"fields": ("other_names",)}),
        (gettext_lazy("Evidence and source"), {
            "classes": ("collapse",),  # the steps come after it
            "fields": ("evidence", "evidence_checked", "evidence_basis", "author", "licence"),
        }),
        (gettext_lazy("History"), {
            "classes": ("collapse",),
            "fields": ("revision", "published_at", "updated_at", "updated_by"),
        }),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Exercise]:
        return Exercise.objects.editable_by(request.user).select_related("updated_by")

    def get_readonly_fields(self, request: HttpRequest, obj: Exercise | None = None) -> tuple[str, ...]:
        fixed = ("slug",) if obj is not None and obj.published_at else ()
        return (*self.readonly_fields, *fixed)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Exercise | None = None) -> dict[str, Any]:
        return {} if obj is not None and obj.published_at else {"slug": ("name",)}

    @admin.display(description=gettext_lazy("read as"))
    def dose_in_words(self, exercise: Exercise) -> str:
        return exercise.dose.in_words() if exercise.default_dose else _("Save to see the dose in plain words.")

    def save_model(self, request: HttpRequest, obj: Exercise, form: Any, change: bool) -> None:
        if not change:
            obj.revision = 0  # noted as the first revision when its lines are there too
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change or form.has_changed() or any(formset.has_changed() for formset in formsets):
            form.instance.revised(by=request.user)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """One sentence instead of a list of the programs' rows, which are not an editor's to see."""
        listed, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if protected:
            protected = [_("Programs use this exercise. Retire it instead: they keep it.")]
        return listed, counts, lacking, protected
