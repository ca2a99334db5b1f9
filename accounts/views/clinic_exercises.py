"""A clinic's own exercises: its members read them, its therapists write and use them and offer them to the editors."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.clinic_exercises import own_exercises, told_history, with_usage
from accounts.forms.clinic_exercises import OfferForm, RetireForm, UseForm
from accounts.models import Clinic
from accounts.requests import SignedInRequest
from backfit.access import get_visible_or_404, require_editable
from backfit.refusals import Conflict
from exercises.editorial import drafts, offering
from exercises.editorial.readiness import missing_parts
from exercises.models import Draft, Exercise

PER_PAGE = 24


def read_at(request: SignedInRequest, pk: uuid.UUID) -> Clinic:
    """The clinic for who works there; 403 for who knows of it otherwise."""
    clinic = get_visible_or_404(Clinic.objects.all(), request.user, pk=pk)
    if not Clinic.objects.where_working(request.user).contains(clinic):
        raise PermissionDenied(_("Only people who work at the clinic see this page."))
    return clinic


def write_at(request: SignedInRequest, pk: uuid.UUID) -> Clinic:
    clinic = read_at(request, pk)
    if not Clinic.objects.where_treating(request.user).contains(clinic):
        raise PermissionDenied(_("Only the clinic's therapists write its exercises."))
    return clinic


def own_exercise(request: SignedInRequest, clinic: Clinic, slug: str) -> Exercise:
    """The exercise of this clinic to change."""
    rows = Exercise.objects.filter(clinic=clinic)
    exercise = get_visible_or_404(rows, request.user, slug=slug)
    require_editable(rows, request.user, exercise)
    exercise.clinic = clinic
    return exercise


@require_safe
def clinic_exercise_list(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    clinic = read_at(request, pk)
    page = Paginator(own_exercises(clinic), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "clinic": clinic,
        "section": "clinic",
        "page": page,
        "exercises": with_usage(page),
        "writes": Clinic.objects.where_treating(request.user).contains(clinic),
    }
    return render(request, "accounts/clinic_exercise_list.html", context)


@require_safe
def clinic_exercise_detail(request: SignedInRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    clinic = read_at(request, pk)
    return show(request, clinic, get_visible_or_404(own_exercises(clinic), request.user, slug=slug))


def show(
    request: SignedInRequest, clinic: Clinic, exercise: Exercise, status: int = 200, **sent: forms.Form
) -> HttpResponse:
    """How it stands and what can be done; `sent` is a form that was refused, under its name."""
    draft = Draft.objects.filter(exercise=exercise).first()
    context = {
        "clinic": clinic,
        "section": "clinic",
        "own": with_usage([exercise])[0],
        "exercise": exercise,
        "writes": Clinic.objects.where_treating(request.user).contains(clinic),
        "missing": missing_parts(draft.read(), is_own=True) if draft else [],
        "is_stated": bool(exercise.author and exercise.licence),
        "use": UseForm(prefix="use"),
        "retire": RetireForm(prefix="retire"),
        "offer": OfferForm(prefix="offer"),
        "entries": told_history(exercise),
        **sent,
    }
    return render(request, "accounts/clinic_exercise_detail.html", context, status=status)


def acted(
    request: SignedInRequest,
    pk: uuid.UUID,
    slug: str,
    form: tuple[str, forms.Form],
    act: Callable[[Exercise, dict[str, Any]], object],
    done: str,
) -> HttpResponse:
    """Do it to the exercise with what the form says; a form that is refused is shown again with the reason."""
    clinic = write_at(request, pk)
    exercise = own_exercise(request, clinic, slug)
    name, sent = form
    if sent.is_valid():
        try:
            with transaction.atomic():
                act(exercise, sent.cleaned_data)
        except ValidationError as error:
            sent.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, done)
            return redirect("clinic_exercise_detail", pk=clinic.pk, slug=slug)
    return show(request, clinic, own_exercises(clinic).get(pk=exercise.pk), 400, **{name: sent})


@require_POST
def clinic_exercise_publish(request: SignedInRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    def publish(exercise: Exercise, sent: dict[str, Any]) -> None:
        draft = Draft.objects.filter(exercise=exercise).first()
        if draft is None:
            raise Conflict(_("There is no draft to use: what is written is in use."))
        drafts.publish(draft=draft, by=request.user, reason=sent["reason"])

    form = ("use", UseForm(request.POST, prefix="use"))
    return acted(request, pk, slug, form, publish, _("In use. Your clinic's programs can have it."))


@require_POST
def clinic_exercise_discard(request: SignedInRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Throw the draft away; with it goes what was never in use."""
    clinic = write_at(request, pk)
    exercise = own_exercise(request, clinic, slug)
    if exercise.published_at is None:
        exercise.delete()
        messages.success(request, _("The draft is deleted."))
        return redirect("clinic_exercise_list", pk=clinic.pk)
    draft = Draft.objects.filter(exercise=exercise).first()
    if draft is None:
        raise Conflict(_("There is no draft. Retire the exercise instead."))
    draft.discard(by=request.user)
    messages.success(request, _("The draft is deleted. What is in use stays."))
    return redirect("clinic_exercise_detail", pk=clinic.pk, slug=slug)


@require_POST
def clinic_exercise_retire(request: SignedInRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    def retire(exercise: Exercise, sent: dict[str, Any]) -> None:
        exercise.retire(by=request.user, reason=sent["reason"])

    form = ("retire", RetireForm(request.POST, prefix="retire"))
    return acted(request, pk, slug, form, retire, _("Retired. Programs that have it keep it."))


@require_POST
def clinic_exercise_offer(request: SignedInRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    def offer(exercise: Exercise, sent: dict[str, Any]) -> None:
        offering.offer(exercise=exercise, by=request.user, consent=sent["consent"])

    form = ("offer", OfferForm(request.POST, prefix="offer"))
    return acted(request, pk, slug, form, offer, _("Offered. What the editors decide will stand in the history."))


@require_POST
def clinic_exercise_withdraw(request: SignedInRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    def withdraw(exercise: Exercise, sent: dict[str, Any]) -> None:
        offering.withdraw(exercise=exercise, by=request.user)

    form = ("withdrawn", forms.Form(request.POST))
    return acted(request, pk, slug, form, withdraw, _("The offer is taken back."))
