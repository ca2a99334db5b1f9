"""Client, therapists and worker at the same program in the same moment. On SQLite they take turns."""

import datetime
import itertools
import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from accounts.models import Episode, User
from accounts.plans import Plan
from programs.attention.answers import mark_notes_read
from programs.attention.rows import refresh, refresh_due
from programs.check_ins import check_in
from programs.models import DayTally, DeskState, Program, Proposal, Session
from programs.paper import PaperEntry, enter_sheet, read_sheet
from programs.proposals.proposed import dose_change
from programs.proposals.proposing import propose_due
from programs.publishing import publish
from programs.schedule import ONE_DAY
from programs.session_body import SessionBody
from programs.sessions import record
from programs.today import record_all
from tests.accounts.test_at_once import at_once, outcome
from tests.builder_page import Builder, as_sent
from tests.factories import (
    make_clinic,
    make_episode,
    make_exercise,
    make_plan,
    make_published,
    make_user,
    read_dose,
    session_body,
)

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 3


@pytest.fixture
def therapist(transactional_db: None) -> User:
    return make_user("tess@example.org", "Tess Therapist")


@pytest.fixture
def episode(therapist: User) -> Episode:
    clinic = make_clinic("Northside", therapists=(therapist,))
    client = make_user("chris@example.org", "Chris Client")
    make_exercise("Bird dog")
    make_exercise("Glute bridge")
    return make_episode(clinic=clinic, therapist=therapist, client=client)


def begun(episode: Episode, therapist: User, name: str) -> Program:
    """Published, and running for two weeks already."""
    first = episode.local_day() - 14 * ONE_DAY
    plan = make_plan(("bird-dog", "3x8"), ("glute-bridge", "3x10"))
    program = make_published(episode=episode, by=therapist, plan=plan, name=name, start_on=first)
    program.versions.update(effective_on=first)
    return now(program)


def now(program: Program) -> Program:
    return Program.objects.select_related("episode__client", "episode__clinic", "current").get(pk=program.pk)


def of_session(program: Program, **fields: Any) -> SessionBody:
    return SessionBody.model_validate(session_body(now(program), **fields))


def changed(program: Program, reps: int) -> Plan:
    plan = now(program).read_draft()
    phase = plan.phases[0]
    items = (phase.items[0].model_copy(update={"dose": read_dose(f"3x{reps}")}), *phase.items[1:])
    return Plan(phases=(phase.model_copy(update={"items": items}),))


def waiting_for_a_publication(program: Program, by: User, verb: Callable[[], object]) -> list[str]:
    """What becomes of the verb when a new version is committed while it waits for the program."""
    published = threading.Event()

    def publishes() -> None:
        with transaction.atomic():
            publish(program=program, by=by, reason="More")
            published.set()
            if connection.vendor != "sqlite":
                wait_until_somebody_waits()

    def comes_second() -> object:
        published.wait(10)
        return verb()

    return at_once(publishes, comes_second)


def wait_until_somebody_waits() -> None:
    for _turn in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_sleep(0.02)")


def test_session_that_waits_for_a_publication_is_kept(therapist: User, episode: Episode) -> None:
    program = begun(episode, therapist, "Back")
    body = of_session(program)
    program.change(plan=changed(program, 12))
    client = episode.client
    assert client is not None
    said = waiting_for_a_publication(program, therapist, lambda: record(by=client, uuid=uuid.uuid4(), body=body))
    assert said == ["done", "done"]
    assert Session.objects.count() == 1


def test_of_two_publications_the_second_is_told_what_came_first(therapist: User, episode: Episode) -> None:
    program = begun(episode, therapist, "Back")
    program.change(plan=changed(program, 12))
    second = lambda: publish(program=program, by=therapist, reason="Again", over=1)  # noqa: E731
    assert waiting_for_a_publication(program, therapist, second) == ["done", "Conflict"]
    assert list(program.versions.values_list("number", flat=True)) == [1, 2]


def test_save_of_the_builder_that_waits_for_a_publication_knows_the_new_version(
    therapist: User, episode: Episode
) -> None:
    program = begun(episode, therapist, "Back")
    program.change(plan=changed(program, 12))
    browser = Client()
    browser.force_login(therapist)
    builder = Builder(browser, program)
    body, answers = as_sent(builder.state()), []
    body["phases"][0]["lines"][0]["text"] = "Bird dog 3x13"
    waiting_for_a_publication(program, therapist, lambda: answers.append(builder.post(body)))
    assert answers[0].status_code == 200
    assert answers[0].json()["changes"]["changed"] == ["Bird dog: 3 sets of 12 → 3 sets of 13"]


