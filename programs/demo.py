"""A small clinic with people and four weeks of history, for trying things out. The same every time."""

import datetime
import random
import uuid
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction

from accounts import plan_edits
from accounts.models import Clinic, Episode, Membership, Routine, User
from accounts.plans import Item, Phase, Plan
from exercises.apps import EDITORS
from exercises.editorial import drafts
from exercises.models import Exercise
from exercises.shorthand import parse
from programs.demo_exercises import make_own_exercise
from programs.demo_listings import make_listings
from programs.models import Program, Version
from programs.publishing import publish
from programs.schedule import ONE_DAY, DueItem
from programs.sessions import ResultBody, SessionBody, record
from programs.tally import planned_on

PASSWORD = "backfit-demo"  # noqa: S105 - the demonstration runs on the maker's own machine only
ZONE = "Europe/Paris"
CLINIC = "Riverside Physiotherapy"
HISTORY = 28

STEADY = (
    ("glute-bridge", "3x10 2s 5x/wk", "Slowly up, slowly down."),
    ("bird-dog-leg-only", "2x8 3s alt total 5x/wk", ""),
    ("knee-rolls", "1x10 e/s", ""),
    ("daily-walk", "15min 5x/wk", "Any pace at which you can talk."),
)
DESK = (
    ("chin-tuck", "1x10x5s", ""),
    ("scapular-setting", "1x10x5s", ""),
    ("movement-break", "60s every 30min 9-17", "Stand up when the kettle boils, too."),
)


@dataclass(frozen=True)
class DemoClient:
    """`keeps` is the share of planned days that are done, `pain` runs from first to last over the weeks."""

    key: str
    name: str
    reason: str
    lines: tuple[tuple[str, str, str], ...]
    keeps: float
    pain: tuple[int, int]
    second_version: bool = False


CLIENTS = (
    DemoClient("mia", "Mia Laurent", "Stiff low back after long drives.", STEADY, 0.85, (5, 2), second_version=True),
    DemoClient("jonas", "Jonas Weber", "Neck ache at the desk.", DESK, 0.6, (4, 3)),
    DemoClient("amara", "Amara Okafor", "Back pain for a year, wants to garden again.", STEADY, 0.95, (4, 1)),
    DemoClient("luis", "Luis Ortega", "Back sprain while lifting.", STEADY, 0.3, (3, 6)),
)
NOTES = (
    "Felt easier today.",
    "A bit stiff in the morning, fine after the walk.",
    "Left side is harder than the right.",
    "Short on time, did it in two goes.",
)
LOGINS = (
    ("therapist", "tess@example.org"),
    ("second therapist and manager", "marc@example.org"),
    ("client", "mia@example.org"),
    ("editor", "edda@example.org"),
    ("second editor, who has a draft to review", "emil@example.org"),
    ("site admin", "ada@example.org"),
)


def demo_exists() -> bool:
    return User.objects.filter(email=LOGINS[0][1]).exists()


def make_demo() -> None:
    """Everything or nothing; wants the catalogue to be loaded."""
    with transaction.atomic():
        therapist = make_person("tess", "Tess Martin")
        colleague = make_person("marc", "Marc Dubois")
        editor = make_person("edda", "Edda Lind", is_staff=True)
        second = make_person("emil", "Emil Berg", is_staff=True)
        for person in (editor, second):
            person.groups.add(Group.objects.get(name=EDITORS))
        ask_for_review(editor)
        make_person("ada", "Ada Nilsson", is_staff=True, is_superuser=True)
        clinic = Clinic.start(name=CLINIC, by=colleague)
        clinic.add(therapist, Membership.Role.THERAPIST)
        own = make_own_exercise(clinic, therapist)
        save_routine(therapist, "Bend without hurry", ((own.slug, "1x8 daily", "Only as far as is easy."),))
        save_routine(therapist, "Back starter", STEADY)
        save_routine(therapist, "Desk day", DESK)
        for client in CLIENTS:
            make_client(client, clinic, therapist)
        waiting = {"client_name": "Nora Sand", "client_email": "nora@example.org", "reason": "First visit on Monday."}
        Episode.begin(by=therapist, clinic=clinic, **waiting)
        elsewhere = make_person("hanne", "Hanne Holm")
        make_listings(clinic, manager=colleague, therapist=therapist, elsewhere=elsewhere)


