"""Today's card about reminders."""

from typing import Any

from django import template

from programs.forms.day import DayForm
from programs.reminders.page import card_for

register = template.Library()


@register.inclusion_tag("programs/today_cue.html")
def reminder_card(form: DayForm) -> dict[str, Any]:
    return card_for(form.user, [program.day.program for program in form.programs])
