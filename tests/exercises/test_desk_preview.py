"""What the editors' desk shows of an exercise that is not saved, or saved and not published."""

import re
from typing import Any

import pytest
from django.test import Client

from exercises.models import Draft, Exercise
from tests.cast import Cast
from tests.exercises.desk_form import ADD, desk, plank, rows, untouched
from tests.factories import make_exercise

pytestmark = pytest.mark.django_db


def said(response: Any) -> str:
    return str(response.content.decode())


def test_preview_is_the_page_that_clients_would_see_and_writes_nothing(editor: Client, bridge: Exercise) -> None:
    address = f"/admin/exercises/exercise/{bridge.pk}/preview/"
    sent = untouched(bridge, name="High bridge", **rows("steps", {"text": "Push the floor away."}))
    told = editor.post(address, sent).json()
    assert told["faults"] == []
    assert "<h1>High bridge</h1>" in told["page"]
    assert "<li>Push the floor away.</li>" in told["page"]
    assert "Lie on your back." not in told["page"]
    assert told["dose"] == {"words": "3 sets of 10, 5 days a week"}
    bridge.refresh_from_db()
    assert (bridge.name, bridge.steps.count(), Draft.objects.count()) == ("Glute bridge", 2, 0)
    main = re.compile(r"<h1>.*?</aside>", re.DOTALL)
    live, public = (
        main.search(text)
        for text in (
            editor.post(address, untouched(bridge)).json()["page"],
            said(Client().get("/exercises/glute-bridge/")),
        )
    )
    assert live
    assert public
    # The preview has no buttons to play and to print.
    buttons = re.compile(
        r'<p><a class="button" href="/play/.*?</p>|<p class="cluster cluster--tight no-print">.*?</p>', re.DOTALL
    )
    assert re.sub(r"\s+", " ", live.group()) == re.sub(r"\s+", " ", buttons.sub("", public.group()))


def test_preview_of_a_new_exercise_leaves_nothing_behind(editor: Client, cast: Cast) -> None:
    told = editor.post(ADD + "preview/", plank()).json()
    assert "Makes the trunk last longer." in told["page"]
    assert 1 <= told["grades"]["purpose"] <= 8
    assert not Exercise.objects.filter(slug="plank").exists()


def test_preview_asks_about_a_doubtful_dose_and_warns_of_hard_words(editor: Client, cast: Cast) -> None:
    hard = "Contemporaneous neuromuscular reeducation necessitates individualised biomechanical considerations."
    told = editor.post(ADD + "preview/", plank(dose="10x3", **rows("steps", {"text": hard}))).json()
    assert told["dose"]["question"] == 'What does "10x3" mean?'
    assert {"line": "3x10", "label": "3 sets of 10"} in told["dose"]["choices"]
    assert told["grades"]["steps"] > 8
    assert editor.post(ADD, plank(**rows("steps", {"text": hard}))).status_code == 302


def test_preview_as_a_page_says_why_there_is_none(editor: Client, cast: Cast, bridge: Exercise) -> None:
    spare = make_exercise("Spare")
    editor.post(desk(bridge), untouched(bridge, easier=["spare"]))
    spare.delete()
    response = editor.get(f"/admin/exercises/exercise/{bridge.pk}/preview/", follow=True)
    assert "There is no exercise “spare”." in said(response)


def test_hostile_text_is_only_text(editor: Client, bridge: Exercise) -> None:
    evil = '</template><script>alert("x")</script>'
    sent = untouched(bridge, name=evil[:70], purpose=evil, **rows("steps", {"text": evil}))
    assert "<script>alert" not in editor.post(f"/admin/exercises/exercise/{bridge.pk}/preview/", sent).json()["page"]
    editor.post(desk(bridge), sent)
    assert "<script>alert" not in said(editor.get(desk(bridge)))
