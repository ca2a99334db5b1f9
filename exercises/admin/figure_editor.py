"""The figure editor beside an exercise: a draft with a live preview, the new drawing next to the published one."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from backfit.refusals import Conflict
from exercises.admin.pages import ExercisePages
from exercises.figures.document import DocumentError, FigureDocument, read_document
from exercises.models import Exercise, Figure

LONGEST_BODY = 100_000  # bytes of a preview's JSON
# The pose that a new picture of an exercise starts from.
FIRST_POSES = {
    Exercise.Position.SUPINE: "hook-lying",
    Exercise.Position.PRONE: "prone",
    Exercise.Position.SIDE_LYING: "side-lying",
    Exercise.Position.QUADRUPED: "quadruped",
    Exercise.Position.KNEELING: "kneeling",
    Exercise.Position.SITTING: "sitting",
    Exercise.Position.STANDING: "standing",
    Exercise.Position.PLANK: "plank",
}


def first_document(exercise: Exercise) -> dict[str, Any]:
    """A start pose and one step that the editor then changes."""
    pose = FIRST_POSES[Exercise.Position(exercise.position)]
    props: dict[str, Any] = {"chair": {}} if pose == "sitting" else {}
    start = {"camera": "side", "steps": [{"pose": pose, "caption": ""}, {"move": 1.5, "hold": 2, "caption": ""}]}
    return start | ({"props": props} if props else {})


def figure_of(exercise: Exercise) -> Figure:
    """The exercise's figure, unsaved while there is none."""
    found = Figure.objects.select_related("drawn", "published").filter(exercise=exercise).first()
    return found or Figure(exercise=exercise, document=first_document(exercise))


def sent_json(request: HttpRequest) -> Any:
    """Raises DocumentError for more than a document can be, ValueError or RecursionError for what is no JSON."""
    if len(request.body) > LONGEST_BODY:
        raise DocumentError([("", _("too long: a picture needs a few dozen lines"))])
    return json.loads(request.body)


def sent_document(data: Any) -> FigureDocument:
    """The document in a request, as data or as the text that somebody wrote. Raises DocumentError."""
    from exercises.figures.editing import read_text

    if not isinstance(data, dict):
        raise DocumentError([("", _("send an object with “document” or “text”"))])
    if "text" in data:
        return read_document(read_text(str(data["text"])))
    return read_document(data.get("document"))


def fault_answer(error: DocumentError) -> JsonResponse:
    faults = [{"path": path, "reason": reason} for path, reason in error.faults]
    return JsonResponse({"faults": faults}, status=400)


class FigureEditorMixin(ExercisePages):
    """Adds the editor's pages to the admin of an exercise."""

    def get_urls(self) -> list[URLPattern]:
        pages: tuple[tuple[str, Callable[..., HttpResponse]], ...] = (
            ("figure", require_safe(self.figure_page)),
            ("figure/preview", require_POST(self.figure_preview)),
            ("figure/save", require_POST(self.figure_save)),
            ("figure/publish", require_POST(self.figure_publish)),
            ("figure/drawings", require_safe(self.figure_drawings)),
        )
        return [
            path(f"<int:pk>/{address}/", self.admin_site.admin_view(view), name=address.replace("/", "_"))
            for address, view in pages
        ] + super().get_urls()

    def figure_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.figure_answer(request, self.own_exercise(request, pk, Exercise.objects.all()))

    def figure_answer(
        self, request: HttpRequest, exercise: Exercise, refused: str | None = None, status: int = 200
    ) -> HttpResponse:
        """The editor's page; `refused` is a text that could not be saved and is shown again."""
        from exercises.figures.editing import choices, stored_text

        figure = figure_of(exercise)
        context = self.page_context(request, exercise, _("Picture of %s") % exercise.name) | {
            "figure": figure,
            "is_refused": refused is not None,
            "text": stored_text(figure.document) if refused is None else refused,
            "start": {"document": figure.document, "choices": choices()},
        }
        return TemplateResponse(request, "admin/exercises/exercise/figure_editor.html", context, status=status)

    def figure_preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        from exercises.figures.editing import preview

        exercise = self.own_exercise(request, pk, Exercise.objects.all())
        try:
            data = sent_json(request)
            document = sent_document(data)
        except DocumentError as error:
            return fault_answer(error)
        except (ValueError, RecursionError):
            return fault_answer(DocumentError([("", _("this is not JSON"))]))
        step = data.get("step", 0)
        return JsonResponse(preview(document, exercise.slug, step if isinstance(step, int) else 0))

    def figure_save(self, request: HttpRequest, pk: int) -> HttpResponse:
        exercise = self.own_exercise(request, pk, Exercise.objects.all())
        try:
            document = sent_document(request.POST.dict()).as_json()
            figure_of(exercise).change(document, by=request.user, over=request.POST.get("seen"))
        except (DocumentError, ValidationError) as error:
            lines = str(error).splitlines() if isinstance(error, DocumentError) else error.messages
            return self.figure_refusal(request, exercise, lines, status=400)
        except Conflict as error:
            return self.figure_refusal(request, exercise, [error.sentence], status=409)
        self.message_user(request, _("The draft is saved and is being drawn."), messages.SUCCESS)
        return redirect(reverse("admin:figure", args=[exercise.pk]))

    def figure_refusal(
        self, request: HttpRequest, exercise: Exercise, lines: list[str], *, status: int
    ) -> HttpResponse:
        """The page again with what was sent, so that nothing is lost."""
        for line in lines:
            self.message_user(request, _("Not saved. %s") % line, messages.ERROR)
        return self.figure_answer(request, exercise, refused=request.POST.get("text", ""), status=status)

    def figure_publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        exercise = self.own_exercise(request, pk, Exercise.objects.all())
        try:
            figure_of(exercise).publish(over=request.POST.get("drawing"))
        except ValidationError as error:
            for line in error.messages:
                self.message_user(request, line, messages.ERROR)
        except Conflict as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.message_user(request, _("The new picture is in the catalogue."), messages.SUCCESS)
        return redirect(reverse("admin:figure", args=[exercise.pk]))

    def figure_drawings(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The new and the published drawing, asked for again and again while one is being made."""
        exercise = self.own_exercise(request, pk, Exercise.objects.all())
        context = {"exercise": exercise, "figure": figure_of(exercise)}
        return TemplateResponse(request, "admin/exercises/exercise/_figure_drawings.html", context)
