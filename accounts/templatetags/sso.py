from typing import Any

from django import template
from django.conf import settings

register = template.Library()


@register.inclusion_tag("accounts/sso_buttons.html", takes_context=True)
def sso_buttons(context: dict[str, Any]) -> dict[str, Any]:
    """The clinics that have a sign-in of their own; nothing where there is none."""
    onward = context["request"].GET.get("next", "")
    return {"providers": settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"], "onward": onward}
