"""Still pictures: what is on them, their size, and the same bytes again."""

import gzip
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from exercises.figures import svg
from exercises.figures.cues import CUES
from exercises.figures.document import read_document
from exercises.figures.drawing import Drawing, draw, redraw, variant
from exercises.figures.outlines import PREVIEW
from exercises.figures.png import png
from exercises.figures.stage import Stage
from exercises.figures.stills import still, wants_ghost
from exercises.figures.themes import THEMES

BRIDGE: dict[str, Any] = {
    "worked": ["glutes"],
    "steps": [
        {"pose": "hook-lying", "caption": "Lie on your back."},
        {"via": True, "lift": ["sacrum"], "turn": ["lift pelvis 10 cm"]},
        {"lift": ["sacrum"], "turn": ["lift pelvis 20 cm"], "caption": "Lift your pelvis."},
    ],
}
NOD: dict[str, Any] = {
    "crop": "upper",
    "props": {"chair": {}},
    "steps": [{"pose": "sitting"}, {"set": {"neck.flex": 12}, "mark": "good"}],
}


@pytest.fixture(scope="module")
def bridge() -> Drawing:
    return draw(read_document(BRIDGE), "glute-bridge", animate=False)


def picture(document: dict[str, Any], number: int = -1) -> str:
    stage = Stage.of(read_document(document), "a-picture")
    return still(stage, stage.stops[number], quality=PREVIEW)


def test_every_stop_has_a_still_and_what_is_passed_through_has_none(bridge: Drawing) -> None:
    assert len(bridge.stills) == 2
    assert bridge.shown_step == 2
    assert bridge.moving == ""


def test_stills_are_small_and_well_formed(bridge: Drawing) -> None:
    for text in bridge.stills:
        root = ElementTree.fromstring(text)
        assert root.get("viewBox") == "0 0 600 400"
        assert root.findtext("{*}title") == "glute bridge"
        assert len(gzip.compress(text.encode(), 9)) < 4500


def test_colours_come_from_classes_alone(bridge: Drawing) -> None:
    for text in bridge.stills:
        drawn = text[text.rindex("</style>") :]
        assert not re.search(r'fill="|stroke="|style="|<script|href="http', drawn)
        css = bridge.styles["light"]
        assert all(re.search(rf"\.{role}[,{{]", css) for role in svg.roles_in(text) if role != "inset")


def test_the_start_shows_where_it_goes_and_the_end_what_works(bridge: Drawing) -> None:
    first, last = bridge.stills
    assert 'class="arrow"' in first
    assert 'class="glow' not in first
    assert 'class="glow' in last


def test_the_same_joints_give_the_same_bytes(bridge: Drawing) -> None:
    again = redraw(bridge)
    assert again.stills == bridge.stills
    assert again.styles == bridge.styles
    assert again.solved == bridge.solved


def test_a_drawing_is_read_as_it_was_written(bridge: Drawing, tmp_path: Path) -> None:
    bridge.write(tmp_path / bridge.slug)
    assert Drawing.read(tmp_path / bridge.slug) == bridge


def test_a_small_movement_is_shown_against_its_start() -> None:
    stage = Stage.of(read_document(NOD), "nod")
    assert wants_ghost(stage, 1)
    assert 'class="ghost"' in still(stage, 1, quality=PREVIEW)
    assert 'class="ghost"' not in picture({**NOD, "ghost": False})


def test_badges_are_never_mirrored() -> None:
    text = picture(NOD)
    mirrored = svg.on_the_other_side(text)
    assert mirrored != text
    badge = text[text.index('class="good"') :]
    assert mirrored.endswith(badge)
    assert text.index('class="good"') > text.index("</g></g>")


@pytest.mark.parametrize("cue", CUES)
def test_what_is_only_felt_gets_a_sign(cue: str) -> None:
    document = {"worked": ["abdomen"], "steps": [{"pose": "hook-lying", "cue": cue}]}
    assert 'class="cue"' in picture(document)


def test_a_worked_muscle_on_the_hidden_side_is_shown_beside() -> None:
    seen_from_front = {"camera": "front", "worked": ["lower back"], "steps": [{"pose": "standing"}]}
    assert 'class="inset"' in picture(seen_from_front)
    assert 'class="inset"' not in picture({**seen_from_front, "camera": "back"})


def test_no_arrow_when_none_is_wanted() -> None:
    steps = [BRIDGE["steps"][0], {**BRIDGE["steps"][2], "arrow": "none"}]
    assert 'class="arrow"' not in picture({**BRIDGE, "steps": steps}, number=0)


@pytest.mark.parametrize("theme", THEMES)
def test_a_variant_is_the_same_drawing_in_other_clothes(bridge: Drawing, theme: str) -> None:
    text = variant(bridge.stills[0], styles=bridge.styles, theme=theme, mirrored=True, title="Bridge <left>")
    assert "<title>Bridge &lt;left&gt;</title>" in text
    assert f"<style>{bridge.styles[theme]}</style>" in text
    assert text.count("matrix(-1 0 0 1 600 0)") == 1
    ElementTree.fromstring(text)


def test_a_png_for_mail(bridge: Drawing) -> None:
    assert bridge.png.startswith(b"\x89PNG")
    assert len(png(bridge.stills[0], bridge.styles["print"], width=240)) > 1000
