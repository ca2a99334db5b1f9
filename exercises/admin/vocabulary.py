from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _

from exercises.models import Equipment, Exercise, Muscle, PrecautionTag, Region
from exercises.models.vocabulary import Word
from exercises.search.indexing import index


class WordAdmin(admin.ModelAdmin):
    """Words are renamed here; their slugs stand in addresses and stay."""

    list_display = ("name", "slug")
    search_fields = ("name", "slug")
    entries_by: ClassVar[str]
    """The lookup from an exercise to this word."""

    def get_readonly_fields(self, request: HttpRequest, obj: Word | None = None) -> tuple[str, ...]:
        return ("slug",) if obj is not None else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Word | None = None) -> dict[str, Any]:
        return {} if obj is not None else {"slug": ("name",)}

    def save_model(self, request: HttpRequest, obj: Word, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change:
            index(Exercise.objects.filter(**{self.entries_by: obj}).only("pk"))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """A word in use stays, or exercises would lose it without anybody noticing."""
        listed, counts, lacking, protected = super().get_deleted_objects(objs, request)
        users = Exercise.objects.filter(**{f"{self.entries_by}__in": list(objs)}).distinct()[:5]
        if not protected:
            protected = list(dict.fromkeys(map(used_by, users)))
        return listed, counts, lacking, protected


def used_by(exercise: Exercise) -> str:
    """A clinic's own is not an editor's to know by name."""
    return _("A clinic uses it.") if exercise.is_own else _("%(exercise)s uses it.") % {"exercise": exercise}


@admin.register(Region)
class RegionAdmin(WordAdmin):
    entries_by = "regions"


@admin.register(Equipment)
class EquipmentAdmin(WordAdmin):
    entries_by = "equipment"


@admin.register(Muscle)
class MuscleAdmin(WordAdmin):
    entries_by = "muscles"
    list_display = ("name", "plain")
    search_fields = ("name", "plain")


@admin.register(PrecautionTag)
class PrecautionTagAdmin(WordAdmin):
    entries_by = "cautions__tag"
