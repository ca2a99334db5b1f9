"""The demonstration's clinic, its people and what they share."""

import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from accounts.care_sharing import agree
from accounts.consents import CARE_VERSION
from accounts.fit import fit_for
from accounts.models import Clinic, Episode, Invitation, Membership, Routine, User
from accounts.plans import Plan
from exercises.apps import EDITORS
from exercises.editorial import drafts
from exercises.models import Exercise
from programs.attention.rows import refresh
from programs.demo.clients import CLIENTS, DemoClient
from programs.demo.exercises import make_own_exercise
from programs.demo.history import ZONE, write_history, write_measures
from programs.demo.listings import make_listings
from programs.demo.messages import write_messages
from programs.demo.plans import DESK, STEADY, TREATMENTS, Line, read_plan
from programs.models import Attention, Program, SafetyReport, SafetyScreen, Version
from programs.proposals.proposing import propose_due
from programs.publishing import publish
from programs.schedule import ONE_DAY

PASSWORD = "backfit-demo"  # noqa: S105 - the demonstration runs on the maker's own machine only
CLINIC = "Riverside Physiotherapy"
LOGINS = (
    ("therapist", "tess@example.org"),
    ("second therapist and manager", "marc@example.org"),
    ("client", "mia@example.org"),
    ("editor", "edda@example.org"),
    ("second editor, who has a draft to review", "emil@example.org"),
    ("site admin", "ada@example.org"),
)
PRACTISED = "Practised together here, with something firm in reach."
HOMES = {
    "oskar": {"floor": False, "kneel": False, "precautions": ["falls"], "minutes": 20},
    "edith": {"floor": False, "precautions": ["osteoporosis", "falls"], "equipment": ["chair", "counter", "wall"]},
    "ruth": {"kneel": False, "precautions": ["knee", "falls"]},
    "sana": {"precautions": ["pregnancy-prone", "pregnancy-supine"]},
    "mia": {"equipment": ["mat", "resistance-band", "wall", "chair"], "floor": True, "kneel": True, "minutes": 20},
    "clara": {"precautions": ["flexion-sensitive", "leg-symptoms"], "minutes": 15},
}


def demo_exists() -> bool:
    return User.objects.filter(email=LOGINS[0][1]).exists()


def make_demo() -> None:
    """Everything or nothing; wants the catalogue to be loaded."""
    with transaction.atomic():
        therapist, colleague, clinic = make_staff()
        own = make_own_exercise(clinic, therapist)
        save_routine(therapist, "Bend without hurry", ((own.slug, "1x8 daily", "Only as far as is easy."),))
        save_routine(therapist, "Back starter", STEADY)
        save_routine(therapist, "Desk day", DESK)
        for number, client in enumerate(CLIENTS):
            # Every fourth is the colleague's; of these every second is looked after by both.
            first, second = (colleague, therapist) if number % 4 == 3 else (therapist, colleague)
            make_client(client, clinic, first, second if number % 8 == 7 else None)
        write_messages(User.objects.get(email="mia@example.org"), therapist)
        invite_waiting(clinic, therapist)
        elsewhere = make_person("hanne", "Hanne Holm")
        make_listings(clinic, manager=colleague, therapist=therapist, elsewhere=elsewhere)
        # The history was written in bulk, so nobody has looked at it yet.
        propose_due()
        refresh(Episode.objects.filter(clinic=clinic))
        Attention.objects.filter(closed_at__isnull=False).delete()  # raised while the history was not there yet


def make_staff() -> tuple[User, User, Clinic]:
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
    return therapist, colleague, clinic


