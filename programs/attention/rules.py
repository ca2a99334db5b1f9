"""Why a therapist should look at a client, and how soon. Pure: plain values in, reasons out, the most urgent first."""

from programs.attention.facts import Day, Facts, Reason
from programs.attention.pace import ends, missed, not_started, proposed, slipping, unread
from programs.attention.pain import morning_rise, pain_skip, pain_up, severe_pain, warning_signs

RULES = (
    warning_signs, severe_pain, pain_up, morning_rise, pain_skip, not_started, missed, slipping, proposed, unread, ends
)  # fmt: skip

# These last and begin on no day of their own, so that only their getting worse is news.
STANDING = {"missed", "slipping"}


def reasons(facts: Facts) -> list[Reason]:
    """The most urgent first."""
    found = [reason for rule in RULES for reason in rule(facts)]
    return sorted(found, key=lambda reason: (reason.rank, reason.since, reason.subject))


def is_news(kind: str, since: Day, level: int, now: Reason) -> bool:
    """Whether somebody who dealt with the reason as of `since` and `level` should look at it again."""
    return now.level > level or (kind not in STANDING and now.since > since)


def mark_of(since: Day, level: int) -> str:
    """Names a state of a reason, so that an answer to one that has got worse meanwhile is told apart."""
    return f"{since.isoformat()}.{level}"
