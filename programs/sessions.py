"""Recording what was done. The same upload twice, late or from two devices gives one session."""

import datetime
import uuid as uuids
from collections.abc import Iterator
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator

from accounts.models import User
from accounts.models.user import validate_time_zone
from backfit.dates import validate_day
from backfit.refusals import Conflict, Different, Gone
from exercises.dose_errors import Says
from programs.attention.rows import refresh
from programs.document import digest_of, items_of
from programs.models import Correction, Program, Result, Session, Version
from programs.proposals.proposing import propose_after
from programs.schedule import ONE_DAY, has_interval
from programs.tally import refresh_tally, version_on

Outcome = Literal["created", "unchanged", "corrected"]
Score = Annotated[int, Field(strict=True, ge=0, le=10), Says(_lazy("Pain and effort go from 0 to 10."))]
Sets = Annotated[int, Field(strict=True, ge=0, le=100), Says(_lazy("Sets go from 0 to 100."))]
Reps = Annotated[int, Field(strict=True, ge=0, le=1000), Says(_lazy("Repetitions go from 0 to 1000."))]
Seconds = Annotated[int, Field(strict=True, ge=0, le=86_400), Says(_lazy("Seconds go from 0 to 86400, a whole day."))]
Because = Literal["pain", "too_hard", "unclear", "no_time", "no_equipment", "other"]
Times = Annotated[int, Field(strict=True, ge=1, le=48), Says(_lazy("How often goes from 1 to 48 times."))]


# A device has its copy of 28 days; whoever is further ahead than this has typed a year wrong.
CLOCK_AHEAD = datetime.timedelta(days=31)


class ResultBody(BaseModel):
    """What was done of the item with that key; numbers as far as they were told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item: str = Field(max_length=40, description="Key in the version's document")
    status: Literal["done", "part", "skipped"]
    sets: Sets | None = None
    reps: Reps | None = Field(default=None, description="In each set")
    seconds: Seconds | None = Field(default=None, description="Of each hold, or in all")
    times: Times = Field(default=1, description="How often, for what is due several times a day")
    skip_because: Because | None = Field(default=None, description="Why it was left out, or not done whole")
    skip_reason: str = Field(default="", max_length=120, description="The same in the client's own words")
    pain: Score | None = Field(default=None, description="Worst with this item, from 0 to 10")


class SessionBody(BaseModel):
    """One time that the program was done; `day` is the client's calendar day, by default that of `started_at`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    program: uuids.UUID
    started_at: AwareDatetime
    time_zone: str = Field(description="Where the client was, such as Europe/Paris")
    day: datetime.date | None = Field(default=None, description="The client's day, by default that of `started_at`")
    worst_pain: Score | None = Field(default=None, description="From 0, none, to 10")
    effort: Score | None = Field(default=None, description="From 0, none, to 10")
    note: str = Field(default="", max_length=2000, description="From the client to the therapist")
    evidence: Literal["timed", "ticked", "later", "paper"] = Field(
        default="ticked", description="Played with the timer, ticked the same day, filled in later, or from paper"
    )
    short: bool = Field(default=False, strict=True, description="The short version for a bad day was chosen")
    results: list[ResultBody] = Field(default_factory=list, max_length=400, description="Each item at most once")

    @field_validator("time_zone")
    @classmethod
    def known_zone(cls, name: str) -> str:
        try:
            validate_time_zone(name)
        except ValidationError as error:
            raise ValueError(error.messages[0]) from error
        return name

    @field_validator("started_at", "day")
    @classmethod
    def believable(cls, when: datetime.date | None) -> datetime.date | None:
        try:
            if when is not None:
                validate_day(when.date() if isinstance(when, datetime.datetime) else when)
        except ValidationError as error:
            raise ValueError(error.messages[0]) from error
        return when

    @property
    def local_day(self) -> datetime.date:
        return self.day or self.started_at.astimezone(ZoneInfo(self.time_zone)).date()

    def as_kept(self) -> "SessionBody":
        """With its day named and its moment in UTC, however it was sent."""
        return self.model_copy(update={"day": self.local_day, "started_at": self.started_at.astimezone(datetime.UTC)})

    def digest(self) -> str:
        data = self.model_dump(mode="json")
        for result in data["results"]:
            # Came later: what was recorded before must still be the same when its phone sends it again.
            for name in ("pain", "skip_because"):
                if result[name] is None:
                    del result[name]
        if not data["short"]:
            del data["short"]
        return digest_of(data)


