from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest, posted
from backfit.access import get_visible_or_404
from backfit.numbers import whole_number
from programs.after_session import place_after
from programs.forms.day import DayForm
from programs.models import Program, Session
from programs.morning_page import beside, stopped_page
from programs.safety_reports import open_reports
from programs.today import mark_first_seen, mark_seen


@require_http_methods(["GET", "HEAD", "POST"])
@gzip_page  # safe here: the page repeats nothing of its address, the token is masked, and the length varies at random
def today(request: SignedInRequest) -> HttpResponse:
    sent = posted(request)
    form = DayForm(request.user, request.user.today(), sent)
    if sent is not None and (kept := form.save()):
        messages.success(request, _("Saved. Thank you for telling how it went."))
        return go_on(request, kept)
    reports = open_reports(request.user)
    if sent is None and reports and reports[0].stops:
        return stopped_page(request, reports[0])
    days = [program.day for program in form.programs]
    if not any(day.changes for day in days):
        mark_first_seen(days)
    return render(request, "programs/today.html", beside(request, form, reports), status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@gzip_page
def today_short(request: SignedInRequest) -> HttpResponse:
    """The short version of the day, for a bad one."""
    sent = posted(request)
    form = DayForm(request.user, request.user.today(), sent, short=True)
    if sent is not None and (kept := form.save()):
        messages.success(request, _("Saved. The short version counts: that was your exercise for today."))
        return go_on(request, kept)
    form.advise()
    return render(request, "programs/today_short.html", {"form": form, "section": "today"}, status=form.status)


def go_on(request: SignedInRequest, kept: Sequence[Session]) -> HttpResponse:
    """To the page that comes next; the page's script, which keeps what could not be sent, is told where that is."""
    page = place_after(kept)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"next": reverse(page)})
    return redirect(page)


@require_POST
def program_seen(request: SignedInRequest, pk: object) -> HttpResponse:
    program = get_visible_or_404(Program.objects.select_related("current"), request.user, pk=pk)
    # What is not a number says nothing about an older version, so the page that was read is the newest one.
    seen = whole_number(request.POST.get("number", ""))
    mark_seen(by=request.user, program=program, number=seen)
    return redirect("today")
