"""Still pictures: one for each stop of an exercise, with arrows, the ghost of the start, signs and badges."""

import numpy as np

from exercises.figures import svg
from exercises.figures.arrows import arrows
from exercises.figures.cues import badge, cue
from exercises.figures.inset import inset
from exercises.figures.outlines import FINE, PREVIEW, Quality
from exercises.figures.skeleton import frames_of
from exercises.figures.stage import Stage

# A movement that is shorter than this on the picture (half units) is shown against the ghost of the start.
SMALL_MOVEMENT = 110.0


def backdrop(stage: Stage) -> str:
    """Floor, mat and furniture: what lies below the figure in every picture."""
    drawn = svg.paths(stage.scene.paints)
    scene = f'<g class="scene">{drawn}</g>' if drawn else ""
    return svg.path("line", stage.scene.floor_line) + scene


def still(stage: Stage, number: int, *, quality: Quality = FINE) -> str:
    """The picture of the key `number`, without name and colours."""
    key = stage.keys[number]
    ghost = number > 0 and wants_ghost(stage, number)
    content = backdrop(stage)
    if ghost:
        content += svg.path("ghost", stage.outline(stage.keys[0].pose, PREVIEW))
    worked = stage.document.worked if number == stage.stops[-1] else ()
    content += svg.paths(stage.layers(key.pose, quality, worked=worked))
    content += _arrows(stage, number, ghost=ghost)
    if key.step.cue:
        content += cue(key.step.cue, key, stage.document.worked, stage.body, stage.scene.camera, stage.scene.view)
    if worked:
        content += inset(stage, quality)
    return svg.picture(content, over=badge(key.step.mark, stage.scene.view) if key.step.mark else "")


def wants_ghost(stage: Stage, number: int) -> bool:
    """As the document says; else when nothing moves far from the start to this stop."""
    if stage.document.ghost is not None:
        return stage.document.ghost
    if stage.keys[number].step.pose:
        return False
    start, now = (frames_of(stage.keys[each].pose, stage.body.bones)[0] for each in (0, number))
    moved = np.linalg.norm(stage.on_picture(now) - stage.on_picture(start), axis=1).max()
    return bool(4.0 < moved < SMALL_MOVEMENT)


def _arrows(stage: Stage, number: int, *, ghost: bool) -> str:
    """Where it goes from here; on the last stop, where it came from if the start is still to be seen."""
    stops = stage.stops
    if number not in stops:  # an editor looks at what is only passed through, too
        return ""
    place = stops.index(number)
    if place + 1 < len(stops):
        first, last = number, stops[place + 1]
    elif ghost and place > 0:
        first, last = stops[place - 1], number
    else:
        return ""
    chain = stage.keys[first : last + 1]
    return arrows(chain, chain[-1].step.arrows, stage.body, stage.scene.camera, stage.scene.view)
