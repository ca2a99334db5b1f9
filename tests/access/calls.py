"""One API request for each cell of the matrix: (world, actor) -> what is asked of which address."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.consents import CARE_VERSION
from accounts.models import Routine
from tests.access.world import CANARY, World
from tests.factories import make_routine, session_body
from tests.push_service import Browser


@dataclass(frozen=True)
class Call:
    """`unknown` is the same request about something that does not exist: a refusal must not differ from it."""

    method: str
    url: str
    body: Any = None
    unknown: tuple[str, Any] | None = None


Builder = Callable[[World, str], Call]
API = "/api/v1"
NOBODY = "00000000-0000-4000-8000-000000000000"
DOSE = "3x10 5x/wk"


def about(method: str, prefix: str, key: object, suffix: str = "", body: Any = None) -> Call:
    nowhere = {str: "no-such-thing", int: 987654321}.get(type(key), NOBODY)
    return Call(method, f"{API}/{prefix}/{key}/{suffix}", body, (f"{API}/{prefix}/{nowhere}/{suffix}", body))


def new_exercise() -> dict[str, Any]:
    return {
        "slug": f"new-{uuid.uuid4().hex[:8]}",
        "name": "New exercise",
        "kind": "mobility",
        "position": "sitting",
        "purpose": "To try it out.",
        "dose": DOSE,
        "regions": ["lower-back"],
    }


def new_own_exercise(world: World, actor: str) -> Call:
    body = new_exercise() | {"clinic": str(world.cast.clinic.pk)}
    del body["slug"]
    return create("exercises", body, "clinic")


def create(prefix: str, body: dict[str, Any], hidden: str = "") -> Call:
    """`hidden` names the field that refers to something the actor may not know."""
    unknown = (f"{API}/{prefix}/", {**body, hidden: NOBODY}) if hidden else None
    return Call("post", f"{API}/{prefix}/", body, unknown)


def accept(world: World, actor: str) -> Call:
    return Call("post", f"{API}/invitations/accept/", {"token": world.invitation_token, "consent": CARE_VERSION})


def invite(world: World, actor: str) -> Call:
    if actor in ("manager", "admin"):
        body = {"clinic": str(world.cast.clinic.pk), "role": "therapist", "email": "newcomer@example.org"}
        return create("invitations", body)
    return create("invitations", {"episode": str(world.own_episode(actor).pk)}, "episode")


def assign(world: World, actor: str) -> Call:
    url = f"{API}/routines/{world.own_routine(actor).pk}/assign/"
    return Call("post", url, {"episode": str(world.cast.episode.pk)}, (url, {"episode": NOBODY}))


def shared(world: World) -> UUID:
    """C's therapist lets the colleagues have a routine."""
    kind, clinic = Routine.Visibility.CLINIC, world.cast.clinic
    name = f"{CANARY}-shared"
    return make_routine(owner=world.cast.therapist, plan=world.plan, name=name, visibility=kind, clinic=clinic).pk


def routines_with_a_shared(world: World) -> Call:
    shared(world)
    return Call("get", f"{API}/routines/")


def assign_shared(world: World, actor: str) -> Call:
    """By those who may read it; others one of their own."""
    reads = actor in ("T-clinic", "T-former", "T-dual", "T-care", "token-narrow")
    url = f"{API}/routines/{shared(world) if reads else world.own_routine(actor).pk}/assign/"
    return Call("post", url, {"episode": str(world.cast.episode.pk)}, (url, {"episode": NOBODY}))


def new_measure(world: World, actor: str) -> Call:
    return create("measures", {"episode": str(world.cast.episode.pk), "name": "Reach", "value": "12"}, "episode")


def new_session(world: World, actor: str) -> dict[str, Any]:
    return session_body(world.cast.program, evidence="paper" if actor == "T-care" else "ticked")


