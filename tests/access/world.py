"""The world of the matrix: the cast, one object of C for each resource, and a canary in every private text."""

import datetime
import hashlib
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.access_log import Visit, keep
from accounts.appointments import ask
from accounts.emergency import begin_emergency
from accounts.invitations import invite_client
from accounts.models import (
    AccessEntry,
    ApiToken,
    AppointmentRequest,
    CareTeamMember,
    Clinic,
    Consent,
    EmergencyAccess,
    Episode,
    Erasure,
    FrozenRecord,
    Invitation,
    Listing,
    ListingConsent,
    ListingLanguage,
    ListingSpeciality,
    Membership,
    PersonExport,
    Routine,
    User,
)
from accounts.plans import Plan
from backfit.looking import Look
from exercises.models import Draft, EditorialEvent, Exercise, FigureDrawing, Media, Revision
from programs.messages import send
from programs.models import (
    Attention,
    CalendarFeed,
    CheckIn,
    Correction,
    Cue,
    DayTally,
    DeskState,
    Measure,
    Message,
    MessageNotice,
    Pause,
    Program,
    Proposal,
    PushSubscription,
    Reminder,
    ReminderConsent,
    ReminderSettings,
    Result,
    SafetyReport,
    SafetyScreen,
    Session,
    ShareLink,
    Version,
    VersionExercise,
)
from programs.reminders.choosing import choose
from programs.reminders.cues import choose_cues
from programs.reminders.devices import register
from programs.safety_reports import report_sign
from programs.session_body import SessionBody
from programs.sessions import record
from programs.sharing import share
from tests.access.answers import ACTORS
from tests.cast import Cast, make_cast
from tests.exercises.figures_by_hand import make_drawing
from tests.factories import (
    make_clinic,
    make_episode,
    make_exercise,
    make_listing,
    make_media,
    make_own_exercise,
    make_plan,
    make_program,
    make_routine,
    session_body,
)
from tests.push_service import Browser

CANARY = "CNRY"
PRIVATE: list[type[Any]] = [
    ApiToken, AppointmentRequest, Attention, CalendarFeed, CareTeamMember, CheckIn, Clinic, Consent, Correction, Cue,
    DayTally, DeskState, Draft, EditorialEvent, EmergencyAccess, Episode, Erasure, Exercise, FigureDrawing,
    FrozenRecord, Invitation, Listing, ListingConsent, ListingLanguage, ListingSpeciality, Measure, Membership, Message,
    MessageNotice, Pause,
    PersonExport, Program, Proposal, PushSubscription, Reminder, ReminderConsent, ReminderSettings, Result, Revision,
    Routine, SafetyReport, SafetyScreen, Session, ShareLink, User, Version, VersionExercise,
]  # fmt: skip
# Signing in and using a token leave these whatever is asked.
MARKS = {"last_login", "last_used_at"}
CAST_NAMES = {
    "client-own": "client",
    "client-other": "other_client",
    "T-care": "therapist",
    "T-clinic": "colleague",
    "T-other": "stranger",
    "T-former": "former",
    "manager": "manager",
    "editor": "editor",
    "admin": "admin",
    "deactivated": "deactivated",
    "T-noclinic": "without_clinic",
    "invitee": "invitee",
    "T-dual": "dual",
}


@dataclass
class World:
    cast: Cast
    routine: Routine
    draft_program: Program
    session: Session
    pause: Pause
    pending_episode: Episode
    invitation: Invitation
    invitation_token: str
    draft_exercise: Exercise
    spare_exercise: Exercise
    drawing: FigureDrawing
    draft_drawing: FigureDrawing
    media: Media
    draft_media: Media
    empty_clinic: Clinic
    deactivated_secret: str
    plan: Plan
    template: Routine
    listing: Listing
    draft_listing: Listing
    asked: AppointmentRequest
    clinic_exercise: Exercise
    proposal: Proposal
    report: SafetyReport
    measure: Measure
    message: Message
    feed: CalendarFeed
    feed_secret: str
    share_link: ShareLink
    share_token: str
    push: PushSubscription
    copy: PersonExport
    reminders: ReminderSettings
    emergency: EmergencyAccess
    entry: AccessEntry
    cookies: dict[str, str] = field(default_factory=dict)
    """The session of each actor who has one: signing in anew for each request would take longer than the request."""

    def sign_in(self) -> None:
        for actor in CAST_NAMES:
            user, client = self.user(actor), Client()
            assert user is not None
            client.force_login(user)
            prove(client, user)
            self.cookies[actor] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def user(self, actor: str) -> User | None:
        """The person behind an actor; nobody for those who come without an account."""
        name = CAST_NAMES.get("T-care" if actor == "token-narrow" else actor)
        return getattr(self.cast, name) if name else None

    def api(self, actor: str) -> APIClient:
        client = APIClient()
        if actor == "token-narrow":
            client.credentials(HTTP_AUTHORIZATION=f"Bearer {self.cast.narrow_secret}")
        elif actor == "deactivated":
            client.credentials(HTTP_AUTHORIZATION=f"Bearer {self.deactivated_secret}")
        elif actor in self.cookies:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.cookies[actor]
        return client

    def page(self, actor: str) -> Client:
        client = Client()
        if actor in self.cookies:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.cookies[actor]
        return client

    def own_routine(self, actor: str) -> Routine:
        """For therapists and others alike: a routine that they may read, so that only the assignment is asked."""
        if actor in ("T-care", "token-narrow"):
            return self.routine
        owner = self.user(actor)
        return make_routine(owner=owner, plan=self.plan) if owner and owner.is_active else self.routine

    def own_episode(self, actor: str) -> Episode:
        """One's own episode without a client yet, for therapists who have a clinic; otherwise C's."""
        user = self.user(actor)
        clinic = Clinic.objects.where_treating(user).first() if user and user.is_active else None
        if user is None or clinic is None:
            return self.pending_episode
        return make_episode(clinic=clinic, therapist=user, client_email="new@example.org")


