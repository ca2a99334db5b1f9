"""The figure editor's pages: who may, what a preview answers, what a draft and a publication do."""

import datetime
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exercises.figures.editing import choices, read_text
from exercises.figures.joint_words import WORDS, bare_name
from exercises.figures.skeleton import DOF_NAMES
from exercises.models import Exercise, Figure
from tests.cast import Cast
from tests.factories import make_exercise

pytestmark = pytest.mark.django_db
BEND: dict[str, Any] = {
    "props": {"chair": {}},
    "steps": [
        {"pose": "sitting", "caption": "Sit tall."},
        {"move": 2, "caption": "Lean to the left.", "set": {"lumbar.side": -12, "thorax.side": -18}},
    ],
}
# Nobody has a palm on the elbow of the same arm.
IMPOSSIBLE: dict[str, Any] = {"steps": [{"pose": "standing", "contacts": ["palm.R on elbow.R"]}]}


@pytest.fixture
def exercise() -> Exercise:
    return make_exercise("Seated side bend", position="sitting")


def page(exercise: Exercise, name: str = "figure") -> str:
    return reverse(f"admin:{name}", args=[exercise.pk])


def preview(client: Client, exercise: Exercise, data: Any, **more: Any) -> Any:
    body = data if isinstance(data, bytes) else json.dumps(data)
    return client.post(page(exercise, "figure_preview"), body, content_type="application/json", **more)


@pytest.mark.parametrize("name", ["figure", "figure_preview", "figure_save", "figure_publish", "figure_drawings"])
@pytest.mark.parametrize("actor", ["therapist", "client", "manager", None])
def test_nobody_but_editors_comes_to_the_editor(
    client: Client, cast: Cast, exercise: Exercise, actor: str | None, name: str
) -> None:
    if actor:
        client.force_login(getattr(cast, actor))
    for answer in (client.get(page(exercise, name)), client.post(page(exercise, name), {"text": "steps: []"})):
        assert answer.status_code == 302
        assert "/login/?next=" in answer.headers["Location"]
    assert not Figure.objects.exists()


def test_an_editor_finds_the_editor_beside_the_exercise(editor: Client, exercise: Exercise) -> None:
    change = editor.get(reverse("admin:exercises_exercise_change", args=[exercise.pk]))
    assert page(exercise) in change.content.decode()
    answer = editor.get(page(exercise))
    assert answer.status_code == 200
    assert "pose: sitting" in answer.content.decode()
    assert "'unsafe" not in answer.headers["Content-Security-Policy"]


def test_an_unknown_exercise_has_no_editor(editor: Client) -> None:
    assert editor.get(reverse("admin:figure", args=[987654])).status_code == 404


def test_a_preview_answers_picture_report_and_chips(editor: Client, exercise: Exercise) -> None:
    answer = preview(editor, exercise, {"document": BEND, "step": 1})
    assert answer.status_code == 200
    told = answer.json()
    assert told["svg"].startswith("<svg")
    assert told["publishable"]
    assert told["alt"] == "Start: Sit tall. Then: Lean to the left."
    chips = {chip["words"]: chip for chip in told["steps"][1]["contacts"]}
    assert chips["right sole on floor"]["inherited"]
    assert told["steps"][1]["angles"]["lumbar.side"] < -8
    assert read_text(told["text"]) == BEND


def test_a_contact_that_is_switched_off_is_gone_and_can_come_back(editor: Client, exercise: Exercise) -> None:
    step = {**BEND["steps"][1], "lift": ["palm.R"]}
    told = preview(editor, exercise, {"document": {**BEND, "steps": [BEND["steps"][0], step]}, "step": 1}).json()
    assert not [chip for chip in told["steps"][1]["contacts"] if chip["point"] == "palm.R"]
    assert told["steps"][1]["lifted"] == [{"name": "palm.R", "words": "right palm"}]


def test_a_preview_says_what_is_missed(editor: Client, exercise: Exercise) -> None:
    told = preview(editor, exercise, {"document": IMPOSSIBLE}).json()
    assert not told["publishable"]
    assert any(finding["text"].startswith("right palm misses right elbow by") for finding in told["findings"])


