"""Tells whoever keeps something about an episode that it has changed: apps to the right register a function."""

from collections.abc import Callable
from typing import Any

Listener = Callable[[list[Any]], object]

listeners: list[Listener] = []


def on_news(listener: Listener) -> None:
    """Have it called with the ids of episodes, at the end of the transaction that changed them."""
    listeners.append(listener)


def tell_of_episode(episode: Any) -> None:
    """`episode` is its id. Belongs at the end of the transaction of a verb."""
    for listener in listeners:
        listener([episode])
