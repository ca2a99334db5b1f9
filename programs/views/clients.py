from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from programs.desk import desk_rows, episodes_of
from programs.forms.desk import DeskForm

CLIENTS_PER_PAGE = 25


@require_safe
def client_list(request: SignedInRequest) -> HttpResponse:
    """The therapist's desk."""
    form = DeskForm(request.GET)
    wanted = form.wanted()
    page = Paginator(episodes_of(request.user, **wanted), CLIENTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": desk_rows(list(page)), **wanted}
    return render(request, "programs/client_list.html", context)
