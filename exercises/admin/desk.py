"""The editors' desk: one page on which an exercise is written, with a live preview beside it.

Whatever is saved here goes into the exercise's draft; what is published stays as it is.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backfit.access import get_editable_or_404
from backfit.refusals import Conflict
from exercises.admin.pages import key_in
from exercises.dose_line import dose_reading
from exercises.editorial import drafts, writing
from exercises.editorial.preview import as_if
from exercises.forms.desk import DeskForm
from exercises.models import Exercise
from exercises.views import detail

MOST_FOUND = 50
PAGE = "admin/exercises/exercise/desk.html"


def sent(request: HttpRequest) -> Mapping[str, Any]:
    """The form's data; the button of a dose's meaning stands for the line that it names."""
    if "chosen_dose" not in request.POST:
        return request.POST
    data = request.POST.copy()
    data.setlist("dose", data.getlist("chosen_dose"))
    return data


class DeskMixin(admin.ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        preview = require_http_methods(["GET", "HEAD", "POST"])(self.desk_preview)
        return [
            path("add/preview/", view(require_POST(self.new_preview)), name="desk_new_preview"),
            path("neighbours/", view(require_safe(self.neighbours)), name="desk_neighbours"),
            path("<int:pk>/preview/", view(preview), name="desk_preview"),
            *super().get_urls(),
        ]

    def desk_exercise(self, request: HttpRequest, pk: int) -> Exercise:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return get_editable_or_404(Exercise.objects.select_related("updated_by"), request.user, pk=pk)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self.desk_page(request, DeskForm(by=request.user))
        form = DeskForm(by=request.user, data=sent(request))
        try:
            if form.is_valid() and form.document:
                draft = drafts.create(document=form.document, by=request.user)
                return self.saved(request, draft.exercise)
        except ValidationError as error:
            form.blame(error)
        return self.desk_page(request, form, status=400)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        exercise = self.desk_exercise(request, key_in(object_id))
        if request.method != "POST":
            document = writing.newest(exercise, writing.draft_of(exercise))
            return self.desk_page(request, DeskForm(by=request.user, exercise=exercise, document=document), exercise)
        return self.save(request, exercise)

    def save(self, request: HttpRequest, exercise: Exercise) -> HttpResponse:
        document = writing.newest(exercise, writing.draft_of(exercise))
        form = DeskForm(by=request.user, exercise=exercise, document=document, data=sent(request))
        try:
            if form.is_valid() and form.document:
                seen = request.POST.get("seen", "")
                kept = writing.save(exercise=exercise, document=form.document, by=request.user, seen=seen)
                return self.saved(request, exercise, kept=kept)
        except ValidationError as error:
            form.blame(error)
        except Conflict as conflict:
            return self.desk_page(request, form, exercise, conflict=conflict.sentence, status=409)
        return self.desk_page(request, form, exercise, status=400)

    def saved(self, request: HttpRequest, exercise: Exercise, *, kept: bool = True) -> HttpResponse:
        if kept:
            self.message_user(request, _("The draft is saved."), messages.SUCCESS)
        else:
            self.message_user(request, _("Nothing has changed, so nothing was saved."), messages.INFO)
        anchor = "#draft" if "_review" in request.POST else ""
        return redirect(reverse("admin:exercises_exercise_change", args=[exercise.pk]) + anchor)

    def desk_page(
        self,
        request: HttpRequest,
        form: DeskForm,
        exercise: Exercise | None = None,
        *,
        conflict: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """The page with this form; what was typed comes back with what is wrong with it."""
        line = str(form.content["dose"].value() or "")
        context = self.admin_site.each_context(request) | self.exercise_context(request, exercise)
        context |= {
            "opts": self.opts,
            "form": form,
            "faults": list(form.faults()) if form.content.is_bound and not conflict else [],
            "conflict": conflict,
            "dose": dose_reading(line) if line else {},
            "grades": form.grades(),
        }
        if status == 400:
            # Who has been told of a conflict may save over it; a form with faults goes on from what it began with.
            context["seen"] = request.POST.get("seen", "")
        return TemplateResponse(request, PAGE, context, status=status)

    def exercise_context(self, request: HttpRequest, exercise: Exercise | None) -> dict[str, Any]:
        if exercise is None:
            return {"title": _("New exercise"), "seen": "", "preview_url": reverse("admin:desk_new_preview")}
        draft = writing.draft_of(exercise)
        return {
            "title": exercise.name,
            "exercise": exercise,
            "original": exercise,
            "draft": draft,
            "seen": writing.stamp(exercise, draft),
            "preview_url": reverse("admin:desk_preview", args=[exercise.pk]),
            "may_delete": self.has_delete_permission(request, exercise),
        }

    def neighbours(self, request: HttpRequest) -> HttpResponse:
        """Exercises that could be a step easier or harder, for a catalogue that is too long to be sent whole."""
        found = Exercise.objects.editable_by(request.user).search(request.GET.get("q", "")[:100])
        return JsonResponse({"choices": list(found.values_list("slug", "name")[:MOST_FOUND])})

    def new_preview(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return JsonResponse(live(DeskForm(by=request.user, data=sent(request)), Exercise(revision=0)))

    def desk_preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The saved draft as a page of its own; for what is sent and not saved, see `live`."""
        exercise = self.desk_exercise(request, pk)
        document = writing.newest(exercise, writing.draft_of(exercise))
        if request.method == "POST":
            form = DeskForm(by=request.user, exercise=exercise, document=document, data=sent(request))
            return JsonResponse(live(form, exercise))
        try:
            with as_if(exercise, document) as shown:
                context = detail(shown, request.GET.get("side", "")) | {"is_preview": True}
                return render(request, "exercises/exercise_detail.html", context)
        except ValidationError as error:  # what it names has gone since, for instance
            for sentence in error.messages:
                self.message_user(request, sentence, messages.ERROR)
            return redirect(reverse("admin:exercises_exercise_change", args=[exercise.pk]))


def live(form: DeskForm, exercise: Exercise) -> dict[str, Any]:
    """What the page shows beside a form that is being written: `page` is None while something is wrong.

    That is no error of the request: it asks what the text would look like, and half a text has faults.
    """
    page = None
    try:
        if form.is_valid() and form.document:
            with as_if(exercise, form.document) as shown:
                page = render_to_string("admin/exercises/exercise/live.html", detail(shown) | {"is_live": True})
    except ValidationError as error:
        form.blame(error)
    return {
        "page": page,
        "faults": [fault._asdict() for fault in form.faults()],
        "dose": dose_reading(str(form.content["dose"].value() or "")),
        "grades": form.grades(),
    }
