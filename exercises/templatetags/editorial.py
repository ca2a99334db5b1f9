"""What the editors' pages ask about drafts."""

from typing import Any

from django import template

from exercises.models import Draft, Exercise

register = template.Library()


@register.simple_tag
def drafts_awaiting(user: Any) -> int:
    """How many drafts wait for this editor's review."""
    return Draft.objects.visible_to(user).awaiting_review_by(user).count()


@register.simple_tag
def draft_of(exercise: Exercise | None) -> Draft | None:
    if exercise is None or exercise.pk is None:
        return None
    return Draft.objects.select_related("exercise", "approved_by", "changed_by").filter(exercise=exercise).first()
