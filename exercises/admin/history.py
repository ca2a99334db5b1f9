"""The history of an exercise: who did what and why, any two texts side by side, and an earlier one as a draft."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from backfit.numbers import whole_number
from backfit.refusals import Refusal
from exercises.admin.pages import ExercisePages
from exercises.editorial import drafts
from exercises.editorial.comparison import compared
from exercises.editorial.document import ExerciseDocument
from exercises.editorial.kept_texts import DRAFT, revision_or_404, text_named
from exercises.editorial.timeline import history
from exercises.models import Draft, Exercise


@dataclass(frozen=True)
class Text:
    key: str
    label: str
    document: ExerciseDocument


def text_of(exercise: Exercise, key: str) -> Text:
    """Raises as `text_named` does."""
    label = _("Draft") if key == DRAFT else _("Revision %(number)s") % {"number": key[:20]}
    return Text(key, label, text_named(exercise, key))


def in_order(keys: list[str]) -> list[str]:
    """The older one first, the draft last."""
    return sorted(keys, key=lambda key: (key == DRAFT, len(key), key))


class HistoryMixin(ExercisePages):
    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        restore = require_POST(self.restore)
        return [
            path("<int:pk>/compare/", wrap(require_safe(self.compare)), name="exercise_compare"),
            path("<int:pk>/revisions/<int:number>/restore/", wrap(restore), name="revision_restore"),
            *super().get_urls(),
        ]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return self.history_answer(request, self.own_exercise(request, object_id))

    def history_answer(self, request: HttpRequest, exercise: Exercise, status: int = 200) -> HttpResponse:
        page = whole_number(request.GET.get("page", "1"), most=9999) or 1
        entries, has_older = history(exercise, page)
        context = self.page_context(request, exercise, _("History of %s") % exercise.name) | {
            "draft": Draft.objects.of(exercise),
            "entries": entries,
            "page": page,
            "has_older": has_older,
        }
        return TemplateResponse(request, "admin/exercises/exercise/history.html", context, status=status)

    def compare(self, request: HttpRequest, pk: int) -> HttpResponse:
        exercise = self.own_exercise(request, pk)
        if ticked := request.GET.getlist("r"):
            return self.compare_ticked(request, exercise, ticked)
        before, after = (text_of(exercise, request.GET.get(side, "")) for side in ("a", "b"))
        context = self.page_context(request, exercise, _("Two texts of %s") % exercise.name) | {
            "before": before,
            "after": after,
            "parts": compared(before.document, after.document),
        }
        return TemplateResponse(request, "admin/exercises/exercise/compare.html", context)

    def compare_ticked(self, request: HttpRequest, exercise: Exercise, ticked: list[str]) -> HttpResponse:
        """From the boxes of the history to the address of the comparison."""
        if len(ticked) != 2:
            messages.error(request, _("Tick two texts to compare."))
            return self.history_answer(request, exercise, status=400)
        a, b = in_order(ticked)
        for key in (a, b):
            text_of(exercise, key)
        query = {"a": a, "b": b}
        return redirect(reverse("admin:exercise_compare", args=[exercise.pk], query=query))

    def restore(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        exercise = self.own_exercise(request, pk)
        revision = revision_or_404(exercise, str(number))
        try:
            draft = drafts.restore(revision=revision, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self.history_answer(request, exercise, status=400)
        except Refusal as error:
            messages.error(request, error.sentence)
            return self.history_answer(request, exercise, status=error.status)
        messages.success(request, draft.exercise.events.all()[0].text)
        return redirect(reverse("admin:draft", args=[pk]))
