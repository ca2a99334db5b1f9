"""The pictures as files and on the pages of the catalogue."""

import gzip
import hashlib
import re
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest
from django.test import Client

from exercises.loading import load_catalogue
from exercises.models import Exercise, FigureDrawing
from tests.cast import Cast
from tests.exercises.figures_by_hand import BREATHING, make_drawing
from tests.factories import make_exercise

pytestmark = pytest.mark.django_db
SVG = "/exercises/knee-to-chest/figure.svg"
PNG = "/exercises/knee-to-chest/figure.png"
PAGE = "/exercises/knee-to-chest/"


@pytest.fixture
def exercise(db: None) -> Exercise:
    return make_exercise("Knee to chest")


@pytest.fixture
def drawing(exercise: Exercise) -> FigureDrawing:
    return make_drawing(exercise)


def text_at(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
    return answer.content.decode()


def by_digest(drawing: FigureDrawing) -> str:
    return f"/exercises/figures/{drawing.digest}.svg"


def test_visitor_gets_the_picture_that_moves_with_its_name_and_colours(client: Client, drawing: FigureDrawing) -> None:
    svg = text_at(client, SVG)
    assert "<desc>moving</desc>" in svg
    assert "<title>Knee to chest</title>" in svg
    assert ".a{fill:#222}" in svg
    assert "matrix(-1" not in svg


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("?step=1", "<desc>still 1</desc>"),
        ("?step=2", "<desc>still 2</desc>"),
        ("?theme=light", "#111"),
        ("?theme=dark", "#eee"),
        ("?theme=print&step=2", "#000"),
        ("?side=left", "matrix(-1 0 0 1 600 0)"),
        ("?side=left&theme=dark&step=2", "matrix(-1 0 0 1 600 0)"),
    ],
)
def test_visitor_names_step_theme_and_side(client: Client, drawing: FigureDrawing, query: str, there: str) -> None:
    assert there in text_at(client, SVG + query)
    assert there in text_at(client, by_digest(drawing) + query)


def test_the_side_that_was_drawn_is_not_mirrored(client: Client, drawing: FigureDrawing) -> None:
    assert text_at(client, SVG + "?side=right") == text_at(client, SVG)


def test_the_picture_that_moves_ends_unless_the_page_has_a_switch(client: Client, drawing: FigureDrawing) -> None:
    assert "step-end 3}" in text_at(client, SVG)
    assert "step-end infinite}" in text_at(client, SVG + "?repeat=always")


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("?side=up", 400, "side is one of: right, left."),
        ("?side=Left", 400, "side is one of: right, left."),
        ("?theme=sepia", 400, "theme is one of: auto, light, dark, print."),
        ("?repeat=4", 400, "repeat is one of: always."),
        ("?step=two", 400, "A step is a number from 1 to 9"),
        ("?step=-1", 400, "A step is a number from 1 to 9"),
        ("?step=0", 400, "A step is a number from 1 to 9"),
        ("?step=\uff13", 400, "A step is a number from 1 to 9"),
        ("?step=3", 404, "This picture has the steps 1 to 2."),
    ],
)
def test_a_wrong_word_is_refused_with_a_sentence(
    client: Client, drawing: FigureDrawing, query: str, status: int, sentence: str
) -> None:
    for address in (SVG, by_digest(drawing), f"/api/v1{SVG}"):
        answer = client.get(address + query)
        assert (answer.status_code, sentence in answer.content.decode()) == (status, True), answer.content


def test_what_is_only_felt_has_steps_and_does_not_move(client: Client, exercise: Exercise) -> None:
    make_drawing(exercise, BREATHING)
    answer = client.get(SVG)
    assert answer.status_code == 404
    assert "Nothing moves in this picture: name one of its steps, 1 to 1." in answer.content.decode()
    assert "still 1" in text_at(client, SVG + "?step=1")


