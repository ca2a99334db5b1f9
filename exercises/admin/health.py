"""The list of exercises as the catalogue's health: what each lacks and who uses it, in a fixed number of queries."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exercises.admin.health_filters import DraftFilter, NeedsFilter, OriginFilter
from exercises.editorial.health import Health, health_of, summary
from exercises.editorial.impact import skip_lines
from exercises.editorial.readiness import Lack
from exercises.editorial.usage import told_in_words
from exercises.models import Draft, Exercise

NOTHING = ""  # the admin shows a dash


class HealthList(ChangeList):
    def get_queryset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request, *args, **kwargs)
        shown: QuerySet[Any] = rows.with_content().select_related("draft", "updated_by")
        return shown

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        found = health_of(rows)
        for row in rows:
            row.health = found[row.pk]
        self.result_list = rows


class HealthMixin(admin.ModelAdmin):
    list_display = ("entry", "kind", "stands", "drafted", "grade", "needs", "used", "left_out", "changed")
    list_display_links = ("entry",)
    list_filter = (NeedsFilter, "status", DraftFilter, "kind", OriginFilter)
    list_per_page = 50

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return HealthList

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        figures = summary(Exercise.objects.shared().editable_by(request.user))
        context = {"health": figures, "title": _("The catalogue's health"), **(extra_context or {})}
        return super().changelist_view(request, context)

    @admin.display(description=gettext_lazy("exercise"), ordering="name")
    def entry(self, exercise: Exercise) -> SafeString:
        picture = (
            format_html('<img src="{}" alt="" width="60" height="40" loading="lazy">', exercise.drawing.still_url)
            if exercise.drawing
            else SafeString('<span class="entry__none"></span>')
        )
        return format_html('<span class="entry">{}<span>{}</span></span>', picture, exercise.name)

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def stands(self, exercise: Exercise) -> SafeString:
        return format_html('<span class="stand stand--{}">{}</span>', exercise.status, exercise.get_status_display())

    @admin.display(description=gettext_lazy("draft"), ordering="draft__state")
    def drafted(self, exercise: Exercise) -> str | SafeString:
        draft: Draft | None = getattr(exercise, "draft", None)
        if draft is None:
            return NOTHING
        label = draft.get_state_display()
        if draft.publish_at:
            label = _("Goes out %(day)s") % {"day": date_format(localtime(draft.publish_at), "SHORT_DATE_FORMAT")}
        late = format_html('<br><span class="lack">{}</span>', _("Behind")) if draft.is_behind else ""
        return format_html('<span class="stand stand--{}">{}</span>{}', draft.state, label, late)

    @admin.display(description=gettext_lazy("grade"), ordering="reading_grade")
    def grade(self, exercise: Exercise) -> str:
        return NOTHING if exercise.reading_grade is None else f"{exercise.reading_grade:.1f}"

    @admin.display(description=gettext_lazy("needs"))
    def needs(self, exercise: Exercise) -> str | SafeString:
        health = health_on(exercise)
        found = list(health.lacks)
        if health.doubles:
            words = ngettext("%(n)d likely double", "%(n)d likely doubles", health.doubles) % {"n": health.doubles}
            found.append(Lack("duplicates", words, ""))
        chips = ((" lack--stops" if lack.stops else "", lack.name.capitalize()) for lack in found)
        return format_html_join(" ", '<span class="lack{}">{}</span>', chips) or NOTHING

    @admin.display(description=gettext_lazy("used in"))
    def used(self, exercise: Exercise) -> str:
        usage = health_on(exercise).usage
        parts = []
        if usage.programs:
            parts.append(_("%(n)s live programs") % {"n": told_in_words(usage.programs)})
        if usage.templates:
            parts.append(ngettext("%(n)d template", "%(n)d templates", usage.templates) % {"n": usage.templates})
        return ", ".join(parts) or NOTHING

    @admin.display(description=gettext_lazy("left out in a year"))
    def left_out(self, exercise: Exercise) -> str:
        usage = health_on(exercise).usage
        lines = [line for line in skip_lines(usage.recent, usage.year) if line.year != 0]
        return ", ".join(f"{line.label}: {line.year_words}" for line in lines) or NOTHING

    @admin.display(description=gettext_lazy("changed"), ordering="updated_at")
    def changed(self, exercise: Exercise) -> SafeString:
        day = date_format(localtime(exercise.updated_at), "SHORT_DATE_FORMAT")
        return format_html("{}<br><small>{}</small>", day, _("revision %(n)d") % {"n": exercise.revision})


def health_on(exercise: Exercise) -> Health:
    """What `HealthList` has put on the row."""
    health: Health = exercise.health  # type: ignore[attr-defined]
    return health