def put_session(world: World, actor: str) -> Call:
    body = new_session(world, actor)
    url = f"{API}/sessions/{uuid.uuid4()}/"
    return Call("put", url, body, (url, {**body, "program": NOBODY}))


def correct_session(world: World, actor: str) -> Call:
    body = session_body(world.cast.program, note="corrected", corrects=1)
    return about("put", "sessions", world.session.uuid, body=body)


def sync(world: World, actor: str) -> Call:
    item = {"uuid": str(uuid.uuid4()), **session_body(world.cast.program)}
    url = f"{API}/sessions/sync/"
    return Call("post", url, [item], (url, [{**item, "program": NOBODY}]))


def read_program(world: World, actor: str) -> Call:
    """Whoever has a link opens what it leads to; the API knows no links."""
    if actor == "share-link":
        return Call("get", f"/p/{world.share_token}/")
    return about("get", "programs", world.cast.program.pk)


def delete_program(world: World, actor: str) -> Call:
    program = world.draft_program if actor == "T-care" else world.cast.program
    return about("delete", "programs", program.pk)


def new_program(world: World, actor: str) -> Call:
    body = {"episode": str(world.cast.episode.pk), "name": "Another", "start_on": "2026-11-23"}
    return create("programs", body, "episode")


def change_members(world: World, actor: str) -> Call:
    body = {"email": "newcomer@example.org", "role": "therapist"}
    return about("post", "clinics", world.cast.clinic.pk, "members/", body)


def delete_clinic(world: World, actor: str) -> Call:
    clinic = world.empty_clinic if actor == "admin" else world.cast.clinic
    return about("delete", "clinics", clinic.pk)


def new_message(world: World, actor: str) -> Call:
    body = {"uuid": str(uuid.uuid4()), "episode": str(world.cast.episode.pk), "text": "Is a warm bath all right?"}
    return create("messages", body, "episode")


def make_feed(world: World, actor: str) -> Call:
    """One's own. C has one already and makes another after it; others would have to say that it is C's."""
    if actor == "client-own":
        world.feed.revoke()
        return create("calendar-feeds", {})
    return create("calendar-feeds", {"owner": str(world.cast.client.pk)}, "owner")


def new_push_subscription(world: World, actor: str) -> Call:
    """C's own; others would have it made for C, and are told of no such field."""
    body: dict[str, Any] = {"endpoint": f"https://push.invalid/{uuid.uuid4()}", "keys": Browser().keys}
    if actor == "client-own":
        return create("push-subscriptions", body)
    return create("push-subscriptions", {**body, "user": str(world.cast.client.pk)}, "user")


def export_log(world: World, actor: str) -> Call:
    url = f"{API}/access-log/export/?client="
    return Call("get", f"{url}{world.cast.client.pk}", unknown=(f"{url}{NOBODY}", None))


