"""What the editors' pages ask about exercises and their drafts."""

from typing import Any

from django import template

from exercises.editorial.impact import Impact, impact_of
from exercises.models import Draft, Exercise

register = template.Library()


@register.simple_tag
def drafts_awaiting(user: Any) -> int:
    """How many drafts wait for this editor's review."""
    return Draft.objects.visible_to(user).awaiting_review_by(user).count()


@register.simple_tag
def impact(exercise: Exercise) -> Impact:
    """Asked for by the box itself, so that a page needs one line to show it."""
    return impact_of(exercise)
