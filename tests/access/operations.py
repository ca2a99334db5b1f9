"""The API functions that have no cell in the design's table: to whom each opens, as for pages."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from accounts.consents import CARE_VERSION
from accounts.models import Erasure
from exercises.editorial import drafts, offering
from tests.access.answers import ACTORS
from tests.access.doors import (
    CARE,
    CLIENT,
    CLINIC_THERAPISTS,
    EDITORS,
    MANAGER,
    MANAGERS,
    MEMBERS,
    PATIENTS,
    RECORD,
    THERAPISTS,
    Keys,
    asked,
    emergency,
    feed,
    listing,
    membership,
    nothing,
)
from tests.access.world import World

# With the API a token counts: the narrow one is somebody, who may do nothing here.
WITHOUT_ACCOUNT = {"anon", "share-link", "deactivated"}
ACCOUNTS = set(ACTORS) - WITHOUT_ACCOUNT - {"token-narrow"}
PUBLIC = set(ACTORS) - {"deactivated"}


@dataclass(frozen=True)
class Operation:
    """`opens` get an answer to what they said; `closed` are refused by role or for what they may only read (403)."""

    opens: set[str]
    keys: Keys = nothing
    body: dict[str, Any] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)

    def expected(self, actor: str) -> set[int]:
        if actor in self.opens:
            return {200, 201, 204, 400, 409}
        if actor in WITHOUT_ACCOUNT:
            return {401}
        return {403} if actor in self.closed or actor == "token-narrow" else {404}


def program(opens: set[str], **more: Any) -> Operation:
    return Operation(opens, lambda w: {"pk": w.cast.program.pk}, closed=RECORD - opens, **more)


def episode(opens: set[str], **more: Any) -> Operation:
    return Operation(opens, lambda w: {"pk": w.cast.episode.pk}, closed=RECORD - opens, **more)


def leaving(world: World) -> dict[str, Any]:
    """C has asked to be erased."""
    due_at = timezone.now() + datetime.timedelta(days=7)
    Erasure.objects.get_or_create(person=world.cast.client, defaults={"due_at": due_at})
    return {"pk": world.cast.client.pk}


def reason(**more: Any) -> Operation:
    """The client's note is unread. The client reads it elsewhere and never meets the reason."""
    return Operation(CARE, lambda w: {"pk": w.cast.episode.attention.get(kind="message").pk}, **more)


def measure(opens: set[str], **more: Any) -> Operation:
    return Operation(opens, lambda w: {"pk": w.measure.pk}, closed=RECORD - opens, **more)


def exercise() -> Operation:
    return Operation(EDITORS, lambda w: {"slug": w.spare_exercise.slug}, closed=ACCOUNTS)


def own_exercise(opens: set[str], **more: Any) -> Operation:
    return Operation(opens, lambda w: {"slug": w.clinic_exercise.slug}, closed={"manager"}, **more)


def offered(**more: Any) -> Operation:
    def keys(world: World) -> dict[str, Any]:
        offering.offer(exercise=world.clinic_exercise, by=world.cast.therapist, consent=True)
        return {"slug": world.clinic_exercise.slug}

    return Operation(EDITORS, keys, closed=ACCOUNTS, **more)


def of_a_draft(body: dict[str, Any] | None = None, **more: Any) -> Operation:
    """On a published exercise that somebody is changing."""

    def keys(world: World) -> dict[str, Any]:
        drafts.begin(exercise=world.spare_exercise, by=world.cast.editor)
        return {"slug": world.spare_exercise.slug, **more}

    return Operation(EDITORS, keys, body or {}, closed=ACCOUNTS)


def proposal(body: dict[str, Any] | None = None) -> Operation:
    """For therapists; others are turned away at the door."""
    return Operation(CARE, lambda w: {"pk": w.proposal.pk}, body or {}, closed=ACCOUNTS - THERAPISTS)


def in_clinic(world: World) -> dict[str, Any]:
    return {"clinic": world.cast.clinic.pk}


def client_there(world: World) -> dict[str, Any]:
    return {"clinic": world.cast.clinic.pk, "pk": world.cast.episode.pk}


def screened(world: World) -> dict[str, Any]:
    return {"pk": world.cast.episode.safety_screens.get().pk}