def record(*, by: User, uuid: uuids.UUID, body: SessionBody, corrects: int | None = None) -> tuple[Session, Outcome]:
    """Keep a session under the name that the client gave it.

    The same body again changes nothing; another body raises `Different`, unless the owner says which revision it
    `corrects`. Raises ValidationError for an unknown program or item, `Conflict` for a day on which the program does
    not run, `Gone` when the session was deleted.
    """
    try:
        with transaction.atomic():
            return record_once(by, uuid, body, corrects)
    except IntegrityError:
        # Two devices sent it at the same moment; the first is there now, so this one compares with it.
        with transaction.atomic():
            return record_once(by, uuid, body, corrects)


def record_once(by: User, uuid: uuids.UUID, body: SessionBody, corrects: int | None) -> tuple[Session, Outcome]:
    program = program_of(by, body)
    found = Session.objects.select_for_update(of=("self",)).filter(client=program.episode.client, uuid=uuid).first()
    if found is None:
        if corrects is not None:
            raise Conflict(_("What this corrects has not arrived yet. Send it again later."))
        return create(by, uuid, program, body), "created"
    if found.deleted_at:
        raise Gone(_("This session was deleted."))
    if found.digest == body.digest() or (corrects != found.revision and was_said_before(found, body)):
        return found, "unchanged"
    if corrects is None:
        raise Different(_("A session with this id is kept already and says something else."))
    return correct(by, found, program, body, corrects), "corrected"


def was_said_before(session: Session, body: SessionBody) -> bool:
    """Whether this came before and was corrected since: a device that never got the answer sends it again."""
    earlier = session.corrections.values_list("body", flat=True)
    return any(SessionBody.model_validate(said).as_kept().digest() == body.as_kept().digest() for said in earlier)


def program_of(by: User, body: SessionBody) -> Program:
    """The program, locked so that its day is counted once at a time. One that is not visible does not exist."""
    program = Program.objects.locked("episode__client", "current").visible_to(by).filter(pk=body.program).first()
    if program is None:
        raise ValidationError({"program": _("There is no such program.")})
    if program.episode.client is None:
        raise Conflict(_("The client has not accepted the invitation yet."))
    if program.current is None:
        raise Conflict(_("This program has not been published yet."))
    return program


def create(by: User, uuid: uuids.UUID, program: Program, body: SessionBody) -> Session:
    client = program.episode.client
    assert client is not None  # program_of() saw to it
    if by != client and body.evidence != Session.Evidence.PAPER:
        raise ValidationError({"evidence": _("What you enter for a client is from paper.")})
    version = version_for(program, body)
    session = Session(uuid=uuid, client=client, program=program, recorded_by=by)
    fill(session, version, body)
    session.save()
    add_results(session, body)
    refresh_tally(program, session.day)
    propose_after(program=program, days=[session.day])
    refresh([program.episode_id])
    return session


def correct(by: User, session: Session, program: Program, body: SessionBody, corrects: int) -> Session:
    if not Session.objects.editable_by(by).contains(session):
        raise PermissionDenied(_("Only the client corrects a session."))
    if session.program_id != program.pk:
        raise Different(_("A correction cannot move a session to another program."))
    if corrects != session.revision:
        raise Conflict(_("This session has been corrected since; look at it first."))
    before = session.day
    if body.note != session.note:
        session.note_read_at = None
    Correction.objects.create(session=session, revision=session.revision, body=body_of(session))
    fill(session, version_for(program, body), body)
    session.revision += 1
    session.save()
    session.results.all().delete()
    add_results(session, body)
    for day in {before, session.day}:
        refresh_tally(program, day)
    propose_after(program=program, days=[before, session.day])
    refresh([program.episode_id])
    return session


