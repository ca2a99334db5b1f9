"""Whether an exercise fits the client that a therapist looks for, without knowing clients and their homes.

The catalogue imports no other app. The one that knows clients says so here when it starts, with a function of the
reader and of the key in `?for=`; the key is no secret, so who may not know the client learns nothing by it.
"""

from collections.abc import Callable
from typing import Any, Protocol

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from backfit.access import AnyUser


class Fitting(Protocol):
    """A client that exercises are held against: the key for links, the name, the addresses of record and home."""

    key: str
    name: str
    url: str
    home_url: str

    @property
    def is_asked(self) -> bool:
        """Whether anything is known that could rule an exercise out."""
        ...

    def mark(self, slug: str) -> Any:
        """Why it does not fit: `reasons` in sentences, `instead` with slug, name and step; None when it does."""
        ...


Finder = Callable[[AnyUser, str], Fitting | None]
_finders: list[Finder] = []


def register_fitting(finder: Finder) -> None:
    """`finder` gives None for a key that is none or whose client is not the reader's."""
    if finder not in _finders:
        _finders.append(finder)


def fitting_for(request: HttpRequest) -> Fitting | None:
    """The client that this page is read for; None without the parameter, 404 for one that is not the reader's."""
    key = request.GET.get("for", "")
    if not key:
        return None
    for finder in _finders:
        if found := finder(request.user, key):
            return found
    raise Http404(_("There is nothing at this address, or it is not yours to see."))
