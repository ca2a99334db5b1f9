"""The moving picture: a flip-book of frames, switched on and off by CSS, without any script.

Every frame is a group that is visible for its share of the loop (`step-end`: no blending). Frames of the way out are
shown again on the way back. After three loops (WCAG 2.2.2: what moves by itself must stop) the last key stays, as it
does on paper and for those who asked their system for less motion.
"""

from exercises.figures import svg
from exercises.figures.outlines import FINE, FRAME, Layer
from exercises.figures.skeleton import Pose
from exercises.figures.stage import Stage
from exercises.figures.stills import backdrop
from exercises.figures.timeline import Timeline


def moving(stage: Stage, line: Timeline) -> str:
    """The animation, without name and colours; it ends after three loops."""
    frames = ""
    for number, pose in enumerate(line.frames):
        here = "h" if number == line.hold else ""
        frames += _frame(number, here, _layers(stage, line, number, pose))
    content = f'{backdrop(stage)}<g class="a" stroke-linejoin="round">{frames}</g>'
    return svg.picture(content, motion=motion_css(line))


def _layers(stage: Stage, line: Timeline, number: int, pose: Pose) -> list[Layer]:
    worked = stage.document.worked if number == line.hold else ()
    drawn = stage.layers(pose, FINE if number == line.hold else FRAME, worked=worked)
    return [layer for layer in drawn if layer.role != "sil"]


def _frame(number: int, extra: str, layers: list[Layer]) -> str:
    """The figure over a stroked copy of itself, which makes its outline and the gaps between its limbs."""
    names = f"f{number} {extra}".strip()
    return f'<g class="{names}"><use href="#p{number}" class="rim"/><g id="p{number}">{svg.paths(layers)}</g></g>'


def motion_css(line: Timeline) -> str:
    """When each frame is seen.

    The hold frame is visible wherever no animation runs. Names of animations are set with as many classes as the rule
    that sets their duration, or that rule would win and nothing would ever be seen.
    """
    total = line.seconds
    css = f".a>g{{visibility:hidden;animation:{total:.2f}s {svg.ENDING}}}.a>.h{{visibility:visible}}"
    for number, intervals in enumerate(_intervals(line, total)):
        css += f"@keyframes f{number}{{{_keyframes(intervals)}}}.a>.f{number}{{animation-name:f{number}}}"
    return css + "@media(prefers-reduced-motion:reduce),print{.a>g{animation:none}}"


def _intervals(line: Timeline, total: float) -> list[list[tuple[float, float]]]:
    """For each frame the stretches of the loop in which it is shown, in percent."""
    shown: list[list[tuple[float, float]]] = [[] for _frame in line.frames]
    gone = 0.0
    for frame, seconds in line.shown:
        start, end = gone / total * 100, (gone + seconds) / total * 100
        gone += seconds
        before = shown[frame]
        if before and start - before[-1][1] < 0.01:
            before[-1] = (before[-1][0], end)
        else:
            before.append((start, end))
    return shown


def _keyframes(intervals: list[tuple[float, float]]) -> str:
    text = "" if intervals and intervals[0][0] < 0.01 else "0%{visibility:hidden}"
    for start, end in intervals:
        text += f"{_percent(start)}{{visibility:visible}}"
        if end < 99.98:
            text += f"{_percent(end)}{{visibility:hidden}}"
    return text


def _percent(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"
