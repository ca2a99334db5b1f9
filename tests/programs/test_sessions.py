"""Recording, correcting and deleting, through the verbs and the client's pages."""

import datetime
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection

from accounts.models import User
from backfit.refusals import Conflict, Different, Gone
from programs import sessions
from programs.forms.correction import CorrectionForm
from programs.models import Correction, DayTally, Program, Session
from programs.schedule import ONE_DAY
from programs.session_body import SessionBody
from programs.sessions import record, withdraw
from tests.cast import Cast, make_cast
from tests.factories import make_plan, make_published, session_body
from tests.programs.pages import browser_of, field_of, ticked, unmarked


def body_for(program: Program, **fields: Any) -> SessionBody:
    return SessionBody.model_validate(session_body(program, **fields))


def keep(cast: Cast, **fields: Any) -> Session:
    session, _outcome = record(by=cast.client, uuid=uuid.uuid4(), body=body_for(cast.program, **fields))
    return session


def tally_of(cast: Cast, day: datetime.date) -> DayTally:
    return DayTally.objects.get(program=cast.program, day=day)


def page_of(user: User, session: Session) -> CorrectionForm:
    form: CorrectionForm = browser_of(user).get(f"/sessions/{session.uuid}/edit/").context["form"]
    return form


def test_the_same_upload_again_is_one_session(cast: Cast) -> None:
    name, body = uuid.uuid4(), body_for(cast.program)
    first = record(by=cast.client, uuid=name, body=body)
    again = record(by=cast.client, uuid=name, body=body)
    assert (first[1], again[1]) == ("created", "unchanged")
    assert first[0] == again[0]
    assert Session.objects.count() == 1
    assert tally_of(cast, first[0].day).sessions == 1


def test_another_upload_under_the_same_id_is_refused_and_the_first_kept(cast: Cast) -> None:
    name = uuid.uuid4()
    record(by=cast.client, uuid=name, body=body_for(cast.program, worst_pain=1))
    with pytest.raises(Different):
        record(by=cast.client, uuid=name, body=body_for(cast.program, worst_pain=9))
    assert Session.objects.get().worst_pain == 1


def test_owner_corrects_and_the_old_answers_stay_in_history(cast: Cast) -> None:
    session = keep(cast, worst_pain=1, note="First")
    body = body_for(cast.program, worst_pain=6, note="Second", status="part")
    corrected, outcome = record(by=cast.client, uuid=session.uuid, body=body, corrects=1)
    assert outcome == "corrected"
    assert (corrected.revision, corrected.worst_pain) == (2, 6)
    before = Correction.objects.get(session=session)
    assert (before.revision, before.body["worst_pain"], before.body["note"]) == (1, 1, "First")
    assert [result["status"] for result in before.body["results"]] == ["done", "done"]
    tally = tally_of(cast, session.day)
    assert (tally.done, tally.part, tally.worst_pain, tally.sessions) == (0, 2, 6, 1)


def test_correction_that_moves_the_day_counts_both_days_anew(cast: Cast) -> None:
    Program.objects.filter(pk=cast.program.pk).update(start_on=cast.client.today() - 5 * ONE_DAY)
    session = keep(cast)
    yesterday = session.day - ONE_DAY
    body = body_for(cast.program, day=yesterday.isoformat())
    record(by=cast.client, uuid=session.uuid, body=body, corrects=1)
    assert tally_of(cast, yesterday).done == 2
    assert tally_of(cast, session.day).done == 0


def test_correction_of_what_was_corrected_since_is_refused(cast: Cast) -> None:
    session = keep(cast)
    record(by=cast.client, uuid=session.uuid, body=body_for(cast.program, note="one"), corrects=1)
    with pytest.raises(Conflict):
        record(by=cast.client, uuid=session.uuid, body=body_for(cast.program, note="two"), corrects=1)
    assert Session.objects.get().note == "one"
    assert Correction.objects.count() == 1


def test_therapist_enters_paper_and_never_corrects(cast: Cast) -> None:
    body = body_for(cast.program, evidence="paper")
    session, _outcome = record(by=cast.therapist, uuid=uuid.uuid4(), body=body)
    assert (session.client, session.recorded_by) == (cast.client, cast.therapist)
    with pytest.raises(ValidationError):
        record(by=cast.therapist, uuid=uuid.uuid4(), body=body_for(cast.program))
    with pytest.raises(PermissionDenied):
        record(
            by=cast.therapist, uuid=session.uuid, body=body_for(cast.program, evidence="paper", note="x"), corrects=1
        )


