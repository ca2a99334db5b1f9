from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from programs.desk.clients import Desk, desk_of
from programs.desk.rows import desk_rows
from programs.forms.desk import DeskForm
from programs.models import Attention

CLIENTS_PER_PAGE = 25


@require_safe
def client_list(request: SignedInRequest) -> HttpResponse:
    """The therapist's desk."""
    form = DeskForm(request.GET)
    wanted = form.wanted()
    desk = desk_of(request.user, wanted)
    page = Paginator(desk.lines, CLIENTS_PER_PAGE).get_page(request.GET.get("page"))
    rows = desk_rows(request.user, page)
    context = {"form": form, "wanted": wanted, "desk": desk, "page": page, "rows": rows, "kinds": kinds_of(desk)}
    context["back"] = request.GET.urlencode()
    return render(request, "programs/client_list.html", context)


def kinds_of(desk: Desk) -> list[tuple[str, str, int]]:
    """Kind, name and number of clients of each reason that there is, in the order of urgency."""
    return [(kind.value, str(kind.label), desk.by_kind[kind]) for kind in Attention.Kind if desk.by_kind[kind]]
