"""A copy as an answer, for the page and for the API."""

from typing import TypeVar

from django.core.files.storage import storages
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from accounts.models import Episode, PersonExport
from backfit.looking import note_keys
from backfit.refusals import Conflict, Gone


def copy_answer(request: HttpRequest, copy: PersonExport) -> FileResponse:
    """Raises Conflict while it is being made, Gone when its day is over or it could not be made."""
    if copy.is_waiting:
        raise Conflict(_("The copy is still being made. You get a mail when it is ready."))
    if not copy.is_ready or not storages["exports"].exists(copy.file):
        raise Gone(_("This copy can no longer be fetched. Ask for a new one."))
    note_keys(request.user, Episode, Episode.objects.filter(client=copy.person_id).values_list("pk", flat=True))
    if request.method == "GET":
        copy.count_download()
    assert copy.made_at is not None
    name = f"backfit-{copy.made_at:%Y-%m-%d}.zip"
    response = FileResponse(storages["exports"].open(copy.file), as_attachment=True, filename=name)
    response["Content-Type"] = "application/zip"
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


R = TypeVar("R", bound=HttpResponseBase)


def for_nobody_else(response: R) -> R:
    """Of somebody whom the request itself has signed out: it is as private as it was when it came."""
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Cookie", "Authorization"])
    return response
