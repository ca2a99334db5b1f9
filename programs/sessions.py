"""Recording what was done. The same upload twice, late or from two devices gives one session."""

import datetime
import uuid as uuids
from collections.abc import Collection, Iterator
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from backfit.refusals import Conflict, Different, Gone
from programs.attention.rows import refresh
from programs.document import items_of
from programs.models import Correction, Program, Result, Session, Version
from programs.proposals.proposing import propose_after
from programs.schedule import ONE_DAY, has_interval
from programs.session_body import SessionBody
from programs.tally import refresh_tally, version_on

Outcome = Literal["created", "unchanged", "corrected"]
# A device has its copy of 28 days; whoever is further ahead than this has typed a year wrong.
CLOCK_AHEAD = datetime.timedelta(days=31)


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
    sent = body.as_kept().digest()
    earlier = session.corrections.values_list("body", flat=True)
    return any(SessionBody.model_validate(said).as_kept().digest() == sent for said in earlier)


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
    fitting = [each for each in [version_on(versions, day), *reversed(versions)] if has_items(each, keys)]
    if not fitting:
        raise ValidationError({"results": _("The program has no such item.")})
    for version in fitting:
        if has_variants(version, body):
            return version
    raise ValidationError({"results": _("The program has no easier version of that item.")})


def has_items(version: Version, keys: Collection[str]) -> bool:
    return set(keys) <= items_of(version.document).keys()


def has_variants(version: Version, body: SessionBody) -> bool:
    items = items_of(version.document)
    return all("easier" in items[result.item] for result in body.results if result.variant)


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
        item = items[result.item]
        done = item["easier"] if result.variant else item
        told = result.model_dump(exclude={"item"})
        told |= {"skip_because": result.skip_because or "", "variant": result.variant or ""}
        yield Result(session=session, item_key=result.item, exercise=done["exercise"], position=position, **told)


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
                "variant": result.variant or None,
            }
            for result in results
        ],
    }
