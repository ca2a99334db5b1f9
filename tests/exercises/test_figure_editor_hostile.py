"""The figure editor against input that no editor would write by hand: refused with a reason or drawn, never a 500."""

import json
from typing import Any, get_args

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from exercises.figures.contacts import all_names
from exercises.figures.document import CAMERAS, MOST_CONTACTS, MOST_FAULTS, DocumentError, read_document
from exercises.figures.editing import LONGEST_TEXT, read_text
from exercises.figures.points import LIMBS, POINT_LIMBS
from exercises.figures.poses import BASE_POSES
from exercises.figures.prop_fields import Props
from exercises.figures.regions import REGION_NAMES
from exercises.figures.skeleton import DOFS, JOINTS
from exercises.figures.surfaces import SURFACES
from exercises.models import Exercise, Figure
from tests.factories import make_exercise

names = st.sampled_from
points, joints = names(sorted(POINT_LIMBS)), names(JOINTS)
lengths, sizes = st.floats(-400, 400) | names([0, -400, 400]), names([1e-300, 0.5, 7.5, 46, 80])
ends = points | st.tuples(lengths, st.floats(0, 400), lengths).map(list)
contacts = st.builds("{} on {}".format, names(all_names()), names(SURFACES) | points) | st.builds(
    "{} under {}".format, joints, joints
)
angles = names(DOFS).flatmap(lambda dof: st.tuples(st.just(dof.name), st.floats(dof.low, dof.high)))
turns = st.builds(
    "{} {}".format,
    names(["roll left", "lean forward", "tilt back", "turn right"]),
    names(["0", "20", "360"]),
) | st.builds("{} {} cm".format, names(["lift pelvis", "lower pelvis", "move left"]), names(["0", "7.5", "400"]))
SAID: dict[str, st.SearchStrategy[Any]] = {
    "at": names(["head", "knees"]),
    **dict.fromkeys(("between", "through"), st.lists(ends, min_size=2, max_size=2)),
    "in": st.lists(points, min_size=1, max_size=2),
    **dict.fromkeys(("back", "screen", "anchor"), st.booleans()),
}
NEEDED = ("between", "through", "in")


