"""Small things every template may use without loading them."""

from django import template
from django.http import HttpRequest

register = template.Library()


@register.simple_tag(takes_context=True)
def active(context: template.Context, prefix: str) -> bool:
    """Whether the page shown lies under the address."""
    request: HttpRequest | None = context.get("request")
    return request is not None and request.path.startswith(prefix)
