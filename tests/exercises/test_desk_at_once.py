"""Editors who act at the same moment, and the clock beside them. On SQLite they take turns."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from accounts.models import User
from exercises.editorial import drafts
from exercises.editorial.document import ExerciseDocument
from exercises.editorial.merging import merge
from exercises.editorial.rows import document_of
from exercises.importing.carrying import carry_out
from exercises.importing.exports import write_yaml
from exercises.importing.formats import read_rows
from exercises.models import Draft, EditorialEvent, Exercise, Revision
from tests.accounts.test_at_once import at_once
from tests.exercises.desk_form import ADD, plank
from tests.factories import make_exercise, make_user

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4


def make_editor(email: str) -> User:
    user = make_user(email, is_staff=True)
    user.groups.add(Group.objects.get_or_create(name="Editors")[0])
    return user


@pytest.fixture
def editors(transactional_db: None) -> tuple[User, User, User]:
    return make_editor("edda@example.org"), make_editor("ed@example.org"), make_editor("emma@example.org")


@pytest.fixture
def bridge(transactional_db: None) -> Exercise:
    return make_exercise("Glute bridge")


def written(exercise: Exercise, by: User, feel: str = "Warm.") -> Draft:
    draft = drafts.begin(exercise=exercise, by=by)
    drafts.change(draft=draft, document=draft.read().with_changes(feel=feel), by=by)
    return draft


def approved(exercise: Exercise, by: User, other: User, feel: str = "Warm.") -> Draft:
    draft = written(exercise, by, feel)
    draft.submit(by=by, reason="Clearer.")
    draft.approve(by=other)
    return draft


def again(draft: Draft) -> Draft:
    """As another request reads it."""
    return Draft.objects.select_related("exercise").get(pk=draft.pk)


def test_two_editors_approve_at_once_and_one_is_told(editors: tuple[User, User, User], bridge: Exercise) -> None:
    ann, bob, eve = editors
    draft = written(bridge, ann)
    draft.submit(by=ann, reason="Clearer.")
    said = at_once(*[lambda by=by: again(draft).approve(by=by) for by in (bob, eve)])
    assert sorted(said) == ["Conflict", "done"]
    assert EditorialEvent.objects.filter(verb="approved").count() == 1


def test_two_editors_publish_at_once_and_it_goes_out_once(editors: tuple[User, User, User], bridge: Exercise) -> None:
    ann, bob, _eve = editors
    for number in range(ROUNDS):
        draft = approved(Exercise.objects.get(pk=bridge.pk), ann, bob, f"Warm {number}.")
        seen = [again(draft), again(draft)]
        said = at_once(*[lambda one=one: drafts.publish(draft=one, by=ann) for one in seen])
        assert sorted(said) == ["Conflict", "done"]
    assert Revision.objects.filter(exercise=bridge).count() == ROUNDS + 1


def test_whoever_comments_does_not_wait_for_who_publishes_for_ever(
    editors: tuple[User, User, User], bridge: Exercise
) -> None:
    """Both need the exercise and its draft; in another order each would hold what the other wants."""
    ann, bob, eve = editors
    for number in range(ROUNDS):
        draft = approved(Exercise.objects.get(pk=bridge.pk), ann, bob, f"Warm {number}.")
        last, *seen = [again(draft) for _time in range(4)]
        verbs = [
            lambda one=last: drafts.publish(draft=one, by=ann),
            *[lambda one=one: one.comment(by=eve, text="Good.") for one in seen],
        ]
        said = at_once(*verbs)
        assert said[0] == "done"
        assert set(said[1:]) <= {"done", "Conflict"}


def test_two_workers_publish_what_is_due_once(editors: tuple[User, User, User], bridge: Exercise) -> None:
    ann, bob, _eve = editors
    draft = approved(bridge, ann, bob)
    Draft.objects.filter(pk=draft.pk).update(publish_at=timezone.now() - datetime.timedelta(minutes=1))
    done: list[int] = []
    said = at_once(*[lambda: done.append(drafts.publish_due())] * 3)
    assert (said, sum(done)) == (["done"] * 3, 1)
    assert not EditorialEvent.objects.filter(verb="failed").exists()


def test_a_time_that_was_taken_back_in_this_moment_publishes_nothing(
    editors: tuple[User, User, User], bridge: Exercise
) -> None:
    ann, bob, _eve = editors
    draft = approved(bridge, ann, bob)
    time = timezone.now() - datetime.timedelta(minutes=1)
    Draft.objects.filter(pk=draft.pk).update(publish_at=time)
    due = again(draft)
    again(draft).schedule(None, by=ann)
    assert not drafts.publish_at(due, time)
    assert Exercise.objects.get(pk=bridge.pk).feel != "Warm."


def test_retiring_does_not_undo_a_merge(editors: tuple[User, User, User], bridge: Exercise) -> None:
    ann, bob, _eve = editors
    seen, into = Exercise.objects.get(pk=bridge.pk), make_exercise("Hip bridge")
    merge(duplicate=bridge, into=into, by=ann, reason="The same.")
    assert at_once(lambda: seen.retire(by=bob, reason="Old.")) == ["Conflict"]
    assert Client().get("/exercises/glute-bridge/").status_code == 301


def test_of_two_merges_both_ways_one_happens(editors: tuple[User, User, User], bridge: Exercise) -> None:
    ann, bob, _eve = editors
    other = make_exercise("Hip bridge")
    pairs = [(bridge, other, ann), (other, bridge, bob)]
    rows = [(Exercise.objects.get(pk=a.pk), Exercise.objects.get(pk=b.pk), by) for a, b, by in pairs]
    said = at_once(*[lambda a=a, b=b, by=by: merge(duplicate=a, into=b, by=by, reason="Same.") for a, b, by in rows])
    assert sorted(said)[1] == "done"
    assert Exercise.objects.published().count() == 1


def test_a_new_exercise_sent_twice_is_there_once(editors: tuple[User, User, User], bridge: Exercise) -> None:
    sent = plank()
    statuses: list[int] = []

    def press(client: Client) -> None:
        statuses.append(client.post(ADD, sent).status_code)

    clients = [Client() for _time in range(3)]
    for client in clients:
        client.force_login(editors[0])
    at_once(*[lambda client=client: press(client) for client in clients])
    assert sorted(statuses) == [302, 400, 400]
    assert Exercise.objects.filter(slug="plank").count() == 1


def test_two_editors_import_the_same_file_at_once(editors: tuple[User, User, User], bridge: Exercise) -> None:
    content = document_of(Exercise.objects.with_content().get(pk=bridge.pk)).to_json()
    names = [f"Roll {letter}" for letter in "abcdefgh"]
    documents = [ExerciseDocument.from_json({**content, "name": n, "slug": n.lower().replace(" ", "-")}) for n in names]
    files = [write_yaml(documents), write_yaml(reversed(documents))]
    at_once(
        *[lambda file=file, by=by: carry_out(read_rows(file), by=by) for file, by in zip(files, editors, strict=False)]
    )
    assert Exercise.objects.filter(name__startswith="Roll").count() == len(names)
    assert Draft.objects.count() == len(names)
