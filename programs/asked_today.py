"""Whether what a client told today calls for the six questions, and whether they were answered."""

from dataclasses import dataclass

from accounts.models import User
from programs.models import Message, Result, SafetyScreen, Session
from programs.note_words import asks_crisis


@dataclass(frozen=True)
class AskedToday:
    """`is_cleared`: answered with no since the last session or message of the day; `crisis`: words of despair were
    written."""

    is_cleared: bool
    crisis: bool


def asked_today(user: User) -> AskedToday:
    day = user.today()
    sessions = Session.objects.kept().filter(client=user, day=day)
    told = list(sessions.order_by("received_at").values_list("received_at", "note"))
    reasons = Result.objects.filter(session__in=sessions).exclude(skip_reason="")
    written = Message.objects.filter(episode__client=user, from_client=True, day=day)
    told = sorted([*told, *written.values_list("sent_at", "text")])
    texts = [note for _when, note in told] + list(reasons.values_list("skip_reason", flat=True))
    asked = SafetyScreen.objects.filter(episode__client=user, day=day, occasion=SafetyScreen.Occasion.PAIN)
    newest = asked.first()
    is_cleared = newest is not None and newest.found == SafetyScreen.Found.NONE
    if is_cleared and newest is not None and told:
        is_cleared = newest.answered_at >= told[-1][0]
    return AskedToday(is_cleared, asks_crisis(*texts))
