"""From an editor's document to the published picture: asked for, drawn, looked at, published or refused."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import Settings

from backfit.refusals import Conflict
from exercises import figure_drawing
from exercises.figure_store import keep
from exercises.figures.document import FigureDocument
from exercises.figures.drawing import Drawing
from exercises.models import Exercise, Figure, FigureDrawing, FigurePicture
from exercises.tasks import draw_figure
from tests.cast import Cast
from tests.exercises.figures_by_hand import KNEE_TO_CHEST, drawn, make_drawing, make_figure
from tests.factories import make_exercise

pytestmark = pytest.mark.django_db
OTHER: dict[str, Any] = {"steps": [{"pose": "quadruped"}, {"caption": "Round your back.", "set": {"lumbar.flex": 20}}]}


@pytest.fixture
def exercise(db: None) -> Exercise:
    return make_exercise("Knee to chest")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Pictures by hand instead of the renderer's; holds for each drawing whether the movement was asked for."""
    calls: list[bool] = []

    def draw(document: FigureDocument, slug: str, *, begun: Any = None, animate: bool = True) -> Drawing:
        calls.append(animate)
        return drawn(document.as_json(), moving=animate, slug=slug)

    monkeypatch.setattr(figure_drawing, "draw_document", draw)
    return calls


def test_a_saved_document_is_drawn_stills_first_and_not_yet_shown(
    exercise: Exercise, cast: Cast, asked: list[bool]
) -> None:
    shown = make_drawing(exercise)
    figure = Figure.objects.get()
    figure.change(OTHER, by=cast.editor)
    assert asked == [False, True]
    assert figure.is_current
    assert figure.has_changes
    assert not figure.is_awaited
    assert figure.published == shown
    assert figure.drawn is not None
    assert figure.drawn.created_by == cast.editor
    assert figure.drawn.published_at is None
    assert figure.drawings.count() == 2  # the stills alone are not kept beside the whole


def test_an_exercise_gets_its_first_picture(exercise: Exercise, cast: Cast, asked: list[bool]) -> None:
    figure = Figure(exercise=exercise)
    figure.change(OTHER, by=cast.editor)
    figure.publish()
    assert Exercise.objects.with_pictures().get(pk=exercise.pk).drawing == figure.published


def test_asking_again_draws_nothing_again(exercise: Exercise, asked: list[bool]) -> None:
    figure = Figure(exercise=exercise)
    figure.change(OTHER)
    asked.clear()
    Figure.objects.update(drawn=figure.drawn)
    FigureDrawing.objects.update(renderer=figure_drawing.RENDERER)
    figure.ask()
    assert asked == []
    assert not figure.is_awaited


def test_a_picture_of_an_older_renderer_is_drawn_again_and_both_can_be_seen(
    exercise: Exercise, asked: list[bool]
) -> None:
    old = make_drawing(exercise, renderer="an older one")
    figure = Figure.objects.get()
    figure.ask()
    assert asked == [False, True]
    assert figure.published == old
    assert figure.drawn != old
    assert figure.has_changes


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"steps": []}, "steps"),
        ({"steps": [{"pose": "hook-lyin"}]}, "steps[0].pose"),
        ({"steps": [{"pose": "supine", "contacts": ["plam.R on floor"]}]}, "steps[0].contacts[0]"),
        ([], ""),
    ],
)
def test_a_document_with_a_fault_is_refused_with_its_place(
    exercise: Exercise, asked: list[bool], document: Any, said: str
) -> None:
    figure = make_figure(exercise)
    with pytest.raises(ValidationError) as refusal:
        figure.change(document)
    assert said in str(refusal.value)
    assert asked == []
    figure.refresh_from_db()
    assert figure.document == KNEE_TO_CHEST


