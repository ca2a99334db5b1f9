"""Bad input by the thousand: `make test` sends some of it, `make test-hostile` sends all of it."""

from collections.abc import Iterable
from typing import Any

import pytest

# A prime, and a divisor of no list's length: taking each 17th of all pairs keeps to no value or door.
EVERY = 17

# For a test that sends much: `many[::every]`.
some_or_all = pytest.mark.parametrize(
    "every", [pytest.param(EVERY, id="some"), pytest.param(1, marks=pytest.mark.hostile, id="all")]
)


def mostly_hostile(values: Iterable[Any], *, always: int) -> list[Any]:
    """For a test of one value: a few are always sent."""
    return [
        value if number < always else pytest.param(value, marks=pytest.mark.hostile)
        for number, value in enumerate(values)
    ]
