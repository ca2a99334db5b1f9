"""What programs know about a client, model by model."""

from typing import Any

from django.db.models import Q

from accounts.privacy.registry import Part, of_episode, of_person, registry
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

# What a client typed may name the client.
TYPED = {"note": ""}


def declare() -> None:
    declare_programs()
    declare_sessions()
    declare_told()
    declare_reminders()
    registry.leave_out(
        "Worked out from the rest of your record, and worked out again wherever it is read.", DeskState, VersionExercise
    )


def declare_programs() -> None:
    def all_of_them(user: Any) -> Q:
        return Q(episode__client=user)

    def published(user: Any) -> Q:
        return Q(episode__client=user, current__isnull=False)

    # A draft is the therapist's unfinished work; the client meets it once it is published.
    draft = frozenset({"draft", "pending", "draft_changed_at"})
    registry.add(Part(Program, published, draft, later=("current",), erases=all_of_them, episode="episode", frozen={}))
    of_episode(Version, "program__episode", frozen={})
    of_episode(Pause, "program__episode", of=of_published("program"))
    of_episode(Cue, "program__episode", of=of_published("program"))
    of_episode(DayTally, "program__episode", of=of_published("program"))
    of_episode(ShareLink, "program__episode", without=["token_digest"], returns=False)


def of_published(program: str) -> Any:
    def rule(user: Any) -> Q:
        return Q(**{f"{program}__episode__client": user, f"{program}__current__isnull": False})

    return rule


def declare_sessions() -> None:
    of_person(Session, "client", episode="program__episode", frozen={"client": None, "recorded_by": None, **TYPED})
    of_episode(Result, "session__program__episode", frozen={"skip_reason": ""})
    of_episode(Correction, "session__program__episode")

    def answered(user: Any) -> Q:
        return Q(program__episode__client=user) & ~Q(state=Proposal.State.OPEN)

    def all_of_them(user: Any) -> Q:
        return Q(program__episode__client=user)

    # One that nobody has answered yet is as unfinished as a draft.
    registry.add(Part(Proposal, answered, erases=all_of_them, episode="program__episode"))


def declare_told() -> None:
    of_episode(CheckIn, "episode")
    of_episode(Measure, "episode")
    # No clinic must keep them: their own time is shorter than any that it would have to.
    of_episode(Message, "episode", without=["leaving_at"])
    of_person(MessageNotice, "user", returns=False)
    of_episode(SafetyScreen, "episode")
    of_episode(SafetyReport, "episode")
    of_episode(Attention, "episode")


def declare_reminders() -> None:
    of_person(ReminderSettings, "user", without=["stop_key", "next_at"])
    of_person(ReminderConsent, "user")
    of_person(Reminder, "user", returns=False)
    of_person(PushSubscription, "user", without=["endpoint", "p256dh", "auth"], returns=False)
    of_person(CalendarFeed, "owner", without=["digest"], returns=False)
