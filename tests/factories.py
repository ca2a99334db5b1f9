"""Plain functions that make what a test needs. Everything goes through the product's own verbs where there is one."""

import datetime
import uuid
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.text import slugify

from accounts.consents import LISTING_VERSION
from accounts.models import Clinic, Episode, Listing, Membership, Routine, User
from accounts.plans import Item, Phase, Plan
from exercises.apps import EDITORS
from exercises.editorial import drafts
from exercises.editorial.document import ExerciseDocument
from exercises.models import Caution, Exercise, Fault, Media, Region, Showing, Step
from exercises.models.media import place
from exercises.search.indexing import index
from exercises.shorthand import parse
from programs.models import Program, Version
from programs.publishing import publish
from programs.safety_screen import answer_screen


def make_user(email: str, name: str = "", **fields: Any) -> User:
    user = User.objects.create_user(email, fields.pop("password", None), name=name, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_editor(email: str, name: str = "", **fields: Any) -> User:
    editor = make_user(email, name, is_staff=True, **fields)
    editor.groups.add(Group.objects.get(name=EDITORS))
    return editor


def make_clinic(name: str, *, therapists: tuple[User, ...] = (), managers: tuple[User, ...] = ()) -> Clinic:
    clinic = Clinic.objects.create(name=name)
    for therapist in therapists:
        clinic.add(therapist, Membership.Role.THERAPIST)
    for manager in managers:
        clinic.add(manager, Membership.Role.MANAGER)
    return clinic


def make_exercise(name: str = "Glute bridge", *, dose: str = "3x10 5x/wk", **fields: Any) -> Exercise:
    """A published exercise with two steps, a fault and a caution."""
    fields = {
        "slug": slugify(name),
        "kind": Exercise.Kind.STRENGTH,
        "position": Exercise.Position.SUPINE,
        "status": Exercise.Status.PUBLISHED,
        "published_at": timezone.now(),
        "purpose": f"{name} in one sentence.",
        **fields,
    }
    exercise = Exercise(name=name, default_dose=read_dose(dose).to_json(), **fields)
    exercise.full_clean()
    exercise.save()
    region, _created = Region.objects.get_or_create(slug="lower-back", defaults={"name": "Lower back"})
    exercise.regions.add(region)
    Step.objects.create(exercise=exercise, position=1, text="Lie on your back.")
    Step.objects.create(exercise=exercise, position=2, text="Lift your hips.")
    Fault.objects.create(exercise=exercise, position=1, text="The back arches.", mend="Lift less high.")
    Caution.objects.create(exercise=exercise, position=1, text="Stop if it hurts sharply.")
    index([exercise])
    return exercise


def make_own_exercise(*, clinic: Clinic, by: User, name: str = "Wall glide", **fields: Any) -> Exercise:
    """An exercise that only this clinic has, in use; nobody can guess its slug."""
    document = ExerciseDocument.from_json(
        {
            "slug": "any",
            "name": name,
            "kind": "mobility",
            "position": "standing",
            "purpose": f"{name} in one sentence.",
            "steps": ["Stand with your back to a wall."],
            "regions": [Region.objects.get_or_create(slug="lower-back", defaults={"name": "Lower back"})[0].slug],
            "dose": "2x8",
            "author": clinic.name,
            "licence": "CC BY-SA 4.0",
            **fields,
        }
    )
    revision = drafts.publish(draft=drafts.create(document=document, by=by, clinic=clinic), by=by)
    return Exercise.objects.get(pk=revision.exercise_id)


def make_media(exercise: Exercise) -> Media:
    """A film that the exercise shows; what is in the files does not matter."""
    media = Media(kind=Media.Kind.FILM, state=Media.State.READY, width=2, height=2, seconds=1)
    media.file.save(place(media, "mp4"), ContentFile(b"film"), save=False)
    media.poster.save(place(media, "webp"), ContentFile(b"poster"), save=False)
    media.save()
    Showing.objects.create(exercise=exercise, media=media, alt="Lift and lower.")
    return media


def read_dose(text: str) -> Any:
    reading = parse(text)
    assert reading.dose is not None
    assert not reading.questions
    return reading.dose


def make_plan(*lines: tuple[str, str], weeks: int | None = None, days: tuple[int, ...] | None = None) -> Plan:
    """One phase of (slug, shorthand dose) lines."""
    items = tuple(Item(exercise=slug, dose=read_dose(dose)) for slug, dose in lines)
    phase = Phase(items=items, weeks=weeks) if days is None else Phase(items=items, weeks=weeks, days=days)
    return Plan(phases=(phase,))


def make_episode(*, clinic: Clinic, therapist: User, client: User | None = None, **fields: Any) -> Episode:
    """With a client who has answered that there is no warning sign."""
    name = fields.pop("client_name", client.name if client else "Chris Client")
    email = fields.pop("client_email", client.email if client else "chris@example.org")
    episode = Episode.begin(by=therapist, clinic=clinic, client_name=name, client_email=email, **fields)
    if client is not None:
        episode.client = client
        episode.save(update_fields=["client"])
        answer_screen(by=client, episodes=[episode], occasion="start", found="none")
    return episode


def make_program(
    *,
    episode: Episode,
    by: User,
    plan: Plan,
    name: str = "Back basics",
    start_on: datetime.date | None = None,
) -> Program:
    """A draft program with the plan."""
    program = Program.objects.create(
        episode=episode, name=name, created_by=by, start_on=start_on or episode.local_day()
    )
    program.save_plan(plan)
    return program


def make_published(**fields: Any) -> Program:
    """A program with version 1."""
    program = make_program(**fields)
    publish(program=program, by=fields["by"])
    program.refresh_from_db()
    return program


def make_routine(*, owner: User, plan: Plan, name: str = "Morning routine", **fields: Any) -> Routine:
    routine = Routine(owner=owner, name=name, **fields)
    routine.full_clean()
    routine.save()
    routine.save_plan(plan)
    return routine


def make_listing(clinic: Clinic, *, therapist: User | None = None, by: User | None = None, **words: Any) -> Listing:
    """Of the clinic, or of the therapist there; on the list when `by` says who agrees."""
    listing = Listing(clinic=clinic, therapist=therapist)
    said = {"introduction": "We take time.", "town": "Lyon", "country": "FR", "languages": ["fr"]}
    listing.describe(**{"name": str(therapist or clinic), "specialities": ["back"], **said, **words})
    if by is not None:
        listing.publish(by=by, wording=LISTING_VERSION)
    return listing


def session_body(program: Program, *, status: str = "done", **fields: Any) -> dict[str, Any]:
    """An upload that says every item of the current version was done."""
    version = program.current
    assert isinstance(version, Version)
    items = [item for phase in version.document["phases"] for item in phase["items"]]
    return {
        "program": str(program.pk),
        "started_at": timezone.now().isoformat(),
        "time_zone": "UTC",
        "worst_pain": 2,
        "effort": 4,
        "note": "",
        "evidence": "ticked",
        "results": [{"item": item["key"], "status": status} for item in items],
        **fields,
    }


def new_uuid() -> str:
    return str(uuid.uuid4())