CALLS: dict[tuple[str, str], Builder] = {
    ("published exercise", "list"): lambda w, a: Call("get", f"{API}/exercises/"),
    ("published exercise", "read"): lambda w, a: about("get", "exercises", "glute-bridge"),
    ("published exercise", "create"): lambda w, a: create("exercises", new_exercise()),
    ("published exercise", "update"): lambda w, a: about("patch", "exercises", "glute-bridge", body={"feel": "Warm."}),
    ("published exercise", "delete"): lambda w, a: about("delete", "exercises", w.spare_exercise.slug),
    ("published exercise", "special"): lambda w, a: about(
        "post", "exercises", w.spare_exercise.slug, "retire/", {"reason": "Old."}
    ),
    ("draft exercise", "list"): lambda w, a: Call("get", f"{API}/exercises/?page_size=200"),
    ("draft exercise", "read"): lambda w, a: about("get", "exercises", w.draft_exercise.slug),
    ("draft exercise", "create"): lambda w, a: create("exercises", new_exercise()),
    ("draft exercise", "update"): lambda w, a: about(
        "patch", "exercises", w.draft_exercise.slug, body={"feel": "Warm"}
    ),
    ("draft exercise", "delete"): lambda w, a: about("delete", "exercises", w.draft_exercise.slug),
    ("clinic exercise", "list"): lambda w, a: Call("get", f"{API}/exercises/?page_size=200"),
    ("clinic exercise", "read"): lambda w, a: about("get", "exercises", w.clinic_exercise.slug),
    ("clinic exercise", "create"): new_own_exercise,
    ("clinic exercise", "update"): lambda w, a: about(
        "patch", "exercises", w.clinic_exercise.slug, body={"feel": "Warm"}
    ),
    ("clinic exercise", "delete"): lambda w, a: about("delete", "exercises", w.clinic_exercise.slug),
    ("private routine", "list"): lambda w, a: Call("get", f"{API}/routines/"),
    ("private routine", "read"): lambda w, a: about("get", "routines", w.routine.pk),
    ("private routine", "create"): lambda w, a: create("routines", {"name": "Mine", "plan": w.plan.to_json()}),
    ("private routine", "update"): lambda w, a: about("patch", "routines", w.routine.pk, body={"name": "Changed"}),
    ("private routine", "delete"): lambda w, a: about("delete", "routines", w.routine.pk),
    ("private routine", "special"): assign,
    ("shared routine", "list"): lambda w, a: routines_with_a_shared(w),
    ("shared routine", "read"): lambda w, a: about("get", "routines", shared(w)),
    ("shared routine", "create"): lambda w, a: create("routines", {"name": "Mine", "plan": w.plan.to_json()}),
    ("shared routine", "update"): lambda w, a: about("patch", "routines", shared(w), body={"name": "Changed"}),
    ("shared routine", "delete"): lambda w, a: about("delete", "routines", shared(w)),
    ("shared routine", "special"): assign_shared,
    ("program", "list"): lambda w, a: Call("get", f"{API}/programs/"),
    ("program", "read"): read_program,
    ("program", "create"): new_program,
    ("program", "update"): lambda w, a: about("patch", "programs", w.cast.program.pk, body={"name": "Changed"}),
    ("program", "delete"): delete_program,
    ("program", "special"): lambda w, a: about("post", "programs", w.cast.program.pk, "links/", {"name": "Physio"}),
    ("session", "list"): lambda w, a: Call("get", f"{API}/sessions/"),
    ("session", "read"): lambda w, a: about("get", "sessions", w.session.uuid),
    ("session", "create"): put_session,
    ("session", "update"): correct_session,
    ("session", "delete"): lambda w, a: about("delete", "sessions", w.session.uuid),
    ("session", "special"): sync,
    ("outcome", "list"): lambda w, a: Call("get", f"{API}/measures/"),
    ("outcome", "read"): lambda w, a: about("get", "measures", w.measure.pk),
    ("outcome", "create"): new_measure,
    ("outcome", "update"): lambda w, a: about("patch", "measures", w.measure.pk, body={"note": "Warm."}),
    ("outcome", "delete"): lambda w, a: about("delete", "measures", w.measure.pk),
    ("outcome", "special"): lambda w, a: about("get", "programs", w.cast.program.pk, "progress/"),
    ("message thread", "list"): lambda w, a: Call("get", f"{API}/messages/"),
    ("message thread", "read"): lambda w, a: about("get", "messages", w.message.pk),
    ("message thread", "create"): new_message,
    ("message thread", "update"): lambda w, a: about("patch", "messages", w.message.pk, body={"text": "Changed"}),
    ("message thread", "delete"): lambda w, a: about("delete", "messages", w.message.pk),
    ("message thread", "special"): lambda w, a: about("post", "messages", w.message.pk, "read/"),
    # No client sends a file; these are the addresses that there would be, and where the storage keeps others' files.
    ("media file", "list"): lambda w, a: Call("get", f"{API}/media/"),
    ("media file", "read"): lambda w, a: about("get", "media", w.draft_media.pk),
    ("media file", "create"): lambda w, a: create("media", {"episode": str(w.cast.episode.pk)}, "episode"),
    ("media file", "update"): lambda w, a: about("patch", "media", w.draft_media.pk, body={"name": "X"}),
    ("media file", "delete"): lambda w, a: about("delete", "media", w.draft_media.pk),
    ("media file", "special"): lambda w, a: Call("get", f"/{w.draft_media.file}"),
    ("invitation", "list"): lambda w, a: Call("get", f"{API}/invitations/"),
    ("invitation", "read"): lambda w, a: about("get", "invitations", w.invitation.pk),
    ("invitation", "create"): invite,
    ("invitation", "update"): lambda w, a: about(
        "patch", "invitations", w.invitation.pk, body={"email": "x@example.org"}
    ),
    ("invitation", "delete"): lambda w, a: about("delete", "invitations", w.invitation.pk),
    ("invitation", "special"): accept,
    ("calendar feed", "list"): lambda w, a: Call("get", f"{API}/calendar-feeds/"),
    ("calendar feed", "read"): lambda w, a: about("get", "calendar-feeds", w.feed.pk),
    ("calendar feed", "create"): make_feed,
    ("calendar feed", "update"): lambda w, a: about("patch", "calendar-feeds", w.feed.pk, body={"shows_names": True}),
    ("calendar feed", "delete"): lambda w, a: about("delete", "calendar-feeds", w.feed.pk),
    ("calendar feed", "special"): lambda w, a: Call("get", f"/calendar/{w.feed_secret}.ics"),
    ("push subscription", "list"): lambda w, a: Call("get", f"{API}/push-subscriptions/"),
    ("push subscription", "read"): lambda w, a: about("get", "push-subscriptions", w.push.pk),
    ("push subscription", "create"): new_push_subscription,
    ("push subscription", "update"): lambda w, a: about("patch", "push-subscriptions", w.push.pk, body={"name": "X"}),
    ("push subscription", "delete"): lambda w, a: about("delete", "push-subscriptions", w.push.pk),
    ("push subscription", "special"): lambda w, a: about("post", "push-subscriptions", w.push.pk, "test/"),
    ("data export", "list"): lambda w, a: Call("get", f"{API}/exports/"),
    ("data export", "read"): lambda w, a: about("get", "exports", w.copy.pk),
    ("data export", "create"): lambda w, a: create("exports", {"person": str(w.cast.client.pk)}, "person"),
    ("data export", "update"): lambda w, a: about("patch", "exports", w.copy.pk, body={"state": "ready"}),
    ("data export", "delete"): lambda w, a: about("delete", "exports", w.copy.pk),
    ("data export", "special"): lambda w, a: about("post", "people", w.cast.client.pk, "erasure/"),
    ("access log", "list"): lambda w, a: Call("get", f"{API}/access-log/"),
    ("access log", "read"): lambda w, a: about("get", "access-log", w.entry.number),
    ("access log", "create"): lambda w, a: create("access-log", {"episode": str(w.cast.episode.pk)}),
    ("access log", "update"): lambda w, a: about("patch", "access-log", w.entry.number, body={"verb": "read"}),
    ("access log", "delete"): lambda w, a: about("delete", "access-log", w.entry.number),
    ("access log", "special"): export_log,
    ("clinic", "list"): lambda w, a: Call("get", f"{API}/clinics/"),
    ("clinic", "read"): lambda w, a: about("get", "clinics", w.cast.clinic.pk),
    ("clinic", "create"): lambda w, a: create("clinics", {"name": "Third clinic"}),
    ("clinic", "update"): lambda w, a: about("patch", "clinics", w.cast.clinic.pk, body={"phone": "555"}),
    ("clinic", "delete"): delete_clinic,
    ("clinic", "special"): change_members,
}