def prop_of(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """Such a prop with all that must be said of it and some of what may be."""
    kind = get_args(Props.model_fields[name].annotation)[0]
    fields = {field.alias or own: SAID.get(field.alias or own, sizes) for own, field in kind.model_fields.items()}
    needed = {own: said for own, said in fields.items() if own in NEEDED}
    rest = {own: said for own, said in fields.items() if own not in NEEDED}
    return st.fixed_dictionaries(needed, optional=rest).map(lambda said: {name: said})


steps = st.fixed_dictionaries(
    {},
    optional={
        "from": names(["start", "previous"]),
        "caption": st.text("a éß<&]'\u202e\U0001f9d8", max_size=5),
        "move": names([0.2, 1, 20]),
        "hold": names([0, 2, 600]),
        "via": st.booleans(),
        "turn": st.lists(turns, max_size=3),
        "set": st.lists(angles, max_size=6).map(dict),
        "contacts": st.lists(contacts, max_size=4),
        "lift": st.lists(names(LIMBS) | points, max_size=2),
        "arrow": joints | names(["none", "-head"]) | st.lists(joints, max_size=2),
        "mark": names(["good", "bad"]),
        "cue": names(["breath", "squeeze", "look", "still", "press"]),
        "slide": st.booleans(),
    },
)
starts = st.builds(lambda step, pose: {**step, "pose": pose}, steps, names(sorted(BASE_POSES)))
cameras = names(CAMERAS) | st.builds(
    lambda a, e: {"azimuth": a, "elevation": e}, names([-180, -90, 0, 90, 180]), names([-10, 0, 80])
)
documents = st.fixed_dictionaries(
    {"steps": st.builds(lambda first, more: [first, *more], starts, st.lists(steps, max_size=2))},
    optional={
        "camera": cameras,
        "crop": names(["upper", "head", "legs"]),
        "worked": st.lists(names(REGION_NAMES), max_size=2),
        "props": names(sorted(Props.model_fields)).flatmap(prop_of),
        "ghost": st.booleans(),
        "alternate": st.booleans(),
    },
)
JUNK: list[Any] = [
    None,
    True,
    -1,
    10**30,
    1e308,
    float("nan"),
    float("inf"),
    "",
    "\x00",
    "\ud800",
    "palm.R on",
    [],
    [[]],
    {"": 0},
]


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """A document of which, half of the times, one place holds something else."""
    document = json.loads(json.dumps(draw(documents)))
    if draw(st.booleans()):
        return document
    at = document
    while True:
        key = draw(names(sorted(at) if isinstance(at, dict) else range(len(at))))
        inner = at[key]
        if not isinstance(inner, dict | list) or not inner or draw(st.integers(0, 3)) == 0:
            at[key] = draw(names(JUNK))
            return document
        at = inner


@pytest.fixture
def exercise(db: None) -> Exercise:
    return make_exercise("Seated side bend", position="sitting")


def page(exercise: Exercise, name: str) -> str:
    return reverse(f"admin:{name}", args=[exercise.pk])


def standing(**said: Any) -> dict[str, Any]:
    return {"steps": [{"pose": "standing", **said}]}


def holding(**props: Any) -> dict[str, Any]:
    return {"steps": [{"pose": "standing"}], "props": props}


def no_constant(word: str) -> None:
    raise AssertionError(f"{word} is no JSON")


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(document=mutated())
@example(document=standing(contacts=["hip.R under knee.R", "wrist.L under elbow.L"]))
@example(document=standing(contacts=["palm.R on palm.R"]))
@example(document=standing(turn=["lift pelvis 400 cm"] * 8))
@example(document=holding(box={"in": ["\ud800"]}))
@example(document=standing(set={"\ud800": 1}))
def test_a_preview_is_drawn_or_refused_whatever_it_is_asked(editor: Client, exercise: Exercise, document: Any) -> None:
    body = json.dumps({"document": document, "step": 99})
    answer = editor.post(page(exercise, "figure_preview"), body, content_type="application/json")
    assert answer.status_code in (200, 400)
    told = json.loads(answer.content, parse_constant=no_constant)
    assert told["svg"].endswith("</svg>") if answer.status_code == 200 else told["faults"]


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (standing(turn=["turn left " + "9" * 400]), "steps[0].turn[0]"),
        (standing(turn=["lift pelvis 401 cm"]), "steps[0].turn[0]"),
        (standing(contacts=["palm.R on floor"] * (MOST_CONTACTS + 1)), "steps[0].contacts"),
        (standing(caption="one\ntwo"), "steps[0].caption"),
        (standing(caption="nothing\x00"), "steps[0].caption"),
        (holding(stick={"between": ["palm.R", "palm.R"]}), "props.stick.between"),
        (holding(box={"in": ["palm.R", "palm.R"]}), "props.box.in"),
        (holding(band={"between": ["palm.R", [80, -23.5, 0]], "anchor": True}), "props.band.between[1]"),
        (holding(wall={"x": float("nan")}), "props.wall.x"),
    ],
    ids=["far", "high", "contacts", "lines", "nul", "stick", "box", "anchor", "nan"],
)
def test_what_cannot_be_drawn_is_refused_where_it_stands(document: dict[str, Any], path: str) -> None:
    with pytest.raises(DocumentError) as refusal:
        read_document(document)
    assert [place for place, _reason in refusal.value.faults] == [path]


@pytest.mark.parametrize(
    "text",
    [
        '!!int ""',
        '!!float ""',
        "!!bool x",
        "!!timestamp x",
        "a: &a {x: 1}\nb: {<<: [*a, *a]}",
        '"\\uD800": 1',
        "? {a: b}\n: c",
        "{" + ", ".join(f"q{number}: 1" for number in range(2000)) + "}",
        "[" * LONGEST_TEXT,
    ],
    ids=["integer", "number", "boolean", "time", "alias", "surrogate", "key", "names", "depth"],
)
def test_text_that_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(DocumentError) as refusal:
        read_text(text)
    assert 0 < len(refusal.value.faults) <= MOST_FAULTS


def test_a_preview_of_more_than_a_document_can_be_is_not_read(editor: Client, exercise: Exercise) -> None:
    body = json.dumps({"document": standing(caption="x" * 200_000)})
    answer = editor.post(page(exercise, "figure_preview"), body, content_type="application/json")
    assert answer.status_code == 400
    assert "too long" in answer.json()["faults"][0]["reason"]


@pytest.mark.parametrize("text", ['"\\uD800": 1', '{steps: [{pose: standing, caption: "\\0"}]}'])
def test_a_draft_with_what_no_database_holds_is_refused(editor: Client, exercise: Exercise, text: str) -> None:
    assert editor.post(page(exercise, "figure_save"), {"text": text}).status_code == 400
    assert not Figure.objects.exists()


def test_publishing_before_there_is_a_picture_is_refused_with_a_sentence(editor: Client, exercise: Exercise) -> None:
    answer = editor.post(page(exercise, "figure_publish"), follow=True)
    assert answer.status_code == 200
    assert "There is no picture yet. Save a draft first." in answer.content.decode()


def test_a_draft_from_before_the_present_rules_can_still_be_mended(editor: Client, exercise: Exercise) -> None:
    Figure.objects.create(exercise=exercise, document=standing(set={"tail.flex": 3}))
    answer = editor.get(page(exercise, "figure"))
    assert answer.status_code == 200
    assert "tail.flex" in answer.content.decode()
