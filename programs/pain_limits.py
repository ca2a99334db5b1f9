"""The pain limits of a program for the client who follows it, read for pages, API and the player."""

from collections.abc import Mapping
from typing import Any

from accounts.models import Episode
from programs.document import rules_of
from programs.pain_zones import PainLimits
from programs.proposals.reading import usual_of


def limits_for(document: Mapping[str, Any], episode: Episode) -> PainLimits:
    """By the document's rules and what is usual for the client; up to three queries."""
    return PainLimits.of(rules_of(document), usual_of(episode))


def pain_limits(document: Mapping[str, Any], episode: Episode) -> dict[str, int]:
    """The same as a device reads it: {repeat, stop, severe}, the points from 0 to 10 from which each zone begins.

    An item's own `stop_pain` in the document, where there is one, is its `stop` if that is lower.
    """
    return limits_for(document, episode).to_json()
