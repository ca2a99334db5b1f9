from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.builder.saving import state_of
from accounts.builder.workpiece import RoutineWorkpiece
from accounts.forms.about import AboutForm
from accounts.forms.routines import RoutineForm
from accounts.models import Clinic, Routine, User
from accounts.models.routine import RoutineQuerySet
from accounts.plan_copying import lines_of
from accounts.plan_editor import PlanEditor
from accounts.plan_pages import fresh, open_editor, to_read
from accounts.plan_words import rules_in_words
from accounts.plans import Item, Phase, Plan
from accounts.requests import SignedInRequest, posted
from accounts.template_pages import Summary
from backfit.access import get_editable_or_404, get_visible_or_404
from backfit.templatetags.backfit import carrying
from exercises.fitting import fitting_for
from exercises.models import Exercise
from exercises.models.catalogue import ExerciseQuerySet

PAGE_SIZE = 24


@require_safe
def routine_list(request: SignedInRequest) -> HttpResponse:
    show, name = request.GET.get("show", ""), request.GET.get("q", "").replace("\0", "").strip()[:100]
    rows = shown(Routine.objects.visible_to(request.user), request.user, show).filter(name__icontains=name)
    mine_first = Case(When(owner=request.user, then=Value(0)), default=Value(1), output_field=IntegerField())
    page = Paginator(rows.order_by(mine_first, "name", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    tabs = [("", _("All")), ("mine", _("Mine")), ("shared", _("My clinic's")), ("templates", _("Templates"))]
    if not request.user.roles.treats:
        tabs = [tab for tab in tabs if tab[0] != "shared"]
    context = {
        "page": page,
        "show": show,
        "tabs": tabs,
        "name": name,
        "cards": [Summary.of(routine) for routine in page],
    }
    return render(request, "accounts/routine_list.html", context)


def shown(rows: RoutineQuerySet, user: User, show: str) -> RoutineQuerySet:
    match show:
        case "mine":
            return rows.filter(owner=user)
        case "shared":
            return rows.filter(visibility=Routine.Visibility.CLINIC).exclude(owner=user)
        case "templates":
            return rows.filter(visibility=Routine.Visibility.TEMPLATE)
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
def routine_new(request: SignedInRequest) -> HttpResponse:
    """With `?exercise=slug` the routine begins with that exercise."""
    exercise = Exercise.objects.usable_by(request.user).filter(slug=request.GET.get("exercise", "")).first()
    form = RoutineForm(posted(request), user=request.user)
    if form.is_valid():
        return redirect(Routine.begin(owner=request.user, plan=beginning(exercise), **form.said()))
    context = {"form": form, "exercise": exercise}
    return render(request, "accounts/routine_new.html", context, status=400 if form.is_bound else 200)


def beginning(exercise: Exercise | None) -> Plan:
    items = (Item(exercise=exercise.slug, dose=exercise.dose),) if exercise else ()
    return Plan(phases=(Phase(items=items),))


@require_safe
def routine_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return show_routine(request, pk)


def show_routine(request: SignedInRequest, pk: UUID, editor: PlanEditor | None = None) -> HttpResponse:
    """The editor for who may change it; others read it and may take a copy."""
    rows = Routine.objects.select_related("clinic").with_rights(request.user)
    routine = get_visible_or_404(rows, request.user, pk=pk)
    if routine.may_edit:  # type: ignore[attr-defined]
        editor = editor or open_editor(request, routine, routine.read_plan())
        context = {"routine": routine, "editor": editor, "fitting": fitting_for(request)}
        context["plan_state"] = state_of(RoutineWorkpiece(routine))
        return render(request, "accounts/routine_detail.html", context, status=editor.status)
    if routine.is_template:
        return redirect(carrying(routine.template_url, fitting_for(request)))
    plan = routine.read_plan()
    context = {"routine": routine, "phases": to_read(plan), "rules": rules_in_words(plan)}
    context["fitting"] = fitting_for(request)
    return render(request, "accounts/routine_read.html", context)


@require_POST
def routine_plan(request: SignedInRequest, pk: UUID) -> HttpResponse:
    with transaction.atomic():
        routine = get_editable_or_404(Routine.objects.select_for_update(of=("self",)), request.user, pk=pk)
        editor = open_editor(request, routine, routine.read_plan(), request.POST)
        saved = editor.save(routine.save_plan)
    if saved:
        back = carrying(routine.get_absolute_url(), fitting_for(request))
        return redirect(f"{back}#{editor.focus}")
    return show_routine(request, pk, editor)


@require_http_methods(["GET", "HEAD", "POST"])
def routine_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Name, description, who may see it, and of a template for whom it is."""
    routine = get_editable_or_404(Routine.objects.all(), request.user, pk=pk)
    about = AboutForm(posted(request), about=routine.read_about()) if routine.is_template else None
    form = RoutineForm(posted(request), instance=routine, user=request.user)
    # Both are asked, so that every fault is shown at once.
    if form.is_valid() & (about is None or about.is_valid()):
        more = {"about": about.about.to_json()} if about else {}
        routine.change(**form.said(), **more)
        messages.success(request, _("Saved."))
        return redirect(routine)
    context = {"form": form, "about": about, "routine": routine}
    return render(request, "accounts/routine_edit.html", context, status=400 if form.is_bound else 200)


@require_POST
def routine_delete(request: SignedInRequest, pk: UUID) -> HttpResponse:
    routine = get_editable_or_404(Routine.objects.all(), request.user, pk=pk)
    routine.discard()
    messages.success(request, _("The routine is deleted. Programs made from it stay."))
    return redirect("routine_list")


@require_safe
def routine_phases(request: SignedInRequest, pk: UUID) -> JsonResponse:
    """For the builder, which takes phases over as lines. `?clinic=` names the one whose exercises a plan may have."""
    routine = get_visible_or_404(Routine.objects.all(), request.user, pk=pk)
    return JsonResponse(lines_of(routine, usable_for(request.user, request.GET.get("clinic", ""))))


def usable_for(user: User, clinic: str) -> ExerciseQuerySet:
    """Of the clinic where the person treats, or all that the person may use."""
    try:
        treating = Clinic.objects.where_treating(user).filter(pk=UUID(clinic)).first()
    except ValueError:
        treating = None
    return Exercise.objects.usable_by(user) if treating is None else Exercise.objects.usable_at(treating)


@require_POST
def routine_copy(request: SignedInRequest, pk: UUID) -> HttpResponse:
    routine = get_visible_or_404(Routine.objects.all(), request.user, pk=pk)
    try:
        usable = Exercise.objects.usable_by(request.user)
        plan = fresh(request, routine.read_plan(), usable, pending=routine.pending)
        copy = Routine.begin(owner=request.user, name=routine.name, description=routine.description, plan=plan)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(routine)
    messages.success(request, _("Copied to your routines."))
    return redirect(copy)
