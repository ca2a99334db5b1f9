"""The list of exercises as the catalogue's health."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exercises.editorial import drafts
from exercises.models import EditorialEvent, Exercise
from tests.cast import Cast
from tests.exercises.figures_by_hand import make_drawing
from tests.factories import make_exercise, make_plan, make_routine

pytestmark = pytest.mark.django_db
LIST = "/admin/exercises/exercise/"


def names(client: Client, query: str = "") -> set[str]:
    """The exercises that the list shows."""
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200
    return {row.name for row in answer.context["cl"].result_list}


def row(client: Client, name: str) -> str:
    """The words of an exercise's row."""
    page = client.get(LIST).content.decode()
    found = next(part for part in page.split("<tr>") if f"<span>{name}</span>" in part)
    return " ".join(re.sub(r"<[^>]*>", " ", found).split())


def test_row_says_what_is_missing_and_who_uses_it(editor: Client, cast: Cast) -> None:
    make_routine(owner=cast.editor, plan=make_plan(("bird-dog", "3x8")), visibility="template")
    make_exercise("Empty", licence="", purpose="", status="draft", published_at=None)
    Exercise.objects.get(slug="bird-dog").reindex()
    dog = row(editor, "Bird dog")
    for text in (
        "Strength",
        "Published",
        "Evidence",
        "Picture",
        "fewer than 3 live programs, 1 template",
        "revision 1",
    ):
        assert text in dog
    assert re.search(r"Published - -?\d\.\d ", dog), "no draft, and the grade"
    assert "Draft - - Purpose Licence Evidence Picture - -" in row(editor, "Empty")
    assert "Northside" not in editor.get(LIST).content.decode()


def test_row_has_the_picture(editor: Client, cast: Cast) -> None:
    drawing = make_drawing(Exercise.objects.get(slug="bird-dog"))
    page = editor.get(LIST).content.decode()
    assert f'<img src="{drawing.still_url}" alt=""' in page
    assert "Picture" not in row(editor, "Bird dog")


def test_row_says_where_the_draft_stands(editor: Client, cast: Cast) -> None:
    dog = Exercise.objects.get(slug="bird-dog")
    draft = drafts.begin(exercise=dog, by=cast.editor)
    assert "Being written" in row(editor, "Bird dog")
    drafts.change(draft=draft, document=draft.read().with_changes(feel="Work."), by=cast.editor)
    draft.submit(by=cast.editor, reason="Warmer.")
    dog.revised()
    assert "Waiting for review Behind" in row(editor, "Bird dog")
    assert names(editor, "draft=review") == names(editor, "draft=behind") == names(editor, "draft=any") == {"Bird dog"}
    assert names(editor, "draft=none") == {"Glute bridge"}
    assert names(editor, "draft=writing") == names(editor, "draft=timed") == set()


@pytest.mark.parametrize(
    ("need", "fields"),
    [
        ("text", {"purpose": ""}),
        ("text", {"author": ""}),
        ("evidence", {"evidence_basis": ""}),
        ("check", {"evidence_checked": "partly"}),
        ("reading", {"reading_grade": 8.1}),
        ("licence", {"licence": ""}),
    ],
)
def test_editor_finds_what_needs_something(editor: Client, cast: Cast, need: str, fields: dict[str, Any]) -> None:
    for slug in ("bird-dog", "glute-bridge"):
        make_drawing(Exercise.objects.get(slug=slug))
    Exercise.objects.update(evidence_basis="A trial.", evidence_checked="yes", reading_grade=3)
    assert names(editor, f"needs={need}") == set()
    Exercise.objects.filter(slug="bird-dog").update(**fields)
    assert names(editor, f"needs={need}") == {"Bird dog"}


def test_editor_finds_missing_rows_pictures_and_doubles(editor: Client, cast: Cast) -> None:
    dog = Exercise.objects.get(slug="bird-dog")
    make_drawing(Exercise.objects.get(slug="glute-bridge"))
    assert names(editor, "needs=picture") == {"Bird dog"}
    dog.steps.all().delete()
    assert names(editor, "needs=text") == {"Bird dog"}
    assert names(editor, "needs=duplicates") == set()
    twin = make_exercise("Pointing dog", aliases=["Bird dogs"])
    twin.reindex()
    assert names(editor, "needs=duplicates") == {"Bird dog", "Pointing dog"}
    assert "1 likely double" in row(editor, "Bird dog")


def test_editor_tells_where_entries_come_from(editor: Client, cast: Cast) -> None:
    Exercise.objects.filter(slug="bird-dog").update(loaded_digest="of a file")
    new = make_exercise("Brought in")
    EditorialEvent.objects.create(exercise=new, verb=EditorialEvent.Verb.IMPORTED)
    assert names(editor, "origin=files") == {"Bird dog"}
    assert names(editor, "origin=import") == {"Brought in"}
    assert names(editor, "origin=here") == {"Glute bridge"}


def test_unknown_filter_shows_everything(editor: Client, cast: Cast) -> None:
    for query in ("needs=money", "draft=lost", "origin=moon"):
        assert names(editor, query) == {"Bird dog", "Glute bridge"}


def test_summary_counts_and_leads_to_what_it_counts(editor: Client, cast: Cast) -> None:
    make_exercise("New one", status="draft", published_at=None)
    make_exercise("Old one").retire(by=cast.editor, reason="Old.")
    Exercise.objects.filter(slug="bird-dog").update(evidence_basis="A trial.", reading_grade=9)
    drafts.begin(exercise=Exercise.objects.get(slug="bird-dog"), by=cast.editor)
    figures = {str(figure.label): figure for figure in editor.get(LIST).context["health"]}
    assert {label: figure.count for label, figure in figures.items()} == {
        "published": 2,
        "never published": 1,
        "with an open draft": 1,
        "retired": 1,
        "not fully checked": 1,
        "without evidence": 1,
        "without a picture": 2,
        "above grade 8": 1,
    }
    for figure in figures.values():
        assert len(names(editor, figure.query)) == figure.count, figure.label


def test_editor_sorts_by_grade_and_draft(editor: Client, cast: Cast) -> None:
    Exercise.objects.filter(slug="bird-dog").update(reading_grade=9)
    Exercise.objects.filter(slug="glute-bridge").update(reading_grade=2)
    columns = editor.get(LIST).context["cl"].list_display
    order = columns.index("grade")
    found = [editor.get(f"{LIST}?o={sign}{order}").context["cl"].result_list[0].name for sign in ("", "-")]
    assert found == ["Glute bridge", "Bird dog"]
    for number in range(1, len(columns)):
        assert editor.get(f"{LIST}?o={number}").status_code == 200


def count_queries(client: Client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(LIST).status_code == 200
    return len(queries)


def test_list_costs_the_same_for_many(editor: Client, cast: Cast) -> None:
    for number in range(3):
        make_exercise(f"Entry {number}")
    few = count_queries(editor)
    for number in range(3, 58):
        exercise = make_exercise(f"Entry {number}")
        if number % 5 == 0:
            drafts.begin(exercise=exercise, by=cast.editor)
    assert Exercise.objects.count() == 60
    assert count_queries(editor) <= few
    assert few <= 32
