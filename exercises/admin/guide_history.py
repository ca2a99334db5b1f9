"""What a guide page has said: the list, any two side by side, and the way back."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from backfit.numbers import whole_number
from exercises.editorial.word_changes import Piece, word_changes
from exercises.models import GuidePage, GuideRevision
from exercises.models.guide_text import GuideText


class GuideHistoryMixin(admin.ModelAdmin):
    page_of: Callable[[HttpRequest, str], GuidePage]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.restore))
        return [
            path("<str:object_id>/history/<int:number>/restore/", view, name="guide_restore"),
            *super().get_urls(),
        ]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """All revisions, and with ?a=1&b=2 (or b=draft) what has changed from the one to the other."""
        page = self.page_of(request, object_id)
        revisions = list(page.revisions.select_related("by"))
        choices = [revision.number for revision in revisions]
        before, after = request.GET.get("a", ""), request.GET.get("b", "")
        context = self.admin_site.each_context(request) | {
            "title": _("History of %(page)s") % {"page": page.title},
            "opts": self.opts,
            "page": page,
            "draft": getattr(page, "draft", None),
            "revisions": revisions,
            "a": before or str(choices[1] if len(choices) > 1 else ""),
            "b": after or str(choices[0] if choices else ""),
        }
        if before or after:
            context["changes"] = changes(text_named(page, before), text_named(page, after))
        return TemplateResponse(request, "admin/exercises/guidepage/history.html", context)

    def restore(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        page = self.page_of(request, object_id)
        text_named(page, str(number)).restore(by=request.user)
        said = _("Revision %(n)d is in the form now. Readers see it when you publish it.") % {"n": number}
        self.message_user(request, said, messages.SUCCESS)
        return redirect("admin:exercises_guidepage_change", page.pk)


def text_named(page: GuidePage, name: str) -> Any:
    """A revision by its number, or the draft. Raises Http404 for what there is not."""
    if name == "draft" and hasattr(page, "draft"):
        return page.draft
    number = whole_number(name)
    found = None if number is None else GuideRevision.objects.filter(page=page, number=number).first()
    if found is None:
        raise Http404
    found.page = page
    return found


def changes(before: GuideText, after: GuideText) -> list[tuple[str, tuple[Piece, ...]]]:
    """(label, pieces) of each part that differs."""
    labels = {"title": _("Title"), "summary": _("Summary"), "body": _("Text")}
    pairs = {name: (before.text[name], after.text[name]) for name in labels}
    return [(labels[name], word_changes(old, new)) for name, (old, new) in pairs.items() if old != new]