def make_person(key: str, name: str, *, signs_in: bool = True, **fields: bool) -> User:
    # Most clients come without a password: forty of them would take long to compute.
    password = PASSWORD if signs_in else None
    user = User.objects.create_user(f"{key}@example.org", password, name=name, time_zone=ZONE.key, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def ask_for_review(editor: User) -> None:
    """A change to a published exercise that waits for the other editor."""
    draft = drafts.begin(exercise=Exercise.objects.get(slug="glute-bridge"), by=editor)
    document = draft.read()
    steps = [*document.steps[:-1], "Breathe out on the way up, in on the way down.", document.steps[-1]]
    drafts.change(draft=draft, document=document.with_changes(steps=steps), by=editor)
    draft.submit(by=editor, reason="Clients held their breath, so the breathing has a step of its own.")


def save_routine(owner: User, name: str, lines: tuple[Line, ...]) -> None:
    routine = Routine.objects.create(owner=owner, name=name)
    routine.save_plan(read_plan(lines))


def make_client(demo: DemoClient, clinic: Clinic, therapist: User, second: User | None) -> None:
    user = make_person(demo.key, demo.name, signs_in=any(demo.key in email for _role, email in LOGINS))
    start = user.today() - 7 * demo.weeks * ONE_DAY
    episode = Episode.begin(
        by=therapist,
        clinic=clinic,
        client_name=demo.name,
        client_email=user.email,
        reason=demo.reason,
        started_on=start,
        home=HOMES.get(demo.key, {}),
    )
    episode.client = user
    episode.save(update_fields=["client"])
    agree(episode=episode, by=user, wording=CARE_VERSION)
    screen = {"day": start, "occasion": SafetyScreen.Occasion.START, "found": SafetyScreen.Found.NONE}
    SafetyScreen.objects.create(episode=episode, answered_by=user, **screen)
    if second:
        episode.care_team.create(therapist=second)
    program = make_program(demo, episode, therapist)
    write_history(client=demo, program=program)
    if demo.weeks >= 8:
        write_measures(episode=episode, by=therapist, weeks=demo.weeks)
    finish(demo, program, therapist)


def make_program(demo: DemoClient, episode: Episode, therapist: User) -> Program:
    treatment = TREATMENTS[demo.treatment]
    start = episode.started_on
    program = Program.objects.create(episode=episode, name=treatment.name, start_on=start, created_by=therapist)
    weeks = demo.weeks + 1 if demo.story == "ending" else None
    program.save_plan(given_all_the_same(read_plan(treatment.first, treatment.days, weeks), program))
    backdate(publish(program=program, by=therapist), start)
    program.mark_seen(1)
    if demo.weeks >= 8 and demo.story != "changed":
        second = change(program, demo, therapist)
        backdate(second, start + 7 * (demo.weeks // 2) * ONE_DAY)
        program.mark_seen(2)
    return program


def given_all_the_same(plan: Plan, program: Program) -> Plan:
    """With a reason where an exercise does not fit the client's home or precautions."""
    marks = fit_for(program.episode.read_home(), program.usable_exercises()).marks(plan.slugs())
    [phase] = plan.phases
    items = tuple(
        item.model_copy(update={"despite": PRACTISED}) if item.exercise in marks else item for item in phase.items
    )
    return plan.model_copy(update={"phases": (phase.model_copy(update={"items": items}),)})


def change(program: Program, demo: DemoClient, therapist: User) -> Version:
    program = Program.objects.get(pk=program.pk)
    treatment = TREATMENTS[demo.treatment]
    plan = read_plan(treatment.later, treatment.days, program.read_draft().phases[0].weeks)
    program.save_plan(given_all_the_same(plan, program))
    return publish(program=program, by=therapist, reason=treatment.reason)


def backdate(version: Version, day: datetime.date) -> None:
    """A demonstration needs a past; nothing else may touch a version."""
    at = datetime.datetime.combine(day, datetime.time(9), tzinfo=ZONE)
    Version.objects.filter(pk=version.pk).update(published_at=at, effective_on=day)


def finish(demo: DemoClient, program: Program, therapist: User) -> None:
    """What is as it is today."""
    episode = program.episode
    match demo.story:
        case "changed":  # of today, and not read by the client yet
            change(program, demo, therapist)
        case "warning":
            assert episode.client is not None
            SafetyReport.objects.create(
                episode=episode, tier=SafetyReport.Tier.URGENT, day=episode.local_day(), reported_by=episode.client
            )
        case "paused":
            Program.objects.get(pk=program.pk).pause(episode.local_day() - 3 * ONE_DAY)


def invite_waiting(clinic: Clinic, therapist: User) -> None:
    """One who has not been invited yet, and one who has not answered for five days."""
    nora = {"client_name": "Nora Sand", "client_email": "nora@example.org", "reason": "First visit on Monday."}
    Episode.begin(by=therapist, clinic=clinic, **nora)
    will = {"client_name": "William Stone", "client_email": "william@example.org", "reason": "Back pain after a move."}
    episode = Episode.begin(by=therapist, clinic=clinic, **will)
    program = Program.begin(
        episode=episode, by=therapist, name="Back at ease", start_on=episode.started_on, plan=read_plan(STEADY)
    )
    publish(program=program, by=therapist)
    sent = timezone.now() - 5 * ONE_DAY
    invitation = Invitation(clinic=clinic, episode=episode, email=episode.client_email, invited_by=therapist)
    invitation.arm()  # nobody knows its link: no mail leaves a demonstration
    invitation.created_at = invitation.sent_at = sent
    invitation.expires_at = sent + datetime.timedelta(hours=settings.INVITATION_HOURS)
    invitation.save()
