"""Old addresses of exercises go on working: a merged one leads to the other, a retired one names its successor."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.urls import reverse

from exercises.models import Exercise

Answer = TypeVar("Answer")


def new_address(request: HttpRequest, slug: str) -> HttpResponsePermanentRedirect | None:
    """The same page of the exercise that this one was merged into."""
    here = request.resolver_match
    successor = Exercise.objects.merged([slug]).get(slug)
    if successor is None or here is None:
        return None
    address = reverse(here.view_name, kwargs=here.kwargs | {"slug": successor})
    query = request.META.get("QUERY_STRING")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


def follow_merged(view: Callable[..., Answer]) -> Callable[..., Answer | HttpResponsePermanentRedirect]:
    """For views of (request, slug): where there is nothing, lead on to what the exercise was merged into."""

    @functools.wraps(view)
    def found(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> Answer | HttpResponsePermanentRedirect:
        try:
            return view(request, slug, *args, **kwargs)
        except Http404:
            moved = new_address(request, slug)
            if moved is None:
                raise
            return moved

    return found
