"""The catalogue and the guide as visitors read them. Signing in is not needed; editors see drafts too."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backfit.access import AnyUser, get_visible_or_404
from backfit.filter_pages import HtmxRequest, chosen, results_page
from backfit.limits import require_patience
from exercises.figure_on_page import PictureOnPage
from exercises.filters import ExerciseFilter
from exercises.fitting import fitting_for
from exercises.handout.sheet import MOST_EXERCISES
from exercises.models import Exercise, GuidePage
from exercises.moved import follow_merged
from exercises.neighbours import seen_by

PER_PAGE = 24
HOME_PICKS = 3
HOME_PICTURE = "bird-dog"


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page; who has work here is taken to it."""
    if request.user.is_authenticated:
        if request.user.roles.treats:
            return redirect("client_list")
        if request.user.roles.is_client:
            return redirect("today")
    rows = Exercise.objects.published().with_pictures()
    picks = rows.exclude(kind=Exercise.Kind.HABIT).order_by("difficulty", "name").prefetch_related("regions")
    hero = rows.filter(slug=HOME_PICTURE).first()
    return render(request, "home.html", {"picks": picks[:HOME_PICKS], "hero": hero})


def require_search_turn(request: HttpRequest) -> None:
    """Looking at the list as it is costs little and counts for nothing."""
    if request.GET:
        action = "search-of-a-person" if request.user.is_authenticated else "search"
        require_patience(request, action, _("You search very fast. Please wait a minute."))


@login_not_required
@require_safe
def exercise_list(request: HtmxRequest) -> HttpResponse:
    require_search_turn(request)
    fitting = fitting_for(request)
    rows = Exercise.objects.visible_to(request.user).with_pictures().select_related("clinic")
    rows = rows.prefetch_related("regions")
    filters = ExerciseFilter(request.GET, queryset=rows)
    status = 200 if filters.is_valid() else 400
    filters.offer_what_is_found()
    page = filters.pages(PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": filters.form,
        "filter_fields": [filters.form[name] for name in filters.MENUS],
        "page": page,
        "chosen": chosen(request, filters.form, text="q", menus=filters.MENUS),
        "understood": understood(filters, next(iter(page), None)),
        "fitting": fitting,
        "most_on_paper": MOST_EXERCISES,
    }
    return results_page(request, "exercises/exercise_list.html", context, status=status)


def understood(filters: ExerciseFilter, best: Exercise | None) -> str:
    """A sentence when other words than those typed were searched for, or not all of them were found."""
    reading = filters.reading
    if reading is None or best is None:
        return ""
    typed, words = filters.form.cleaned_data["q"], reading.understood_for(best)
    if words:
        return _("Nothing fits “%(typed)s”; showing “%(words)s”.") % {"typed": typed, "words": words}
    if not reading.has_all_words:
        return _("Nothing has all the words of “%(typed)s”; showing what has most of them.") % {"typed": typed}
    return ""


@login_not_required
@require_safe
@follow_merged
def exercise_detail(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        exercise = get_visible_or_404(Exercise.objects.with_content(), request.user, slug=slug)
    except Http404:
        if retired := Exercise.objects.replaced().filter(slug=slug).first():
            return render(request, "exercises/exercise_gone.html", {"exercise": retired}, status=410)
        raise
    context = detail(exercise, request.GET.get("side", ""), reader=request.user)
    context["fitting"] = fitting_for(request)
    if exercise.is_own:
        context["may_edit_own"] = Exercise.objects.editable_by(request.user).contains(exercise)
    return render(request, "exercises/exercise_detail.html", context)


def detail(exercise: Exercise, side: str = "", *, reader: AnyUser) -> dict[str, Any]:
    """What the page of an exercise shows; ask for it `with_content()`. `side` is that of the picture."""
    return {
        "exercise": exercise,
        "easier": seen_by(reader, exercise, published(exercise.easier.all())),
        "harder": seen_by(reader, exercise, published(exercise.harder.all())),
        "primary": [use.muscle for use in exercise.muscle_uses.all() if use.role == use.Role.PRIMARY],
        "secondary": [use.muscle for use in exercise.muscle_uses.all() if use.role == use.Role.SECONDARY],
        "picture": PictureOnPage.of(exercise, side),
        "fitting": None,
    }


def published(neighbours: Any) -> list[Exercise]:
    # Sorted out here, because a filter would ask the database again for what was prefetched.
    return [exercise for exercise in neighbours if exercise.status == Exercise.Status.PUBLISHED]


@login_not_required
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    return render(request, "exercises/guide.html", {"pages": GuidePage.objects.visible_to(request.user)})


@login_not_required
@require_safe
def guide_page(request: HttpRequest, slug: str) -> HttpResponse:
    page = get_visible_or_404(GuidePage.objects.all(), request.user, slug=slug)
    pages = list(GuidePage.objects.published().only("slug", "title"))
    slugs = [other.slug for other in pages]
    here = slugs.index(slug) if slug in slugs else len(pages)
    context = {
        "page": page,
        "pages": pages,
        "before": pages[here - 1] if 0 < here < len(pages) else None,
        "after": pages[here + 1] if here + 1 < len(pages) else None,
    }
    return render(request, "exercises/guide_page.html", context)
