from django import template

from exercises.editorial.impact import Impact, impact_of
from exercises.models import Exercise

register = template.Library()


@register.simple_tag
def impact(exercise: Exercise) -> Impact:
    """Asked for by the box itself, so that a page needs one line to show it."""
    return impact_of(exercise)
