"""The editors' desk: what is written there, what is refused, and that published exercises stay as they are."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from exercises.editorial import drafts
from exercises.models import Draft, Equipment, Exercise, Muscle, PrecautionTag, Region
from tests.cast import Cast
from tests.exercises.desk_form import ADD, desk, plank, rows, untouched
from tests.factories import make_exercise

pytestmark = pytest.mark.django_db


def said(response: Any) -> str:
    return str(response.content.decode())


def test_editor_writes_a_new_exercise_whole(editor: Client, cast: Cast) -> None:
    Equipment.objects.create(slug="mat", name="Mat")
    PrecautionTag.objects.create(slug="wrist", name="Sore wrist")
    for slug in ("multifidus", "obliquus"):
        Muscle.objects.create(slug=slug, name=slug, plain=f"plain {slug}")
    assert editor.get(ADD).status_code == 200
    data = plank(
        equipment=["mat"],
        primary=["obliquus", "multifidus"],
        easier=["bird-dog"],
        **rows("cautions", {"tag": "wrist", "text": "Use your fists."}, {"tag": "", "text": "Breathe on."}),
    )
    response = editor.post(ADD, data)
    exercise = Exercise.objects.get(slug="plank")
    assert response["Location"] == desk(exercise)
    document = exercise.draft.read()
    assert (exercise.status, document.name, document.dose) == ("draft", "Plank", "3x20s, 3x/week")
    assert document.aliases == ("Front plank", "Forearm plank")
    assert document.steps == ("Kneel down.", "Step back.")
    assert [(part.fault, part.mend) for part in document.faults] == [("The hips sag.", "Squeeze your seat.")]
    assert [(part.tag, part.text) for part in document.cautions] == [
        ("wrist", "Use your fists."), (None, "Breathe on.")
    ]  # fmt: skip
    assert document.muscles.primary == ("obliquus", "multifidus")
    assert (document.regions, document.equipment, document.easier) == (("lower-back",), ("mat",), ("bird-dog",))
    page = said(editor.get(desk(exercise)))
    assert "3 holds of 20 seconds, 3 days a week" in page
    assert "Sore wrist" in page
    assert Client().get("/exercises/plank/").status_code == 404


def test_address_is_made_from_the_name_unless_one_is_written(editor: Client, cast: Cast) -> None:
    editor.post(ADD, plank(name="Überkopf: Griff"))
    assert Exercise.objects.filter(slug="uberkopf-griff").exists()
    editor.post(ADD, plank(slug="my-plank"))
    assert Exercise.objects.filter(slug="my-plank").exists()
    for name, slug in (("体", ""), ("Plank", "No Good"), ("Plank", "-x")):
        response = editor.post(ADD, plank(name=name, slug=slug))
        assert response.status_code == 400
        assert "An address has small letters" in said(response)


def test_saving_leaves_the_published_exercise_alone(editor: Client, cast: Cast, bridge: Exercise) -> None:
    before = said(Client().get("/exercises/glute-bridge/"))
    response = editor.post(desk(bridge), untouched(bridge, purpose="Strong hips."), follow=True)
    assert "The draft is saved." in said(response)
    assert bridge.draft.read().purpose == "Strong hips."
    assert bridge.draft.changed_by == cast.editor
    assert said(Client().get("/exercises/glute-bridge/")) == before
    assert "Strong hips." in said(editor.get(desk(bridge)))
    assert "Strong hips." in said(editor.get(f"/admin/exercises/exercise/{bridge.pk}/preview/"))
    editor.post(desk(bridge), untouched(bridge, purpose="Stronger hips."))
    assert Draft.objects.get().read().purpose == "Stronger hips."


def test_saving_without_a_change_begins_no_draft(editor: Client, bridge: Exercise) -> None:
    assert "Nothing has changed" in said(editor.post(desk(bridge), untouched(bridge), follow=True))
    assert not Draft.objects.exists()


def test_rows_go_by_their_numbers_and_leave_out_what_is_empty_or_deleted(editor: Client, cast: Cast) -> None:
    steps = rows(
        "steps",
        {"text": "Third.", "ORDER": "7"},
        {"text": "Gone.", "ORDER": "2", "DELETE": "on"},
        {"text": " ", "ORDER": "1"},
        {"text": "First.", "ORDER": "1"},
        {"text": "Last.", "ORDER": ""},
        {"text": "Second.", "ORDER": "3"},
        {"text": "x" * 400, "ORDER": "4", "DELETE": "on"},
    )
    assert editor.post(ADD, plank(**steps)).status_code == 302
    assert Draft.objects.get().read().steps == ("First.", "Second.", "Third.", "Last.")


def test_muscles_stay_in_the_order_in_which_they_were_chosen(editor: Client, cast: Cast) -> None:
    for slug in ("abductor", "multifidus", "obliquus"):
        Muscle.objects.create(slug=slug, name=slug, plain=slug)
    editor.post(ADD, plank(primary=["obliquus", "abductor"]))
    page = said(editor.get(desk(Exercise.objects.get(slug="plank"))))
    offered = re.findall(r'<option value="(\w+)"( selected)?', page[page.index('name="primary"') :])[:3]
    assert offered == [("obliquus", " selected"), ("abductor", " selected"), ("multifidus", "")]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "This is still to be filled in."),
        ({"kind": ""}, "Choose one."),
        ({"kind": "dance"}, "dance is not one of the available choices"),
        ({"regions": ["moon"]}, "moon is not one of the available choices"),
        ({"easier": ["nowhere"]}, "nowhere is not one of the available choices"),
        ({"purpose": "x" * 301}, "at most 300 characters"),
        ({"aliases": "x" * 81}, "A name has at most 80 characters."),
        ({"aliases": "\n".join(map(str, range(31)))}, "at most 30 other names"),
        ({"slug": "bird-dog"}, "already exists"),
        ({"difficulty": "6"}, "6 is not one of the available choices"),
        (rows("steps", {"text": "x" * 301}), "at most 300 characters"),
        (rows("steps", *({"text": str(n)} for n in range(31))), "at most 30 rows"),
        (rows("steps", {"text": "One.", "ORDER": "many"}), "Enter a whole number."),
        (rows("faults", {"text": "", "mend": "Alone."}), "This is still to be filled in."),
        (rows("cautions", {"text": "Slow.", "tag": "nobody"}), "nobody is not one of the available choices"),
        ({"steps-TOTAL_FORMS": "lots"}, "ManagementForm data is missing"),
        ({"primary": ["multifidus"], "secondary": ["multifidus"]}, "A muscle is listed twice."),
        ({"easier": ["bird-dog"], "harder": ["bird-dog"]}, "cannot be easier"),
        ({"dose": "0x10"}, "Sets must be between 1 and 20."),
        ({"dose": "3x10 wobbly"}, "“wobbly” was not understood"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    editor: Client, cast: Cast, fields: dict[str, Any], sentence: str
) -> None:
    Muscle.objects.create(slug="multifidus", name="multifidus", plain="deep back muscles")
    response = editor.post(ADD, plank(feel="Warm belly.") | fields)
    assert response.status_code == 400
    assert sentence in said(response)
    assert "Warm belly." in said(response)
    assert not Exercise.objects.filter(slug="plank").exists()
    shown = editor.post(ADD + "preview/", plank() | fields)
    assert shown.status_code == 200
    assert shown.json()["page"] is None
    assert any(sentence in fault["sentence"] for fault in shown.json()["faults"])


def test_doubtful_dose_is_asked_and_answered_with_a_button(editor: Client, cast: Cast) -> None:
    response = editor.post(ADD, plank(dose="10x3"))
    assert response.status_code == 400
    assert "What does &quot;10x3&quot; mean?" in said(response)
    assert '<button type="submit" class="button" name="chosen_dose" value="3x10">3 sets of 10</button>' in said(
        response
    )
    assert editor.post(ADD, plank(dose="10x3", chosen_dose="3x10")).status_code == 302
    assert Draft.objects.get().read().dose == "3x10"


def test_ladder_does_not_lead_back(editor: Client, bridge: Exercise) -> None:
    dog, middle = Exercise.objects.get(slug="bird-dog"), make_exercise("Middle")
    bridge.harder.add(middle)
    middle.harder.add(dog)
    for easier, harder, sentence in (
        ("middle", "glute-bridge", "cannot be easier"),
        ("middle", "middle", "cannot be easier"),
        ("middle", "bird-dog", "bird-dog is not one of the available choices"),
    ):
        response = editor.post(desk(dog), untouched(dog, easier=[easier], harder=[harder]))
        assert response.status_code == 400
        assert sentence in said(response)
    assert not Draft.objects.exists()


def test_address_stays_once_published(editor: Client, bridge: Exercise) -> None:
    editor.post(desk(bridge), untouched(bridge, slug="other", feel="Warm."))
    assert bridge.draft.read().slug == "glute-bridge"


def test_two_editors_do_not_overwrite_each_other_unawares(
    editor: Client, cast: Cast, second: User, bridge: Exercise
) -> None:
    opened = untouched(bridge)
    other = Client()
    other.force_login(second)
    assert other.post(desk(bridge), opened | {"feel": "Theirs."}).status_code == 302
    response = editor.post(desk(bridge), opened | {"feel": "Mine."})
    assert response.status_code == 409
    assert "Somebody else has saved this exercise" in said(response)
    assert "Mine." in said(response)
    assert f"/admin/exercises/exercise/{bridge.pk}/preview/" in said(response)
    assert bridge.draft.read().feel == "Theirs."
    seen = re.search(r'name="seen" value="([^"]*)"', said(response))
    assert seen
    assert editor.post(desk(bridge), opened | {"feel": "Mine.", "seen": seen.group(1)}).status_code == 302
    assert Draft.objects.get().read().feel == "Mine."


def test_a_form_with_faults_still_notices_what_others_have_saved(
    editor: Client, second: User, bridge: Exercise
) -> None:
    opened = untouched(bridge)
    draft = drafts.begin(exercise=bridge, by=second)
    drafts.change(draft=draft, document=draft.read().with_changes(feel="Theirs."), by=second)
    faulty = editor.post(desk(bridge), opened | {"name": ""})
    assert faulty.status_code == 400
    seen = re.search(r'name="seen" value="([^"]*)"', said(faulty))
    assert seen
    assert seen.group(1) == opened["seen"]
    assert editor.post(desk(bridge), opened).status_code == 409


def test_publication_meanwhile_is_a_conflict_too(editor: Client, cast: Cast, bridge: Exercise) -> None:
    editor.post(desk(bridge), untouched(bridge, feel="Warm."))
    opened = untouched(bridge, feel="Hot.")
    drafts.publish(draft=Draft.objects.get(), by=cast.editor, reason="Warmer.", alone_because="No colleague.")
    assert editor.post(desk(bridge), opened).status_code == 409
    assert not Draft.objects.exists()


def test_going_on_to_review_leads_to_the_bar(editor: Client, bridge: Exercise) -> None:
    response = editor.post(desk(bridge), untouched(bridge, feel="Warm.", _review="1"))
    assert response["Location"] == f"{desk(bridge)}#draft"
    assert 'id="draft"' in said(editor.get(desk(bridge)))


def test_a_long_catalogue_is_searched_for_neighbours(
    editor: Client, cast: Cast, bridge: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "data-more" not in said(editor.get(desk(bridge)))
    monkeypatch.setattr("exercises.forms.content.MOST_OFFERED", 1)
    for number in range(3):
        make_exercise(f"Spare {number}")
    page = said(editor.get(desk(bridge)))
    assert 'data-more="/admin/exercises/exercise/neighbours/"' in page
    assert "Spare 2" not in page
    found = editor.get("/admin/exercises/exercise/neighbours/?q=spare").json()["choices"]
    assert found == [[f"spare-{number}", f"Spare {number}"] for number in range(3)]
    assert editor.post(desk(bridge), untouched(bridge, harder=["spare-2"])).status_code == 302
    assert bridge.draft.read().harder == ("spare-2",)


def test_every_field_has_a_name(editor: Client, bridge: Exercise) -> None:
    page = said(editor.get(desk(bridge)))
    labels = set(re.findall(r'<label for="([^"]+)"', page))
    fields = re.findall(r'<(?:input|textarea|select)(?![^>]*type="hidden")[^>]* id="([^"]+)"', page)
    wrapped = {name for name in fields if name.endswith(("-ORDER", "-DELETE"))}  # their labels stand around them
    assert len(fields) > 30
    assert set(fields) - wrapped <= labels


def test_desk_asks_the_database_a_fixed_number_of_times(
    editor: Client, bridge: Exercise, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        Region.objects.create(slug=f"region-{number}", name=f"Region {number}")
        make_exercise(f"Spare {number}")
    with django_assert_max_num_queries(30):
        editor.get(desk(bridge))
    with django_assert_max_num_queries(77):
        editor.post(f"/admin/exercises/exercise/{bridge.pk}/preview/", untouched(bridge))


@pytest.mark.parametrize("who", ["client", "therapist", "manager", "admin", None])
def test_only_editors_come_to_the_desk(client: Client, cast: Cast, bridge: Exercise, who: str | None) -> None:
    if who:
        client.force_login(getattr(cast, who))
    preview, allowed = f"/admin/exercises/exercise/{bridge.pk}/preview/", who == "admin"
    answers = [
        client.get(desk(bridge)), client.get(ADD), client.get(preview), client.post(preview, untouched(bridge)),
        client.post(ADD + "preview/", plank()), client.get("/admin/exercises/exercise/neighbours/?q=a"),
    ]  # fmt: skip
    assert {response.status_code for response in answers} == ({200} if allowed else {302})
    assert allowed or all("/login/?next=" in response["Location"] for response in answers)


def test_what_is_not_there_is_404(editor: Client, cast: Cast) -> None:
    for address in ("987654/change/", "nonsense/change/", "987654/preview/"):
        assert editor.get(f"/admin/exercises/exercise/{address}").status_code == 404
    assert editor.get(ADD + "preview/").status_code == 405


def test_no_two_things_on_the_page_have_the_same_id(editor: Client, bridge: Exercise) -> None:
    for page in (editor.get(desk(bridge)), editor.post(desk(bridge), untouched(bridge, name=""))):
        ids = re.findall(r' id="([^"]+)"', said(page))
        assert sorted(ids) == sorted(set(ids))