def test_caches_may_keep_it_and_ask_whether_it_is_still_the_same(client: Client, drawing: FigureDrawing) -> None:
    for address in (SVG, SVG + "?side=left", PNG, by_digest(drawing)):
        answer = client.get(address)
        again = client.get(address, headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200
        for name in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy"):
            assert answer[name] == again[name], name
    assert client.get(SVG)["ETag"] != client.get(SVG + "?side=left")["ETag"]


def test_only_an_address_with_the_digest_is_kept_for_ever(client: Client, drawing: FigureDrawing) -> None:
    for address in (f"{SVG}?v={drawing.digest}", f"{PNG}?v={drawing.digest[:12]}", by_digest(drawing) + "?step=1"):
        assert client.get(address)["Cache-Control"] == "public, max-age=31536000, immutable"
    for address in (SVG, PNG, f"{SVG}?v=", f"{SVG}?v={'0' * 64}", f"{SVG}?v={drawing.digest[:4]}"):
        assert client.get(address)["Cache-Control"] == "public, max-age=300, must-revalidate"


def test_the_answer_is_the_same_for_everybody(cast: Cast, client: Client) -> None:
    drawing = make_drawing(make_exercise("Knee to chest"))
    client.force_login(cast.client)
    for address in (SVG, PNG, by_digest(drawing), f"/api/v1{SVG}"):
        answer = client.get(address)
        assert answer["Vary"] == "Accept-Encoding", address
        assert answer["Cache-Control"].startswith("public"), address
        assert not answer.cookies
        assert client.get(address, headers={"If-None-Match": answer["ETag"]})["Vary"] == "Accept-Encoding"


def test_it_is_sent_packed_to_who_can_unpack(client: Client, exercise: Exercise) -> None:
    long = make_drawing(exercise, stills=("<svg><title></title><style></style>" + "<g/>" * 200 + "</svg>",) * 2)
    plain = client.get(SVG + "?step=1")
    packed = client.get(SVG + "?step=1", headers={"Accept-Encoding": "br, gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] == plain["ETag"]
    assert len(packed.content) < len(plain.content)
    assert client.get(by_digest(long) + "?step=1", headers={"Accept-Encoding": "gzip"})["Content-Encoding"] == "gzip"


def test_device_is_sent_what_moves_packed_by_brotli(client: Client, exercise: Exercise) -> None:
    drawing = make_drawing(exercise)
    address = by_digest(drawing) + "?repeat=always"
    plain = client.get(address)
    for _again in range(2):
        packed = client.get(address, headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
        assert packed["Content-Encoding"] == "br"
        assert packed["Vary"] == "Accept-Encoding"
        assert packed["ETag"] == plain["ETag"]
        assert brotli.decompress(packed.content) == plain.content
    for asked in ("", "gzip", "vbr"):
        assert client.get(address, headers={"Accept-Encoding": asked}).get("Content-Encoding") != "br"
    known = client.get(address, headers={"Accept-Encoding": "br", "If-None-Match": plain["ETag"]})
    assert (known.status_code, known.content, "Content-Encoding" in known) == (304, b"", False)


def test_picture_packed_by_brotli_is_a_fifth_smaller_than_by_gzip(db: None, client: Client) -> None:
    load_catalogue()
    drawing = FigureDrawing.objects.get(figure__exercise__slug="bird-dog", figure__published__isnull=False)
    plain = client.get(by_digest(drawing) + "?repeat=always").content
    packed = client.get(by_digest(drawing) + "?repeat=always", headers={"Accept-Encoding": "br"}).content
    assert len(packed) < 0.85 * len(gzip.compress(plain, 6))


def test_its_policy_allows_the_styles_inside_it_and_nothing_else(client: Client, drawing: FigureDrawing) -> None:
    answer = client.get(SVG)
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    for style in re.findall("<style>(.*?)</style>", answer.content.decode()):
        assert b64encode(hashlib.sha256(style.encode()).digest()).decode() in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.get(PNG)["Content-Security-Policy"].startswith("default-src 'none'; base-uri")


def test_link_previews_get_a_png(client: Client, drawing: FigureDrawing) -> None:
    answer = client.get(PNG)
    assert (answer["Content-Type"], answer.content) == ("image/png", b"\x89PNG by hand")
    page = client.get(PAGE).content.decode()
    assert f'<meta property="og:image" content="http://127.0.0.1:8000{PNG}?v={drawing.digest[:12]}">' in page


@pytest.mark.parametrize("address", [SVG, PNG, f"/api/v1{SVG}", "/exercises/figures/" + "0" * 64 + ".svg"])
def test_where_there_is_no_picture_there_is_nothing(client: Client, exercise: Exercise, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_drawing_that_was_never_published_is_for_editors(client: Client, cast: Cast) -> None:
    drawing = make_drawing(make_exercise("Knee to chest"), published=False)
    for who in (None, cast.client, cast.therapist):
        if who:
            client.force_login(who)
        assert client.get(by_digest(drawing)).status_code == 404
        assert client.get(SVG).status_code == 404
    client.force_login(cast.editor)
    answer = client.get(by_digest(drawing))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_the_picture_of_an_unpublished_exercise_is_for_editors(client: Client, cast: Cast, status: str) -> None:
    exercise = make_exercise("Knee to chest", status=status)
    if status == "draft":
        Exercise.objects.filter(pk=exercise.pk).update(published_at=None)
    drawing = make_drawing(exercise)
    for address in (SVG, PNG, f"/api/v1{SVG}"):
        assert client.get(address).status_code == 404
    # Programs that were written with a retired exercise keep its picture.
    assert client.get(by_digest(drawing)).status_code == (404 if status == "draft" else 200)
    client.force_login(cast.editor)
    for address in (SVG, PNG, f"/api/v1{SVG}"):
        assert client.get(address)["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", [SVG, PNG])
def test_pictures_cannot_be_posted_to(client: Client, drawing: FigureDrawing, address: str) -> None:
    assert client.post(address).status_code == 405


def test_the_page_shows_it_moving_with_a_switch_and_says_what_it_shows(client: Client, drawing: FigureDrawing) -> None:
    page = client.get(PAGE).content.decode()
    base = by_digest(drawing)
    assert f'<img src="{base}?repeat=always" alt="Start: Lie on your back with your knees bent.' in page
    assert f'<source media="(prefers-reduced-motion: reduce)" srcset="{base}?step=2">' in page
    assert "Draw the right knee towards your chest." in page
    assert "Show the movement" in page
    assert "positions.svg" not in page
    for number in (1, 2):
        still = f'src="{base}?step={number}" alt="" width="600" height="400" loading="lazy">'
        assert f'<img class="no-print" {still}' in page
        assert f'<img class="print-only" src="{base}?step={number}&amp;theme=print" alt=""' in page


def test_the_page_shows_the_other_side_when_asked(client: Client, drawing: FigureDrawing) -> None:
    page = client.get(PAGE + "?side=left").content.decode()
    assert f'<img src="{by_digest(drawing)}?side=left&amp;repeat=always"' in page
    assert "Draw the left knee towards your chest." in page
    assert f'<a href="{PAGE}?side=right#picture">Right side</a>' in page
    assert f'<a href="{PAGE}?side=left#picture" aria-current="true">Left side</a>' in page
    assert client.get(PAGE + "?side=inside").status_code == 200


def test_what_has_no_sides_and_does_not_move_shows_one_still(client: Client, exercise: Exercise) -> None:
    drawing = make_drawing(exercise, BREATHING)
    page = client.get(PAGE).content.decode()
    assert f'src="{by_digest(drawing)}?step=1" alt="Start: Breathe into your belly."' in page
    for text in ("Show the movement", "Left side", "figure-steps"):
        assert text not in page


def test_a_page_without_a_picture_shows_the_position(client: Client, exercise: Exercise) -> None:
    page = client.get(PAGE).content.decode()
    assert "positions.svg#supine" in page
    assert "og:image" not in page


def test_cards_show_the_still_or_the_position(client: Client, drawing: FigureDrawing) -> None:
    make_exercise("Cat-cow", position="quadruped")
    for address in ("/exercises/", "/"):
        page = client.get(address).content.decode()
        assert f'<img src="{by_digest(drawing)}?step=2" alt="" width="600" height="400" loading="lazy">' in page
        assert "positions.svg#quadruped" in page


def test_pictures_cost_the_list_no_query(
    client: Client, db: None, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(24):
        make_drawing(make_exercise(f"Number {number}"))
    with django_assert_max_num_queries(6):
        assert "figures/" in client.get("/exercises/").content.decode()


def test_a_picture_costs_two_queries(
    client: Client, drawing: FigureDrawing, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for address in (SVG, by_digest(drawing)):
        with django_assert_max_num_queries(2):
            client.get(address)
