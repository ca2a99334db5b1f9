"""Today's card about reminders."""

from typing import Any

from django import template

from programs.reminders.page import card_for

register = template.Library()


@register.inclusion_tag("programs/today_cue.html", takes_context=True)
def reminder_card(context: dict[str, Any], form: Any) -> dict[str, Any]:
    """`form` is Today's, a programs.forms.day.DayForm."""
    programs = [program.day.program for program in form.programs]
    return {"csrf_token": context.get("csrf_token"), **card_for(form.user, programs)}
