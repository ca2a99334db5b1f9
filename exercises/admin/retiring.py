"""Taking an exercise out of the catalogue, and making one of two that are the same."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from backfit.numbers import whole_number
from exercises.admin.acting import attempt
from exercises.admin.pages import ExercisePages
from exercises.editorial.merging import merge, outlook
from exercises.models import Draft, Exercise
from exercises.models.revision import LONGEST_REASON

SHOWN = 12


def another(exercise: Exercise) -> Any:
    """What may be named in its place."""
    return Exercise.objects.published().exclude(pk=exercise.pk)


class OtherForm(forms.Form):
    """Another exercise, found by its name and chosen from what was found, and a reason."""

    search = forms.CharField(label=gettext_lazy("Find an exercise"), max_length=100, required=False)
    other = forms.ModelChoiceField(
        queryset=Exercise.objects.none(),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose another exercise that is in the catalogue.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("One line; it stays in the history."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, exercise: Exercise) -> None:
        super().__init__(data)
        self.exercise = exercise
        choice = self.fields["other"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = another(exercise)

    @property
    def chosen(self) -> Exercise | None:
        """What is ticked now, valid or not as the rest may be."""
        key = whole_number(str(self.data.get("other", "")))
        found: Exercise | None = another(self.exercise).filter(pk=key).first()
        return found

    def found(self) -> list[Exercise]:
        """What was searched for; without a search, its neighbours and what has a like place in the catalogue."""
        words = str(self.data.get("search", "")).strip()[:100]
        rows = another(self.exercise)
        if words:
            found = list(rows.search(words)[:SHOWN])
        else:
            near = rows.filter(easier=self.exercise) | rows.filter(harder=self.exercise)
            alike = rows.filter(kind=self.exercise.kind, position=self.exercise.position)
            found = list(dict.fromkeys([*near.distinct()[:SHOWN], *alike[:SHOWN]]))[:SHOWN]
        chosen = self.chosen
        return found if chosen is None or chosen in found else [chosen, *found]


class RetiringMixin(ExercisePages):
    def get_urls(self) -> list[URLPattern]:
        wrap, both = self.admin_site.admin_view, require_http_methods(["GET", "HEAD", "POST"])
        return [
            path("<int:pk>/retire/", wrap(both(self.retire_page)), name="exercise_retire"),
            path("<int:pk>/merge/", wrap(both(self.merge_page)), name="exercise_merge"),
            *super().get_urls(),
        ]

    def retire_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        exercise = self.own_exercise(request, pk)
        form = OtherForm(request.POST or None, exercise=exercise)
        if request.method != "POST" or "_find" in request.POST:
            return self.other_answer(request, "retire", form)
        status = attempt(form, lambda sent: self.retire(request, exercise, sent))
        if status != 200:
            return self.other_answer(request, "retire", form, status)
        text = _("%(name)s is retired. Programs that have it keep it.") % {"name": exercise.name}
        messages.success(request, text)
        return redirect(reverse("admin:exercises_exercise_history", args=[pk]))

    def retire(self, request: HttpRequest, exercise: Exercise, sent: dict[str, Any]) -> None:
        exercise.retire(by=request.user, reason=sent["reason"], successor=sent["other"])

    def merge_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Shows first what will happen; only what was shown is then done."""
        exercise = self.own_exercise(request, pk)
        form = OtherForm(request.POST or None, exercise=exercise)
        if request.method != "POST" or "_find" in request.POST:
            return self.other_answer(request, "merge", form)
        form.fields["other"].required = True
        form.fields["other"].error_messages["required"] = _("Choose the exercise that stays.")
        if "_merge" not in request.POST:
            shown: list[Any] = []
            status = attempt(form, lambda sent: shown.append(outlook(duplicate=exercise, into=sent["other"])))
            return self.other_answer(request, "merge", form, status, outlooks=shown)
        status = attempt(
            form, lambda sent: merge(duplicate=exercise, into=sent["other"], by=request.user, reason=sent["reason"])
        )
        if status != 200:
            return self.other_answer(request, "merge", form, status)
        into = form.cleaned_data["other"]
        messages.success(request, _("%(one)s is now part of %(other)s.") % {"one": exercise.name, "other": into.name})
        return redirect(reverse("admin:exercises_exercise_history", args=[into.pk]))

    def other_answer(
        self, request: HttpRequest, name: str, form: OtherForm, status: int = 200, **extra: Any
    ) -> HttpResponse:
        exercise = form.exercise
        titles = {"retire": _("Retire %s"), "merge": _("Merge %s with another exercise")}
        if "_find" in request.POST:
            form.errors.clear()  # nothing was sent off yet
        context = self.page_context(request, exercise, titles[name] % exercise.name) | {
            "form": form,
            "found": form.found(),
            "chosen": form.chosen,
            "draft": Draft.objects.of(exercise),
            "searched": str(form.data.get("search", "")).strip(),
            **extra,
        }
        return TemplateResponse(request, f"admin/exercises/exercise/{name}.html", context, status=status)
