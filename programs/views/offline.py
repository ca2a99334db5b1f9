"""What a browser needs to open Backfit without a network. The same for everybody, and open to everybody."""

import json
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backfit.middleware import PublicResponse
from programs.note_words import any_of
from programs.offline import MODULES, what_is_kept

SIZES = (192, 512)


@login_not_required
@require_safe
def offline_today(request: HttpRequest) -> HttpResponse:
    scales = [
        ("worst_pain", _("Worst pain while exercising"), _("no pain"), _("worst imaginable")),
        ("effort", _("How hard was it?"), _("no effort"), _("all I have")),
    ]
    words = {"check": any_of("check"), "crisis": any_of("crisis")}
    return shell("programs/offline.html", {"numbers": range(11), "scales": scales, "note_words": words})


@login_not_required
@require_safe
def unsent(request: HttpRequest) -> HttpResponse:
    return shell("programs/unsent.html", {})


def shell(template: str, context: dict[str, Any]) -> HttpResponse:
    # Rendered without the request: a copy of it lies in the browser for whoever opens it next.
    response = PublicResponse(render_to_string(template, context))
    response["Cache-Control"] = "no-cache"
    return response


@login_not_required
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """A module that names what to keep; a browser asks for it again at each visit, at the latest after a day."""
    kept = what_is_kept()
    keeps = {"version": kept.version, "shells": kept.shells, "files": [static(name) for name in kept.files]}
    script = render_to_string("programs/sw.js", {"modules": MODULES, "keeps": json.dumps(keeps)})
    response = PublicResponse(script, content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/"
    response["Cache-Control"] = "no-cache"
    return response


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    icons = [(f"icon-{size}", size, "any") for size in SIZES] + [("icon-maskable", 512, "maskable")]
    about = {
        "id": "/",
        "name": "Backfit",
        "short_name": "Backfit",
        "description": _("Back and posture exercises from your physiotherapist, to do at home."),
        "start_url": reverse("today"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f8f6f2",
        "theme_color": "#0d5c56",
        "icons": [
            {
                "src": static(f"backfit/img/{name}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for name, size, purpose in icons
        ],
    }
    response = PublicResponse(json.dumps(about), content_type="application/manifest+json")
    response["Cache-Control"] = "no-cache"
    return response
