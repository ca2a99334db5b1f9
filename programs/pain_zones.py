"""Where a pain that was told stands: go on, repeat, stop that exercise, or severe. Pure.

Clinical notes, sections 4.2 and 4.3. The cut-offs are convention, borrowed from tendon training, and therefore the
plan's rules; only the pain that asks for the six questions is fixed. A number is a sign to act on, never a diagnosis.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from accounts.plan_rules import Rules
from programs.proposals.limits import Limits

SEVERE = 8
"""Points out of 10 at which the six questions are asked, whatever the rules say (clinical notes, 4.2)."""


class Zone(StrEnum):
    GO_ON = "go_on"
    REPEAT = "repeat"
    STOP = "stop"
    SEVERE = "severe"


@dataclass(frozen=True)
class PainLimits:
    """Points from 0 to 10 from which each zone begins; `repeat` <= `stop` <= `severe`."""

    repeat: int
    stop: int
    severe: int = SEVERE

    @classmethod
    def of(cls, rules: Rules, usual: int | None) -> "PainLimits":
        """Those for somebody whose pain is usually `usual`, None when nobody knows: where the usual pain is high only
        the rise counts, up to the pain at which always to stop.
        """
        limits = Limits(rules, usual, rules.pain_at_most, rules.effort_at_most)
        stop = min([points for points in range(SEVERE) if limits.stops(points)], default=SEVERE)
        repeat = min([points for points in range(stop) if not limits.allows(points)], default=stop)
        return cls(repeat, stop)

    def for_item(self, stop_pain: int | None) -> "PainLimits":
        """An exercise may be stopped at less than the program's rules say, never at more."""
        stop = self.stop if stop_pain is None else min(self.stop, stop_pain)
        return replace(self, stop=stop, repeat=min(self.repeat, stop))

    def zone(self, pain: int) -> Zone:
        if pain >= self.severe:
            return Zone.SEVERE
        if pain >= self.stop:
            return Zone.STOP
        return Zone.REPEAT if pain >= self.repeat else Zone.GO_ON

    def to_json(self) -> dict[str, int]:
        return {"repeat": self.repeat, "stop": self.stop, "severe": self.severe}


def zone(pain: int, rules: Rules, usual: int | None, stop_pain: int | None = None) -> Zone:
    """Of pain from 0 to 10 in an exercise that has `stop_pain` as its own limit, or in a whole session."""
    return PainLimits.of(rules, usual).for_item(stop_pain).zone(pain)


def worst(zones: Iterable[Zone]) -> Zone:
    return max(zones, key=list(Zone).index, default=Zone.GO_ON)


def item_zones(
    results: Iterable[Mapping[str, Any]], items: Mapping[str, Mapping[str, Any]], limits: PainLimits
) -> dict[str, Zone]:
    """Item key to the zone of the pain told with it; what was told without a number is not in it.

    `results` have `item` and `pain`, `items` are those of the document by key.
    """
    return {
        result["item"]: limits.for_item(items.get(result["item"], {}).get("stop_pain")).zone(result["pain"])
        for result in results
        if result["pain"] is not None
    }