@pytest.mark.parametrize(
    ("data", "path", "reason"),
    [
        (b"{", "", "this is not JSON"),
        (b"[" * 100_000, "", "this is not JSON"),
        ([], "", "send an object"),
        ({}, "", "valid dictionary"),
        ({"document": {"steps": [{"pose": "x"}]}}, "steps[0].pose", "no base pose “x”"),
        ({"document": {"steps": [{"pose": "standing"}] * 9}}, "steps", "at most 8"),
        ({"text": "steps: [{pose: standing"}, "", "line 1 is not valid YAML"),
        ({"text": "[" * 3000}, "", "is not valid YAML"),
        ({"text": "x" * 30_000}, "", "too long"),
        ({"text": "&a [*a, *a]"}, "", "line 1 is not valid YAML"),
        ({"text": "!!python/object/apply:os.getcwd []"}, "", "line 1 is not valid YAML"),
    ],
)
def test_a_preview_of_nonsense_is_refused_with_the_reason(
    editor: Client, exercise: Exercise, data: Any, path: str, reason: str
) -> None:
    answer = preview(editor, exercise, data)
    assert answer.status_code == 400
    fault = answer.json()["faults"][0]
    assert fault["path"] == path
    assert reason in fault["reason"]


@pytest.mark.parametrize("step", [-3, 99, "one", None, True])
def test_a_preview_of_a_step_that_is_not_there_shows_one_that_is(editor: Client, exercise: Exercise, step: Any) -> None:
    assert preview(editor, exercise, {"document": BEND, "step": step}).json()["shown"] in (0, 1)


def test_a_saved_draft_is_drawn_and_published_only_when_the_editor_says_so(editor: Client, exercise: Exercise) -> None:
    editor.post(page(exercise, "figure_save"), {"text": json.dumps(BEND)})
    figure = Figure.objects.get(exercise=exercise)
    assert figure.document == BEND
    assert figure.is_current
    assert figure.published is None
    shown = editor.get(page(exercise)).content.decode()
    assert "Publish the new picture" in shown
    assert figure.drawn is not None
    editor.post(page(exercise, "figure_publish"), {"drawing": figure.drawn.digest})
    figure.refresh_from_db()
    assert figure.published == figure.drawn
    assert editor.get(figure.published.still_url).status_code == 200


def test_an_editor_is_told_when_the_queue_has_given_up(editor: Client, exercise: Exercise) -> None:
    asked = timezone.now() - datetime.timedelta(hours=1)
    Figure.objects.create(exercise=exercise, document=BEND, asked_at=asked)
    answer = editor.get(page(exercise, "figure_drawings")).content.decode()
    assert "Save the draft again to have it drawn." in answer
    assert 'data-drawing="no"' in answer


def test_a_picture_that_misses_by_more_than_3_cm_is_not_published(editor: Client, exercise: Exercise) -> None:
    editor.post(page(exercise, "figure_save"), {"text": json.dumps(IMPOSSIBLE)})
    figure = Figure.objects.get(exercise=exercise)
    assert figure.drawn is not None
    answer = editor.post(page(exercise, "figure_publish"), {"drawing": figure.drawn.digest}, follow=True)
    assert "right palm misses right elbow by" in answer.content.decode()
    figure.refresh_from_db()
    assert figure.published is None


def test_a_draft_that_cannot_be_read_is_refused_and_the_old_one_stays(editor: Client, exercise: Exercise) -> None:
    editor.post(page(exercise, "figure_save"), {"text": json.dumps(IMPOSSIBLE)})
    answer = editor.post(page(exercise, "figure_save"), {"text": "steps: [{pose: standng}]  # my work"})
    assert answer.status_code == 400
    shown = answer.content.decode()
    assert "Not saved. steps[0].pose: no base pose “standng”; did you mean “standing”?" in shown
    assert "# my work" in shown
    assert Figure.objects.get(exercise=exercise).document == IMPOSSIBLE


def test_two_editors_at_once_do_not_overwrite_each_other_unseen(editor: Client, exercise: Exercise) -> None:
    save = page(exercise, "figure_save")
    assert editor.post(save, {"text": json.dumps(BEND), "seen": ""}).status_code == 302
    seen = Figure.objects.get(exercise=exercise).stamp
    late = editor.post(save, {"text": json.dumps(IMPOSSIBLE), "seen": ""})
    assert late.status_code == 409
    assert "Somebody else has saved this picture since you opened it." in late.content.decode()
    assert "palm.R on elbow.R" in late.content.decode()
    assert Figure.objects.get(exercise=exercise).document == BEND
    assert editor.post(save, {"text": json.dumps(IMPOSSIBLE), "seen": seen}).status_code == 302


def test_every_joint_has_words_and_every_choice_is_offered() -> None:
    assert {bare_name(name) for name in DOF_NAMES} == set(WORDS)
    offered = choices()
    assert len([slider for group in offered["groups"] for slider in group["sliders"]]) == len(DOF_NAMES)
    assert {"chair", "band", "stick"} <= set(offered["props"])
