"""Draft, review, publish: what editors may rely on, whichever door they come through."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.plan_exercises import without_retired
from backfit.refusals import Conflict
from exercises.editorial import drafts
from exercises.editorial.document import ExerciseDocument
from exercises.editorial.merging import merge
from exercises.editorial.rows import document_of
from exercises.models import Draft, Exercise, Revision
from programs.models import Version
from tests.cast import Cast
from tests.exercises.editing import drafted
from tests.factories import make_exercise, make_plan

pytestmark = pytest.mark.django_db


def read(slug: str) -> ExerciseDocument:
    return document_of(Exercise.objects.with_content().get(slug=slug))


def test_draft_leaves_the_published_text_alone_until_it_is_published(
    client: Client, cast: Cast, second: User, bridge: Exercise
) -> None:
    before = read("glute-bridge")
    draft = drafted(bridge, cast.editor, steps=["Breathe out and lift."], difficulty=4, name="Bridge")
    assert read("glute-bridge") == before
    assert "Breathe out and lift." not in client.get("/exercises/glute-bridge/").content.decode()
    draft.submit(by=cast.editor, reason="Clearer start.")
    draft.approve(by=second, text="Good.")
    revision = drafts.publish(draft=draft, by=second)
    after = read("glute-bridge")
    assert (after.steps, after.difficulty, after.name) == (("Breathe out and lift.",), 4, "Bridge")
    assert "Breathe out and lift." in client.get("/exercises/glute-bridge/").content.decode()
    assert (revision.number, revision.reason, revision.approved_by) == (2, "Clearer start.", second)
    assert [kept.read() for kept in bridge.revisions.all()] == [after, before]
    assert not Draft.objects.exists()
    verbs = [event.verb for event in bridge.events.all()]
    assert verbs == ["published", "approved", "submitted", "changed", "begun"]


def test_program_keeps_its_wording_whatever_is_published(cast: Cast, second: User, bridge: Exercise) -> None:
    version = Version.objects.get(program=cast.program)
    before = version.document
    draft = drafted(bridge, cast.editor, name="Bridge")
    draft.submit(by=cast.editor, reason="Shorter.")
    draft.approve(by=second)
    drafts.publish(draft=draft, by=second)
    version.refresh_from_db()
    assert version.document == before


def test_nobody_approves_what_they_wrote(cast: Cast, second: User, bridge: Exercise) -> None:
    draft = drafted(bridge, cast.editor, feel="Warm.")
    draft.submit(by=cast.editor, reason="Warmer.")
    for alone in ("", "In a hurry."):
        with pytest.raises(PermissionDenied):
            drafts.publish(draft=draft, by=cast.editor, alone_because=alone)
    with pytest.raises(PermissionDenied):
        draft.approve(by=cast.editor)
    drafts.change(draft=draft, document=draft.read().with_changes(feel="Warmer still."), by=second)
    draft.submit(by=second, reason="Warmer.")
    for author in (cast.editor, second):
        with pytest.raises(PermissionDenied):
            draft.approve(by=author)


def test_only_editor_publishes_with_a_reason(cast: Cast, bridge: Exercise) -> None:
    draft = drafted(bridge, cast.editor, feel="Warm.")
    with pytest.raises(ValidationError, match="nobody else"):
        drafts.publish(draft=draft, by=cast.editor, reason="Warmer.")
    revision = drafts.publish(draft=draft, by=cast.editor, reason="Warmer.", alone_because="No colleague yet.")
    assert (revision.alone_because, revision.approved_by) == ("No colleague yet.", None)


def test_change_after_the_approval_needs_another(cast: Cast, second: User, bridge: Exercise) -> None:
    draft = drafted(bridge, cast.editor, feel="Warm.")
    draft.submit(by=cast.editor, reason="Warmer.")
    draft.approve(by=second)
    drafts.change(draft=draft, document=draft.read().with_changes(feel="Hot."), by=cast.editor)
    assert (draft.state, draft.approved_by) == (Draft.State.WRITING, None)
    with pytest.raises(PermissionDenied):
        drafts.publish(draft=draft, by=cast.editor)


def test_reviewer_sends_back_with_words(cast: Cast, second: User, bridge: Exercise) -> None:
    draft = drafted(bridge, cast.editor, feel="Warm.")
    with pytest.raises(Conflict):
        draft.approve(by=second)
    with pytest.raises(ValidationError, match="why you change"):
        draft.submit(by=cast.editor, reason=" ")
    draft.submit(by=cast.editor, reason="Warmer.")
    with pytest.raises(ValidationError):
        draft.send_back(by=second, text="")
    draft.send_back(by=second, text="Say where it is felt.")
    assert draft.state == Draft.State.WRITING
    assert bridge.events.first().text == "Say where it is felt."  # type: ignore[union-attr]


def test_two_editors_do_not_overwrite_each_other(cast: Cast, second: User, bridge: Exercise) -> None:
    seen = drafted(bridge, cast.editor, feel="Warm.").serial
    draft = Draft.objects.get()
    drafts.change(draft=draft, document=draft.read().with_changes(feel="Hot."), by=second, over=seen)
    with pytest.raises(Conflict, match="Somebody else"):
        drafts.change(draft=draft, document=draft.read().with_changes(feel="Cold."), by=cast.editor, over=seen)
    assert Draft.objects.get().read().feel == "Hot."


def test_draft_that_is_behind_is_not_published_unseen(cast: Cast, second: User, bridge: Exercise) -> None:
    draft = drafted(bridge, cast.editor, feel="Warm.")
    draft.submit(by=cast.editor, reason="Warmer.")
    draft.approve(by=second)
    bridge.refresh_from_db()
    bridge.revised()
    draft = Draft.objects.get()
    with pytest.raises(Conflict, match="Compare"):
        drafts.publish(draft=draft, by=second)
    drafts.catch_up(draft=draft, by=cast.editor)
    draft.submit(by=cast.editor, reason="Warmer.")
    draft.approve(by=second)
    assert drafts.publish(draft=draft, by=second).number == 3


def test_draft_goes_out_at_its_time(cast: Cast, second: User, bridge: Exercise) -> None:
    draft = drafted(bridge, cast.editor, feel="Warm.")
    at = timezone.now() + datetime.timedelta(hours=2)
    with pytest.raises(Conflict):
        draft.schedule(at, by=cast.editor)
    draft.submit(by=cast.editor, reason="Warmer.")
    draft.approve(by=second)
    with pytest.raises(ValidationError):
        draft.schedule(timezone.now(), by=cast.editor)
    draft.schedule(at, by=cast.editor)
    assert drafts.publish_due() == 0
    with time_machine.travel(at + datetime.timedelta(seconds=1)):
        assert drafts.publish_due() == 1
        assert drafts.publish_due() == 0
    assert read("glute-bridge").feel == "Warm."


def test_scheduled_draft_that_cannot_go_out_says_why(cast: Cast, second: User, bridge: Exercise) -> None:
    draft = drafted(bridge, cast.editor, purpose="")
    draft.submit(by=cast.editor, reason="Shorter.")
    draft.approve(by=second)
    draft.schedule(timezone.now() + datetime.timedelta(hours=1), by=second)
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=2)):
        assert drafts.publish_due() == 0
    assert bridge.events.first().verb == "failed"  # type: ignore[union-attr]
    assert "purpose" in bridge.events.first().text  # type: ignore[union-attr]
    assert Draft.objects.get().publish_at is None


def test_earlier_revision_comes_back_as_a_draft(cast: Cast, bridge: Exercise) -> None:
    first = read("glute-bridge")
    for feel in ("Warm.", "Hot."):
        draft = drafted(Exercise.objects.get(pk=bridge.pk), cast.editor, feel=feel)
        drafts.publish(draft=draft, by=cast.editor, reason="Try.", alone_because="Alone.")
    draft = drafts.restore(revision=Revision.objects.get(number=1), by=cast.editor)
    assert draft.read() == first
    drafts.publish(draft=draft, by=cast.editor, reason="Back.", alone_because="Alone.")
    assert read("glute-bridge") == first
    assert [kept.number for kept in bridge.revisions.all()] == [4, 3, 2, 1]


def test_new_exercise_is_nobodys_but_the_editors_until_it_is_published(client: Client, cast: Cast) -> None:
    document = ExerciseDocument.from_json(
        {"slug": "plank", "name": "Plank", "kind": "stability", "position": "plank", "dose": "3x20s"}
    )
    draft = drafts.create(document=document, by=cast.editor)
    assert client.get("/exercises/plank/").status_code == 404
    with pytest.raises(ValidationError, match="purpose, steps, body regions, licence, author"):
        drafts.publish(draft=draft, by=cast.editor, reason="New.", alone_because="Alone.")
    whole = {"purpose": "Lasts.", "steps": ["Kneel."], "regions": ["lower-back"], "licence": "CC0", "author": "Me"}
    drafts.change(draft=draft, document=document.with_changes(**whole), by=cast.editor)
    assert drafts.publish(draft=draft, by=cast.editor, reason="New.", alone_because="Alone.").number == 1
    assert client.get("/exercises/plank/").status_code == 200


def test_published_address_stays(cast: Cast, bridge: Exercise) -> None:
    with pytest.raises(ValidationError):
        drafted(bridge, cast.editor, slug="other")


@pytest.mark.parametrize(
    "fields",
    [{"regions": ["atlantis"]}, {"harder": ["nothing"]}, {"kind": "dance"}, {"harder": ["glute-bridge"]}],
)
def test_draft_that_could_not_be_published_is_not_kept(cast: Cast, bridge: Exercise, fields: dict[str, object]) -> None:
    draft = drafts.begin(exercise=bridge, by=cast.editor)
    before = draft.document
    with pytest.raises(ValidationError):
        drafts.change(draft=draft, document=draft.read().with_changes(**fields), by=cast.editor)
    assert Draft.objects.get().document == before
    assert read("glute-bridge").to_json() == before


def test_merged_address_leads_on_and_programs_keep_their_text(client: Client, cast: Cast, bridge: Exercise) -> None:
    twin = make_exercise("Pelvic bridge", aliases=["Hip lift"])
    harder = make_exercise("Hard bridge")
    bridge.harder.add(harder)
    older = make_exercise("Old bridge")
    merge(duplicate=older, into=bridge, by=cast.editor, reason="The same.")
    merge(duplicate=bridge, into=twin, by=cast.editor, reason="Called like this elsewhere.")
    for slug in ("glute-bridge", "old-bridge"):
        answer = client.get(f"/exercises/{slug}/?side=left")
        assert (answer.status_code, answer["Location"]) == (301, "/exercises/pelvic-bridge/?side=left")
        assert client.get(f"/api/v1/exercises/{slug}/")["Location"] == "/api/v1/exercises/pelvic-bridge/"
    after = read("pelvic-bridge")
    assert after.aliases == ("Hip lift", "Glute bridge", "Old bridge")
    assert after.harder == ("hard-bridge",)
    client.force_login(cast.client)
    assert "Glute bridge" in client.get("/today/").content.decode()
    with pytest.raises(Conflict):
        merge(duplicate=bridge, into=twin, by=cast.editor, reason="Again.")


def test_retired_exercise_names_its_successor(client: Client, cast: Cast, bridge: Exercise) -> None:
    dog = Exercise.objects.get(slug="bird-dog")
    with pytest.raises(ValidationError):
        bridge.retire(by=cast.editor, successor=bridge)
    bridge.retire(by=cast.editor, reason="Too hard to teach.", successor=dog)
    answer = client.get("/exercises/glute-bridge/")
    assert answer.status_code == 410
    assert "/exercises/bird-dog/" in answer.content.decode()
    dog.retire(by=cast.editor)
    assert client.get("/exercises/glute-bridge/").status_code == 404


def test_plan_begun_anew_has_what_the_exercise_was_merged_into(cast: Cast, bridge: Exercise) -> None:
    twin = make_exercise("Pelvic bridge")
    merge(duplicate=bridge, into=twin, by=cast.editor, reason="The same.")
    plan, gone = without_retired(make_plan(("glute-bridge", "2x8"), ("bird-dog", "1x5")), Exercise.objects.published())
    assert [item.exercise for item in plan.items()] == ["pelvic-bridge", "bird-dog"]
    assert not gone
