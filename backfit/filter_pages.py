"""Pages with filters, whose results htmx fetches alone and whose address can be shared."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.http import push_url
from django_htmx.middleware import HtmxDetails


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


def results_page(request: HtmxRequest, template: str, context: dict[str, Any], *, status: int) -> HttpResponse:
    """The page, or for htmx its partial `results` and the address that the browser shows from now on."""
    partly = request.htmx and not request.htmx.boosted and not request.htmx.history_restore_request
    response = render(request, f"{template}#results" if partly else template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return push_url(response, address(request)) if partly else response


def chosen(request: HttpRequest, form: Form, *, text: str, menus: Iterable[str]) -> list[tuple[str, str, str]]:
    """(name, label, the address without it) of each filter that is set; `text` names the one that is typed."""
    values: dict[str, Any] = form.cleaned_data
    fields: dict[str, Any] = form.fields
    found = {text: f"“{values[text]}”"} if values.get(text) else {}
    found |= {name: str(dict(fields[name].choices).get(values[name], "")) for name in menus if values.get(name)}
    return [(name, label, address(request, without=name)) for name, label in found.items()]


def address(request: HttpRequest, *, without: str = "") -> str:
    """This page's address with only what is set, fit to be shown and shared; without a filter, from the first page."""
    left_out = (without, "page") if without else ()
    query = urlencode([(name, value) for name, value in request.GET.items() if value and name not in left_out])
    return f"{request.path}?{query}" if query else request.path
