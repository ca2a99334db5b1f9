"""What a browser keeps to open without a network: pages that are the same for everybody, and the files they need.

Nothing of it knows who reads. What is somebody's own is in that person's own database (static/backfit/js/device/).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse
from django.utils.translation import get_language

from backfit.static_parts import digest_of, static_names, with_imports

SHELLS = ("offline", "unsent", "player", "safety", "flare_up")
# The worker, and what answers pushed messages.
MODULES = ("backfit/js/worker/worker.js", "backfit/js/worker/push.js")


@dataclass(frozen=True)
class Offline:
    """`version` changes with anything that is kept; `shells` are paths, `files` names of static files."""

    version: str
    shells: tuple[str, ...]
    files: tuple[str, ...]


def what_is_kept() -> Offline:
    """For the language in use."""
    if settings.DEBUG:
        return look_it_up()
    return remembered(get_language() or "")


@cache
def remembered(_language: str) -> Offline:
    return look_it_up()


def look_it_up() -> Offline:
    paths = [reverse(name) for name in SHELLS]
    pages = [page_at(path) for path in paths]
    files = set[str]().union(*map(static_names, pages))
    return Offline(digest_of(files | with_imports(MODULES), *pages), tuple(paths), tuple(sorted(files)))


def page_at(path: str) -> str:
    """As a visitor without an account gets it."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.META.update(SERVER_NAME=settings.ALLOWED_HOSTS[0], SERVER_PORT="443")
    request.user = AnonymousUser()
    match = resolve(path)
    view: Callable[..., HttpResponse] = match.func
    return view(request, *match.args, **match.kwargs).content.decode()
