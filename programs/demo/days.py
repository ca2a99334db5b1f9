"""How a day went for a client of the demonstration. Pure, and the same for the same client and day."""

import random
from dataclasses import dataclass, replace

from programs.demo.clients import DemoClient

LAST_DAYS = 14
NOTES = (
    "Felt easier today.",
    "A bit stiff in the morning, fine after the walk.",
    "Left side is harder than the right.",
    "Short on time, did it in two goes.",
    "Did it in the garden, good for the mood.",
    "Slept badly, so I took it slowly.",
    "Could sit through the whole film yesterday.",
)
REASONS = ("No time", "Too hard today", "It hurt", "Not sure how to do it", "No band with me")
TOLD = "My leg felt odd after the second set. Should I go on with it?"


@dataclass(frozen=True)
class Day:
    """`left` is how many days ago it was; pain, effort and morning go from 0 to 10, morning None when not told."""

    kept: bool
    pain: int
    effort: int
    morning: int | None
    note: str
    way: str


def day_of(client: DemoClient, number: int, left: int, chance: random.Random) -> Day:
    """The day `number` of the history, `left` days before today."""
    total = 7 * client.weeks
    first, last = client.pain
    usual = first + (last - first) * min(1, number / max(1, total - LAST_DAYS))
    pain = limited(round(usual) + chance.choice((-1, 0, 0, 0, 1)))
    effort = chance.choice((4, 5, 6, 7, 7))
    kept = chance.random() < client.keeps
    morning = limited(pain - 1 + chance.choice((0, 0, 0, 1))) if chance.random() < 0.6 else None
    note = chance.choice(NOTES) if chance.random() < 0.12 else ""
    way = client.way if chance.random() < 0.75 else chance.choice(("ticked", "later"))
    return told(client.story, left, Day(kept, pain, effort, morning, note, way))


def told(story: str, left: int, day: Day) -> Day:
    """The last days as the client's story has them."""
    match story:
        case "ready" if left <= 9:
            return replace(day, kept=True, pain=min(day.pain, 2), effort=min(day.effort, 5), morning=min(day.pain, 2))
        case "flare" if left <= 2:
            return replace(day, kept=True, pain=limited(day.pain + 3), effort=7, note="It is worse since the weekend.")
        case "severe" if left == 1:
            return replace(day, kept=True, pain=8, effort=8, note="Had to stop, it hurt a lot.")
        case "morning" if left <= 3:
            return replace(day, kept=True, pain=max(day.pain, 4), morning=limited(day.pain + 3))
        case "missed" if left <= 9:
            return replace(day, kept=False, morning=None)
        case "slipping" if left <= LAST_DAYS:
            return replace(day, kept=day.kept and left % 3 == 0)
        case "note" if left == 1:
            return replace(day, kept=True, note=TOLD)
    return day


def limited(pain: int) -> int:
    return max(0, min(10, pain))
