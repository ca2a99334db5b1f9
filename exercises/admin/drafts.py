"""The desk of an editor: which drafts wait for whom. Each leads to its review page."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.admin.pages import key_in
from exercises.models import Draft

HEAPS = {
    "waiting": gettext_lazy("Waiting for my review"),
    "mine": gettext_lazy("Mine"),
    "sent-back": gettext_lazy("Sent back"),
    "approved": gettext_lazy("Approved"),
    "scheduled": gettext_lazy("With a time"),
    "behind": gettext_lazy("Behind"),
}


def heap(rows: Any, name: str, user: Any) -> Any:
    """The drafts of one of the heaps."""
    if name == "waiting":
        return rows.awaiting_review_by(user)
    if name == "mine":
        return rows.written_by(user)
    if name == "approved":
        return rows.filter(state=Draft.State.APPROVED)
    return {"sent-back": rows.sent_back, "scheduled": rows.scheduled, "behind": rows.behind}[name]()


class HeapFilter(admin.SimpleListFilter):
    title = gettext_lazy("heap")
    parameter_name = "heap"
    template = "admin/exercises/draft/heaps.html"

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        self.user = request.user
        super().__init__(request, *args)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(HEAPS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Draft]) -> QuerySet[Draft]:
        name = self.value()
        return heap(queryset, name, request.user) if name in HEAPS else queryset

    def choices(self, changelist: Any) -> Any:
        """With the number of drafts in each heap, whatever is searched for."""
        rows = changelist.root_queryset
        for choice, name in zip(super().choices(changelist), [None, *HEAPS], strict=True):
            count = rows.count() if name is None else heap(rows, name, self.user).count()
            yield {**choice, "count": count}


@admin.register(Draft)
class DraftAdmin(admin.ModelAdmin):
    list_display = ("name", "step", "changed_at", "last_hand", "publish_at")
    list_display_links = None
    list_filter = (HeapFilter,)
    search_fields = ("exercise__name", "exercise__slug")
    list_per_page = 50
    actions = None
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "admin/exercises/draft/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Draft]:
        return Draft.objects.visible_to(request.user).select_related("exercise", "changed_by", "approved_by")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Drafts"), **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A draft is read and decided on at its exercise."""
        draft = get_object_or_404(self.get_queryset(request), pk=key_in(object_id))
        return redirect(reverse("admin:draft", args=[draft.exercise_id]))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("exercise"), ordering="exercise__name")
    def name(self, draft: Draft) -> str:
        address = reverse("admin:draft", args=[draft.exercise_id])
        new = "" if draft.exercise.published_at else _("new")
        return format_html('<a href="{}">{}</a> <span class="quiet">{}</span>', address, draft.exercise.name, new)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def step(self, draft: Draft) -> str:
        state = draft.get_state_display()
        if draft.is_behind:
            return _("%(state)s; behind what is published") % {"state": state}
        return state

    @admin.display(description=gettext_lazy("changed by"))
    def last_hand(self, draft: Draft) -> str:
        return draft.changed_by.get_short_name() if draft.changed_by else ""
