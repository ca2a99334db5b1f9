"""Who reads and who writes the exercises that a clinic keeps for itself, without knowing clinics and their people.

The catalogue imports no other app. Those that know people say so here when they start, with a function of a signed-in
person that gives a condition on exercises.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q

from backfit.access import AnyUser

Rule = Callable[[Any], Q]
_readers: list[Rule] = []
_writers: list[Rule] = []


def register_readers(rule: Rule) -> None:
    if rule not in _readers:
        _readers.append(rule)


def register_writers(rule: Rule) -> None:
    """Who writes must be a reader by another rule."""
    if rule not in _writers:
        _writers.append(rule)


def read_at_clinics(user: AnyUser) -> Q:
    """The exercises of clinics that this person may read."""
    return any_of(_readers, user)


def written_at_clinics(user: AnyUser) -> Q:
    """The exercises of clinics that this person may change."""
    return any_of(_writers, user)


def any_of(rules: Iterable[Rule], user: AnyUser) -> Q:
    found = Q(pk__in=[])
    if user.is_authenticated:
        for rule in rules:
            found |= rule(user)
    return found
