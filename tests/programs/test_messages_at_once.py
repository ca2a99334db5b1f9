"""One message that is sent several times at the same moment, and several in one thread. On SQLite they take turns."""

import uuid

import pytest

from accounts.models import Episode
from programs.messages import mark_read, send
from programs.models import Attention, Message, MessageNotice
from tests.accounts.test_at_once import at_once
from tests.factories import make_clinic, make_episode, make_user


@pytest.fixture
def episode(transactional_db: None) -> Episode:
    therapist = make_user("tess@example.org", "Tess Therapist")
    client = make_user("chris@example.org", "Chris Client")
    clinic = make_clinic("Northside", therapists=(therapist,))
    return make_episode(clinic=clinic, therapist=therapist, client=client)


def test_one_message_sent_four_times_is_kept_once(episode: Episode) -> None:
    client, key = episode.client, uuid.uuid4()
    assert client is not None
    said = at_once(*[lambda: send(by=client, episode=episode, uuid=key, text="Hello")] * 4)
    assert said == ["done"] * 4
    assert Message.objects.count() == 1
    said = at_once(*[lambda: send(by=client, episode=episode, uuid=uuid.uuid4(), text="Hello")] * 4)
    assert said == ["done"] * 4
    assert (Message.objects.count(), MessageNotice.objects.count()) == (5, 1)
    assert Attention.objects.open().get().facts["times"] == 5


def test_writing_and_reading_at_once_leaves_what_is_unread_on_the_desk(episode: Episode) -> None:
    client, therapist = episode.client, episode.care_team.get().therapist
    assert client is not None
    first, _new = send(by=client, episode=episode, uuid=uuid.uuid4(), text="First")

    def write() -> object:
        return send(by=client, episode=episode, uuid=uuid.uuid4(), text="Next")

    assert at_once(write, lambda: mark_read(by=therapist, message=first), write) == ["done"] * 3
    unread = Message.objects.unread().count()
    assert unread == 2
    assert Attention.objects.open().get().facts["times"] == unread
