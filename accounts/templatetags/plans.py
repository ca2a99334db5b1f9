"""What a plan's numbers are in words."""

from collections.abc import Sequence

from django import template
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def weekdays(days: Sequence[int]) -> str:
    """ISO weekdays such as (1, 3, 5)."""
    if len(days) == 7:
        return _("every day")
    if tuple(days) == (1, 2, 3, 4, 5):
        return _("Monday to Friday")
    return ", ".join(str(WEEKDAYS[day - 1]) for day in days)


@register.filter
def weeks(count: int | None) -> str:
    if count is None:
        return _("until it is changed")
    return ngettext("for %(count)s week", "for %(count)s weeks", count) % {"count": count}


@register.filter
def minutes(seconds: int) -> str:
    """Rounded up, since nobody plans in seconds."""
    count = -(-seconds // 60)
    return ngettext("%(count)s minute", "%(count)s minutes", count) % {"count": count}
