"""The guide's desk: one form with a live preview. What readers see changes only when a page is published."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from backfit.access import get_editable_or_404
from backfit.numbers import whole_number
from backfit.refusals import Conflict
from exercises.admin.guide_history import GuideHistoryMixin
from exercises.editorial.guide_reading import grade_of
from exercises.editorial.reading import HIGHEST_GRADE
from exercises.editorial.word_changes import word_changes
from exercises.guide_form import GuideForm
from exercises.models import GuideDraft, GuidePage
from exercises.models.guide_text import LONGEST_BODY


@admin.register(GuidePage)
class GuidePageAdmin(GuideHistoryMixin, admin.ModelAdmin):
    list_display = ("title", "position", "published", "has_draft", "revision", "updated_at")
    search_fields = ("title", "body")
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[GuidePage]:
        return GuidePage.objects.editable_by(request.user).select_related("draft")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.preview))
        return [path("preview/", view, name="guide_preview"), *super().get_urls()]

    @admin.display(description=gettext_lazy("has a draft"), boolean=True, ordering="draft__changed_at")
    def has_draft(self, page: GuidePage) -> bool:
        return hasattr(page, "draft")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.desk(request, GuidePage(published=False, position=GuidePage.objects.count() + 1))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return self.desk(request, self.page_of(request, object_id))

    def page_of(self, request: HttpRequest, object_id: str) -> GuidePage:
        if not self.has_change_permission(request):
            raise PermissionDenied
        rows = GuidePage.objects.select_related("draft")
        return get_editable_or_404(rows, request.user, pk=whole_number(object_id))

    def desk(self, request: HttpRequest, page: GuidePage) -> HttpResponse:
        source = getattr(page, "draft", page)
        begin = {**source.text, "position": page.position, "serial": page.serial}
        form = GuideForm(request.POST or None, instance=page, initial=begin)
        if request.method != "POST":
            return self.shown(request, page, form)
        if not form.is_valid():
            return self.shown(request, page, form, status=400)
        if "_preview" in request.POST:
            return self.shown(request, page, form)
        try:
            said = self.done(request, page, form)
        except ValidationError as error:
            # A sentence about no field is about the reason: nothing else is asked for beside the fields.
            form.add_error(None if hasattr(error, "error_dict") else "reason", error)
            return self.shown(request, page, form, status=400)
        except Conflict as error:
            return self.clashed(request, page, form.text, error.sentence)
        self.message_user(request, said, messages.SUCCESS)
        return redirect("admin:exercises_guidepage_change", page.pk)

    def done(self, request: HttpRequest, page: GuidePage, form: GuideForm) -> str:
        """Do what the pressed button says, and say what was done."""
        seen: dict[str, Any] = {"by": request.user, "over": form.cleaned_data["serial"]}
        is_new = page._state.adding
        if "_withdraw" in request.POST:
            page.withdraw(**seen)
            said = _("The page is out of the guide. Editors still have it.")
        elif "_discard" in request.POST:
            page.discard_draft(**seen)
            said = _("The change is thrown away.")
        elif "_publish" in request.POST:
            page.publish(**seen, **form.place, text=form.text, reason=form.cleaned_data["reason"])
            said = _("The page is in the guide.")
        else:
            page.write(**seen, **form.place, text=form.text)
            said = _("Saved.") if not page.published else _("Saved as a draft. Readers do not see it yet.")
        (self.log_addition if is_new else self.log_change)(request, page, said)
        return said

    def clashed(self, request: HttpRequest, page: GuidePage, typed: dict[str, str], sentence: str) -> HttpResponse:
        """Both texts stand on the page; who saves again now has seen what the other wrote."""
        fresh = GuidePage.objects.select_related("draft").filter(pk=page.pk).first()
        if fresh is None:
            raise Conflict(sentence)
        data = request.POST.copy()
        data["serial"] = str(fresh.serial)
        form = GuideForm(data, instance=fresh)
        form.add_error(None, sentence)
        clash = word_changes(getattr(fresh, "draft", fresh).body, typed["body"])
        return self.shown(request, fresh, form, status=409, clash=clash)

    def shown(
        self, request: HttpRequest, page: GuidePage, form: GuideForm, status: int = 200, **more: Any
    ) -> HttpResponse:
        typed = {name: form[name].value() or "" for name in ("title", "summary", "body")}
        context = self.admin_site.each_context(request) | {
            "title": page.title or _("New page of the guide"),
            "opts": self.opts,
            "page": page,
            "draft": getattr(page, "draft", None),
            "form": form,
            **self.preview_context(typed),
            **more,
        }
        return TemplateResponse(request, "admin/exercises/guidepage/desk.html", context, status=status)

    def preview(self, request: HttpRequest) -> HttpResponse:
        """The typed text as readers would see it; nothing is saved."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        typed = {name: request.POST.get(name, "") for name in ("title", "summary", "body")}
        return TemplateResponse(request, "admin/exercises/guidepage/_preview.html", self.preview_context(typed))

    @staticmethod
    def preview_context(typed: dict[str, str]) -> dict[str, Any]:
        text = GuideDraft(title=typed["title"], summary=typed["summary"], body=typed["body"][:LONGEST_BODY])
        grade = grade_of(summary=text.summary, body=text.body)
        return {"text": text, "html": text.html(), "grade": grade, "is_hard": grade > HIGHEST_GRADE}