OPERATIONS: dict[tuple[str, str], Operation] = {
    ("get", "guide-page-list"): Operation(PUBLIC),
    ("get", "vocabulary"): Operation(PUBLIC),
    ("get", "back-check"): Operation(PUBLIC),
    ("post", "back-check"): Operation(PUBLIC, body={"flags": ["fever"]}),
    ("get", "exercise-figure"): Operation(PUBLIC, lambda w: {"slug": "glute-bridge"}),
    ("get", "template-list"): Operation(PUBLIC),
    ("get", "template-detail"): Operation(PUBLIC, lambda w: {"slug": w.template.slug}),
    ("put", "exercise-detail"): exercise(),
    ("post", "exercise-publish"): exercise(),
    ("get", "exercise-impact"): exercise(),
    ("get", "exercise-draft"): of_a_draft(),
    ("delete", "exercise-draft"): of_a_draft(),
    ("post", "exercise-draft-submit"): of_a_draft({"reason": "Clearer."}),
    ("post", "exercise-draft-comment"): of_a_draft({"text": "Good."}),
    ("post", "exercise-draft-send-back"): of_a_draft({"text": "Why?"}),
    ("post", "exercise-draft-approve"): of_a_draft({"draft_serial": 1}),
    ("post", "exercise-draft-schedule"): of_a_draft({"publish_at": None}),
    ("post", "exercise-draft-catch-up"): of_a_draft({"draft_serial": 1, "revision": 1}),
    ("get", "exercise-revisions"): of_a_draft(),
    ("get", "exercise-revision"): of_a_draft(number=1),
    ("post", "exercise-revision-restore"): of_a_draft(number=1),
    ("get", "exercise-compare"): of_a_draft(),
    ("post", "exercise-merge"): of_a_draft({"into": "bird-dog", "reason": "The same."}),
    # A clinic's own exercise is its therapists' alone to change, and its colleagues' to read.
    ("post", "exercise-offer"): own_exercise(CLINIC_THERAPISTS, body={"consent": True}),
    ("post", "exercise-withdraw"): own_exercise(CLINIC_THERAPISTS),
    # What it is called is for editors to answer, once it is offered; others are turned away at the door.
    ("post", "exercise-adopt"): offered(),
    ("post", "exercise-decline"): offered(body={"text": "We have it already."}),
    # Whoever has a browser's keys has the browser; what it is not known by changes nothing.
    ("post", "push-subscription-release"): Operation(
        ACCOUNTS, body={"endpoint": "https://push.invalid/none", "keys": {"p256dh": "x", "auth": "y"}}
    ),
    # Clients see that the clinic is there, and none of who works in it.
    ("get", "membership-list"): Operation(MEMBERS | PATIENTS, lambda w: {"clinic": w.cast.clinic.pk}),
    ("post", "membership-close"): Operation(
        MANAGERS, lambda w: {"clinic": w.cast.clinic.pk, **membership(w)}, closed=MEMBERS | PATIENTS
    ),
    ("delete", "membership-detail"): Operation(
        MANAGERS | {"T-clinic"}, lambda w: {"clinic": w.cast.clinic.pk, **membership(w)}, closed=MEMBERS
    ),
    ("get", "clinic-client-list"): Operation(MANAGERS, in_clinic, closed=MEMBERS | PATIENTS),
    ("get", "clinic-client-detail"): Operation(MANAGERS, client_there, closed=MEMBERS | PATIENTS),
    ("put", "clinic-client-detail"): Operation(MANAGERS, client_there, closed=MEMBERS | PATIENTS),
    ("put", "clinic-detail"): Operation(
        MANAGERS, lambda w: {"pk": w.cast.clinic.pk}, {"name": "Northside"}, closed=MEMBERS | PATIENTS
    ),
    ("get", "episode-list"): Operation(ACCOUNTS),
    ("post", "episode-list"): Operation(THERAPISTS - {"T-noclinic"}, closed=ACCOUNTS),
    ("get", "episode-detail"): episode(RECORD),
    ("put", "episode-detail"): episode(CARE),
    ("patch", "episode-detail"): episode(CARE),
    ("post", "episode-end"): episode(CARE),
    ("get", "episode-misfits"): episode(CARE),
    ("get", "episode-progress"): episode(RECORD),
    ("get", "emergency-access-list"): Operation(ACCOUNTS),
    ("post", "emergency-access-list"): Operation(THERAPISTS - {"T-noclinic"} | MANAGERS, closed=ACCOUNTS),
    ("get", "emergency-access-detail"): Operation(CLIENT | {"T-clinic"}, emergency),
    ("post", "emergency-access-end"): Operation({"T-clinic"}, emergency, closed=CLIENT),
    # One's own: there is no address of somebody else's.
    ("get", "consent-list"): Operation(ACCOUNTS),
    ("get", "consent-text"): Operation(ACCOUNTS),
    ("post", "episode-name"): episode(CLIENT, body={"name": "A name"}),
    ("post", "episode-stop-sharing"): episode(CLIENT),
    ("post", "episode-share-again"): episode(CLIENT, body={"consent": CARE_VERSION}),
    ("get", "attention-list"): Operation(ACCOUNTS),
    ("get", "attention-detail"): reason(),
    ("post", "attention-dismiss"): reason(body={"note": "Called."}),
    ("post", "attention-snooze"): reason(body={"until": "2026-11-24"}),
    ("put", "routine-detail"): Operation(CARE, lambda w: {"pk": w.routine.pk}),
    ("put", "program-detail"): program(CARE),
    ("get", "program-handout"): program(RECORD),
    ("get", "share-link-list"): Operation(RECORD, lambda w: {"program": w.cast.program.pk}),
    ("delete", "share-link-detail"): Operation(RECORD, lambda w: {"program": w.cast.program.pk, "pk": w.share_link.pk}),
    ("post", "program-publish"): program(CARE),
    # Nobody may start what is not said; whose episode it is comes after who may start at all.
    ("post", "program-start"): Operation(THERAPISTS - {"T-noclinic"}, closed=ACCOUNTS),
    ("post", "program-pause"): program(CARE),
    ("post", "program-resume"): program(CARE),
    ("post", "program-end"): program(CARE),
    ("post", "program-seen"): program(CLIENT),
    ("post", "program-copy"): program(CARE),
    ("post", "version-restore"): Operation(CARE, lambda w: {"program": w.cast.program.pk, "number": 1}, closed=CLIENT),
    ("get", "version-list"): Operation(RECORD, lambda w: {"program": w.cast.program.pk}),
    ("get", "version-detail"): Operation(RECORD, lambda w: {"program": w.cast.program.pk, "number": 1}),
    ("get", "proposal-list"): Operation(THERAPISTS, closed=ACCOUNTS),
    ("get", "proposal-detail"): proposal(),
    ("post", "proposal-accept"): proposal(),
    ("post", "proposal-decline"): proposal({"reason": "Not yet."}),
    # What is told names an episode in its body: see test_check_ins and test_safety_reports.
    ("get", "check-in-list"): Operation(ACCOUNTS),
    ("post", "check-in-list"): Operation(ACCOUNTS),
    ("get", "safety-report-list"): Operation(ACCOUNTS),
    ("post", "safety-report-list"): Operation(ACCOUNTS),
    ("get", "safety-report-detail"): Operation(RECORD, lambda w: {"pk": w.report.pk}),
    ("post", "safety-report-clear"): Operation(
        CARE, lambda w: {"pk": w.report.pk}, {"note": "Seen by a doctor."}, closed=CLIENT
    ),
    # As with the reports, an answer names an episode in its body: see test_safety_screens.
    ("get", "safety-screen-list"): Operation(ACCOUNTS),
    ("post", "safety-screen-list"): Operation(ACCOUNTS),
    ("get", "safety-screen-questions"): Operation(ACCOUNTS),
    ("get", "safety-screen-detail"): Operation(RECORD, screened),
    ("post", "safety-screen-anew"): Operation(CARE, screened, closed=CLIENT),
    ("get", "today-list"): Operation(ACCOUNTS),
    ("get", "export-file"): Operation(CLIENT, lambda w: {"pk": w.copy.pk}),
    ("get", "export-schema"): Operation(PUBLIC),
    ("get", "person-erasure"): Operation(CLIENT | MANAGERS, leaving),
    ("delete", "person-erasure"): Operation(CLIENT, leaving),
    # One's own: there is no address of somebody else's.
    ("get", "reminders"): Operation(ACCOUNTS),
    ("patch", "reminders"): Operation(ACCOUNTS),
    ("get", "program-cues"): program(RECORD),
    ("put", "program-cues"): program(CLIENT, body={"cues": []}),
    ("put", "measure-detail"): measure(CARE, body={"name": "Hip flexion", "value": "96", "day": "2024-01-05"}),
    ("put", "calendar-feed-detail"): Operation(CLIENT, feed, {"shows_names": True}),
    ("post", "calendar-feed-rotate"): Operation(CLIENT, feed),
    ("get", "therapist-list"): Operation(PUBLIC),
    ("get", "therapist-detail"): Operation(PUBLIC, listing),
    ("get", "listing-list"): Operation(ACCOUNTS),
    ("get", "listing-consent"): Operation(ACCOUNTS),
    ("post", "listing-list"): Operation((THERAPISTS | MANAGER) - {"T-noclinic"}, closed=ACCOUNTS),
    ("get", "listing-detail"): Operation(MANAGER, listing),
    ("put", "listing-detail"): Operation(MANAGER, listing),
    ("patch", "listing-detail"): Operation(MANAGER, listing),
    ("delete", "listing-detail"): Operation(MANAGER, listing),
    ("post", "listing-publish"): Operation(MANAGER, listing),
    ("post", "listing-withdraw"): Operation(MANAGER, listing),
    ("post", "listing-confirm"): Operation(MANAGER, listing),
    ("get", "appointment-request-list"): Operation(ACCOUNTS),
    ("get", "appointment-request-detail"): Operation(MANAGER, asked),
    ("post", "appointment-request-take"): Operation(MANAGER, asked),
    ("post", "appointment-request-decline"): Operation(MANAGER, asked),
    ("post", "appointment-request-mark-spam"): Operation(MANAGER, asked),
    ("post", "appointment-request-reopen"): Operation(MANAGER, asked),
}
