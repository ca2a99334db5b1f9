from typing import Any

from django import template

from exercises.models.drawing import picture_url

register = template.Library()


@register.simple_tag
def figure_still(figure: dict[str, Any], theme: str = "") -> str:
    """The address of the picture that a program's document names."""
    return picture_url(figure["digest"], step=figure["step"], theme=theme)


@register.simple_tag
def figure_moving(figure: dict[str, Any]) -> str:
    """The address of the same in motion, without an end: for a page that has a switch for it."""
    return picture_url(figure["digest"], repeat="always")
