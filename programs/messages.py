"""Messages between a client and the care team: one thread for each episode.

Nobody watches it in real time; every page that offers to write says so. What was written is never changed or deleted,
except with the whole person or when its time is over.
"""

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.care_teams import therapists_of
from accounts.models import Episode, User
from backfit.refusals import Conflict, Different
from programs.attention.rows import refresh
from programs.message_notices import plan_notices
from programs.models import Message, SafetyScreen
from programs.note_words import asks_check, asks_crisis


def send(*, by: User, episode: Episode, uuid: UUID, text: str) -> tuple[Message, bool]:
    """Put it into the thread, and gives it with whether it is new: sent again, it is the one that was kept.

    Raises PermissionDenied for who does not take part, ValidationError for no text or too long a one, Different when
    the uuid came with something else before, Conflict when nobody on the other side could read it.
    """
    text = as_kept(text)
    with transaction.atomic():
        # Of the same message twice at once the second waits here, and finds the first.
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        kept = Message.objects.select_related("episode", "author").filter(author=by, uuid=uuid).first()
        if kept is not None:
            return require_same(kept, episode, text), False
        held = Episode.objects.select_for_update(of=("self",), no_key=True).select_related("clinic", "client")
        episode = held.get(pk=episode.pk)
        from_client = side_of(by, episode)
        require_answerable(episode, from_client=from_client)
        message = Message(uuid=uuid, episode=episode, author=by, from_client=from_client, text=text)
        message.day = episode.local_day()
        message.full_clean()
        message.save(force_insert=True)
        plan_notices(message, readers(episode, from_client=from_client))
        if from_client:
            refresh([episode.pk])
    return message, True


def as_kept(text: str) -> str:
    """Browsers send line ends of two signs, and programs of one: it is the same message."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if "\x00" in text:
        raise ValidationError({"text": _("The text contains a character that cannot be stored.")})
    return text


def require_same(kept: Message, episode: Episode, text: str) -> Message:
    if kept.episode_id != episode.pk or kept.text != text:
        raise Different(_("Another message was sent under this id. That one is kept."))
    return kept


def side_of(user: User, episode: Episode) -> bool:
    """Whether the person writes as the client; raises PermissionDenied for who is neither that nor on the care team."""
    if episode.client_id == user.pk:
        return True
    if not Episode.objects.treated_by(user).contains(episode):
        raise PermissionDenied(_("Only the client and the care team write here."))
    return False


def require_answerable(episode: Episode, *, from_client: bool) -> None:
    """Nobody writes what nobody can read."""
    reason = why_closed(episode, from_client=from_client)
    if reason:
        raise Conflict(reason)


def why_closed(episode: Episode, *, from_client: bool) -> str:
    """Why nothing can be written at the moment, in a sentence for that side; empty while it can."""
    if episode.clinic is None:
        return _("No therapist is treating you here, so there is nobody to write to.")
    if not episode.is_open:
        return _("This care has ended. What was written stays here to read.")
    if episode.withheld_at is not None:
        return _("You have stopped sharing your record with this clinic, so nobody there could read it.")
    if not from_client and episode.client_id is None:
        return _("Your client has not joined yet. You can write once the invitation is accepted.")
    if from_client and not care_team(episode).exists():
        return _("Nobody is on your care team at the moment. Please phone the clinic.")
    return ""


def readers(episode: Episode, *, from_client: bool) -> list[User]:
    if from_client:
        return list(care_team(episode))
    return [episode.client] if episode.client else []


def care_team(episode: Episode) -> QuerySet[User]:
    """Those who read what the client writes."""
    assert episode.clinic is not None
    team = episode.care_team.filter(left_at__isnull=True)
    return therapists_of(episode.clinic).filter(pk__in=team.values("therapist"))


def mark_read(*, by: User, message: Message) -> int:
    """The person has this one before them, and those before it. Gives how many of the other side's that makes read.

    What arrives meanwhile stays new. Raises PermissionDenied for who does not take part.
    """
    from_client = side_of(by, message.episode)
    theirs = Message.objects.unread().filter(episode=message.episode_id, from_client=not from_client)
    with transaction.atomic():
        count = theirs.filter(sent_at__lte=message.sent_at).update(read_at=timezone.now())
        if count and not from_client:
            refresh([message.episode_id])
    return count


def unread_for_client(user: User) -> int:
    """How many messages wait for the person as a client."""
    return Message.objects.for_client(user).unread().count()


def threads_of(client: User) -> QuerySet[Any]:
    """The person's own, those with something new first; each with `unread` and `last_at`."""
    new = Count("messages", filter=Q(messages__from_client=False, messages__read_at__isnull=True))
    rows: Any = Episode.objects.given_by(client).select_related("clinic")
    rows = rows.annotate(unread=new, last_at=Max("messages__sent_at"))
    found: QuerySet[Any] = rows.filter(Q(ended_on__isnull=True) | Q(last_at__isnull=False))
    return found.order_by("-unread", "-last_at", "pk")


@dataclass(frozen=True)
class Wording:
    """What words in the client's own messages of the day call for. `check`: the six questions, not answered since."""

    check: bool = False
    crisis: bool = False


def words_of(message: Message) -> Wording:
    """Of one message; a therapist's call for nothing."""
    if not message.from_client:
        return Wording()
    return Wording(asks_check(message.text), asks_crisis(message.text))


def words_on(day: datetime.date, episodes: Any) -> Wording:
    """Of all that clients wrote in these episodes on that day of their calendar; one query."""
    answers = SafetyScreen.objects.filter(
        episode=OuterRef("episode"), day=day, occasion=SafetyScreen.Occasion.PAIN
    ).order_by("-answered_at")
    rows = Message.objects.filter(episode__in=episodes, from_client=True, day=day).order_by()
    written = list(rows.values_list("text", "sent_at", Subquery(answers.values("answered_at")[:1])))
    check = any(asks_check(text) and (answered is None or answered < sent) for text, sent, answered in written)
    return Wording(check, asks_crisis(*(text for text, _sent, _answered in written)))