def test_a_document_that_changes_while_it_is_drawn_waits_for_its_own_drawing(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    figure = make_figure(exercise)

    def draw(document: FigureDocument, slug: str, **options: Any) -> Drawing:
        Figure.objects.update(document=OTHER)
        return drawn(document.as_json(), slug=slug)

    monkeypatch.setattr(figure_drawing, "draw_document", draw)
    assert figure_drawing.draw(figure) is None
    figure.refresh_from_db()
    assert figure.drawn is None


def test_what_cannot_be_drawn_says_why(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    figure = make_figure(exercise)

    def draw(*args: Any, **options: Any) -> Drawing:
        raise ValueError("no such thing")

    monkeypatch.setattr(figure_drawing, "draw_document", draw)
    figure.ask()
    assert "no such thing" in figure.fault
    assert not figure.is_awaited
    with pytest.raises(Conflict, match="still being drawn"):
        figure.publish()


def test_a_fault_of_an_older_document_is_not_shown_beside_a_newer(exercise: Exercise) -> None:
    figure = make_figure(exercise)
    Figure.objects.update(document=OTHER)
    figure.note_fault("no such thing")
    assert Figure.objects.get().fault == ""


def test_a_draft_that_is_saved_leaves_what_was_published_meanwhile(exercise: Exercise, asked: list[bool]) -> None:
    figure = make_figure(exercise)
    opened = Figure.objects.get()
    shown = keep(figure, drawn())
    figure.show(shown)
    opened.change(OTHER)
    figure.refresh_from_db()
    assert (figure.published, figure.document) == (shown, OTHER)


def test_the_stills_are_there_before_the_movement(exercise: Exercise) -> None:
    figure = make_figure(exercise)
    figure.asked_at = timezone.now()
    figure.save()
    assert (figure.is_awaited, figure.has_stills) == (True, False)
    figure.take(keep(figure, drawn(moving=False)))
    assert (figure.is_awaited, figure.has_stills) == (True, True)
    figure.take(keep(figure, drawn()))
    assert (figure.is_awaited, figure.has_stills) == (False, True)


def test_nothing_is_published_before_it_has_been_drawn_whole(exercise: Exercise) -> None:
    figure = make_figure(exercise)
    with pytest.raises(Conflict, match="still being drawn"):
        figure.publish()
    figure.take(keep(figure, drawn(moving=False)))
    with pytest.raises(Conflict, match="still being drawn"):
        figure.publish()
    figure.take(keep(figure, drawn()))
    figure.publish()
    Figure.objects.update(document=OTHER)
    with pytest.raises(Conflict, match="still being drawn"):
        figure.publish()


def test_an_editor_publishes_only_what_was_looked_at(exercise: Exercise) -> None:
    drawing = make_drawing(exercise, published=False)
    figure = Figure.objects.get()
    figure.take(drawing)
    with pytest.raises(Conflict, match="Another drawing"):
        figure.publish(over="0" * 64)
    figure.publish(over=drawing.digest)
    assert figure.published == drawing


def test_a_contact_that_misses_by_far_keeps_it_from_publication(exercise: Exercise) -> None:
    finding = {"kind": "miss", "subject": "palm.L on knee.R", "step": 1, "text": "left palm misses right knee by 4 cm"}
    for refuses in (True, False):
        Figure.objects.all().delete()
        drawing = make_drawing(exercise, published=False, report=[{**finding, "amount": 4.0, "refuses": refuses}])
        figure = Figure.objects.get()
        figure.take(drawing)
        if refuses:
            with pytest.raises(ValidationError, match=r"Step 2: left palm misses right knee by 4 cm\."):
                figure.publish()
        else:
            figure.publish()
        assert (figure.published is None) == refuses


def test_a_drawing_is_never_altered(exercise: Exercise) -> None:
    drawing = make_drawing(exercise)
    drawing.name = "Other"
    with pytest.raises(TypeError):
        drawing.save()
    with pytest.raises(TypeError):
        drawing.save(update_fields=["name"])
    picture = drawing.pictures.first()
    assert picture is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        FigurePicture.objects.create(drawing=drawing, step=picture.step, form=picture.form, content=b"")


def test_the_same_drawing_is_kept_once_and_every_other_has_its_own_digest(exercise: Exercise) -> None:
    figure = make_figure(exercise)
    first = keep(figure, drawn())
    assert keep(figure, drawn()) == first
    others = [
        drawn(renderer="2"), drawn(moving=False), drawn(stills=("<svg/>", "<svg/>")), drawn(OTHER), drawn(png=b""),
        drawn(styles={"auto": ""}), drawn(report=[{"step": 0, "refuses": False}]), drawn(solved={"keys": []}),
        drawn(shown_step=1),
    ]  # fmt: skip
    digests = {keep(figure, other).digest for other in others} | {first.digest}
    assert len(digests) == len(others) + 1


def test_the_side_is_the_one_that_the_captions_name(exercise: Exercise) -> None:
    steps = KNEE_TO_CHEST["steps"]
    left = {"steps": [steps[0], {"caption": "Draw the left knee up.", "set": {"hip.L.flex": 100}}]}
    drawing = make_drawing(exercise, left)
    assert (drawing.drawn_side, drawing.sides) == ("left", ("right", "left"))
    assert drawing.words["right"]["captions"][1] == "Draw the right knee up."
    assert drawing.words["left"]["captions"][1] == "Draw the left knee up."


def test_both_sides_read_alike_where_nothing_is_one_sided(exercise: Exercise) -> None:
    document = {"steps": [{"pose": "standing"}, {"caption": "Look to the left, then right.", "set": {"neck.flex": 9}}]}
    drawing = make_drawing(exercise, document)
    assert not drawing.is_sided
    assert drawing.words["left"] == drawing.words["right"]


def test_an_exercise_goes_with_its_picture(exercise: Exercise) -> None:
    make_drawing(exercise)
    exercise.delete()
    assert not Figure.objects.exists()
    assert not FigurePicture.objects.exists()


def test_a_figure_that_is_gone_needs_no_drawing(db: None, settings: Settings) -> None:
    assert draw_figure.call(10**9) == ""
