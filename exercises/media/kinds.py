"""What a file is, by what it holds: its name and what the browser says of it are not asked."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

FIRST = 512  # bytes that tell

# What a picture begins with, and what Pillow calls its kind.
PICTURES = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}


def picture_format(head: bytes) -> str | None:
    for beginning, name in PICTURES.items():
        if head.startswith(beginning):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    return "AVIF" if head[4:12] in (b"ftypavif", b"ftypavis") else None


def film_format(head: bytes) -> str | None:
    """What ffmpeg calls the container. Nothing else is offered to it: some of its formats fetch further files."""
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    return "mov" if head[4:8] == b"ftyp" and picture_format(head) is None else None


def formats_of(upload: File[Any]) -> tuple[str | None, str | None]:
    """(picture's format, film's format), one of them None. Raises ValidationError for everything else."""
    upload.seek(0)
    head = upload.read(FIRST)
    upload.seek(0)
    picture, film = picture_format(head), film_format(head)
    if picture is None and film is None:
        if b"<svg" in head.lower() or head.lstrip().startswith(b"<?xml"):
            raise ValidationError(
                _("SVG files may carry scripts and are not taken. Upload a JPEG, PNG or WebP picture.")
            )
        raise ValidationError(_("Only pictures (JPEG, PNG, WebP, AVIF) and films (MP4, MOV, WebM) are taken."))
    return picture, film
