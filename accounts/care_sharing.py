"""Whether a client's care team may read the record: agreed to by joining, stopped and begun again by the client."""

import datetime
import logging
from dataclasses import dataclass
from smtplib import SMTPException

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.care_teams import therapists_of
from accounts.consents import CARE, CARE_VERSION
from accounts.episode_news import tell_of_episode
from accounts.models import Clinic, Consent, Episode, User

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Agreement:
    """What stands between a client and one clinic. `text` is what was agreed to, `present` what is asked now.

    `was_asked` is False for who joined before this was written down; `team` are those who read it now.
    """

    episode: Episode
    since: datetime.datetime
    text: str
    present: str
    was_asked: bool
    team: list[User]

    @property
    def is_shared(self) -> bool:
        return self.episode.withheld_at is None


def words_for(clinic: Clinic | None, wording: str = CARE_VERSION) -> str:
    """What a client of the clinic agrees to; empty for a wording that there never was."""
    return str(CARE.get(wording, "")) % {"clinic": clinic}


def require_wording(wording: str) -> None:
    """Nobody has agreed who was not shown what the text says now."""
    if wording != CARE_VERSION:
        raise ValidationError({"consent": _("Read first what you agree to: the text has changed, or was not sent.")})


def agree(*, episode: Episode, by: User, wording: str) -> None:
    """Write down that the client lets the care team read the record. Raises ValidationError for an old wording."""
    require_wording(wording)
    keep(episode, by, given=True, wording=wording)


def stop_sharing(*, episode: Episode, by: User) -> None:
    """The care team finds nothing of the record from its next request on, and is told so by mail without a name.

    The client keeps all of it. Whoever has stopped already has stopped. Raises PermissionDenied for all but the client.
    """
    from accounts.tasks import tell_care_team

    with transaction.atomic():
        held = held_by(episode, by)
        if held.withheld_at is not None:
            return
        held.withheld_at = timezone.now()
        held.save(update_fields=["withheld_at"])
        given = Consent.objects.about(held).filter(given=True).first()
        keep(held, by, given=False, wording=given.wording if given else CARE_VERSION)
        tell_of_episode(held.pk)
        tell_care_team.enqueue(str(held.pk))


def share_again(*, episode: Episode, by: User, wording: str) -> None:
    """The care team as it is now reads the record again. Raises as `stop_sharing` does, and as `agree`."""
    with transaction.atomic():
        held = held_by(episode, by)
        if held.withheld_at is None:
            return
        agree(episode=held, by=by, wording=wording)
        held.withheld_at = None
        held.save(update_fields=["withheld_at"])
        tell_of_episode(held.pk)


def go_by(*, episode: Episode, by: User, name: str) -> None:
    """What the clinic is to call the client, who need not say who they are. Raises ValidationError for no name."""
    with transaction.atomic():
        held = held_by(episode, by)
        held.client_name = name.strip()
        held.full_clean()
        held.save(update_fields=["client_name"])
        tell_of_episode(held.pk)


def require_giver(episode: Episode, by: User) -> None:
    if not Episode.objects.given_by(by).contains(episode):
        raise PermissionDenied(_("Only the client decides who reads the record."))


def held_by(episode: Episode, client: User) -> Episode:
    """Locked until the transaction ends."""
    require_giver(episode, client)
    return Episode.objects.select_for_update(of=("self",), no_key=True).get(pk=episode.pk)


def keep(episode: Episode, by: User, *, given: bool, wording: str) -> None:
    Consent.objects.create(
        person=by.pk,
        actor=by.pk,
        purpose=Consent.Purpose.CARE,
        episode=episode.pk,
        given=given,
        wording=wording,
        language=get_language() or "en",
    )


def agreements_of(client: User) -> list[Agreement]:
    """One for each clinic's episode, those that go on first."""
    episodes = Episode.objects.given_by(client).select_related("clinic").order_by("ended_on", "-started_on", "pk")
    return [agreement_on(episode) for episode in sorted(episodes, key=lambda each: not each.is_open)]


def agreement_on(episode: Episode) -> Agreement:
    given = Consent.objects.about(episode).filter(given=True).first()
    joined = episode.invitations.filter(accepted_at__isnull=False).values_list("accepted_at", flat=True).first()
    return Agreement(
        episode=episode,
        since=given.at if given else joined or episode.created_at,
        text=words_for(episode.clinic, given.wording if given else CARE_VERSION),
        present=words_for(episode.clinic),
        was_asked=given is not None,
        team=[place.therapist for place in episode.care_team.filter(left_at__isnull=True).select_related("therapist")],
    )


def tell(episode: Episode) -> int:
    """Mail those on the care team that the list of their clients has changed; neither who nor why. Gives how many."""
    assert episode.clinic is not None
    team = episode.care_team.filter(left_at__isnull=True).values("therapist")
    body = render_to_string("accounts/mail/record_withheld.txt", {"link": settings.SITE_URL + reverse("client_list")})
    sent = 0
    for therapist in therapists_of(episode.clinic).filter(pk__in=team):
        headers = {"Auto-Submitted": "auto-generated"}
        mail = EmailMessage(subject=_("Your list of clients"), body=body, to=[therapist.email], headers=headers)
        try:
            mail.send()
        except (SMTPException, OSError) as error:
            logger.warning("A mail about episode %s was not sent: %s", episode.pk, type(error).__name__)
        else:
            sent += 1
    return sent
