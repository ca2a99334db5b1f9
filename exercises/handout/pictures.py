"""The pictures of a handout: start and end of a drawing as line art, or photographs where nothing was drawn."""

import io
from base64 import b64encode
from collections.abc import Collection, Iterable
from typing import NamedTuple, TypeVar

from django.core.files.storage import default_storage
from django.db.models import F, Q
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from exercises.figure_variants import Variant
from exercises.handout.sheet import Picture
from exercises.models import Exercise, FigurePicture, Showing

KEPT = 400
"""Drawings in memory, about 12 kB each."""
PIXELS = (420, 280)
"""More than a printer shows of so small a picture is only weight."""
QUALITY = 70
PHOTOS = 2
T = TypeVar("T")


class Still(NamedTuple):
    """A step of a drawing, its words not bound to the language of who asks first."""

    svg: str
    caption: str
    step: int


_drawn: dict[str, tuple[Still, ...]] = {}
_photos: dict[str, str] = {}


def drawn(digests: Iterable[str]) -> dict[str, tuple[Picture, ...]]:
    """Digest to pictures of its start and its end, or of the one step that it has; in at most one query.

    A drawing is never altered, so what was read once is kept. Whoever has a document that names a digest may see it.
    """
    wanted = set(digests)
    known = {digest: stills for digest in wanted if (stills := _drawn.get(digest))}
    known |= read(wanted - known.keys())
    return {digest: tuple(picture(still, stills) for still in stills) for digest, stills in known.items()}


def picture(still: Still, stills: Collection[Still]) -> Picture:
    if len(stills) == 1:
        return Picture(still.svg, still.caption)
    word = _("Start") if still.step == 1 else _("End")
    return Picture(still.svg, f"{word}: {still.caption}", word)


def read(digests: Collection[str]) -> dict[str, tuple[Still, ...]]:
    if not digests:
        return {}
    start_or_end = Q(step=1) | Q(step=F("drawing__shown_step"))
    rows = FigurePicture.objects.filter(start_or_end, drawing__digest__in=digests, form=FigurePicture.Form.SVG)
    rows = rows.select_related("drawing").defer("drawing__document", "drawing__solved", "drawing__report")
    found: dict[str, tuple[Still, ...]] = {}
    for row in rows.order_by("step"):
        still = Still(Variant(theme="print", step=row.step).of(row), row.drawing.captions[row.step - 1], row.step)
        found[row.drawing.digest] = (*found.get(row.drawing.digest, ()), still)
    keep(_drawn, found)
    return found


def photographed(slugs: Collection[str]) -> dict[str, tuple[Picture, ...]]:
    """Slug to photographs, for exercises of which nothing is drawn; of a film the picture that stands for it."""
    if not slugs:
        return {}
    rows = Showing.objects.filter(exercise__slug__in=slugs, media__state="ready").select_related("media", "exercise")
    found: dict[str, tuple[Picture, ...]] = {}
    for showing in rows.order_by("exercise", "position"):
        before = found.get(showing.exercise.slug, ())
        name = str(showing.media.poster if showing.media.is_film else showing.media.file)
        if len(before) < PHOTOS and (svg := photo(name)):
            found[showing.exercise.slug] = (*before, Picture(svg, showing.alt))
    return found


def photo(name: str) -> str:
    """The stored picture inside an SVG, which the template takes as text; "" where it cannot be read."""
    if name not in _photos:
        keep(_photos, {name: small(name)})
    return _photos.get(name, "")


def small(name: str) -> str:
    try:
        with default_storage.open(name) as file, Image.open(file) as image:
            fitted = ImageOps.pad(image.convert("RGB"), PIXELS, color="white")
    except (OSError, ValueError):
        return ""
    out = io.BytesIO()
    fitted.save(out, "JPEG", quality=QUALITY, optimize=True)
    width, height = PIXELS
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><image width="{width}"'
        f' height="{height}" href="data:image/jpeg;base64,{b64encode(out.getvalue()).decode()}"/></svg>'
    )


def keep(kept: dict[str, T], found: dict[str, T]) -> None:
    """For the next handout; the oldest give way."""
    kept |= found
    for name in list(kept)[: max(0, len(kept) - KEPT)]:
        kept.pop(name, None)


def pictures_of(exercises: Iterable[Exercise]) -> dict[str, tuple[Picture, ...]]:
    """Slug to pictures of the published drawing, or photographs; wants exercises `with_pictures()`."""
    digests = {each.slug: each.drawing.digest for each in exercises if each.drawing is not None}
    found = drawn(digests.values())
    shown = {slug: found[digest] for slug, digest in digests.items() if digest in found}
    return shown | photographed([each.slug for each in exercises if each.slug not in shown])
