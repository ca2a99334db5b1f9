"""The pictures through /api/v1/, and in the documents of programs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import ApiToken
from exercises.figure_store import keep
from exercises.models import Exercise, Figure, FigureDrawing
from programs.document import digest_of
from tests.cast import Cast
from tests.exercises.figures_by_hand import BREATHING, drawn, make_drawing
from tests.factories import make_exercise, make_plan, make_published

pytestmark = pytest.mark.django_db
LIST = "/api/v1/exercises/"
ONE = LIST + "knee-to-chest/"
SVG = ONE + "figure.svg"


@pytest.fixture
def drawing(db: None) -> FigureDrawing:
    return make_drawing(make_exercise("Knee to chest"))


def test_program_reads_the_addresses_and_words_of_both_sides(api: APIClient, drawing: FigureDrawing) -> None:
    base = f"http://testserver/exercises/figures/{drawing.digest}.svg"
    figure = api.get(ONE).json()["figure"]
    assert (figure["digest"], figure["drawn_side"]) == (drawing.digest, "right")
    right, left = figure["sides"]
    assert right == {
        "side": "right",
        "alt": "Start: Lie on your back with your knees bent. Then: Draw the right knee towards your chest.",
        "captions": ["Lie on your back with your knees bent.", "Draw the right knee towards your chest."],
        "moving": base,
        "still": f"{base}?step=2",
        "steps": [f"{base}?step=1", f"{base}?step=2"],
    }
    assert left["captions"][1] == "Draw the left knee towards your chest."
    assert left["moving"] == f"{base}?side=left"
    assert left["steps"][0] == f"{base}?step=1&side=left"
    for address in (right["moving"], left["moving"], left["still"], *left["steps"]):
        assert api.get(address)["Content-Type"].startswith("image/svg+xml")
    assert api.get(LIST).json()["results"][0]["figure"] == figure


def test_what_has_no_sides_has_one_and_what_does_not_move_says_so(api: APIClient, db: None) -> None:
    make_drawing(make_exercise("Knee to chest"), BREATHING)
    (side,) = api.get(ONE).json()["figure"]["sides"]
    assert side["moving"] is None
    assert len(side["steps"]) == 1


def test_an_exercise_without_a_picture_says_so(api: APIClient, db: None) -> None:
    make_exercise("Knee to chest")
    assert api.get(ONE).json()["figure"] is None
    assert api.get(LIST).json()["results"][0]["figure"] is None


def test_a_drawing_that_waits_for_its_editor_is_not_shown(api: APIClient, db: None) -> None:
    make_drawing(make_exercise("Knee to chest"), published=False)
    assert api.get(ONE).json()["figure"] is None


def test_the_picture_is_given_whatever_kind_is_asked_for(
    api: APIClient, client: Client, drawing: FigureDrawing
) -> None:
    page = client.get("/exercises/knee-to-chest/figure.svg?step=1&side=left&theme=print")
    for accepted in ("image/svg+xml", "*/*", "image/avif,image/webp,*/*;q=0.8"):
        answer = api.get(SVG + "?step=1&side=left&theme=print", HTTP_ACCEPT=accepted)
        assert (answer.status_code, answer.content) == (200, page.content)
        assert answer["ETag"] == page["ETag"]
        assert answer["Content-Security-Policy"] == page["Content-Security-Policy"]


@pytest.mark.parametrize(("address", "status"), [(SVG + "?side=up", 400), (SVG + "?step=7", 404), (ONE + "x.svg", 404)])
def test_refusals_are_json(api: APIClient, drawing: FigureDrawing, address: str, status: int) -> None:
    answer = api.get(address, HTTP_ACCEPT="image/svg+xml")
    assert answer.status_code == status
    assert set(answer.json()) == {"detail"}


def test_an_editors_token_sees_the_picture_of_a_draft(api: APIClient, cast: Cast) -> None:
    make_drawing(make_exercise("Knee to chest", status="draft", published_at=None))
    assert api.get(SVG).status_code == 404
    _token, secret = ApiToken.issue(user=cast.editor, name="mine", scopes=["exercises:read"])
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    answer = api.get(SVG)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"


def test_the_picture_cannot_be_set_here(api: APIClient, cast: Cast) -> None:
    api.force_login(cast.editor)
    answer = api.patch(LIST + "bird-dog/", {"figure": None})
    assert answer.json() == {"figure": ["This field cannot be set."]}


def test_pictures_cost_the_list_no_query(
    api: APIClient, db: None, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(12):
        make_drawing(make_exercise(f"Number {number}"))
    with django_assert_max_num_queries(5):
        assert all(row["figure"] for row in api.get(LIST).json()["results"])


def publish_program(cast: Cast) -> Any:
    plan = make_plan(("knee-to-chest", "2x20s"), ("bird-dog", "3x8"))
    return make_published(episode=cast.episode, by=cast.therapist, plan=plan, name="With a picture")


def test_a_program_keeps_the_picture_that_it_was_published_with(api: APIClient, client: Client, cast: Cast) -> None:
    exercise = make_exercise("Knee to chest")
    first = make_drawing(exercise)
    program = publish_program(cast)
    knee, bird = program.current.document["phases"][0]["items"]
    assert knee["figure"] == {"digest": first.digest, "step": 2, "alt": first.alt()}
    assert "figure" not in bird
    assert program.current.digest == digest_of(program.current.document)

    redraw(exercise)
    exercise.retire(by=None)
    client.force_login(cast.client)
    page = client.get(program.get_absolute_url()).content.decode()
    still = f"/exercises/figures/{first.digest}.svg?step=2"
    assert f'<img class="no-print" src="{still}" alt="Start: Lie on your back' in page
    assert f'<img class="print-only" src="{still}&amp;theme=print" alt="Start: Lie on your back' in page
    assert "positions.svg#supine" in page
    assert client.get(still).status_code == 200
    today = client.get("/today/").content.decode()
    assert f'src="{still}" alt="" width="600" height="400" loading="lazy">' in today
    api.force_login(cast.client)
    items = [item for day in api.get("/api/v1/today/").json()["programs"] for item in day["items"]]
    assert [item.get("figure", {}).get("digest") for item in items if item["exercise"] == "knee-to-chest"] == [
        first.digest
    ]


def redraw(exercise: Exercise) -> FigureDrawing:
    figure = Figure.objects.get(exercise=exercise)
    second = keep(figure, drawn(renderer="a later one"))
    figure.show(second)
    return second
