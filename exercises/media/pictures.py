"""A photograph made anew: turned upright, no larger than a page shows it, without a word of where or by whom."""

import io
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MOST_PIXELS = 40_000_000
LEAST_SIDE = 64
LONGEST_SIDE = 1280
QUALITY = 82


@dataclass(frozen=True)
class Picture:
    """WebP and its size in pixels."""

    content: bytes
    width: int
    height: int


def clean_picture(upload: File[Any], kind: str) -> Picture:
    """Raises ValidationError for what is broken, too large, too small or moves."""
    try:
        with Image.open(upload, formats=[kind]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise ValidationError(_("This picture has more than 40 million pixels; make it smaller first."))
            if min(image.size) < LEAST_SIDE:
                raise ValidationError(_("This picture is too small to be of use; 64 pixels a side are the least."))
            # Telephones put a small copy or a depth map behind a JPEG; that is no movement.
            if kind != "JPEG" and getattr(image, "n_frames", 1) > 1:
                raise ValidationError(_("This picture moves; upload it as a film."))
            image.load()
            return made_anew(image)
    except ValidationError:
        raise
    except Exception as error:  # what Pillow raises over a damaged file depends on the file and on its kind
        raise ValidationError(_("This picture cannot be read; it may be damaged.")) from error


def made_anew(image: Image.Image) -> Picture:
    """Only the pixels are taken over, so that no metadata is, not even what nobody has thought of yet."""
    upright = ImageOps.exif_transpose(image)
    flat = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    bare = Image.frombytes(flat.mode, flat.size, flat.tobytes())
    out = io.BytesIO()
    bare.save(out, "WEBP", quality=QUALITY, method=4)
    return Picture(out.getvalue(), bare.width, bare.height)
