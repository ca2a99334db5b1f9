"""The moving picture: its frames, its size, that it ends, and that it stands still where it should."""

import gzip
import re
from typing import Any
from xml.etree import ElementTree

import pytest

from exercises.figures import svg
from exercises.figures.animation import motion_css
from exercises.figures.document import read_document
from exercises.figures.drawing import Drawing, draw, variant
from exercises.figures.skeleton import NEUTRAL, Pose
from exercises.figures.timeline import Timeline

CURL: dict[str, Any] = {
    "props": {"dumbbell": {"in": ["palm.R"]}},
    "steps": [
        {"pose": "standing", "set": {"fingers.R.curl": 80}},
        {"move": 0.4, "hold": 30, "set": {"elbow.R.flex": 120, "fingers.R.curl": 80}},
    ],
}


@pytest.fixture(scope="module")
def curl() -> Drawing:
    return draw(read_document(CURL), "biceps-curl")


def rules(text: str) -> str:
    return text[text.index("<style>", text.index("</style>")) : text.rindex("</style>")]


def test_an_animation_is_well_formed_and_small(curl: Drawing) -> None:
    root = ElementTree.fromstring(curl.moving)
    frames = root.findall(".//{*}g[@class='a']/{*}g")
    assert len(frames) == len(curl.solved["frames"])
    assert len(gzip.compress(curl.moving.encode(), 9)) < 45_000


def test_what_is_held_is_in_every_frame(curl: Drawing) -> None:
    assert curl.moving.count('class="weight"') == len(curl.solved["frames"])


def test_every_moment_of_the_loop_shows_one_frame() -> None:
    pose = Pose(NEUTRAL[:3], NEUTRAL[:9].reshape(3, 3), NEUTRAL)
    line = Timeline([pose] * 3, [(0, 1.0), (1, 0.25), (2, 2.0), (1, 0.25)], keys=[0, 2], hold=2)
    css = motion_css(line)
    shown: list[list[tuple[float, float]]] = []
    for body in re.findall(r"@keyframes f\d+\{(.*?\})\}", css):
        turns = [(float(at), state == "visible") for at, state in re.findall(r"([\d.]+)%\{visibility:(\w+)\}", body)]
        ends = [at for at, _state in turns[1:]] + [100.0]
        shown.append([(at, end) for (at, visible), end in zip(turns, ends, strict=True) if visible])
    for moment in range(0, 100, 1):
        on = [number for number, spans in enumerate(shown) if any(start <= moment + 0.5 < end for start, end in spans)]
        assert len(on) == 1, moment


def test_it_ends_after_three_loops_on_the_hold(curl: Drawing) -> None:
    css = rules(curl.moving)
    assert "step-end 3" in css
    assert ".a>.h{visibility:visible}" in css
    assert curl.moving.count(' h"') == 1


def test_it_stands_still_for_those_who_asked_and_on_paper(curl: Drawing) -> None:
    assert "@media(prefers-reduced-motion:reduce),print{.a>g{animation:none}}" in rules(curl.moving)


def test_names_of_animations_win_over_the_rule_that_sets_their_duration(curl: Drawing) -> None:
    # `.a>g` (one class, one element) must not be more specific than what names the keyframes.
    css = rules(curl.moving)
    assert re.findall(r"[^}]*animation-name:f0", css) == [".a>.f0{animation-name:f0"]
    assert "path[" not in css


def test_a_page_with_a_pause_may_let_it_go_on(curl: Drawing) -> None:
    endless = variant(curl.moving, styles=curl.styles, repeat=True)
    assert "step-end infinite" in endless
    assert "step-end 3" not in endless


def test_the_hold_is_shortened(curl: Drawing) -> None:
    seconds = dict(map(tuple, curl.solved["shown"]))
    assert seconds[curl.solved["hold"]] == 2.0


def test_frames_have_outlines_and_known_colours(curl: Drawing) -> None:
    uses = re.findall(r'<use href="#(p\d+)" class="rim"/><g id="(p\d+)">', curl.moving)
    assert len(uses) == len(curl.solved["frames"])
    assert all(used == drawn for used, drawn in uses)
    figure = [role for role in svg.roles_in(curl.moving) if not re.fullmatch(r"f\d+|[ah]|scene", role)]
    assert all(re.search(rf"\.{role}[,{{]", curl.styles["auto"]) for role in figure)


def test_nothing_moves_in_a_picture_of_one_step() -> None:
    drawing = draw(read_document({"steps": [{"pose": "standing"}]}), "standing")
    assert drawing.moving == ""
    assert len(drawing.stills) == 1
