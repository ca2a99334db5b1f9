"""What an editor is told before a text goes out."""

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import override_settings
from rest_framework.test import APIClient

from exercises.editorial import drafts
from exercises.editorial.document import ExerciseDocument
from exercises.editorial.impact import impact_of
from exercises.editorial.readiness import lacks, missing_parts
from exercises.editorial.reading import grade
from exercises.editorial.rows import document_of
from exercises.editorial.wording import careless_words
from exercises.models import Exercise
from tests.cast import Cast
from tests.exercises.figures_by_hand import make_drawing
from tests.factories import make_exercise

pytestmark = pytest.mark.django_db
HARD = "Contemporaneous neuromuscular reeducation necessitates individualised biomechanical considerations."


def document(**fields: Any) -> ExerciseDocument:
    least = {"slug": "plank", "name": "Plank", "kind": "stability", "position": "plank", "dose": "3x20s"}
    return ExerciseDocument.from_json(least | fields)


def parts(exercise: Exercise, text: ExerciseDocument | None = None) -> dict[str, bool]:
    row = Exercise.objects.with_content().get(pk=exercise.pk)
    return {lack.part: lack.stops for lack in lacks(text or document_of(row), row)}


def box(exercise: Exercise) -> str:
    return render_to_string("admin/exercises/exercise/_impact.html", {"exercise": exercise})


def test_what_stops_publication_comes_first_and_is_the_same_everywhere(cast: Cast) -> None:
    plank = make_exercise("Plank", status="draft", published_at=None)
    empty = document()
    assert list(parts(plank, empty).items())[:5] == [
        ("purpose", True), ("steps", True), ("regions", True), ("licence", True), ("author", True),
    ]  # fmt: skip
    assert missing_parts(empty) == ["purpose", "steps", "body regions", "licence", "author"]


def test_picture_alternative_text_and_evidence_are_missed(cast: Cast) -> None:
    bridge = Exercise.objects.get(slug="glute-bridge")
    assert parts(bridge) == {"evidence": False, "picture": False}
    drawing = make_drawing(bridge)
    assert parts(bridge) == {"evidence": False}
    words = {side: said | {"alt": " "} for side, said in drawing.words.items()}
    type(drawing).objects.filter(pk=drawing.pk).update(words=words)
    Exercise.objects.filter(pk=bridge.pk).update(evidence_basis="A trial.", evidence_checked="partly")
    assert parts(bridge) == {"check": False, "alternative-text": False}
    Exercise.objects.filter(pk=bridge.pk).update(evidence_checked="yes")
    type(drawing).objects.filter(pk=drawing.pk).update(words=drawing.words)
    assert parts(bridge) == {}


def test_hard_and_careless_words_are_named(cast: Cast) -> None:
    text = document(feel=HARD, steps=["Keep the correct posture."], faults=[{"fault": "A wrong turn.", "mend": "x"}])
    found = parts(Exercise.objects.get(slug="bird-dog"), text)
    assert {"reading", "wording"} <= set(found)
    assert not found["reading"] | found["wording"]
    assert careless_words(text) == ["correct posture", "wrong"]
    assert careless_words(document(steps=["Turn right."])) == []


def test_reading_grade_tells_easy_from_hard() -> None:
    assert grade("Lie on your back. Bend your knees.") < 3 < 16 < grade(HARD)
    assert grade("Lie down\nBend your knees") == grade("Lie down.\nBend your knees.")
    assert grade("") == grade("3 + 10 …") == 0


def test_every_further_language_is_missed(cast: Cast) -> None:
    bridge = Exercise.objects.get(slug="glute-bridge")
    assert "English only." in box(bridge)
    with override_settings(LANGUAGES=[("en-gb", "English"), ("de", "German")]):
        assert parts(bridge)["translation-de"] is False
        assert "There is none into German." in box(bridge)
        assert "English only." not in box(bridge)


def test_impact_is_that_of_the_open_draft(cast: Cast) -> None:
    bridge = Exercise.objects.get(slug="glute-bridge")
    draft = drafts.begin(exercise=bridge, by=cast.editor)
    drafts.change(draft=draft, document=draft.read().with_changes(feel=HARD, licence=""), by=cast.editor)
    impact = impact_of(bridge)
    assert impact.grade > 8
    assert {lack.part for lack in impact.lacks if lack.stops} == {"licence"}
    assert impact_of(bridge, document_of(bridge)).grade < 8


def test_box_names_likely_doubles_and_where_it_is_used(cast: Cast) -> None:
    bridge = Exercise.objects.get(slug="glute-bridge")
    twin = make_exercise("Bridge for the glutes", aliases=["Glute bridge"], status="draft", published_at=None)
    page = box(bridge)
    assert "In fewer than 3 live programs." in page
    assert "Those programs keep the text that they were published with." in page
    assert f'href="/admin/exercises/exercise/{twin.pk}/change/"' in page
    assert "(Draft), 95 % alike" in page
    assert "no client left it out" in page
    lonely = box(make_exercise("Wall sit", position="standing"))
    assert "In no live program and no template." in lonely
    assert "No entry is much like it." in lonely


def test_program_reads_the_impact(api: APIClient, cast: Cast) -> None:
    api.force_login(cast.editor)
    found = api.get("/api/v1/exercises/bird-dog/impact/").json()
    assert found["live_programs"] is None
    assert found["templates"] == 0
    assert found["languages"] == ["en-gb"]
    assert found["reading_grade"] < 8
    assert {"part": "picture", "stops": False, "text": "Readers see none yet."} in found["lacks"]
    assert [line["reason"] for line in found["skips"]] == ["unclear", "hard", "pain"]
    assert found["duplicates"] == found["careless_words"] == []


def test_impact_is_for_editors(api: APIClient, cast: Cast) -> None:
    hidden = make_exercise("Hidden", status="draft", published_at=None)
    for user, status in ((cast.therapist, 403), (cast.client, 403)):
        api.force_login(user)
        assert api.get("/api/v1/exercises/bird-dog/impact/").status_code == status
        assert api.get(f"/api/v1/exercises/{hidden.slug}/impact/").status_code == 404
        assert api.get("/api/v1/exercises/nothing/impact/").status_code == 404
