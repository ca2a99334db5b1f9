"""Where a client is led after saving: on, or first to a question about safety."""

from collections.abc import Sequence

from programs.advice import advice_for
from programs.models import Session
from programs.safety_screen import unscreened


def place_after(kept: Sequence[Session]) -> str:
    """The name of the page: what was saved is safe already, whatever is asked next."""
    if any(advice_for(session).check for session in kept):
        return "six_questions"
    episodes = {session.program.episode_id: session.program.episode for session in kept}
    return "safety_screen" if unscreened(list(episodes.values())) else "today"
