"""What an animation shows and for how long: keys, the poses between them, the way back, the other side."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from exercises.figures.document import FigureDocument
from exercises.figures.motion import Key, Solvable, between, planes_of
from exercises.figures.skeleton import Pose

FRAMES_A_SECOND = 12
# Every frame costs about a kilobyte of the file and a sixth of a second to draw.
MOST_FRAMES = 26
FEWEST_BETWEEN = 3
SHORTEST_STOP, LONGEST_STOP = 0.8, 2.0
START_STOP = 0.9
# To the mirrored start of the other side, and the longest that a frame is shown on the way home.
CHANGE, LONGEST_HOMEWARD = 0.6, 0.25
# How far a start may be from its own mirror image and still pass for it, in degrees and cm.
ALIKE_ANGLE, ALIKE_PLACE = 4.0, 1.5


@dataclass
class Timeline:
    """`frames` to draw; `shown` (frame, seconds) in the order of one loop; `keys` the frame of each stop (the other
    side's included); `hold` the frame that stands for the exercise when nothing moves."""

    frames: list[Pose] = field(default_factory=list)
    shown: list[tuple[int, float]] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)
    hold: int = 0

    @property
    def seconds(self) -> float:
        return sum(seconds for _frame, seconds in self.shown)


def ease(starts: bool, stops: bool) -> Callable[[float], float]:
    """The share of the way (0..1) at a share of the time: slow where the body comes to rest."""
    if starts and stops:
        return lambda t: t * t * (3 - 2 * t)
    if starts:
        return lambda t: t * t
    if stops:
        return lambda t: t * (2 - t)
    return lambda t: t


def timeline(document: FigureDocument, body: Solvable, keys: list[Key]) -> Timeline:
    """The whole loop; a document of one step stands still."""
    loop = _Loop(document, body, keys)
    if document.loop == "around":
        loop.around()
    else:
        loop.there_and_back()
    return loop.line


class _Loop:
    """A timeline in the making."""

    def __init__(self, document: FigureDocument, body: Solvable, keys: list[Key]) -> None:
        self.document, self.body, self.keys = document, body, keys
        self.planes = planes_of(document)
        self.rate = self._rate()
        self.ways = [self._way(first, second) for first, second in pairwise(keys)]
        self.line = Timeline()

    def _rate(self) -> float:
        """Frames a second, so that all different frames of the loop stay within `MOST_FRAMES`."""
        sides = 2 if self.document.alternate else 1
        moving = self.keys if self.document.loop == "around" else self.keys[1:]
        seconds = sides * sum(key.step.move for key in moving)
        return min(FRAMES_A_SECOND, (MOST_FRAMES - sides * len(self.keys)) / max(seconds, 0.1))

    def _way(self, first: Key, second: Key) -> list[Pose]:
        """The poses between two keys, in the seconds that the second takes to be reached."""
        count = max(FEWEST_BETWEEN, round(second.step.move * self.rate) - 1)
        easing = ease(not first.step.via, not second.step.via)
        return between(first, second, count, self.body, self.planes, easing=easing)

    def _add(self, pose: Pose) -> int:
        self.line.frames.append(pose)
        return len(self.line.frames) - 1

    def _add_key(self, key: Key) -> int:
        frame = self._add(key.pose)
        self.line.keys.append(frame)
        return frame

    def _add_way(self, poses: list[Pose], seconds: float) -> list[tuple[int, float]]:
        """New frames with the time that each is to be shown."""
        return [(self._add(pose), seconds / len(poses)) for pose in poses]

    def there_and_back(self) -> None:
        start = self._add_key(self.keys[0])
        self._out_and_home(self.keys, self.ways, start)
        self.line.hold = self.line.keys[-1]
        if self.document.alternate:
            self._other_side(start)

    def _other_side(self, start: int) -> None:
        """The mirror image of it all; a start that is not its own mirror image is left and come back to."""
        turned = [key.mirrored() for key in self.keys]
        ways = [[pose.mirrored() for pose in way] for way in self.ways]
        change: list[tuple[int, float]] = []
        if not alike(self.keys[0].pose, turned[0].pose):
            easing = ease(True, True)
            poses = between(self.keys[0], turned[0], FEWEST_BETWEEN, self.body, self.planes, easing=easing)
            change = self._add_way(poses, CHANGE)
            self.line.shown += change
            start = self._add(turned[0].pose)
        self._out_and_home(turned, ways, start)
        self.line.shown += reversed(change)

    def _out_and_home(self, keys: list[Key], ways: list[list[Pose]], start: int) -> None:
        """Show the start, the way out with its stops, and the same frames home without them."""
        self.line.shown.append((start, START_STOP))
        out: list[tuple[int, float]] = []
        for key, poses in zip(keys[1:], ways, strict=True):
            out += self._add_way(poses, key.step.move)
            out.append((self._add_key(key), stop_of(key)))
        self.line.shown += out
        home = reversed(out[:-1])
        self.line.shown += [(frame, min(seconds, LONGEST_HOMEWARD)) for frame, seconds in home]

    def around(self) -> None:
        """Through all keys (and their mirror images) and on to the first again, as in walking."""
        sides = [self.keys, [key.mirrored() for key in self.keys]] if self.document.alternate else [self.keys]
        for number, side in enumerate(sides):
            following = sides[(number + 1) % len(sides)][0]
            ways = [[pose.mirrored() for pose in way] for way in self.ways] if number else list(self.ways)
            ways.append(self._way(side[-1], following))
            for key, after, poses in zip(side, [*side[1:], following], ways, strict=True):
                self.line.shown.append((self._add_key(key), stop_of(key)))
                self.line.shown += self._add_way(poses, after.step.move)
        self.line.hold = self.line.keys[len(self.keys) - 1]


def stop_of(key: Key) -> float:
    """Seconds that a key is shown: the hold, shortened, and hardly anything where nobody stops."""
    if key.step.via or key.step.hold == 0:
        return 1 / FRAMES_A_SECOND
    return min(max(key.step.hold, SHORTEST_STOP), LONGEST_STOP)


def alike(first: Pose, second: Pose) -> bool:
    close = np.abs(first.angles - second.angles).max() < ALIKE_ANGLE
    return bool(close and np.abs(first.place - second.place).max() < ALIKE_PLACE)
