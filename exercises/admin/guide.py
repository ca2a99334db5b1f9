from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from exercises.models import GuidePage


@admin.register(GuidePage)
class GuidePageAdmin(admin.ModelAdmin):
    list_display = ("title", "position", "published", "updated_at")
    search_fields = ("title", "body")
    fields = ("title", "slug", "summary", "body", "position", "published")
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[GuidePage]:
        return GuidePage.objects.editable_by(request.user)

    def get_prepopulated_fields(self, request: HttpRequest, obj: GuidePage | None = None) -> dict[str, Any]:
        return {} if obj is not None else {"slug": ("title",)}

    def save_model(self, request: HttpRequest, obj: GuidePage, form: Any, change: bool) -> None:
        obj.loaded_digest = ""  # from now on it is the editor's; a newer content file does not overwrite it
        super().save_model(request, obj, form, change)