def withdraw(session: Session) -> None:
    """Delete it for the client: it no longer counts, and the same upload does not bring it back."""
    with transaction.atomic():
        program = Program.objects.locked("episode").get(pk=session.program_id)
        session.refresh_from_db(fields=["day"])  # a correction from another device may have moved it
        session.deleted_at = timezone.now()
        session.save(update_fields=["deleted_at"])
        refresh_tally(program, session.day)
        propose_after(program=program, days=[session.day])
        refresh([program.episode_id])


def version_for(program: Program, body: SessionBody) -> Version:
    """The version in force on the session's day, with every item of the body in it or in a later or earlier one."""
    day = body.local_day
    require_past(body)
    require_running(program, day)
    versions = list(program.versions.all())
    keys = {result.item for result in body.results}
    if len(keys) != len(body.results):
        raise ValidationError({"results": _("An item occurs twice.")})
    # A phone that was offline may have followed another version than the one in force.
    for version in [version_on(versions, day), *reversed(versions)]:
        if keys <= items_of(version.document).keys():
            return version
    raise ValidationError({"results": _("The program has no such item.")})


def require_past(body: SessionBody) -> None:
    """What a device records at the moment is kept even where its clock is ahead; `Session.clock_was_ahead` says so.

    What somebody writes down later names a day that has been.
    """
    at_once = body.evidence in (Session.Evidence.TIMED, Session.Evidence.TICKED)
    ahead = body.local_day - timezone.localdate(timezone=ZoneInfo(body.time_zone))
    if ahead > (CLOCK_AHEAD if at_once else ONE_DAY):
        raise ValidationError({"day": _("The day lies in the future.")})


def require_running(program: Program, day: datetime.date) -> None:
    calendar = program.calendar
    if day < calendar.start_on:
        raise Conflict(_("This program has not begun on that day."))
    if calendar.ended_on is not None and day > calendar.ended_on:
        raise Conflict(_("This program has ended."))
    if calendar.is_paused(day):
        raise Conflict(_("This program is paused on that day."))


def fill(session: Session, version: Version, body: SessionBody) -> None:
    session.version = version
    session.day = body.local_day
    session.digest = body.digest()
    for field in ("started_at", "time_zone", "worst_pain", "effort", "note", "evidence", "short"):
        setattr(session, field, getattr(body, field))
    session.is_break = is_break(version, body)


def is_break(version: Version, body: SessionBody) -> bool:
    """Whether breaks of a habit were taken and nothing else was told: such a session says nothing about exercise."""
    if not body.results or body.note or body.worst_pain is not None or body.effort is not None:
        return False
    items = items_of(version.document)
    return all(
        has_interval(items[result.item]) and result.status != "skipped" and result.pain is None
        for result in body.results
    )


def add_results(session: Session, body: SessionBody) -> None:
    Result.objects.bulk_create(results_of(session, body))


def results_of(session: Session, body: SessionBody) -> Iterator[Result]:
    items = items_of(session.version.document)
    for position, result in enumerate(body.results):
        exercise = items[result.item]["exercise"]
        told = result.model_dump(exclude={"item"}) | {"skip_because": result.skip_because or ""}
        yield Result(session=session, item_key=result.item, exercise=exercise, position=position, **told)


def body_of(session: Session) -> dict[str, Any]:
    """The session in the shape in which it is uploaded."""
    results = session.results.all()
    fields = ("status", "sets", "reps", "seconds", "times", "skip_because", "skip_reason", "pain")
    return {
        "program": str(session.program_id),
        "started_at": session.started_at.isoformat(),
        "time_zone": session.time_zone,
        "day": session.day.isoformat(),
        "worst_pain": session.worst_pain,
        "effort": session.effort,
        "note": session.note,
        "evidence": session.evidence,
        "short": session.short,
        "results": [
            {
                "item": result.item_key,
                **{field: getattr(result, field) for field in fields},
                "skip_because": result.skip_because or None,
            }
            for result in results
        ],
    }
