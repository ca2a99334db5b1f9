"""Who is reminded when: at the client's moment, once a session day, and not when there is a reason not to."""

import datetime
import uuid
from collections.abc import Callable

import pytest
from django.core import mail

from accounts.models import User
from programs.check_ins import check_in
from programs.models import Program, Reminder, ReminderSettings
from programs.reminders.choosing import choose, stop
from programs.reminders.cues import choose_cues, cue_times
from programs.reminders.sending import send
from programs.safety_reports import clear, report_sign
from programs.schedule import ONE_DAY
from programs.session_body import SessionBody
from programs.sessions import record
from tests.factories import make_plan, make_published, session_body
from tests.programs.reminders.followed import FIRST, at, client_of, look, make_followed


@pytest.fixture
def program(db: None) -> Program:
    return make_followed()


def train(program: Program, text: str, day: int = 0, *, status: str = "done") -> None:
    with at(text, day):
        body = session_body(program, status=status, time_zone="Europe/Paris")
        record(by=client_of(program), uuid=uuid.uuid4(), body=SessionBody.model_validate(body))


def test_a_client_is_reminded_once_a_day_at_their_own_time(program: Program) -> None:
    for day in range(3):
        for time in ("07:59", "08:00", "08:01", "12:00", "19:00"):
            look(time, day)
    assert [message.to for message in mail.outbox] == [["chris@example.org"]] * 3
    rows = Reminder.objects.order_by("day").values_list("day", "kind")
    assert list(rows) == [(FIRST + number * ONE_DAY, "exercise") for number in range(3)]


def test_nobody_is_reminded_who_has_not_asked_for_it(db: None) -> None:
    make_followed(reminded=False)
    look("08:00")
    assert mail.outbox == []
    assert not ReminderSettings.objects.exists()


def test_the_client_s_moment_comes_before_the_usual_time(program: Program) -> None:
    with at("06:30"):
        choose_cues(by=client_of(program), program=program, cues=[("after dinner", datetime.time(19, 30))])
    look("08:00")
    assert mail.outbox == []
    look("19:30")
    assert len(mail.outbox) == 1
    assert cue_times(program) == [("after dinner", datetime.time(19, 30))]


def test_a_program_without_moments_says_so(program: Program) -> None:
    assert cue_times(program) is None


def test_of_several_moments_those_that_sessions_used_up_are_left_out(program: Program) -> None:
    times = [("first coffee", datetime.time(8)), ("lunch", datetime.time(12, 30))]
    with at("06:30"):
        choose_cues(by=client_of(program), program=program, cues=times)
        body = session_body(program, status="part", time_zone="Europe/Paris")
        body["results"] = []
        record(by=client_of(program), uuid=uuid.uuid4(), body=SessionBody.model_validate(body))
    look("08:00")
    assert mail.outbox == []
    look("12:30")
    assert len(mail.outbox) == 1


def test_two_programs_make_one_reminder(program: Program) -> None:
    with at("06:30"):
        plan = make_plan(("zebra-pose", "1x5"))
        second = make_published(episode=program.episode, by=program.created_by, plan=plan, name="Second")
        choose_cues(by=client_of(program), program=second, cues=[("lunch", datetime.time(12, 30))])
    for time in ("08:00", "12:30"):
        look(time)
    assert len(mail.outbox) == 1


def done(program: Program) -> None:
    train(program, "07:00")


def left_out(program: Program) -> None:
    train(program, "07:00", status="skipped")


def paused(program: Program) -> None:
    with at("07:00"):
        program.pause(FIRST)


def ended(program: Program) -> None:
    with at("07:00"):
        program.end(FIRST)


def care_ended(program: Program) -> None:
    with at("07:00"):
        program.episode.end()


def not_begun(program: Program) -> None:
    Program.objects.filter(pk=program.pk).update(start_on=FIRST + 3 * ONE_DAY)


def emergency(program: Program) -> None:
    with at("07:00"):
        report_sign(by=client_of(program), episode=program.episode, tier="emergency")


def urgent(program: Program) -> None:
    with at("07:00"):
        report_sign(by=client_of(program), episode=program.episode, tier="urgent")


def deactivated(program: Program) -> None:
    User.objects.filter(episodes=program.episode).update(is_active=False)


def withdrawn(program: Program) -> None:
    with at("07:00"):
        stop(client_of(program).reminder_settings)


def quiet(program: Program) -> None:
    ReminderSettings.objects.update(quiet_from=datetime.time(7, 30), quiet_until=datetime.time(9))


REASONS: list[Callable[[Program], None]] = [
    done, left_out, paused, care_ended, not_begun, emergency, urgent, deactivated, withdrawn, quiet,
]  # fmt: skip


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.__name__)
def test_a_reason_for_silence_that_comes_before(program: Program, reason: Callable[[Program], None]) -> None:
    reason(program)
    if reason is care_ended:
        look("08:00", 1)  # its last day still belongs to it
    else:
        look("08:00")
    assert mail.outbox == []


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.__name__)
def test_a_reason_for_silence_that_comes_between_planning_and_sending(
    program: Program, reason: Callable[[Program], None]
) -> None:
    day = FIRST + ONE_DAY if reason is care_ended else FIRST
    with at("08:00", (day - FIRST).days) as clock:
        due_at = datetime.datetime.now(datetime.UTC)
        del clock
    slot = Reminder.objects.create(user=client_of(program), day=day, kind="exercise", due_at=due_at)
    reason(program)
    with at("08:01", (day - FIRST).days):
        assert send(str(slot.pk)) is False
    slot.refresh_from_db()
    assert slot.settled_at is not None
    assert mail.outbox == []


