"""The people in the pictures. See NOTICE for where their shapes come from and derive.py for how they are made."""

from functools import cache

from exercises.figures.bodies.body import Body, Point
from exercises.figures.bodies.store import load

BODY_NAMES = ("woman", "man", "older-woman", "older-man", "heavy-woman", "heavy-man")

__all__ = ["BODY_NAMES", "Body", "Point", "get_body"]


@cache
def get_body(name: str) -> Body:
    """One of BODY_NAMES. Raises ValueError for any other name."""
    if name not in BODY_NAMES:
        raise ValueError(f"no body {name!r}; there are {', '.join(BODY_NAMES)}")
    return load(name)
