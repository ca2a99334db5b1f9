"""What an editor may write, and what is said about what is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from exercises.figures.alternative import alternative, captions, is_one_sided, swap_sides
from exercises.figures.contacts import read_contact
from exercises.figures.document import DocumentError, json_schema, read_document

FIGURES = Path(__file__).parents[3] / "exercises" / "content" / "figures"
HANDS = "steps[1].contacts[0]"


def document(**changes: Any) -> dict[str, Any]:
    step = {"move": 2, "set": {"shoulder.R.flex": 120}, "contacts": ["palm.L on thigh.L"]} | changes.pop("step", {})
    return {"camera": "side", "steps": [{"pose": "standing"}, step]} | changes


def faults(data: Any) -> dict[str, str]:
    with pytest.raises(DocumentError) as refused:
        read_document(data)
    return dict(refused.value.faults)


def test_a_document_keeps_what_was_said_and_no_more() -> None:
    data = document(worked=["back"])
    assert read_document(data).as_json() == data
    assert read_document(data).digest == read_document(dict(reversed(data.items()))).digest


@pytest.mark.parametrize(
    ("changes", "path", "reason"),
    [
        ({"step": {"contacts": ["plam.R on knee.R"]}}, HANDS, "no point “plam.R”; did you mean “palm.R”?"),
        ({"step": {"contacts": ["palm.R on flor"]}}, HANDS, "nothing called “flor” to touch; did you mean “floor”?"),
        ({"step": {"contacts": ["palm.R at floor"]}}, HANDS, "cannot be read; write for example “palm.L on floor”"),
        ({"step": {"contacts": ["sacrum.R on floor"]}}, HANDS, "no point “sacrum.R”"),
        ({"step": {"contacts": ["elbw.R under shoulder.R"]}}, HANDS, "no joint “elbw.R”; did you mean “elbow.R”?"),
        ({"step": {"set": {"hip.R.flx": 1}}}, "steps[1].set", "no joint “hip.R.flx”; did you mean “hip.R.flex”?"),
        ({"step": {"set": {"knee.flex": 200}}}, "steps[1].set", "knee.flex goes from 0 to 158 degrees, not 200"),
        ({"step": {"pose": "planc"}}, "steps[1].pose", "no base pose “planc”; did you mean “plank”?"),
        ({"step": {"lift": ["arm.Q"]}}, "steps[1].lift[0]", "no limb or point “arm.Q”"),
        ({"step": {"arrow": "nee.R"}}, "steps[1].arrow", "no joint “nee.R” for an arrow; did you mean “knee.R”?"),
        ({"step": {"turn": ["roll 20"]}}, "steps[1].turn[0]", "after “roll” comes left, right"),
        ({"step": {"lable": "x"}}, "steps[1].lable", "nothing has this name"),
        ({"worked": ["lowr back"]}, "worked[0]", "no region “lowr back”; did you mean “lower back”?"),
        ({"props": {"chair": {"set": 46}}}, "props.chair.set", "nothing has this name; did you mean “seat”?"),
        ({"props": {"stick": {"between": ["palm.R"]}}}, "props.stick.between", "at least 2"),
        ({"steps": []}, "steps", "at least 1"),
        ({"steps": [{"move": 2}]}, "", "the first step needs a base pose"),
        ({"camera": {"azimuth": 900, "elevation": 0}}, "camera.azimuth", "less than or equal to 180"),
    ],
)
def test_a_fault_is_told_with_its_path_and_its_reason(changes: dict[str, Any], path: str, reason: str) -> None:
    found = faults(document(**changes))
    assert list(found) == [path]
    assert reason in found[path]


@pytest.mark.parametrize("data", [None, 3, "steps", [], {"steps": {}}, {"steps": [None]}, {"steps": [{"pose": []}]}])
def test_what_is_no_document_at_all_is_refused(data: Any) -> None:
    assert faults(data)


def test_every_fault_is_told_at_once() -> None:
    found = faults(document(camera="sde", step={"pose": "x", "contacts": ["a", "b on floor"]}))
    assert set(found) == {"camera", "steps[1].pose", "steps[1].contacts[0]", "steps[1].contacts[1]"}


def test_one_line_can_stand_for_both_sides_and_for_a_whole_hand() -> None:
    assert [str(contact) for contact in read_contact("hand on floor")] == [
        "palm.R on floor",
        "fingertips.R on floor",
        "palm.L on floor",
        "fingertips.L on floor",
    ]
    assert [str(contact) for contact in read_contact("palm on thigh")] == ["palm.R on thigh.R", "palm.L on thigh.L"]
    assert [str(contact) for contact in read_contact("palm.R on knee.L soft")] == ["palm.R on knee.L soft"]


def test_the_schema_names_every_part_of_a_document() -> None:
    schema = json_schema()
    assert set(schema["properties"]) >= {"camera", "steps", "worked", "props", "alternate", "ghost", "crop"}
    assert set(schema["$defs"]["Step"]["properties"]) >= {"pose", "set", "contacts", "lift", "turn", "move", "hold"}


def test_the_schema_beside_the_documents_is_the_present_one() -> None:
    kept = json.loads((FIGURES / "schema.json").read_text(encoding="utf-8"))
    assert kept == json.loads(json.dumps(json_schema())), "run manage.py figure_schema"


def test_alternative_text_says_start_movement_and_side() -> None:
    read = read_document(
        {
            "steps": [
                {"pose": "hook-lying", "caption": "Lie on your back with your knees at a right angle."},
                {"caption": "Draw your right knee to your chest.", "set": {"hip.R.flex": 120}},
            ]
        }
    )
    assert alternative(read) == (
        "Start: Lie on your back with your knees at a right angle. Then: Draw your right knee to your chest."
    )
    assert captions(read, mirrored=True)[1] == "Draw your left knee to your chest."
    assert is_one_sided(read)


def test_swapping_sides_twice_gives_the_text_back() -> None:
    text = "Right hand, LEFT knee, left; a right angle, upright."
    assert swap_sides(text) == "Left hand, RIGHT knee, right; a right angle, upright."
    assert swap_sides(swap_sides(text)) == text


def test_both_sides_in_turn_are_not_one_sided() -> None:
    assert not is_one_sided(read_document(document(alternate=True)))
    assert not is_one_sided(read_document({"steps": [{"pose": "standing"}]}))
    assert is_one_sided(read_document({"steps": [{"pose": "side-lying"}]}))


def test_both_sides_written_out_are_not_one_sided() -> None:
    turns = [{"set": {"neck.twist": 30}}, {"set": {"neck.twist": -30}}]
    assert not is_one_sided(read_document({"loop": "around", "steps": [{"pose": "standing"}, *turns]}))
    assert is_one_sided(read_document({"steps": [{"pose": "standing"}, turns[0]]}))
    assert not is_one_sided(read_document({"sided": False, "steps": [{"pose": "standing"}, turns[0]]}))


@pytest.mark.parametrize("path", sorted(FIGURES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_document_of_the_catalogue_is_valid_and_says_what_it_shows(path: Path) -> None:
    read = read_document(yaml.safe_load(path.read_text(encoding="utf-8")))
    stops = [step for step in read.steps if not step.via]
    assert all(step.caption for step in stops), "every stop has a caption"
    assert len(alternative(read)) > 40
