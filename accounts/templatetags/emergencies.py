from typing import Any

from django import template

from accounts.models import EmergencyAccess

register = template.Library()


@register.simple_tag
def running_emergencies(user: Any) -> list[EmergencyAccess]:
    """Those of the person that open a record now, the one that ends first first."""
    rows = EmergencyAccess.objects.standing(user).select_related("episode")
    return list(rows.only("ends_at", "episode__client_name").order_by("ends_at", "pk"))
