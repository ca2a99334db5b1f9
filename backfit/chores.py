"""What is done again and again, such as publishing what is due; `manage.py work` looks every second.

Apps register their functions in `AppConfig.ready`. Several workers may do the same chore at once, and a restart does
it early: a chore finds out for itself what there is to do.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

logger = logging.getLogger(__name__)


@dataclass
class Chore:
    """`due` is in seconds of `time.monotonic()`."""

    seconds: float
    function: Callable[[], object]
    due: float = 0.0


chores: list[Chore] = []


def every(seconds: float, function: Callable[[], object]) -> None:
    """Have it called without arguments when a worker starts, and then so many seconds after it has ended."""
    chores.append(Chore(seconds, function))


def do_due() -> None:
    """Call what is due. Of one that fails, its name and the kind of fault are logged; it is tried again in its turn."""
    for chore in chores:
        if monotonic() < chore.due:
            continue
        try:
            chore.function()
        except Exception as error:  # whatever it is, the other chores go on
            name = f"{chore.function.__module__}.{chore.function.__qualname__}"
            logger.error("The chore %s failed: %s", name, type(error).__name__)
        chore.due = monotonic() + chore.seconds
