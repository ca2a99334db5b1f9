"""Pictures that move, packed by Brotli for the devices that fetch them all ahead.

It takes a fifth less than gzip and a tenth of a second, so each is packed once in a process. Brotli is there for the
static files (whitenoise).
"""

import re

import brotli  # type: ignore[import-untyped]
from django.http import HttpRequest, HttpResponse

from exercises.figure_variants import Variant
from exercises.models.drawing import MOVING

FOR_DEVICES = Variant(step=MOVING, repeat="always")
"""What a device keeps (programs/device.py); nobody else's wish is worth a tenth of a second."""
QUALITY = 10
MOST = 512
"""Kept in a process: about ten megabytes."""
ACCEPTS = re.compile(r"\bbr\b")

packed: dict[str, bytes] = {}


def pack(request: HttpRequest, response: HttpResponse, variant: Variant) -> HttpResponse:
    """The same answer, packed if devices keep it and the asker can unpack it."""
    if variant == FOR_DEVICES and response.content and ACCEPTS.search(request.headers.get("Accept-Encoding", "")):
        response.content = packed_once(response["ETag"], response.content)
        response["Content-Encoding"] = "br"
    return response


def packed_once(name: str, content: bytes) -> bytes:
    """`name` says what is in it."""
    found = packed.get(name)
    if found is None:
        found = brotli.compress(content, quality=QUALITY, mode=brotli.MODE_TEXT)
        while len(packed) >= MOST:
            packed.pop(next(iter(packed)), None)
        packed[name] = found
    return found
