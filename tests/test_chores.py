"""What the worker does again and again: at its time, and whatever happens to the others."""

import logging
from collections.abc import Iterator

import pytest

from backfit import chores
from backfit.management.commands import work
from exercises.editorial.drafts import publish_due


@pytest.fixture
def registered() -> Iterator[list[chores.Chore]]:
    """Those of the apps are set aside."""
    own = chores.chores[:]
    chores.chores.clear()
    yield chores.chores
    chores.chores[:] = own


def test_a_chore_is_done_at_the_start_and_then_at_its_time(
    registered: list[chores.Chore], monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    chores.every(30, lambda: done.append("often"))
    chores.every(3600, lambda: done.append("seldom"))
    for seconds in (1000, 1010, 1029, 1031, 4700):
        monkeypatch.setattr(chores, "monotonic", lambda now=seconds: now)
        chores.do_due()
        done.append("|")
    assert " ".join(done) == "often seldom | | | often | often seldom |"


def test_a_failing_chore_stops_no_other_and_tells_no_data(
    registered: list[chores.Chore], caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def fail() -> None:
        raise ValueError("Chris Client has a bad back")

    chores.every(30, fail)
    chores.every(30, lambda: done.append("other"))
    with caplog.at_level(logging.ERROR):
        chores.do_due()
    assert done == ["other"]
    assert "fail failed: ValueError" in caplog.text
    assert "Chris" not in caplog.text


def test_publishing_what_is_due_is_a_chore_of_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    assert any(chore.function is publish_due and chore.seconds <= 60 for chore in chores.chores)

    class Ended(Exception):
        pass

    def end() -> None:
        raise Ended

    monkeypatch.setattr(work.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(work, "close_old_connections", lambda: None)
    monkeypatch.setattr(work.connections, "close_all", lambda: None)
    monkeypatch.setattr(work, "do_due", end)
    with pytest.raises(Ended):
        work.do_chores()
