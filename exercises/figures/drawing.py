"""From a document to everything that is kept of it: stills, animation, style sheets, solved joints, report.

Pictures are drawn from rounded joints, and what is solved is kept: the same joints give the same bytes on any machine,
whatever its arithmetic does to the last digit of the solver.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np

from exercises.figures import svg
from exercises.figures.animation import moving
from exercises.figures.document import FigureDocument, read_document
from exercises.figures.motion import planes_of
from exercises.figures.png import png
from exercises.figures.report import findings
from exercises.figures.skeleton import Pose
from exercises.figures.stage import Stage, rounded
from exercises.figures.stills import still
from exercises.figures.themes import style_sheets
from exercises.figures.timeline import Timeline, timeline

# To be raised with every change that alters pictures; `draw_figures` then draws them all again.
RENDERER = "1"
MOVING, NOTES, PREVIEW = "moving.svg", "drawing.json", "preview.png"


@dataclass(frozen=True)
class Drawing:
    """What was drawn for one document.

    stills      one SVG for each stop; `shown_step` counts from 1 and is the one that stands for the exercise
    moving      the animation, which ends after three loops; "" when nothing moves
    styles      a style sheet for each of THEMES
    solved      joints of the key poses and of all frames, in cm and degrees, rounded to hundredths
    report      findings as JSON, those that refuse publication first
    png         the shown still, 600 x 400 on white
    """

    slug: str
    document: FigureDocument
    renderer: str
    solved: dict[str, Any]
    styles: dict[str, str]
    report: list[dict[str, Any]]
    stills: tuple[str, ...]
    shown_step: int
    moving: str = ""
    png: bytes = field(default=b"", repr=False)

    def notes(self) -> dict[str, Any]:
        """All but the pictures, as JSON."""
        return {
            "renderer": self.renderer,
            "digest": self.document.digest,
            "shown_step": self.shown_step,
            "document": self.document.as_json(),
            "report": self.report,
            "styles": self.styles,
            "solved": self.solved,
        }

    def write(self, folder: Path) -> None:
        """Into `folder`, in place of what was there."""
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("step-*.svg"):
            old.unlink()
        (folder / MOVING).unlink(missing_ok=True)
        for number, text in enumerate(self.stills, start=1):
            (folder / f"step-{number}.svg").write_text(text, encoding="utf-8")
        if self.moving:
            (folder / MOVING).write_text(self.moving, encoding="utf-8")
        (folder / PREVIEW).write_bytes(self.png)
        (folder / NOTES).write_text(_compact(self.notes()), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """What `write` left. Raises FileNotFoundError when nothing was drawn there."""
        notes = json.loads((folder / NOTES).read_text(encoding="utf-8"))
        stills = sorted(folder.glob("step-*.svg"), key=lambda file: int(file.stem.removeprefix("step-")))
        animated = folder / MOVING
        return cls(
            slug=folder.name,
            document=read_document(notes["document"]),
            renderer=notes["renderer"],
            solved=notes["solved"],
            styles=notes["styles"],
            report=notes["report"],
            stills=tuple(file.read_text(encoding="utf-8") for file in stills),
            shown_step=notes["shown_step"],
            moving=animated.read_text(encoding="utf-8") if animated.exists() else "",
            png=(folder / PREVIEW).read_bytes(),
        )


def _compact(notes: dict[str, Any]) -> str:
    """JSON with one line for each field, so that a change is seen where it is."""
    lines = [f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in notes.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def draw(document: FigureDocument, slug: str, *, begun: Drawing | None = None, animate: bool = True) -> Drawing:
    """Everything for one document; the slug chooses the person.

    Without `animate` only the stills are drawn, in a fraction of the time; `begun` is that drawing, which is completed.
    """
    return _draw(
        document, slug, solved=begun.solved if begun else None, stills=begun.stills if begun else (), animate=animate
    )


def redraw(drawing: Drawing) -> Drawing:
    """The same pictures again from the stored joints."""
    return _draw(drawing.document, drawing.slug, solved=drawing.solved, stills=(), animate=bool(drawing.moving))


def _draw(
    document: FigureDocument, slug: str, *, solved: dict[str, Any] | None, stills: Sequence[str], animate: bool
) -> Drawing:
    stage = Stage.of(document, slug, poses=poses_of(solved)[0] if solved else None)
    line = _timeline(stage, solved) if animate and len(stage.keys) > 1 else None
    stills = stills or [still(stage, number) for number in stage.stops]
    animated = moving(stage, line) if line and len(line.frames) > 1 else ""
    styles = style_sheets(stage.look, svg.roles_in(*stills, animated))
    *stills, animated = [_dressed(text, slug, styles) for text in (*stills, animated)]
    planes = planes_of(document)
    return Drawing(
        slug=slug,
        document=document,
        renderer=RENDERER,
        solved=_solved(stage, line),
        styles=styles,
        report=[finding.as_json() for finding in findings(stage.keys, stage.body, planes)],
        stills=tuple(stills),
        shown_step=len(stills),
        moving=animated,
        png=png(stills[-1], styles["light"]),
    )


def _dressed(text: str, slug: str, styles: dict[str, str]) -> str:
    """With colours and a name for the time being, so that the stored file can be looked at as it is."""
    return svg.with_title(svg.with_colours(text, styles["auto"]), slug.replace("-", " ")) if text else ""


def _timeline(stage: Stage, solved: dict[str, Any] | None) -> Timeline:
    if solved and solved["frames"]:
        _keys, frames = poses_of(solved)
        shown = [(int(frame), float(seconds)) for frame, seconds in solved["shown"]]
        return Timeline(frames, shown, list(solved["stops"]), solved["hold"])
    line = timeline(stage.document, stage.body, stage.keys)
    line.frames = [rounded(pose) for pose in line.frames]
    line.shown = [(frame, round(seconds, 4)) for frame, seconds in line.shown]
    return line


def _joints(pose: Pose) -> list[Any]:
    numbers = rounded(pose)
    return [numbers.place.tolist(), numbers.turn.tolist(), numbers.angles.tolist()]


def _pose(data: list[Any]) -> Pose:
    place, turn, angles = (np.array(part, float) for part in data)
    return Pose(place, turn, angles)


def poses_of(solved: dict[str, Any]) -> tuple[list[Pose], list[Pose]]:
    """Key poses, one for each step, and all frames of the animation."""
    return [_pose(data) for data in solved["keys"]], [_pose(data) for data in solved["frames"]]


def _solved(stage: Stage, line: Timeline | None) -> dict[str, Any]:
    keys = [_joints(key.pose) for key in stage.keys]
    if line is None:
        return {"keys": keys, "frames": [], "shown": [], "stops": [], "hold": 0}
    frames = [_joints(pose) for pose in line.frames]
    shown = [list(each) for each in line.shown]
    return {"keys": keys, "frames": frames, "shown": shown, "stops": line.keys, "hold": line.hold}


def variant(
    picture: str,
    *,
    styles: dict[str, str],
    theme: str = "auto",
    mirrored: bool = False,
    repeat: bool = False,
    title: str = "",
) -> str:
    """A stored picture in another theme, for the other side, moving without end, under another name."""
    text = svg.with_colours(picture, styles[theme])
    if title:
        text = svg.with_title(text, title)
    if mirrored:
        text = svg.on_the_other_side(text)
    return svg.endless(text) if repeat else text
