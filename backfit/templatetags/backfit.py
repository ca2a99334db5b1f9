"""Small things every template may use without loading them."""

from django import template
from django.conf import settings
from django.http import HttpRequest

from backfit.contacts import HelpContacts

register = template.Library()


@register.simple_tag(takes_context=True)
def active(context: template.Context, prefix: str) -> bool:
    """Whether the page shown lies under the address."""
    request: HttpRequest | None = context.get("request")
    return request is not None and request.path.startswith(prefix)


@register.simple_tag
def help_contacts() -> HelpContacts:
    """The numbers to call, as the settings say; needs neither request nor database."""
    return HelpContacts(
        emergency=tuple(settings.EMERGENCY_NUMBERS),
        urgent=tuple(settings.URGENT_NUMBERS),
        crisis=tuple(settings.CRISIS_CONTACTS),
    )
