"""Templates as everybody reads them; signing in is not needed."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Routine
from accounts.template_pages import Summary, with_covers
from backfit.access import get_visible_or_404
from exercises.fitting import fitting_for

PAGE_SIZE = 24


@login_not_required
@require_safe
def template_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(Routine.objects.templates(), PAGE_SIZE).get_page(request.GET.get("page"))
    summaries = with_covers([Summary.of(routine) for routine in page])
    context = {"page": page, "summaries": summaries, "fitting": fitting_for(request)}
    return render(request, "accounts/template_list.html", context)


@login_not_required
@require_safe
def template_detail(request: HttpRequest, slug: str) -> HttpResponse:
    routine = get_visible_or_404(Routine.objects.templates().with_rights(request.user), request.user, slug=slug)
    summary = Summary.of(routine)
    context = {"routine": routine, "summary": summary, "about": summary.about, "phases": summary.phases()}
    context["fitting"] = fitting_for(request)
    return render(request, "accounts/template_detail.html", context)
