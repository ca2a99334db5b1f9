"""The review page of a draft, for two editors and for everybody who is none."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from exercises.editorial import drafts
from exercises.models import Draft, Exercise
from tests.cast import Cast
from tests.exercises.editing import act, drafted, page, words
from tests.factories import make_exercise

pytestmark = pytest.mark.django_db


def test_two_editors_draft_review_send_back_and_publish(
    edda: Client, emil: Client, cast: Cast, second: User, bridge: Exercise
) -> None:
    drafted(bridge, cast.editor, steps=["Lie on your back.", "Lift your hips slowly."], feel="Warm.")
    assert act(edda, bridge, "submit", reason="Slower is safer.").status_code == 302
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["second@example.org"], "Waiting for review: Glute bridge")
    ]
    assert f"/admin/exercises/exercise/{bridge.pk}/draft/" in mail.outbox[0].body
    assert "Slower is safer." not in mail.outbox[0].body
    shown = page(emil, bridge)
    assert "Lift your hips added: slowly, end of added;." in words(shown)
    assert "Approve this draft" in shown
    assert act(emil, bridge, "send-back", text="Say for how long.").status_code == 302
    assert (mail.outbox[1].to, mail.outbox[1].subject) == (["editor@example.org"], "Sent back: Glute bridge")
    assert "Say for how long." in page(edda, bridge)
    draft = Draft.objects.get()
    drafts.change(draft=draft, document=draft.read().with_changes(feel="Warm for a while."), by=cast.editor)
    act(edda, bridge, "submit", reason="Slower is safer.")
    assert act(emil, bridge, "approve", text="Good.").status_code == 302
    assert mail.outbox[-1].subject == "Approved: Glute bridge"
    answer = act(edda, bridge, "publish", reason="Slower is safer.")
    assert answer.status_code == 302
    assert "There is no open draft" in page(edda, bridge)
    assert "Lift your hips slowly." in Client().get("/exercises/glute-bridge/").content.decode()
    history = words(page(edda, bridge, "exercises_exercise_history"))
    assert "Revision 2 Edda published" in history
    assert "Approved by Emil." in history


def test_author_is_told_why_approving_is_not_theirs(edda: Client, emil: Client, cast: Cast, bridge: Exercise) -> None:
    draft = drafted(bridge, cast.editor, feel="Warm.")
    draft.submit(by=cast.editor, reason="Warmer.")
    shown = page(edda, bridge)
    assert "another editor approves it" in shown
    assert "Approve this draft" not in shown
    answer = act(edda, bridge, "approve", text="Mine is fine.")
    assert answer.status_code == 403
    assert "Mine is fine." in answer.content.decode()
    assert "Somebody who has not written this draft must approve it." in answer.content.decode()
    assert act(edda, bridge, "publish", reason="Mine.").status_code == 403
    assert Exercise.objects.get(pk=bridge.pk).feel == ""


@pytest.mark.parametrize(
    ("verb", "data", "sentence"),
    [
        ("submit", {"reason": ""}, "This field is required."),
        ("submit", {"reason": "x" * 301}, "at most 300"),
        ("comment", {"text": " "}, "This field is required."),
        ("schedule", {"publish_at": "tomorrow"}, "Write a date and a time"),
        ("discard", {"reason": "No."}, "Tick this to say that you are sure."),
        ("approve", {"serial": "x"}, "out of date"),
        ("publish", {"serial": ""}, "out of date"),
    ],
)
def test_what_is_not_right_is_said_and_nothing_is_lost(
    edda: Client, emil: Client, cast: Cast, bridge: Exercise, verb: str, data: dict[str, str], sentence: str
) -> None:
    drafted(bridge, cast.editor, feel="Warm.")
    before = Draft.objects.values().get()
    answer = act(emil, bridge, verb, **data)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert Draft.objects.values().get() == before


def test_nobody_approves_what_they_have_not_seen(emil: Client, cast: Cast, second: User, bridge: Exercise) -> None:
    draft = drafted(bridge, cast.editor, feel="Warm.")
    seen = draft.serial
    drafts.change(draft=draft, document=draft.read().with_changes(feel="Hot."), by=cast.editor)
    draft.submit(by=cast.editor, reason="Warmer.")
    answer = act(emil, bridge, "approve", serial=seen, text="Fine by me.")
    assert answer.status_code == 409
    assert "Somebody else has saved this draft" in answer.content.decode()
    assert "Fine by me." in answer.content.decode()
    assert act(emil, bridge, "discard", serial=seen, sure="on").status_code == 409
    assert Draft.objects.get().state == "review"


def test_words_are_kept_when_the_draft_has_gone(edda: Client, cast: Cast, bridge: Exercise) -> None:
    answer = act(edda, bridge, "comment", text="A long thought.")
    assert answer.status_code == 409
    assert "A long thought." in answer.content.decode()
    assert "There is no draft of this exercise any more." in answer.content.decode()
    assert act(edda, bridge, "dance").status_code == 404
    assert edda.get(reverse("admin:draft_act", args=[bridge.pk, "comment"])).status_code == 405


def test_only_editor_publishes_with_two_reasons(edda: Client, cast: Cast, bridge: Exercise) -> None:
    drafted(bridge, cast.editor, feel="Warm.")
    assert "You are the only editor" in page(edda, bridge)
    answer = act(edda, bridge, "publish", reason="Warmer.")
    assert answer.status_code == 400
    assert "Say why nobody else has reviewed it." in answer.content.decode()
    assert "Warmer." in answer.content.decode()
    act(edda, bridge, "publish", reason="Warmer.", alone_because="I am alone.")
    assert Exercise.objects.get(pk=bridge.pk).feel == "Warm."
    assert "Without a review, because: I am alone." in page(edda, bridge, "exercises_exercise_history")


def test_missing_parts_stop_the_publication(edda: Client, cast: Cast, bridge: Exercise) -> None:
    drafted(bridge, cast.editor, purpose="")
    assert "Before it can be published it needs: purpose." in words(page(edda, bridge))
    answer = act(edda, bridge, "publish", reason="Shorter.", alone_because="Alone.")
    assert answer.status_code == 400
    assert "missing: purpose." in answer.content.decode()


def test_time_is_that_of_the_editor_and_can_be_taken_back(
    emil: Client, cast: Cast, second: User, bridge: Exercise
) -> None:
    draft = drafted(bridge, cast.editor, feel="Warm.")
    draft.submit(by=cast.editor, reason="Warmer.")
    draft.approve(by=second)
    assert "By the clock of Europe/Paris" in page(emil, bridge)
    assert act(emil, bridge, "schedule", publish_at="2020-01-01T09:00").status_code == 400
    assert act(emil, bridge, "schedule", publish_at="2030-07-01T09:00").status_code == 302
    assert Draft.objects.get().publish_at == datetime.datetime(2030, 7, 1, 7, tzinfo=datetime.UTC)
    assert "1 July 2030, 09:00 (Europe/Paris)" in words(page(emil, bridge))
    assert act(emil, bridge, "unschedule").status_code == 302
    assert Draft.objects.get().publish_at is None
    # An hour that the clocks skip is nobody's hour.
    assert act(emil, bridge, "schedule", publish_at="2030-03-31T02:30").status_code == 400


def test_draft_that_fell_behind_shows_both_and_catches_up(edda: Client, cast: Cast, bridge: Exercise) -> None:
    drafted(bridge, cast.editor, feel="Warm.", purpose="Lifts.")
    bridge.refresh_from_db()
    bridge.difficulty, bridge.purpose = 3, "Strengthens."
    bridge.save()
    bridge.revised()
    shown = words(page(edda, bridge))
    assert "What was published since" in shown
    assert "Both have changed: Purpose." in shown
    refused = act(edda, bridge, "publish", reason="Warmer.", alone_because="Alone.")
    assert refused.status_code == 409
    assert "Warmer." in refused.content.decode()
    assert act(edda, bridge, "catch-up", seen=1).status_code == 409
    assert act(edda, bridge, "catch-up", seen=2).status_code == 302
    draft = Draft.objects.select_related("exercise").get()
    assert (draft.is_behind, draft.read().difficulty, draft.read().feel, draft.read().purpose) == (
        False, 3, "Warm.", "Lifts."
    )  # fmt: skip


def test_draft_is_thrown_away_only_on_purpose(edda: Client, cast: Cast, bridge: Exercise) -> None:
    drafted(bridge, cast.editor, feel="Warm.")
    assert act(edda, bridge, "discard", sure="on").status_code == 302
    assert not Draft.objects.exists()
    assert "threw the draft away" in page(edda, bridge, "exercises_exercise_history")


@pytest.mark.parametrize("who", ["client", "therapist", "manager"])
def test_strangers_to_editing_come_nowhere(client: Client, cast: Cast, bridge: Exercise, who: str) -> None:
    drafted(bridge, cast.editor, feel="Secret.")
    client.force_login(getattr(cast, who))
    for name in ("draft", "exercises_exercise_history", "exercise_compare", "exercise_retire", "exercise_merge"):
        answer = client.get(reverse(f"admin:{name}", args=[bridge.pk]))
        assert answer.status_code == 302, name
    assert act(client, bridge, "publish", reason="Mine.", alone_because="Mine.").status_code == 302
    assert Exercise.objects.get(pk=bridge.pk).feel == ""


def test_unknown_exercise_is_not_found(edda: Client) -> None:
    for name in ("draft", "exercises_exercise_history", "exercise_compare", "exercise_retire", "exercise_merge"):
        assert edda.get(reverse(f"admin:{name}", args=[4711])).status_code == 404
    assert edda.get("/admin/exercises/exercise/x/history/").status_code == 404


def test_new_exercise_is_read_whole_and_deleted_rather_than_thrown_away(edda: Client, cast: Cast) -> None:
    new = make_exercise("Plank", status="draft", published_at=None, revision=0)
    drafts.begin(exercise=new, by=cast.editor)
    shown = page(edda, new)
    assert "The new exercise" in shown
    assert "Lie on your back." in shown
    assert f"/admin/exercises/exercise/{new.pk}/delete/" in shown
    assert act(edda, new, "discard", sure="on").status_code == 409


def test_what_failed_at_its_time_is_told_to_its_authors(cast: Cast, second: User, bridge: Exercise) -> None:
    draft = drafted(bridge, cast.editor, purpose="")
    draft.submit(by=cast.editor, reason="Shorter.")
    draft.approve(by=second)
    draft.schedule(timezone.now() + datetime.timedelta(hours=1), by=second)
    mail.outbox.clear()
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=2)):
        assert drafts.publish_due() == 0
    assert [letter.subject for letter in mail.outbox] == ["Not published at its time: Glute bridge"]


def test_two_workers_publish_what_is_due_once_and_complain_of_nothing(
    cast: Cast, second: User, bridge: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = drafted(bridge, cast.editor, feel="Warm.")
    draft.submit(by=cast.editor, reason="Warmer.")
    draft.approve(by=second)
    draft.schedule(timezone.now() + datetime.timedelta(hours=1), by=second)
    publish_at = drafts.publish_at

    def outrun(draft: Draft, time: Any) -> bool:
        drafts.publish(draft=Draft.objects.get(), by=second)
        return publish_at(draft, time)

    monkeypatch.setattr(drafts, "publish_at", outrun)
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=2)):
        assert drafts.publish_due() == 0
    assert [event.verb for event in bridge.events.all()[:2]] == ["published", "scheduled"]
    assert Exercise.objects.get(pk=bridge.pk).feel == "Warm."
