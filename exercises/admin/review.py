"""The review page of a draft: what it changes, what was said about it, and what this editor may do now."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from exercises.admin.acting import attempt
from exercises.admin.pages import ExercisePages
from exercises.admin.review_forms import FORMS, VerbForm, open_verbs, waits_for
from exercises.editorial.catching_up import changed_in_both
from exercises.editorial.comparison import compared
from exercises.editorial.document import ExerciseDocument
from exercises.editorial.part_labels import LABELS
from exercises.editorial.readiness import missing_parts
from exercises.editorial.rows import document_of
from exercises.editorial.timeline import of_draft
from exercises.models import Draft, Exercise


def published_text(exercise: Exercise) -> ExerciseDocument | None:
    """What readers see, or saw before it was retired; None for what was never published."""
    return document_of(exercise) if exercise.published_at is not None else None


def since_begun(draft: Draft, now: ExerciseDocument | None) -> dict[str, Any]:
    """What was published since the draft was begun, and which parts both have changed."""
    base = draft.exercise.revisions.filter(number=draft.base).first()
    if not draft.is_behind or base is None or now is None:
        return {}
    both = changed_in_both(draft.read(), base=base.read(), published=now)
    return {"since": compared(base.read(), now), "both": [LABELS[part] for part in both]}


class ReviewMixin(ExercisePages):
    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/draft/", wrap(require_safe(self.draft_page)), name="draft"),
            path("<int:pk>/draft/<slug:verb>/", wrap(require_POST(self.draft_act)), name="draft_act"),
            *super().get_urls(),
        ]

    def draft_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.draft_answer(request, self.own_exercise(request, pk))

    def draft_answer(
        self, request: HttpRequest, exercise: Exercise, sent: VerbForm | None = None, status: int = 200
    ) -> HttpResponse:
        """The page; `sent` is a form that was refused and is shown again with what was typed."""
        draft = Draft.objects.of(exercise)
        context = self.page_context(request, exercise, _("Draft of %s") % exercise.name) | {"sent": sent}
        if draft is not None:
            draft.exercise = exercise
            context |= self.draft_context(request, draft, sent)
        return TemplateResponse(request, "admin/exercises/exercise/draft.html", context, status=status)

    def draft_context(self, request: HttpRequest, draft: Draft, sent: VerbForm | None) -> dict[str, Any]:
        now, document = published_text(draft.exercise), draft.read()
        verbs = open_verbs(draft, request.user)
        if sent is not None and sent.verb not in verbs:
            verbs = [sent.verb, *verbs]  # what was typed stays, even if it cannot be sent any more
        forms = [sent if sent is not None and verb == sent.verb else FORMS[verb](draft=draft) for verb in verbs]
        return {
            "draft": draft,
            "authors": draft.authors.order_by("pk"),
            "parts": compared(now, document),
            "is_new": now is None,
            "missing": missing_parts(document),
            "entries": of_draft(draft.exercise),
            "forms": forms,
            "waits_for": waits_for(draft, request.user),
            **since_begun(draft, now),
        }

    def draft_act(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        exercise = self.own_exercise(request, pk)
        if verb not in FORMS:
            raise Http404
        draft = Draft.objects.of(exercise)
        if draft is None:
            messages.error(request, _("There is no draft of this exercise any more."))
            return self.draft_answer(request, exercise, FORMS[verb](request.POST, draft=Draft(exercise=exercise)), 409)
        form = FORMS[verb](request.POST, draft=draft)
        status = attempt(form, lambda _sent: form.act(request.user))
        if status != 200:
            return self.draft_answer(request, self.own_exercise(request, pk), form, status)
        messages.success(request, form.done)
        return redirect(reverse("admin:draft", args=[pk]))
