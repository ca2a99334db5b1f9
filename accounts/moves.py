"""Tells whoever keeps times of a person's clock that it follows another zone now: apps to the right register."""

from collections.abc import Callable
from typing import Any

listeners: list[Callable[[Any], object]] = []


def on_move(listener: Callable[[Any], object]) -> None:
    """Have it called with the person, after the zone was written."""
    listeners.append(listener)


def tell_of_move(user: Any) -> None:
    for listener in listeners:
        listener(user)
