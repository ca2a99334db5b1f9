"""The editors' pages for drafts: review, history, retire, merge. Two editors, and everybody who is none."""

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from exercises.editorial import drafts
from exercises.models import Draft, Exercise, Revision
from tests.cast import Cast
from tests.factories import make_exercise, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(cast: Cast) -> User:
    user = make_user("second@example.org", name="Emil Second", is_staff=True, time_zone="Europe/Paris")
    user.groups.add(Group.objects.get(name="Editors"))
    return user


@pytest.fixture
def bridge(cast: Cast) -> Exercise:
    return Exercise.objects.get(slug="glute-bridge")


@pytest.fixture
def edda(cast: Cast) -> Client:
    return signed_in(cast.editor)


@pytest.fixture
def emil(second: User) -> Client:
    return signed_in(second)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def drafted(exercise: Exercise, by: User, **fields: Any) -> Draft:
    draft = drafts.begin(exercise=exercise, by=by)
    drafts.change(draft=draft, document=draft.read().with_changes(**fields), by=by)
    return draft


def page(client: Client, exercise: Exercise, name: str = "draft", status: int = 200) -> str:
    answer = client.get(reverse(f"admin:{name}", args=[exercise.pk]))
    assert answer.status_code == status
    return answer.content.decode()


def act(client: Client, exercise: Exercise, verb: str, **data: Any) -> Any:
    draft = Draft.objects.filter(exercise=exercise).first()
    sent = {"serial": draft.serial if draft else 1} | data
    return client.post(reverse("admin:draft_act", args=[exercise.pk, verb]), sent)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


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


def test_any_two_texts_are_compared(edda: Client, cast: Cast, bridge: Exercise) -> None:
    for feel in ("Warm.", "Hot."):
        draft = drafted(Exercise.objects.get(pk=bridge.pk), cast.editor, feel=feel)
        drafts.publish(draft=draft, by=cast.editor, reason="Try.", alone_because="Alone.")
    drafted(Exercise.objects.get(pk=bridge.pk), cast.editor, feel="Cold.")
    url = reverse("admin:exercise_compare", args=[bridge.pk])
    answer = edda.get(url, {"r": ["3", "2"]})
    assert answer["Location"] == f"{url}?a=2&b=3"
    shown = words(edda.get(url, {"a": 2, "b": 3}).content.decode())
    assert "Warm" in shown
    assert "Hot" in shown
    assert edda.get(url, {"r": ["draft", "1"]})["Location"] == f"{url}?a=1&b=draft"
    assert "Cold" in edda.get(url, {"a": "1", "b": "draft"}).content.decode()
    assert "The two say the same." in edda.get(url, {"a": 2, "b": 2}).content.decode()
    wrong: tuple[tuple[dict[str, Any], int], ...] = (
        ({"r": ["1"]}, 400),
        ({"r": ["1", "2", "3"]}, 400),
        ({"a": "1"}, 400),
        ({"a": "-1", "b": "2"}, 400),
        ({"a": "1", "b": "9" * 50}, 404),
        ({"a": "1", "b": "99"}, 404),
        ({"r": ["x", "1"]}, 400),
    )
    for query, status in wrong:
        assert edda.get(url, query).status_code == status, query
    Draft.objects.all().delete()
    assert edda.get(url, {"a": "1", "b": "draft"}).status_code == 404


def test_earlier_text_comes_back_without_what_is_gone(edda: Client, cast: Cast, bridge: Exercise) -> None:
    easier = make_exercise("Pelvic tilt")
    gone = make_exercise("Hard bridge")
    bridge.harder.add(gone)
    bridge.easier.add(easier)
    draft = drafted(bridge, cast.editor, feel="Warm.", harder=[], easier=[])
    drafts.publish(draft=draft, by=cast.editor, reason="Try.", alone_because="Alone.")
    gone.delete()
    url = reverse("admin:revision_restore", args=[bridge.pk, 1])
    answer = edda.post(url, follow=True)
    assert answer.status_code == 200
    assert "Left out, because the catalogue has it no longer or elsewhere: hard-bridge." in answer.content.decode()
    document = Draft.objects.get().read()
    assert (document.harder, document.easier, document.feel) == ((), ("pelvic-tilt",), "")
    again = edda.post(url)
    assert again.status_code == 409
    assert "There is an open draft." in again.content.decode()
    assert edda.post(reverse("admin:revision_restore", args=[bridge.pk, 9])).status_code == 404


def test_exercise_is_retired_with_a_successor(edda: Client, cast: Cast, bridge: Exercise) -> None:
    dog = Exercise.objects.get(slug="bird-dog")
    url = reverse("admin:exercise_retire", args=[bridge.pk])
    assert "Retire this exercise" in edda.get(url).content.decode()
    found = edda.post(url, {"_find": "Find", "search": "bird", "reason": "Too hard."})
    assert found.status_code == 200
    assert f'value="{dog.pk}"' in found.content.decode()
    assert "Too hard." in found.content.decode()
    assert "errorlist" not in found.content.decode()
    for sent in (
        {"reason": "", "other": dog.pk},
        {"reason": "Old.", "other": bridge.pk},
        {"reason": "Old.", "other": "x"},
    ):
        assert edda.post(url, sent).status_code == 400, sent
    assert edda.post(url, {"reason": "Too hard.", "other": dog.pk}).status_code == 302
    gone = Client().get("/exercises/glute-bridge/")
    assert gone.status_code == 410
    assert "/exercises/bird-dog/" in gone.content.decode()
    assert "Too hard." in page(edda, bridge, "exercises_exercise_history")


