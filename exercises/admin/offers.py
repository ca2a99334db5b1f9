"""What clinics offer to the shared catalogue, and the editors' answers."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from backfit.access import get_visible_or_404
from exercises.admin.acting import attempt
from exercises.editorial import offering
from exercises.editorial.duplicates import likely_duplicates
from exercises.editorial.rows import document_of
from exercises.models import Exercise

MOST_SHOWN = 50


class DeclineForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Why not?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The clinic reads it."),
    )


class OffersMixin(admin.ModelAdmin):
    """Adds the page of offers to the admin of exercises."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("offers/", view(require_safe(self.offers_page)), name="exercise_offers"),
            path("offers/<int:pk>/adopt/", view(require_POST(self.offer_adopt)), name="exercise_adopt"),
            path("offers/<int:pk>/decline/", view(require_POST(self.offer_decline)), name="exercise_decline"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        offers = Exercise.objects.offered().visible_to(request.user).count()
        return super().changelist_view(request, {"offers": offers, **(extra_context or {})})

    def offers_page(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return self.offers_answer(request)

    def offers_answer(
        self, request: HttpRequest, refused: tuple[int, forms.Form] | None = None, status: int = 200
    ) -> HttpResponse:
        """The page; `refused` is the form of one of the offers, by its id, with what is wrong with it."""
        rows = Exercise.objects.offered().visible_to(request.user).with_content().select_related("clinic")
        sent = dict([refused] if refused else [])
        offers = [
            {
                "exercise": exercise,
                "twins": likely_duplicates(document_of(exercise), exercise.pk),
                "form": sent.get(exercise.pk) or DeclineForm(auto_id=f"offer-{exercise.pk}-%s"),
            }
            for exercise in rows.order_by("offered_at")[:MOST_SHOWN]
        ]
        context = self.admin_site.each_context(request) | {
            "title": _("Offered by clinics"),
            "opts": self.opts,
            "offers": offers,
        }
        return TemplateResponse(request, "admin/exercises/exercise/offers.html", context, status=status)

    def offered_exercise(self, request: HttpRequest, pk: int) -> Exercise:
        """403 for who may not edit, 404 for what is no clinic's or was never shown to the editors."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        return get_visible_or_404(Exercise.objects.filter(clinic__isnull=False), request.user, pk=pk)

    def offer_adopt(self, request: HttpRequest, pk: int) -> HttpResponse:
        exercise = self.offered_exercise(request, pk)
        draft = offering.adopt(exercise=exercise, by=request.user)
        text = _("%(name)s is a draft of the shared catalogue now. It goes the way of every draft.")
        messages.success(request, text % {"name": draft.exercise.name})
        return redirect(reverse("admin:exercises_exercise_change", args=[draft.exercise_id]))

    def offer_decline(self, request: HttpRequest, pk: int) -> HttpResponse:
        exercise = self.offered_exercise(request, pk)
        form = DeclineForm(request.POST, auto_id=f"offer-{pk}-%s")
        status = attempt(form, lambda data: offering.decline(exercise=exercise, by=request.user, text=data["text"]))
        if status != 200:
            return self.offers_answer(request, (pk, form), status)
        messages.success(request, _("Declined. The clinic reads why."))
        return redirect(reverse("admin:exercise_offers"))
