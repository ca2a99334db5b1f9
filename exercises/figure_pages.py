"""The pictures themselves, as files. Whoever asks gets the same; what is named by its digest never changes."""

import hashlib
import html
import re
from base64 import b64encode
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from backfit.middleware import PublicResponse
from backfit.refusals import Refusal
from exercises.figure_packing import pack
from exercises.figure_variants import Variant
from exercises.models import Exercise, FigurePicture
from exercises.models.drawing import FigurePictureQuerySet
from exercises.moved import follow_merged

Rows = Callable[[Any], FigurePictureQuerySet]

FOR_EVER = "public, max-age=31536000, immutable"
FOR_NOW = "public, max-age=300, must-revalidate"
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
POLICY = "default-src 'none'; {styles}base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
NOTHING = POLICY.format(styles="")


class NoSuchStep(Refusal):
    status = 404


@login_not_required
@require_safe
@gzip_page
@follow_merged
def figure_svg(request: HttpRequest, slug: str) -> HttpResponse:
    return published_svg(request, slug, request.user)


@login_not_required
@require_safe
@follow_merged
def figure_png(request: HttpRequest, slug: str) -> HttpResponse:
    """For link previews and mails, which show no SVG: the step that shows the exercise best."""
    rows = published_pictures(slug, FigurePicture.Form.PNG)
    picture, is_public = find(rows, request.user)
    return answer(request, bytes(picture.content), "image/png", is_public, is_named(request, picture))


@login_not_required
@require_safe
@gzip_page
def figure_drawing(request: HttpRequest, digest: str) -> HttpResponse:
    """A picture of one drawing, for pages and documents that name it by its digest."""
    variant = Variant.read(request.GET)

    def rows(user: Any) -> FigurePictureQuerySet:
        return svgs().visible_to(user).filter(drawing__digest=digest)

    picture, is_public = find(rows, request.user, variant.step)
    response = svg_answer(request, variant.of(picture), is_public, True)
    return pack(request, response, variant) if is_public else response


def published_svg(request: HttpRequest, slug: str, user: Any) -> HttpResponse:
    """The exercise's published picture in the variant that the query names.

    Raises BadRequest for a word that is no choice, NoSuchStep for a step too far and Http404 for what is not `user`'s
    to see.
    """
    variant = Variant.read(request.GET)
    picture, is_public = find(published_pictures(slug, FigurePicture.Form.SVG), user, variant.step)
    return svg_answer(request, variant.of(picture), is_public, is_named(request, picture))


def svgs() -> FigurePictureQuerySet:
    return FigurePicture.objects.served().filter(form=FigurePicture.Form.SVG)


def published_pictures(slug: str, form: str) -> Rows:
    def rows(user: Any) -> FigurePictureQuerySet:
        return (
            FigurePicture.objects.served()
            .filter(drawing__figure__exercise__in=Exercise.objects.visible_to(user).filter(slug=slug))
            .filter(drawing__figure__published=F("drawing"), form=form)
        )

    return rows


def find(rows: Rows, user: Any, step: int | None = None) -> tuple[FigurePicture, bool]:
    """The picture and whether everybody may see it; asked first without knowing who looks."""
    for viewer in (AnonymousUser(), user):
        found = rows(viewer)
        wanted = found.first() if step is None else found.filter(step=step).first()
        if wanted is not None:
            return wanted, viewer is not user
        there = sorted(found.values_list("step", flat=True))
        if there:
            raise NoSuchStep(no_such_step(there))
    raise Http404


def no_such_step(there: list[int]) -> str:
    if there[-1] == 0:
        return _("This picture is still being drawn.")
    if there[0] != 0:
        return _("Nothing moves in this picture: name one of its steps, 1 to %(last)s.") % {"last": there[-1]}
    return _("This picture has the steps 1 to %(last)s.") % {"last": there[-1]}


def is_named(request: HttpRequest, picture: FigurePicture) -> bool:
    """Whether the address says which drawing is meant, so that it will never mean another."""
    version = request.GET.get("v", "")
    return len(version) >= 12 and picture.drawing.digest.startswith(version)


def svg_answer(request: HttpRequest, svg: str, is_public: bool, is_fixed: bool) -> HttpResponse:
    return answer(request, svg.encode(), "image/svg+xml; charset=utf-8", is_public, is_fixed, policy_of(svg))


def policy_of(svg: str) -> str:
    """Nothing but the styles that stand in the picture, by their hashes."""
    texts = [html.unescape(text) for text in STYLE.findall(svg)]
    hashes = [f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts]
    return POLICY.format(styles=f"style-src {' '.join(hashes)}; " if hashes else "")


def answer(
    request: HttpRequest, content: bytes, kind: str, is_public: bool, is_fixed: bool, policy: str = NOTHING
) -> HttpResponse:
    response = (PublicResponse if is_public else HttpResponse)(content, content_type=kind)
    # A weak one, because it is the same whether the answer is sent packed or not.
    response["ETag"] = f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
    response["Content-Security-Policy"] = policy
    if is_public:
        response["Cache-Control"] = FOR_EVER if is_fixed else FOR_NOW
    if asker_has(request, response):
        response.status_code, response.content = 304, b""
        del response["Content-Type"]
    return response


def asker_has(request: HttpRequest, response: HttpResponse) -> bool:
    found = get_conditional_response(request, etag=response["ETag"])
    return found is not None and found.status_code == 304