def test_deleted_session_counts_no_more_and_never_comes_back(cast: Cast) -> None:
    name, body = uuid.uuid4(), body_for(cast.program)
    session, _outcome = record(by=cast.client, uuid=name, body=body)
    withdraw(session)
    assert tally_of(cast, session.day).done == 0
    assert not Session.objects.visible_to(cast.therapist).exists()
    with pytest.raises(Gone):
        record(by=cast.client, uuid=name, body=body)


def test_session_that_was_moved_meanwhile_is_taken_out_of_its_new_day(cast: Cast) -> None:
    yesterday = cast.client.today() - ONE_DAY
    Program.objects.filter(pk=cast.program.pk).update(start_on=yesterday)
    session = keep(cast)
    moved = body_for(cast.program, day=yesterday.isoformat())
    record(by=cast.client, uuid=session.uuid, body=moved, corrects=1)
    withdraw(session)
    assert tally_of(cast, yesterday).done == 0


def test_two_clients_may_choose_the_same_id(cast: Cast) -> None:
    plan = make_plan(("glute-bridge", "3x10"))
    other = make_published(episode=cast.other_episode, by=cast.therapist, plan=plan)
    name = uuid.uuid4()
    record(by=cast.client, uuid=name, body=body_for(cast.program, note="mine"))
    _session, outcome = record(by=cast.other_client, uuid=name, body=body_for(other, note="theirs"))
    assert outcome == "created"
    page = browser_of(cast.other_client).get(f"/sessions/{name}/").content.decode()
    assert "theirs" in page
    assert "mine" not in page


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"program": str(uuid.uuid4())}, ValidationError),
        ({"results": [{"item": "nothing-such", "status": "done"}]}, ValidationError),
        ({"day": "2099-01-01"}, ValidationError),
        ({"day": "2001-01-01"}, Conflict),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(cast: Cast, change: dict[str, Any], error: type) -> None:
    body = SessionBody.model_validate(session_body(cast.program) | change)
    with pytest.raises(error):
        record(by=cast.client, uuid=uuid.uuid4(), body=body)
    assert not Session.objects.exists()
    assert not DayTally.objects.exists()


def test_item_that_occurs_twice_is_refused(cast: Cast) -> None:
    results = session_body(cast.program)["results"]
    with pytest.raises(ValidationError, match="twice"):
        record(by=cast.client, uuid=uuid.uuid4(), body=body_for(cast.program, results=[*results, results[0]]))


def test_session_of_a_paused_or_ended_day_is_refused(cast: Cast) -> None:
    cast.program.pause(cast.client.today())
    with pytest.raises(Conflict, match="paused"):
        keep(cast)
    cast.program.resume(cast.client.today())
    keep(cast)


def test_loser_of_two_uploads_at_once_gets_the_winner_s_session(cast: Cast) -> None:
    """The loser does not see the winner's row when it looks, and meets it when it writes."""
    name, body = uuid.uuid4(), body_for(cast.program)
    winner, _outcome = record(by=cast.client, uuid=name, body=body)
    seen = sessions.record_once
    with mock.patch.object(sessions, "record_once") as once:
        once.side_effect = [IntegrityError, seen(cast.client, name, body, None)]
        found, outcome = record(by=cast.client, uuid=name, body=body)
    assert (found, outcome) == (winner, "unchanged")
    assert once.call_count == 2


@pytest.mark.django_db(transaction=True)
def test_devices_that_upload_at_the_same_moment_make_one_session() -> None:
    cast = make_cast()
    name, body = uuid.uuid4(), body_for(cast.program)

    def upload(_device: int) -> str:
        return record(by=cast.client, uuid=name, body=body)[1]

    def upload_by_itself(device: int) -> str:
        try:
            return upload(device)
        finally:
            connection.close()

    if connection.vendor == "sqlite":
        # In memory there is a single connection, so the devices come one after the other.
        outcomes = list(map(upload, range(4)))
    else:
        with ThreadPoolExecutor(4) as devices:
            outcomes = list(devices.map(upload_by_itself, range(4)))
    assert sorted(outcomes) == ["created", "unchanged", "unchanged", "unchanged"]
    assert tally_of(cast, cast.client.today()).done == 2