def prove(client: Client, user: User) -> None:
    """As if the person had just signed in with a code by mail: what asks for that is not what the matrix is about."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def recorded(cast: Cast) -> Session:
    body = session_body(cast.program, note=f"{CANARY}-note")
    session, _outcome = record(by=cast.client, uuid=uuid.uuid4(), body=SessionBody.model_validate(body))
    return session


def paused_later(cast: Cast) -> Pause:
    """A few days next year, so that nothing of this year is paused."""
    first = cast.episode.local_day() + datetime.timedelta(days=400)
    return cast.program.pause(first, first + datetime.timedelta(days=6))


def secret_of_the_deactivated(cast: Cast) -> str:
    """A token's, from when the account was in use."""
    User.objects.filter(pk=cast.deactivated.pk).update(is_active=True)
    _token, secret = ApiToken.issue(user=cast.deactivated, name="old", scopes=["episodes:read"])
    User.objects.filter(pk=cast.deactivated.pk).update(is_active=False)
    return secret


def make_world() -> World:
    cast = make_cast()
    plan = make_plan(("glute-bridge", "3x10"))
    for episode in (cast.episode, cast.other_episode):
        episode.reason = f"{CANARY}-reason-{episode.pk}"
        episode.save()
    pending = make_episode(
        clinic=cast.clinic, therapist=cast.therapist, client_email=cast.invitee.email, reason=f"{CANARY}-pending"
    )
    invitation, token = pending_invitation(pending, cast.therapist)
    draft = make_exercise(f"{CANARY} draft", status=Exercise.Status.DRAFT, published_at=None)
    listing = make_listing(cast.clinic, by=cast.manager)
    feed, feed_secret = CalendarFeed.make(owner=cast.client)
    share_link, share_token = share(program=cast.program, by=cast.client, name=f"{CANARY}-for-whom")
    world = World(
        cast=cast,
        listing=listing,
        feed=feed,
        feed_secret=feed_secret,
        share_link=share_link,
        share_token=share_token,
        draft_listing=make_listing(cast.clinic, therapist=cast.therapist, name=f"{CANARY}-listing"),
        asked=ask(listing=listing, name=f"{CANARY}-asks", email="asks@example.org", language="fr"),
        routine=make_routine(owner=cast.therapist, plan=plan, name=f"{CANARY}-routine"),
        draft_program=make_program(episode=cast.episode, by=cast.therapist, plan=plan, name=f"{CANARY}-draft-program"),
        session=recorded(cast),
        pause=paused_later(cast),
        pending_episode=pending,
        invitation=invitation,
        invitation_token=token,
        draft_exercise=draft,
        spare_exercise=make_exercise("Spare exercise"),
        drawing=make_drawing(Exercise.objects.get(slug="glute-bridge")),
        draft_drawing=make_drawing(draft),
        media=make_media(Exercise.objects.get(slug="glute-bridge")),
        draft_media=make_media(draft),
        empty_clinic=make_clinic("Empty clinic"),
        deactivated_secret=secret_of_the_deactivated(cast),
        plan=plan,
        measure=Measure.take(
            episode=cast.episode,
            by=cast.therapist,
            name="Hip flexion",
            day=cast.episode.local_day(),
            value="95",
            note=f"{CANARY}-measure",
        ),
        message=written(cast),
        clinic_exercise=make_own_exercise(clinic=cast.clinic, by=cast.therapist, name=f"{CANARY} own"),
        report=report_sign(by=cast.client, episode=cast.episode, tier=SafetyReport.Tier.URGENT),
        proposal=stepped(cast.program),
        push=device_of(cast),
        copy=copied(cast),
        reminders=reminded(cast),
        emergency=opened_before(cast),
        entry=looked_at(cast),
        template=make_routine(owner=cast.editor, plan=plan, name="A template", visibility=Routine.Visibility.TEMPLATE),
    )
    world.sign_in()
    return world