def test_exercise_that_goes_out_later_is_not_retired_meanwhile(
    edda: Client, cast: Cast, second: User, bridge: Exercise
) -> None:
    draft = drafted(bridge, cast.editor, feel="Warm.")
    draft.submit(by=cast.editor, reason="Warmer.")
    draft.approve(by=second)
    draft.schedule(timezone.now() + datetime.timedelta(hours=1), by=second)
    answer = edda.post(reverse("admin:exercise_retire", args=[bridge.pk]), {"reason": "Old."})
    assert answer.status_code == 409
    assert "Take that back first." in answer.content.decode()
    new = make_exercise("New", status="draft", published_at=None)
    assert edda.post(reverse("admin:exercise_retire", args=[new.pk]), {"reason": "Old."}).status_code == 409


def test_merge_is_shown_before_it_is_done(edda: Client, cast: Cast, bridge: Exercise) -> None:
    twin = make_exercise("Pelvic bridge", aliases=["Hip lift"])
    hard = make_exercise("Hard bridge")
    bridge.harder.add(hard)
    url = reverse("admin:exercise_merge", args=[bridge.pk])
    assert edda.post(url, {"reason": "The same."}).status_code == 400
    assert "Choose the exercise that stays." in edda.post(url, {"reason": "The same."}).content.decode()
    shown = edda.post(url, {"reason": "The same.", "other": twin.pk})
    assert shown.status_code == 200
    for text in ("Other names it gains", "Glute bridge", "Hard bridge", "/exercises/glute-bridge/"):
        assert text in words(shown.content.decode())
    assert Exercise.objects.get(pk=bridge.pk).is_published
    draft = drafted(twin, cast.editor, feel="Warm.")
    assert edda.post(url, {"_merge": "1", "reason": "The same.", "other": twin.pk}).status_code == 409
    draft.discard(by=cast.editor)
    assert edda.post(url, {"_merge": "1", "reason": "The same.", "other": twin.pk}).status_code == 302
    moved = Client().get("/exercises/glute-bridge/")
    assert (moved.status_code, moved["Location"]) == (301, "/exercises/pelvic-bridge/")
    assert edda.post(url, {"_merge": "1", "reason": "Again.", "other": twin.pk}).status_code == 409


def test_desk_shows_what_waits_for_whom(edda: Client, emil: Client, cast: Cast, second: User, bridge: Exercise) -> None:
    dog = Exercise.objects.get(slug="bird-dog")
    drafted(bridge, cast.editor, feel="Warm.").submit(by=cast.editor, reason="Warmer.")
    back = drafted(dog, cast.editor, feel="Firm.")
    back.submit(by=cast.editor, reason="Firmer.")
    back.send_back(by=second, text="Where?")
    assert "1 draft waits for your review" in emil.get("/admin/").content.decode()
    assert "for your review" not in edda.get("/admin/").content.decode()
    assert "1 draft waits for your review" in signed_in(cast.admin).get("/admin/").content.decode()
    for client, heap, names in (
        (emil, "waiting", {"Glute bridge"}),
        (edda, "waiting", set()),
        (edda, "mine", {"Glute bridge", "Bird dog"}),
        (edda, "sent-back", {"Bird dog"}),
        (edda, "approved", set()),
        (edda, "scheduled", set()),
        (edda, "behind", set()),
        (edda, "", {"Glute bridge", "Bird dog"}),
    ):
        shown = client.get("/admin/exercises/draft/", {"heap": heap} if heap else {}).content.decode()
        links = re.findall(r'/exercise/\d+/draft/">([^<]+)</a>', shown)
        assert set(links) == names, heap
    one = edda.get(f"/admin/exercises/draft/{back.pk}/change/")
    assert one["Location"] == reverse("admin:draft", args=[dog.pk])
    assert edda.get("/admin/exercises/draft/add/").status_code == 403
    back.submit(by=cast.editor, reason="Firmer.")
    assert not Draft.objects.sent_back().exists()


def test_desk_asks_the_database_as_often_for_many_as_for_few(
    edda: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        drafted(make_exercise(f"Exercise {number}"), cast.editor, feel="Warm.")
    with django_assert_max_num_queries(20):
        assert edda.get("/admin/exercises/draft/").status_code == 200


def test_history_of_years_comes_in_pages(
    edda: Client, cast: Cast, bridge: Exercise, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    draft = drafted(bridge, cast.editor, feel="Warm.")
    for number in range(60):
        draft.comment(by=cast.editor, text=f"Thought {number}.")
    url = reverse("admin:exercises_exercise_history", args=[bridge.pk])
    with django_assert_max_num_queries(30):
        first = edda.get(url).content.decode()
    assert "Thought 59." in first
    assert "Thought 5." not in first
    assert "Thought 5." in edda.get(url, {"page": "2"}).content.decode()
    for odd in ("x", "0", "-1", "99999"):
        assert edda.get(url, {"page": odd}).status_code == 200


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


def test_revision_stays_when_its_draft_is_restored_and_thrown_away(edda: Client, cast: Cast, bridge: Exercise) -> None:
    drafted(bridge, cast.editor, feel="Warm.").discard(by=cast.editor)
    edda.post(reverse("admin:revision_restore", args=[bridge.pk, 1]))
    act(edda, bridge, "discard", sure="on")
    assert Revision.objects.count() == 1


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


def test_bar_over_an_exercise_tells_its_draft(cast: Cast, bridge: Exercise) -> None:
    bar = "admin/exercises/exercise/_draft_bar.html"
    assert "There is no open draft." in render_to_string(bar, {"exercise": bridge})
    drafted(bridge, cast.editor, feel="Warm.")
    for name in ("exercise", "original"):
        shown = render_to_string(bar, {name: bridge})
        assert "Being written" in shown
        assert reverse("admin:draft", args=[bridge.pk]) in shown
    assert render_to_string(bar, {}).strip() == ""