def test_the_program_s_last_day_is_still_reminded_of_and_the_next_is_not(program: Program) -> None:
    ended(program)
    look("08:00")
    look("08:00", 1)
    assert len(mail.outbox) == 1


def test_a_cleared_report_opens_reminders_again(program: Program) -> None:
    emergency(program)
    look("08:00")
    assert mail.outbox == []
    with at("09:00"):
        [report] = program.episode.safety_reports.all()
        clear(report=report, by=program.created_by, note="Seen by a doctor.")
    look("08:00", 1)
    assert len(mail.outbox) == 1


def test_a_day_of_rest_is_quiet(db: None) -> None:
    make_followed(dose="3x10 3x/wk")  # Monday, Wednesday, Friday
    for day in range(7):
        look("08:00", day)
    assert [row.day.isoweekday() for row in Reminder.objects.order_by("day")] == [1, 3, 5]


def test_breaks_by_the_clock_are_no_session(db: None) -> None:
    make_followed(dose="1x60s every 30 min 9-17")
    look("08:00")
    assert mail.outbox == []


def test_a_server_that_slept_reminds_a_little_late_and_never_of_another_day(program: Program) -> None:
    look("09:59")
    assert len(mail.outbox) == 1
    look("10:30", 1)
    look("08:00", 3)
    assert [row.day for row in Reminder.objects.order_by("day")] == [FIRST, FIRST + 3 * ONE_DAY]


def test_whoever_moves_is_reminded_by_the_new_clock_and_once_on_the_day(program: Program) -> None:
    look("08:00")
    client = client_of(program)
    with at("09:00"):
        client.move_to("America/New_York")  # five hours behind: eight o'clock comes once more that day
    look("13:00")
    assert len(mail.outbox) == 1
    look("13:00", 1)
    assert len(mail.outbox) == 2


def test_nights_on_which_clocks_change_have_one_reminder_each(program: Program) -> None:
    with at("06:30"):
        free = datetime.time(0)
        choose(by=client_of(program), at=datetime.time(2, 30), quiet_from=free, quiet_until=free)
    sunday = 6
    for time in ("00:00", "01:59", "03:00", "03:01", "03:30", "04:00"):
        look(time, sunday)
    assert Reminder.objects.filter(day=FIRST + sunday * ONE_DAY).count() == 1


def ignore(count: int, start: int = 0) -> None:
    for day in range(start, start + count):
        look("08:00", day)


def test_who_ignores_three_gets_one_question_then_fewer_and_then_none(program: Program) -> None:
    ignore(30)
    rows = list(Reminder.objects.order_by("day").values_list("day", "asks"))
    days = [((day - FIRST).days, asks) for day, asks in rows]
    assert days == [(0, False), (1, False), (2, False), (3, True), (5, False), (7, False), (9, False)]
    asking = [message for message in mail.outbox if "You have not needed" in str(message.body)]
    assert len(asking) == 1


def test_a_session_makes_reminders_as_often_as_before(program: Program) -> None:
    ignore(6)
    train(program, "19:00", 6)
    before = len(mail.outbox)
    ignore(3, start=7)
    assert len(mail.outbox) == before + 3


def test_nothing_is_counted_as_ignored_on_days_with_a_session(program: Program) -> None:
    for day in range(8):
        look("08:00", day)
        train(program, "18:00", day)
    assert len(mail.outbox) == 8
    assert not Reminder.objects.filter(asks=True).exists()


def test_the_morning_after_a_session_is_asked_for_once(program: Program) -> None:
    with at("06:30"):
        choose(by=client_of(program), at=datetime.time(18), morning=True, morning_at=datetime.time(8))
    look("08:00")
    assert mail.outbox == []
    train(program, "17:00")
    for time in ("08:00", "08:05"):
        look(time, 1)
    assert len(mail.outbox) == 1
    assert "/morning/" in str(mail.outbox[0].body)


def test_a_morning_that_was_told_is_not_asked_for(program: Program) -> None:
    with at("06:30"):
        choose(by=client_of(program), at=datetime.time(18), morning=True, morning_at=datetime.time(8))
    train(program, "17:00")
    with at("07:00", 1):
        check_in(by=client_of(program), episode=program.episode, day=FIRST + ONE_DAY, pain=2)
    look("08:00", 1)
    assert mail.outbox == []


def test_one_message_is_enough_when_session_and_morning_come_together(program: Program) -> None:
    with at("06:30"):
        choose(by=client_of(program), morning=True, morning_at=datetime.time(8))
    train(program, "17:00")
    look("08:00", 1)
    assert [row.kind for row in Reminder.objects.filter(day=FIRST + ONE_DAY)] == ["exercise"]