def make_person(key: str, name: str, **fields: bool) -> User:
    user = User.objects.create_user(f"{key}@example.org", PASSWORD, name=name, time_zone=ZONE, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def ask_for_review(editor: User) -> None:
    """A change to a published exercise that waits for the other editor."""
    draft = drafts.begin(exercise=Exercise.objects.get(slug="glute-bridge"), by=editor)
    document = draft.read()
    steps = [*document.steps[:-1], "Breathe out on the way up, in on the way down.", document.steps[-1]]
    drafts.change(draft=draft, document=document.with_changes(steps=steps), by=editor)
    draft.submit(by=editor, reason="Clients held their breath, so the breathing has a step of its own.")


def read_plan(lines: tuple[tuple[str, str, str], ...]) -> Plan:
    items = []
    for slug, shorthand, note in lines:
        dose = parse(shorthand).dose
        assert dose is not None
        items.append(Item(exercise=slug, dose=dose, note=note))
    return Plan(phases=(Phase(items=tuple(items)),))


def save_routine(owner: User, name: str, lines: tuple[tuple[str, str, str], ...]) -> None:
    routine = Routine.objects.create(owner=owner, name=name)
    routine.save_plan(read_plan(lines))


def make_client(demo: DemoClient, clinic: Clinic, therapist: User) -> None:
    user = make_person(demo.key, demo.name)
    start = user.today() - HISTORY * ONE_DAY
    episode = Episode.begin(
        by=therapist,
        clinic=clinic,
        client_name=demo.name,
        client_email=user.email,
        reason=demo.reason,
        started_on=start,
    )
    episode.client = user
    episode.save(update_fields=["client"])
    program = Program.objects.create(episode=episode, name="Back at ease", start_on=start, created_by=therapist)
    program.save_plan(read_plan(demo.lines))
    first = publish(program=program, by=therapist)
    backdate(first, start)
    program.mark_seen(1)
    follow(demo, program)
    if demo.second_version:
        change(program, therapist)


def backdate(version: Version, day: datetime.date) -> None:
    """A demonstration needs a past; nothing else may touch a version."""
    at = datetime.datetime.combine(day, datetime.time(9), tzinfo=ZoneInfo(ZONE))
    Version.objects.filter(pk=version.pk).update(published_at=at, effective_on=day)


def change(program: Program, therapist: User) -> None:
    """Version 2, of today, which the client has not read yet."""
    program = Program.objects.get(pk=program.pk)
    plan = program.read_draft()
    first = next(plan.items())
    harder = parse("3x12 2s 5x/wk").dose
    added = parse("2x8 5s e/s 5x/wk").dose
    assert harder is not None
    assert added is not None
    plan = plan_edits.replace_item(plan, first.model_copy(update={"dose": harder}))
    program.save_plan(plan_edits.add_item(plan, Item(exercise="bird-dog", dose=added)))
    publish(program=program, by=therapist, reason="Your back has settled, so we add a little.")


def follow(demo: DemoClient, program: Program) -> None:
    """Record the days that the client kept, up to yesterday."""
    chance = random.Random(demo.key)
    program = Program.objects.select_related("episode__client", "current").get(pk=program.pk)
    client = program.episode.client
    assert client is not None
    versions = list(program.versions.all())
    for offset in range(HISTORY):
        day = program.start_on + offset * ONE_DAY
        planned = planned_on(program, versions, day)
        if not planned.items or chance.random() > demo.keeps:
            continue
        body = session_on(demo, program, day, planned.items, offset, chance)
        record(by=client, uuid=uuid.UUID(int=chance.getrandbits(128), version=4), body=body)


def session_on(
    demo: DemoClient,
    program: Program,
    day: datetime.date,
    due_items: tuple[DueItem, ...],
    offset: int,
    chance: random.Random,
) -> SessionBody:
    first, last = demo.pain
    pain = round(first + (last - first) * offset / HISTORY) + chance.choice((-1, 0, 0, 0, 1))
    started = datetime.datetime.combine(day, datetime.time(7, chance.randrange(60)), tzinfo=ZoneInfo(ZONE))
    return SessionBody(
        program=program.pk,
        started_at=started,
        time_zone=ZONE,
        worst_pain=max(0, min(10, pain)),
        effort=chance.choice((3, 4, 4, 5, 5, 6)),
        note=chance.choice(NOTES) if chance.random() < 0.2 else "",
        evidence=chance.choice(("timed", "timed", "ticked")),
        results=[
            ResultBody(
                item=due.item["key"],
                status="done" if chance.random() < 0.9 else "part",
                times=max(1, round(due.times * chance.uniform(0.3, 1))) if due.has_interval else 1,
            )
            for due in due_items
        ],
    )
