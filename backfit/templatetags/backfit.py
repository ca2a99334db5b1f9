"""Small things every template may use without loading them."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest

from backfit.contacts import Contact, HelpContacts, help_contacts

register = template.Library()


@register.simple_tag(takes_context=True)
def active(context: template.Context, prefix: str) -> bool:
    """Whether the page shown lies under the address."""
    request: HttpRequest | None = context.get("request")
    return request is not None and request.path.startswith(prefix)


@register.simple_tag(takes_context=True, name="help_contacts")
def help_contacts_here(context: template.Context) -> HelpContacts:
    """The numbers to call: the clinic's own where the view has set them (accounts.local_numbers), or else those of the
    settings. Needs neither request nor database; a part that is included with `only` still knows its request.
    """
    return help_contacts(getattr(getattr(context, "request", None), "emergency_numbers", ()))


@register.filter
def tel(number: str) -> str:
    """What a link to a telephone number points to."""
    return Contact("", number).href


@register.filter
def misfit(slug: str, fitting: Any) -> Any:
    """Why an exercise does not fit the client that a page is read for; None where it fits or there is no client."""
    return fitting.mark(slug) if fitting else None


@register.filter
def carrying(url: str, fitting: Any) -> str:
    """The address, to be read for the same client."""
    return f"{url}?{urlencode({'for': fitting.key})}" if fitting else url
