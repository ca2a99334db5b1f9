"""What an animation shows and for how long: keys, the poses between them, the way back, the other side."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from exercises.figures.document import FigureDocument
from exercises.figures.motion import Key, Solvable, between, planes_of
from exercises.figures.skeleton import Pose
from exercises.figures.surfaces import Plane

FRAMES_A_SECOND = 12
# Every frame costs about a kilobyte of the file and a sixth of a second to draw.
MOST_FRAMES = 26
FEWEST_BETWEEN = 3
SHORTEST_STOP, LONGEST_STOP = 0.8, 2.0
START_STOP = 0.9
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


@dataclass(frozen=True)
class Segment:
    """The way from one key to the next; `first` and `second` are positions in the list of keys."""

    first: int
    second: int
    poses: list[Pose]
    seconds: float


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
    planes = planes_of(document)
    one_way = _segments(document, keys, body, planes)
    line = Timeline()
    if document.loop == "around":
        _around(line, document, keys, one_way, body, planes)
    else:
        _there_and_back(line, document, keys, one_way, body, planes)
    return line


def _rate(document: FigureDocument, keys: list[Key]) -> float:
    """Frames a second, so that all different frames of the loop stay within `MOST_FRAMES`."""
    sides = 2 if document.alternate else 1
    moving = keys if document.loop == "around" else keys[1:]
    seconds = sides * sum(key.step.move for key in moving)
    return min(FRAMES_A_SECOND, (MOST_FRAMES - sides * len(keys)) / max(seconds, 0.1))


def _segments(document: FigureDocument, keys: list[Key], body: Solvable, planes: Mapping[str, Plane]) -> list[Segment]:
    rate = _rate(document, keys)
    return [_segment(keys, i, i + 1, keys[i + 1].step.move, rate, body, planes) for i in range(len(keys) - 1)]


def _segment(
    keys: list[Key], first: int, second: int, seconds: float, rate: float, body: Solvable, planes: Mapping[str, Plane]
) -> Segment:
    count = max(FEWEST_BETWEEN, round(seconds * rate) - 1)
    easing = ease(not keys[first].step.via, not keys[second].step.via)
    poses = between(keys[first], keys[second], count, body, planes, easing=easing)
    return Segment(first, second, poses, seconds)


def _stop(line: Timeline, key: Key, frame: int, *, first: bool = False) -> None:
    if key.step.via:
        line.shown.append((frame, 1 / FRAMES_A_SECOND))
        return
    wanted = START_STOP if first else min(key.step.hold, LONGEST_STOP)
    line.shown.append((frame, max(wanted, SHORTEST_STOP)))


def _add(line: Timeline, pose: Pose) -> int:
    line.frames.append(pose)
    return len(line.frames) - 1


def _there_and_back(
    line: Timeline,
    document: FigureDocument,
    keys: list[Key],
    segments: list[Segment],
    body: Solvable,
    planes: Mapping[str, Plane],
) -> None:
    start = _add(line, keys[0].pose)
    line.keys.append(start)
    _out_and_home(line, keys, segments, start)
    line.hold = line.keys[-1]
    if not document.alternate:
        return
    turned = [key.mirrored() for key in keys]
    mirrored = [Segment(s.first, s.second, [pose.mirrored() for pose in s.poses], s.seconds) for s in segments]
    other, change = start, None
    if not alike(keys[0].pose, turned[0].pose):
        change = between(keys[0], turned[0], FEWEST_BETWEEN, body, planes, easing=ease(True, True))
        frames = [_add(line, pose) for pose in change]
        line.shown += [(frame, 0.6 / len(frames)) for frame in frames]
        other = _add(line, turned[0].pose)
    _out_and_home(line, turned, mirrored, other)
    if change is not None:
        line.shown += [(frame, 0.6 / len(frames)) for frame in reversed(frames)]


def _out_and_home(line: Timeline, keys: list[Key], segments: list[Segment], start: int) -> None:
    """Show the start, the way out with its stops, and the same frames home; the start's own stop is not repeated."""
    _stop(line, keys[0], start, first=True)
    way: list[tuple[int, float]] = []
    for segment in segments:
        each = segment.seconds / len(segment.poses)
        way += [(_add(line, pose), each) for pose in segment.poses]
        key = keys[segment.second]
        frame = _add(line, key.pose)
        line.keys.append(frame)
        if segment is not segments[-1]:
            way.append((frame, 1 / FRAMES_A_SECOND if key.step.via else SHORTEST_STOP))
    line.shown += way
    if segments:
        _stop(line, keys[-1], line.keys[-1])
    line.shown += [(frame, min(seconds, 0.25)) for frame, seconds in reversed(way)]


def _around(
    line: Timeline,
    document: FigureDocument,
    keys: list[Key],
    segments: list[Segment],
    body: Solvable,
    planes: Mapping[str, Plane],
) -> None:
    """Through all keys (and their mirror images) and on to the first again, as in walking."""
    rate = _rate(document, keys)
    sides = [keys, [key.mirrored() for key in keys]] if document.alternate else [keys]
    for number, side in enumerate(sides):
        following = sides[(number + 1) % len(sides)][0]
        closing = _segment([side[-1], following], 0, 1, side[0].step.move, rate, body, planes)
        ways = [[p.mirrored() for p in s.poses] if number else s.poses for s in segments] + [closing.poses]
        for key, poses in zip(side, ways, strict=True):
            frame = _add(line, key.pose)
            line.keys.append(frame)
            stop = 1 / FRAMES_A_SECOND if key.step.via or key.step.hold == 0 else SHORTEST_STOP
            line.shown.append((frame, stop))
            each = key.step.move / len(poses)
            line.shown += [(_add(line, pose), each) for pose in poses]
    line.hold = line.keys[len(keys) - 1]


def alike(first: Pose, second: Pose) -> bool:
    close = np.abs(first.angles - second.angles).max() < ALIKE_ANGLE
    return bool(close and np.abs(first.place - second.place).max() < ALIKE_PLACE)
