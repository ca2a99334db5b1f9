"""Who looked at one's own record."""

from allauth.account.decorators import reauthentication_required
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.looked import emergencies_about, lines_about, told
from accounts.looked_export import as_csv, as_json
from accounts.models import AccessEntry
from accounts.models.access_log import AccessEntryQuerySet
from accounts.requests import SignedInRequest

LINES_PER_PAGE = 30
FILES = {"csv": (as_csv, "text/csv; charset=utf-8"), "json": (as_json, "application/json")}


@require_safe
def who_looked(request: SignedInRequest) -> HttpResponse:
    page = Paginator(lines_about(request.user), LINES_PER_PAGE).get_page(request.GET.get("page"))
    about = {
        "page": page,
        "looks": told(page.object_list, request.user),
        "emergencies": emergencies_about(request.user) if page.number == 1 else [],
    }
    return render(request, "accounts/who_looked.html", about)


@require_safe
@reauthentication_required
def who_looked_file(request: SignedInRequest) -> HttpResponse:
    """All of it, as CSV or with `?as=json`."""
    return file_of(AccessEntry.objects.about(request.user), request.GET.get("as", "csv"))


def file_of(entries: AccessEntryQuerySet, kind: str) -> HttpResponse:
    if kind not in FILES:
        raise BadRequest(_("It can be had as csv or as json."))
    write, content_type = FILES[kind]
    name = f"who-looked.{kind}"
    return HttpResponse(write(entries), content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