def written(cast: Cast) -> Message:
    """By C's therapist, after C asked; neither has been read."""
    send(by=cast.client, episode=cast.episode, uuid=uuid.uuid4(), text=f"{CANARY}-asked")
    return send(by=cast.therapist, episode=cast.episode, uuid=uuid.uuid4(), text=f"{CANARY}-answered")[0]


def looked_at(cast: Cast) -> AccessEntry:
    """C's therapist has opened C's page."""
    looks = [Look(cast.therapist, Episode, cast.episode.pk)]
    keep(looks=looks, visit=Visit(door="episode_detail", object=str(cast.episode.pk)))
    return AccessEntry.objects.latest("number")


def opened_before(cast: Cast) -> EmergencyAccess:
    """By somebody who has ended it since, so that it opens nothing any more."""
    access = begin_emergency(user=cast.colleague, episode=cast.episode, reason=f"{CANARY} who treats is away today")
    access.end()
    return access


def copied(cast: Cast) -> PersonExport:
    """A copy that is ready, made the day before yesterday as far as the limit on their number goes."""
    now = timezone.now()
    copy = PersonExport(person=cast.client, asked_by=cast.client, asked_at=now - datetime.timedelta(days=2))
    copy.expires_at = now + datetime.timedelta(hours=1)
    copy.file = storages["exports"].save(f"{copy.pk}.zip", ContentFile(f"{CANARY}-copy".encode()))
    copy.state, copy.made_at = PersonExport.State.READY, now
    copy.save()
    return copy


def device_of(cast: Cast) -> PushSubscription:
    # A name that nobody asks the internet for.
    endpoint = "https://push.invalid/C"
    return register(by=cast.client, endpoint=endpoint, name=f"{CANARY}-phone", **Browser().keys)[0]


def reminded(cast: Cast) -> ReminderSettings:
    choose_cues(by=cast.client, program=cast.program, cues=[(f"{CANARY}-cue", datetime.time(12))])
    return choose(by=cast.client, by_mail=True, by_push=True)


def stepped(program: Program) -> Proposal:
    """As the rules would make it; whatever the client tells after it lets it lapse."""
    assert program.current is not None
    item = next(program.read_draft().items())
    before = item.dose.to_json()
    change = {"key": item.key, "exercise": item.exercise, "before": before, "after": {**before, "reps": 11}}
    numbers = {"rules": program.read_draft().rules_in_force.model_dump(), "pain_at_most": 3, "effort_at_most": 6}
    why = {"rule": "progress", "days": [], "usual": 2, "planned": 10, "done": 9, "by_rise": False, "balance": []}
    return Proposal.objects.create(
        program=program,
        version=program.current,
        kind=Proposal.Kind.STEP_UP,
        changes=[change],
        why=why | numbers,
        made_on=program.start_on,
    )


def pending_invitation(episode: Episode, by: User) -> tuple[Invitation, str]:
    """An invitation whose link is known here as it is in the mail."""
    invitation = invite_client(episode=episode, by=by)
    token, _code = invitation.arm()
    invitation.save()
    return invitation, token


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back, so that every actor finds the same world."""
    block = transaction.atomic()
    # Like the transaction of a test, it is none that a verb which sends mail after its commit must refuse.
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True)


def digest() -> str:
    """Of every field of every private row: equal before and after whatever was refused.

    Read as the database has it: making objects of thousands of rows would take longer than the requests between.
    """
    found = hashlib.sha256()
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement)
            found.update(repr(cursor.fetchall()).encode())
    return found.hexdigest()


def writes() -> int | None:
    """How many rows this connection has written so far, where the database counts them: the same number twice spares
    the digest, which takes longer than most requests."""
    if connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT total_changes()")
        return int(cursor.fetchone()[0])


def has_written(since: int | None) -> bool:
    return since is None or writes() != since


def every_row(model: type[Any]) -> str:
    names = [field.column for field in model._meta.concrete_fields if field.name not in MARKS]
    columns = ", ".join(map(connection.ops.quote_name, names))
    table, key = map(connection.ops.quote_name, (model._meta.db_table, model._meta.pk.column))
    return f"SELECT {columns} FROM {table} ORDER BY {key}"


STATEMENTS = [every_row(model) for model in PRIVATE]

assert set(CAST_NAMES) < set(ACTORS)