class Busy:
    """Everybody at once, each again and again; a refusal is an answer, whatever else is raised fails the test."""

    def __init__(self, episode: Episode, therapist: User, programs: list[Program]) -> None:
        self.episode, self.therapist, self.programs = episode, therapist, programs
        assert episode.client is not None
        self.client = episode.client
        self.turns = itertools.count(1)
        self.kept: list[str] = []

    @property
    def program(self) -> Program:
        return self.programs[next(self.turns) % len(self.programs)]

    def records(self) -> None:
        name = uuid.uuid4()
        body = of_session(self.program, note="Fine.", worst_pain=next(self.turns) % 11)
        self.kept.append(outcome(lambda: record(by=self.client, uuid=name, body=body)))
        record(by=self.client, uuid=name, body=body.model_copy(update={"effort": 9}), corrects=1)

    def records_all(self) -> None:
        for order in (self.programs, self.programs[::-1]):
            entries = [(uuid.uuid4(), of_session(program)) for program in order]
            said = outcome(lambda entries=entries: record_all(by=self.client, entries=entries))  # type: ignore[misc]
            self.kept += [said] * len(entries)

    def tells(self) -> None:
        today = self.client.today()
        for day in (today, today - ONE_DAY):
            check_in(by=self.client, episode=Episode.objects.get(pk=self.episode.pk), day=day, pain=5)

    def enters_paper(self) -> None:
        """Mornings before sessions, which is the other way round than the client's."""
        program = self.program
        sheet = read_sheet(now(program), self.episode.local_day() - datetime.timedelta(days=13))
        days = [PaperEntry(day, frozenset(), morning=5) for day in sheet.days if day.has_morning]
        ticked = [PaperEntry(day, frozenset(day.items)) for day in sheet.days[:1]]
        enter_sheet(by=self.therapist, sheet=sheet, entries=[*days[1:], *ticked])

    def publishes(self) -> None:
        program = now(self.program)
        outcome(lambda: program.change(plan=changed(program, 5 + next(self.turns) % 20)))
        publish(program=program, by=self.therapist, reason="Next")

    def builds(self) -> None:
        browser = Client()
        browser.force_login(self.therapist)
        builder = Builder(browser, self.program)
        body = as_sent(builder.state())
        body["phases"][0]["lines"][0]["text"] = f"Bird dog 2x{5 + next(self.turns) % 20}"
        assert builder.post(body).status_code in (200, 409)

    def accepts(self) -> None:
        row = self.proposed(self.program)
        row.accept(self.therapist) if next(self.turns) % 2 else row.decline(self.therapist, "Not yet")

    def proposed(self, program: Program) -> Proposal:
        with transaction.atomic():
            program = Program.objects.locked("current").get(pk=program.pk)
            assert program.current is not None
            [item, *_others] = Plan.from_json(program.current.plan).items()
            change = dose_change(item, read_dose("4x4"))
            Proposal.objects.filter(program=program).open().update(state=Proposal.State.LAPSED)
            return Proposal.objects.create(
                program=program,
                version=program.current,
                kind="step-up",
                changes=[change],
                made_on=self.episode.local_day(),
            )

    def pauses(self) -> None:
        program = now(self.program)
        day = self.episode.local_day() + 30 * ONE_DAY
        program.pause(day, day).take_back()

    def looks(self) -> None:
        refresh_due()
        propose_due()
        mark_notes_read(episode=Episode.objects.get(pk=self.episode.pk))
        Episode.objects.get(pk=self.episode.pk).change(reason=f"Look {next(self.turns)}")


def test_everybody_at_once_loses_nothing(therapist: User, episode: Episode) -> None:
    programs = [begun(episode, therapist, name) for name in ("Back", "Neck")]
    busy = Busy(episode, therapist, programs)
    verbs = [busy.records, busy.records_all, busy.tells, busy.enters_paper]
    verbs += [busy.publishes, busy.builds, busy.accepts, busy.pauses, busy.looks]

    def often(verb: Callable[[], object]) -> Callable[[], object]:
        return lambda: [outcome(verb) for _round in range(ROUNDS)]

    assert set(at_once(*map(often, verbs))) == {"done"}
    assert set(busy.kept) == {"done"}, "what a client did is kept, whoever is at work"
    paper = Session.objects.filter(evidence="paper").count()
    assert Session.objects.count() == len(busy.kept) + paper
    assert sum(DayTally.objects.values_list("sessions", flat=True)) == Session.objects.count()
    for program in map(now, programs):
        assert program.current is not None
        assert program.versions.count() == program.current.number
        assert program.proposals.open().count() <= 1
    before = DeskState.objects.values("facts", "rank", "planned", "done").get()
    refresh([episode])
    assert DeskState.objects.values("facts", "rank", "planned", "done").get() == before
