"""Small things every template may use without loading them."""

from functools import cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from backfit.contacts import Contact, HelpContacts, help_contacts
from backfit.static_parts import with_imports

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


@register.simple_tag
def module_preloads(name: str) -> SafeString:
    """Links by which a browser asks at once for the script module and all that it imports, not for one after another.

    Raises FileNotFoundError for a module that does not exist.
    """
    return preloads(name) if settings.DEBUG else kept_preloads(name)


def preloads(name: str) -> SafeString:
    return format_html_join(
        "\n", '<link rel="modulepreload" href="{}">', ((static(each),) for each in sorted(with_imports([name])))
    )


kept_preloads = cache(preloads)
