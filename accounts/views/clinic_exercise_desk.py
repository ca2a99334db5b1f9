"""Where a clinic's therapists write its own exercises: the editors' desk, within the site."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms.clinic_exercises import NEW, OwnExerciseForm, neighbours_at
from accounts.models import Clinic
from accounts.requests import SignedInRequest
from accounts.views.clinic_exercises import own_exercise, write_at
from backfit.limits import require_patience
from backfit.refusals import Conflict
from exercises.desk_preview import live, sent
from exercises.dose_line import dose_reading
from exercises.editorial import drafts, writing
from exercises.editorial.preview import as_if
from exercises.models import Draft, Exercise
from exercises.views import detail

MOST_FOUND = 50


def form_for(request: SignedInRequest, exercise: Exercise) -> OwnExerciseForm:
    """The form of what is there already, with what was sent, if anything was."""
    return OwnExerciseForm(
        by=request.user,
        # Own ones have one.
        clinic=exercise.clinic,  # type: ignore[arg-type]
        exercise=exercise,
        document=writing.newest(exercise, Draft.objects.of(exercise)),
        data=sent(request) if request.method == "POST" else None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def clinic_exercise_new(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    clinic = write_at(request, pk)
    data = sent(request) if request.method == "POST" else None
    form = OwnExerciseForm(by=request.user, clinic=clinic, data=data)
    if data is None:
        return desk_page(request, clinic, form)
    try:
        if form.is_valid() and form.document:
            draft = drafts.create(document=form.document, by=request.user, clinic=clinic)
            return saved(request, clinic, draft.exercise)
    except ValidationError as error:
        form.blame(error)
    return desk_page(request, clinic, form, status=400)


@require_http_methods(["GET", "HEAD", "POST"])
def clinic_exercise_edit(request: SignedInRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    clinic = write_at(request, pk)
    exercise = own_exercise(request, clinic, slug)
    form = form_for(request, exercise)
    if request.method != "POST":
        return desk_page(request, clinic, form, exercise)
    try:
        if form.is_valid() and form.document:
            seen = request.POST.get("seen", "")
            writing.save(exercise=exercise, document=form.document, by=request.user, seen=seen)
            return saved(request, clinic, exercise)
    except ValidationError as error:
        form.blame(error)
    except Conflict as conflict:
        return desk_page(request, clinic, form, exercise, conflict=conflict.sentence, status=409)
    return desk_page(request, clinic, form, exercise, status=400)


def saved(request: SignedInRequest, clinic: Clinic, exercise: Exercise) -> HttpResponse:
    """On with the draft, or with "Save and use" to what is in use; what is saved stays saved if it cannot be used."""
    edit = redirect("clinic_exercise_edit", pk=clinic.pk, slug=exercise.slug)
    if "_use" not in request.POST:
        messages.success(request, _("Saved. Only people of your clinic see it until you use it."))
        return edit
    try:
        if (draft := Draft.objects.of(exercise)) is not None:
            drafts.publish(draft=draft, by=request.user)
    except (ValidationError, Conflict) as error:
        words = " ".join(error.messages) if isinstance(error, ValidationError) else error.sentence
        messages.warning(request, _("Saved, but not in use yet. %(why)s") % {"why": words})
        return edit
    messages.success(request, _("In use. Your clinic's programs can have it."))
    return redirect("clinic_exercise_detail", pk=clinic.pk, slug=exercise.slug)


def desk_page(
    request: SignedInRequest,
    clinic: Clinic,
    form: OwnExerciseForm,
    exercise: Exercise | None = None,
    *,
    conflict: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page with this form; what was typed comes back with what is wrong with it."""
    line = str(form.content["dose"].value() or "")
    context = {
        "clinic": clinic,
        "section": "clinic",
        "form": form,
        "exercise": exercise,
        "faults": list(form.faults()) if form.content.is_bound and not conflict else [],
        "conflict": conflict,
        "dose": dose_reading(line) if line else {},
        "grades": form.grades(),
        **stamped(clinic, exercise),
    }
    if status == 400:
        # Who has been told of a conflict may save over it; a form with faults goes on from what it began with.
        context["seen"] = request.POST.get("seen", "")
    return render(request, "accounts/clinic_exercise_edit.html", context, status=status)


def stamped(clinic: Clinic, exercise: Exercise | None) -> dict[str, Any]:
    if exercise is None:
        return {"seen": "", "preview_url": reverse("clinic_exercise_new_preview", args=[clinic.pk])}
    draft = Draft.objects.of(exercise)
    preview_url = reverse("clinic_exercise_preview", args=[clinic.pk, exercise.slug])
    return {"draft": draft, "seen": writing.stamp(exercise, draft), "preview_url": preview_url}


@require_POST
def clinic_exercise_new_preview(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    clinic = write_at(request, pk)
    form = OwnExerciseForm(by=request.user, clinic=clinic, data=sent(request))
    return JsonResponse(live(form, Exercise(revision=0, clinic=clinic, slug=NEW), reader=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def clinic_exercise_preview(request: SignedInRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """The saved draft as a page of its own; for what is sent and not saved, see `live`."""
    clinic = write_at(request, pk)
    exercise = own_exercise(request, clinic, slug)
    if request.method == "POST":
        return JsonResponse(live(form_for(request, exercise), exercise, reader=request.user))
    try:
        with as_if(exercise, writing.newest(exercise, Draft.objects.of(exercise))) as shown:
            context = detail(shown, reader=request.user) | {"is_preview": True}
            return render(request, "exercises/exercise_detail.html", context)
    except ValidationError as error:  # what it names has gone since, for instance
        messages.error(request, " ".join(error.messages))
        return redirect("clinic_exercise_edit", pk=clinic.pk, slug=slug)


@require_safe
def clinic_exercise_neighbours(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Exercises that could be a step easier or harder, for a catalogue that is too long to be sent whole."""
    require_patience(request, "suggest")
    found = neighbours_at(write_at(request, pk)).search(request.GET.get("q", "")[:100])
    return JsonResponse({"choices": list(found.values_list("slug", "name")[:MOST_FOUND])})
