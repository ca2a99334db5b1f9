"""When on a day a program is done, as the client has chosen."""

import datetime

from programs.models import Program


def times_of(program: Program) -> list[tuple[str, datetime.time]]:
    """The cue's words and the time of day where the client is; nothing was chosen, so the day as a whole counts."""
    return []
