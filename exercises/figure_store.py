"""Keeps what was drawn: each drawing once, under the digest of everything that came out."""

import hashlib
import json
from typing import Any

from django.db import transaction

from backfit.access import AnyUser
from exercises.figures.alternative import alternative, captions, is_one_sided
from exercises.figures.document import FigureDocument
from exercises.figures.drawing import Drawing
from exercises.models import Figure, FigureDrawing, FigurePicture
from exercises.models.drawing import MOVING, SIDES, pictures_of


def keep(figure: Figure, drawn: Drawing, *, by: AnyUser | None = None) -> FigureDrawing:
    """The row of this drawing; what is there already is not written again."""
    fields = fields_of(figure, drawn)
    digest = digest_of(fields, drawn)
    with transaction.atomic():
        author = by.pk if by is not None and by.is_authenticated else None
        row = {"figure": figure, "created_by_id": author, **fields}
        drawing, is_new = FigureDrawing.objects.get_or_create(digest=digest, defaults=row)
        if is_new:
            svgs = [*enumerate(drawn.stills, 1), *([(MOVING, drawn.moving)] if drawn.moving else [])]
            FigurePicture.objects.bulk_create(pictures_of(drawing, svgs, drawn.png or None))
    return drawing


def fields_of(figure: Figure, drawn: Drawing) -> dict[str, Any]:
    document = drawn.document
    drawn_side = side_of(document)
    sided = is_one_sided(document)
    return {
        "renderer": drawn.renderer,
        "name": figure.exercise.name,
        "document": document.as_json(),
        "solved": drawn.solved,
        "styles": drawn.styles,
        "words": {side: words(document, mirrored=sided and side != drawn_side) for side in SIDES},
        "report": drawn.report,
        "drawn_side": drawn_side,
        "is_sided": sided,
        "moves": bool(drawn.moving),
        "shown_step": drawn.shown_step,
    }


def words(document: FigureDocument, *, mirrored: bool) -> dict[str, Any]:
    return {"alt": alternative(document, mirrored=mirrored), "captions": captions(document, mirrored=mirrored)}


def side_of(document: FigureDocument) -> str:
    """The side that works in the picture as it is drawn, by the first that its captions name."""
    for line in captions(document)[1:]:
        for word in line.lower().split():
            side = word.strip(".,;:()")
            if side in SIDES:
                return side
    return "right"


def digest_of(fields: dict[str, Any], drawn: Drawing) -> str:
    """SHA-256 in hex of all that will be stored."""
    pictures = [*drawn.stills, drawn.moving]
    hashes = [hashlib.sha256(svg.encode()).hexdigest() for svg in pictures]
    hashes.append(hashlib.sha256(drawn.png).hexdigest())
    text = json.dumps([drawn.slug, fields, hashes], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def forget_unused(figure: Figure) -> None:
    """Remove drawings that never were published and are not the last one."""
    used = [pk for pk in (figure.drawn_id, figure.published_id) if pk is not None]
    figure.drawings.filter(published_at__isnull=True).exclude(pk__in=used).delete()