@time_machine.travel(datetime.datetime.now(datetime.UTC).replace(hour=12))  # by then last evening is over
def test_client_fills_in_yesterday(cast: Cast) -> None:
    yesterday = cast.client.today() - ONE_DAY
    Program.objects.filter(pk=cast.program.pk).update(start_on=yesterday - ONE_DAY)
    browser = browser_of(cast.client)
    form = browser.get(f"/sessions/new/?day={yesterday}").context["form"]
    response = browser.post(f"/sessions/new/?day={yesterday}", ticked(form, worst_pain=2))
    session = Session.objects.get()
    assert response["Location"] == f"/sessions/{session.uuid}/"
    assert (session.day, session.evidence) == (yesterday, Session.Evidence.LATER)


@pytest.mark.parametrize("day", ["2999-01-01", "yesterday", "0001-01-01", "2026-13-40", "%00"])
def test_client_asks_for_a_day_that_cannot_be_and_gets_400(cast: Cast, day: str) -> None:
    assert browser_of(cast.client).get(f"/sessions/new/?day={day}").status_code == 400


def test_client_fills_in_a_day_before_the_program_and_is_told(cast: Cast) -> None:
    page = browser_of(cast.client).get("/sessions/new/?day=2026-01-02")
    assert "It begins" in page.content.decode()


def test_client_and_therapist_read_a_session(cast: Cast) -> None:
    session = keep(cast, worst_pain=7, effort=3, note="It pulled.")
    for person, may_correct in ((cast.client, True), (cast.therapist, False)):
        page = browser_of(person).get(f"/sessions/{session.uuid}/").content.decode()
        assert "Glute bridge" in page
        assert "7 of 10" in page
        assert "It pulled." in page
        assert ("Delete this session" in page) is may_correct
        assert ("Stop the exercise that hurt" in page) is may_correct


def test_client_corrects_a_session_and_sees_what_it_said(cast: Cast) -> None:
    session = keep(cast, worst_pain=1, note="First")
    form = page_of(cast.client, session)
    assert form.about["worst_pain"].value() == 1
    data = ticked(form, "glute-bridge", worst_pain=5, note="Second")
    data[field_of(form, "bird-dog", "how")] = "skipped"
    data[field_of(form, "bird-dog", "skip_reason")] = "Too tired"
    page = browser_of(cast.client).post(f"/sessions/{session.uuid}/edit/", data, follow=True).content.decode()
    session.refresh_from_db()
    assert (session.worst_pain, session.note, session.revision) == (5, "Second", 2)
    assert [result.status for result in session.results.all()] == ["done", "skipped"]
    assert "What it said before" in page
    assert "First" in page
    assert "Too tired" in page


def test_client_corrects_from_two_tabs_and_the_second_is_refused(cast: Cast) -> None:
    session = keep(cast)
    data = ticked(page_of(cast.client, session))
    browser = browser_of(cast.client)
    assert browser.post(f"/sessions/{session.uuid}/edit/", data | {"note": "one"}).status_code == 302
    response = browser.post(f"/sessions/{session.uuid}/edit/", data | {"note": "two"})
    assert response.status_code == 409
    assert "two" in response.content.decode()
    session.refresh_from_db()
    assert session.note == "one"


def test_client_takes_every_mark_away_and_is_asked(cast: Cast) -> None:
    session = keep(cast)
    data = unmarked(page_of(cast.client, session))
    assert browser_of(cast.client).post(f"/sessions/{session.uuid}/edit/", data).status_code == 400
    session.refresh_from_db()
    assert session.revision == 1


def test_client_deletes_a_session(cast: Cast) -> None:
    session = keep(cast)
    browser = browser_of(cast.client)
    assert browser.get(f"/sessions/{session.uuid}/delete/").status_code == 405
    assert browser.post(f"/sessions/{session.uuid}/delete/")["Location"] == "/today/"
    assert browser.get(f"/sessions/{session.uuid}/").status_code == 404


@pytest.mark.parametrize("verb", ["edit", "delete"])
def test_therapist_reads_but_does_not_change_a_session(cast: Cast, verb: str) -> None:
    session = keep(cast)
    assert browser_of(cast.therapist).post(f"/sessions/{session.uuid}/{verb}/").status_code == 403
    session.refresh_from_db()
    assert (session.revision, session.deleted_at) == (1, None)


@pytest.mark.parametrize(
    "who", ["other_client", "colleague", "former", "stranger", "manager", "editor", "admin", "dual"]
)
@pytest.mark.parametrize("verb", ["", "edit/", "delete/"])
def test_nobody_else_finds_a_session(cast: Cast, who: str, verb: str) -> None:
    session = keep(cast)
    browser = browser_of(getattr(cast, who))
    address = f"/sessions/{session.uuid}/{verb}"
    assert (browser.post(address) if verb else browser.get(address)).status_code == 404
