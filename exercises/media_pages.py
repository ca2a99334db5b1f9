"""Uploaded pictures and films as files. What an address gives never changes, so that it may be kept for ever."""

import re
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from backfit.access import get_visible_or_404
from backfit.middleware import PublicFile, PublicResponse
from exercises.figure_pages import FOR_EVER, NOTHING
from exercises.models import Media
from exercises.models.media import MediaQuerySet

RANGE = re.compile(r"^bytes=(?P<first>\d{1,12})-(?P<last>\d{0,12})$")
LARGEST_PART = 1_000_000  # bytes of one answer; the player asks for the next


@login_not_required
@require_safe
def media_file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    media, is_public = find(request, pk)
    return file_answer(request, str(media.file), media.content_type, is_public)


@login_not_required
@require_safe
def media_poster(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    media, is_public = find(request, pk)
    return file_answer(request, str(media.poster), "image/webp", is_public)


def find(request: HttpRequest, pk: UUID) -> tuple[Media, bool]:
    """The file, and whether everybody may have it."""
    from django.contrib.auth.models import AnonymousUser

    rows: MediaQuerySet = Media.objects.ready()
    media = rows.visible_to(AnonymousUser()).filter(pk=pk).first()
    if media is not None:
        return media, True
    return get_visible_or_404(rows, request.user, pk=pk), False


def file_answer(request: HttpRequest, name: str, kind: str, is_public: bool) -> HttpResponseBase:
    if not name or not default_storage.exists(name):
        raise Http404
    size = default_storage.size(name)
    asked = RANGE.match(request.headers.get("Range", ""))
    if asked:
        response: Any = part(name, size, int(asked["first"]), asked["last"], is_public)
    else:
        response = (PublicFile if is_public else FileResponse)(default_storage.open(name))
        response["Content-Length"] = size
    response["Content-Type"] = kind
    response["Accept-Ranges"] = "bytes"
    response["Content-Security-Policy"] = f"sandbox; {NOTHING}"
    response["X-Content-Type-Options"] = "nosniff"
    if is_public:
        response["Cache-Control"] = FOR_EVER
    return response  # type: ignore[no-any-return]


def part(name: str, size: int, first: int, last: str, is_public: bool) -> HttpResponse:
    """Some of the bytes: browsers play films only from where they may ask for parts."""
    kind = PublicResponse if is_public else HttpResponse
    if first >= size:
        return kind(status=416, headers={"Content-Range": f"bytes */{size}"})
    end = min(int(last) if last else size - 1, size - 1, first + LARGEST_PART - 1)
    if end < first:
        return kind(status=416, headers={"Content-Range": f"bytes */{size}"})
    with default_storage.open(name) as file:
        file.seek(first)
        content = file.read(end - first + 1)
    return kind(content, status=206, headers={"Content-Range": f"bytes {first}-{end}/{size}"})
