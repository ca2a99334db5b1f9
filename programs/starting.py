"""From a client and a routine to a program that the client has: one step, and all of it or nothing."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.fit import fit_for
from accounts.home import Home
from accounts.invitations import Letter, write_to_client
from accounts.models import Clinic, Episode, Invitation, Routine, User
from accounts.plan_edits import from_phase
from accounts.plan_exercises import without_retired
from accounts.plan_sharing import without_reasons
from accounts.plans import Plan
from backfit.refusals import Conflict
from exercises.models import Exercise
from exercises.models.catalogue import ExerciseQuerySet
from programs.models import Program, Version
from programs.publishing import publish


@dataclass(frozen=True)
class NewClient:
    name: str
    email: str
    clinic: Clinic


@dataclass(frozen=True)
class Started:
    """What came of it. `version` is None for a draft, `invitation` when nobody had to be asked in. It `is_new` unless
    the key had come before.

    `left_out` are the names of exercises that the routine has and the client's clinic has not (any more).
    """

    program: Program
    version: Version | None = None
    invitation: Invitation | None = None
    left_out: list[str] = field(default_factory=list)
    is_new: bool = True


def start_program(
    *,
    by: User,
    client: Episode | NewClient,
    routine: Routine | None,
    publishing: bool,
    phase: int = 1,
    name: str = "",
    start_on: datetime.date | None = None,
    key: UUID | None = None,
) -> Started:
    """Begin a program from a routine, by default today where the client is; `phase`, from 1, is the one to start with.

    With `publishing` the client has it at once, and is asked in by mail unless there is an account or an invitation
    on its way. `key` becomes the program's id: the same key again gives the program that there is.

    Raises ValidationError and PlanError for what cannot be, such as a retired exercise when publishing; Conflict when
    the episode has ended or has a program of that name, TooMany beyond the limits of inviting. Nothing is kept then.
    """
    with transaction.atomic(durable=True):
        # Two windows of one therapist wait for each other here, so that the second sees what the first has done.
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        if key is not None and (begun := begun_before(key, by)):
            return Started(begun, begun.current, is_new=False)
        episode = admitted(client, by)
        plan, left_out = plan_from(routine, phase, episode, complete=publishing)
        name = free_name(episode, name or (routine.name if routine else _("New program")))
        more = {"pk": key} if key else {}
        start_on = start_on or episode.local_day()
        program = Program.begin(episode=episode, by=by, name=name, start_on=start_on, plan=plan, **more)
        program.current = publish(program=program, by=by) if publishing else None
        letter = letter_to(episode, by) if publishing else None
    if letter is not None:
        letter.send()
    return Started(program, program.current, letter.invitation if letter else None, left_out)


def begun_before(key: UUID, by: User) -> Program | None:
    return Program.objects.editable_by(by).select_related("current", "episode").filter(pk=key).first()


def admitted(client: Episode | NewClient, by: User) -> Episode:
    """The client's episode: the one there is, locked, or a new one."""
    if isinstance(client, Episode):
        return Episode.objects.select_for_update(of=("self",), no_key=True).get(pk=client.pk)
    mine = Episode.objects.treated_by(by).open().filter(clinic=client.clinic)
    if known := mine.filter(client_email__iexact=client.email).first():
        said = _("%(email)s is the address of %(name)s, who is on your list already: choose that name above.")
        raise ValidationError({"client_email": said % {"email": client.email, "name": known.client_name}})
    return Episode.begin(by=by, clinic=client.clinic, client_name=client.name, client_email=client.email)


def plan_from(routine: Routine | None, phase: int, episode: Episode, *, complete: bool) -> tuple[Plan, list[str]]:
    """The plan to begin with, and what it lacks of the routine's. Raises ValidationError if it must be complete."""
    if routine is None:
        return Plan(), []
    plan = without_reasons(from_phase(routine.read_plan(), phase))
    among = Exercise.objects.usable_at(episode.clinic_id)
    plan, gone = without_retired(plan, among)
    if complete and (sentences := list(lacking(routine, plan, gone, episode.read_home(), among))):
        raise ValidationError({"routine": sentences})
    return plan, gone


def lacking(routine: Routine, plan: Plan, gone: list[str], home: Home, among: ExerciseQuerySet) -> Iterator[str]:
    """Why what is taken of the routine cannot be given to somebody with this home as it is."""
    yield from unfinished(routine)
    yield from not_there(gone)
    yield from not_fitting(plan, home, among)


def unfinished(routine: Routine) -> Iterator[str]:
    if count := len(routine.pending):
        said = ngettext(
            "It has %(count)s line that is no exercise with a dose yet. Finish it under Routines first.",
            "It has %(count)s lines that are no exercise with a dose yet. Finish them under Routines first.",
            count,
        )
        yield said % {"count": count}


def not_there(names: list[str]) -> Iterator[str]:
    if names:
        said = _("Not available here (any more): %(names)s. Open it in the builder, which leaves that out.")
        yield said % {"names": ", ".join(names)}


def not_fitting(plan: Plan, home: Home, among: ExerciseQuerySet) -> Iterator[str]:
    """What of the plan does not fit the client's home, and why."""
    marks = fit_for(home, among).marks(plan.slugs())
    names = dict(among.filter(slug__in=marks).values_list("slug", "name")) if marks else {}
    for slug, mark in marks.items():
        said = _("%(name)s does not fit this client. %(reasons)s")
        yield said % {"name": names[slug], "reasons": " ".join(mark.reasons)}


def free_name(episode: Episode, name: str) -> str:
    if taken := name_taken(episode, name):
        raise Conflict(taken)
    return name


def name_taken(episode: Episode, name: str) -> str:
    """What there is to say about a program of the episode that is called so and goes on; nothing without one."""
    if not episode.programs.not_over(episode.local_day()).filter(name__iexact=name).exists():
        return ""
    said = _("%(client)s has “%(name)s” already. Change or end that one, or give this one another name.")
    return said % {"client": episode.client_name, "name": name}


def letter_to(episode: Episode, by: User) -> Letter | None:
    """What asks the client in; None for who has joined or has the mail."""
    if episode.client_id is not None or invitation_under_way(episode) is not None:
        return None
    return write_to_client(episode=episode, by=by)


def invitation_under_way(episode: Episode) -> Invitation | None:
    return episode.invitations.under_way().filter(email__iexact=episode.client_email).first()
