"""Asking people in by mail: a client to an episode, a therapist or a manager to a clinic."""

import datetime
import logging
from dataclasses import dataclass
from smtplib import SMTPException

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.care_sharing import agree
from accounts.episode_news import tell_of_episode
from accounts.models import Clinic, Episode, Invitation, User
from accounts.models.invitation import InvitationQuerySet
from backfit.refusals import Conflict, TooMany

logger = logging.getLogger(__name__)

SENT_A_DAY = 20
# A mail that was not sent after so long is not on its way any more.
DELIVERY = datetime.timedelta(minutes=1)
PENDING_AT_ONCE = 100


@dataclass(frozen=True)
class Letter:
    """An invitation that is kept and not mailed yet. Token and code are only here, and then in the mail."""

    invitation: Invitation
    token: str
    code: str

    def send(self) -> None:
        deliver(self.invitation, self.token, self.code)


def invite_client(*, episode: Episode, by: User) -> Invitation:
    """Ask the episode's client to join, by mail to the address on the episode; an earlier invitation stops working.

    Raises Conflict when the episode has ended or its client has joined, TooMany beyond the inviter's limits. The mail
    leaves after the commit: a mail server that refuses it leaves `sent_at` empty, and one may try again.
    """
    with transaction.atomic(durable=True):
        letter = write_to_client(episode=episode, by=by)
    letter.send()
    return letter.invitation


def write_to_client(*, episode: Episode, by: User) -> "Letter":
    """What `invite_client` does before its commit, for a verb that has more to do in the same transaction.

    Whoever calls it sends the letter once the transaction is through. Raises as `invite_client` does.
    """
    require_room(by)
    episode = Episode.objects.select_for_update().get(pk=episode.pk)
    require_unclaimed(episode)
    withdraw(episode.invitations.pending())
    assert episode.clinic_id is not None  # without a clinic the client is the one who made it
    invitation = Invitation(clinic_id=episode.clinic_id, episode=episode, email=episode.client_email, invited_by=by)
    return Letter(invitation, *write(invitation))


def invite_member(*, clinic: Clinic, email: str, role: str, by: User) -> Invitation:
    """Ask somebody to work at the clinic; raises and sends as `invite_client` does."""
    with transaction.atomic(durable=True):
        require_room(by)
        clinic = Clinic.objects.select_for_update(no_key=True).get(pk=clinic.pk)
        members = clinic.memberships.current().filter(role=role)
        if members.filter(user__in=accounts_of(email)).exists():
            raise Conflict(_("This person has that role already."))
        withdraw(clinic.invitations.pending().filter(email__iexact=email, role=role))
        invitation = Invitation(clinic=clinic, role=role, email=email, invited_by=by)
        token, code = write(invitation)
    deliver(invitation, token, code)
    return invitation


def resend(*, invitation: Invitation, by: User) -> Invitation:
    """A new mail with a new link and code for the same purpose, also after the old one has run out."""
    if invitation.accepted_at:
        invitation.require_pending()
    if invitation.episode is not None:
        return invite_client(episode=invitation.episode, by=by)
    return invite_member(clinic=invitation.clinic, email=invitation.email, role=invitation.role, by=by)


def accept(*, invitation: Invitation, user: User, consent: str = "") -> None:
    """Use the invitation up for the person signed in, who must own its address.

    Who becomes a client agrees by that to sharing the record: `consent` is the version of the words that were shown.

    Raises Gone when it was used, withdrawn or has expired, PermissionDenied for another address, Conflict when the
    episode has ended or has its client, ValidationError for a consent to other words than today's. A refused invitation
    is not used up.
    """
    with transaction.atomic():
        invitation.lock_target()
        invitation.require_pending()
        invitation.require_addressee(user)
        invitation.claim(user)
        if invitation.episode is not None:
            admit(invitation.episode, user)
            agree(episode=invitation.episode, by=user, wording=consent)
        else:
            invitation.clinic.add(user, invitation.role)


def join(*, invitation: Invitation, name: str = "", time_zone: str = "", consent: str = "") -> User:
    """Account and acceptance in one for somebody new: that the link arrived has proved the address.

    There is no password; codes by mail open the account later. Raises as `accept` does, and Conflict when the address
    has an account, whose owner signs in first.
    """
    with transaction.atomic():
        invitation.lock_target()
        invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        invitation.require_pending()
        if has_account(invitation.email):
            raise Conflict(_("There is an account with this address already; sign in to go on."))
        user = newcomer(invitation.email)
        user.name = name  # without one, a client gets the name on the episode
        user.time_zone = time_zone or invitation.clinic.time_zone
        user.set_unusable_password()
        user.full_clean(exclude=["password"])
        user.save()
        EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
        accept(invitation=invitation, user=user, consent=consent)
    return user


def accounts_of(email: str) -> list[User]:
    """Whoever has proved that the address is theirs."""
    proved = EmailAddress.objects.filter(email__iexact=email, verified=True)
    return list(User.objects.filter(pk__in=proved.values("user")))


def has_account(email: str) -> bool:
    """Whether somebody has to sign in. A sign-up that was begun and never confirmed is nobody's account yet."""
    used = Q(last_login__isnull=False) | Q(is_staff=True) | Q(is_active=False)
    return bool(accounts_of(email)) or User.objects.filter(used, email__iexact=email).exists()


def newcomer(email: str) -> User:
    """The addressee's account. One begun by somebody who could not prove the address loses that person's password."""
    begun = User.objects.filter(email__iexact=email).first()
    if begun is not None:
        # With the clinic that the sign-up named: whoever joins now did not ask to manage it.
        Clinic.objects.of_nobody_but(begun).delete()
        return begun
    try:
        with transaction.atomic():
            return User.objects.create_user(email)
    except IntegrityError as error:
        raise Conflict(_("There is an account with this address already; sign in to go on.")) from error


def require_room(by: User) -> None:
    """Raise TooMany past what one person may send; the row lock makes two at once count each other.

    The mail leaves after the lock is gone, so one that is still on its way counts as sent.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    mine = Invitation.objects.filter(invited_by=by)
    now = timezone.now()
    leaving = Q(sent_at__isnull=True, created_at__gt=now - DELIVERY)
    if mine.filter(Q(sent_at__gt=now - datetime.timedelta(days=1)) | leaving).count() >= SENT_A_DAY:
        sentence = _("You have sent %(number)s invitations within a day; send more tomorrow.")
        raise TooMany(sentence % {"number": SENT_A_DAY})
    if mine.pending().count() >= PENDING_AT_ONCE:
        raise TooMany(_("Many of your invitations are still open; withdraw some of them first."))


def require_unclaimed(episode: Episode) -> None:
    episode.require_open()
    if episode.client_id is not None:
        raise Conflict(_("Your client has joined already; no invitation is needed."))


def admit(episode: Episode, user: User) -> None:
    if episode.care_team.filter(therapist=user, left_at__isnull=True).exists():
        raise Conflict(_("You are on the care team of this client; nobody treats themselves here."))
    waiting = Episode.objects.open().filter(pk=episode.pk, client__isnull=True)
    if not waiting.update(client=user):
        episode.refresh_from_db()
        episode.require_open()
        raise Conflict(_("Somebody has joined with this invitation already."))
    if not user.name:
        user.name = episode.client_name
        user.save(update_fields=["name"])
    withdraw(episode.invitations.pending())
    tell_of_episode(episode.pk)


def withdraw(invitations: InvitationQuerySet) -> None:
    invitations.update(revoked_at=timezone.now())


def write(invitation: Invitation) -> tuple[str, str]:
    """Save the new invitation; gives the token and the code that only the mail will hold."""
    secrets = invitation.arm()
    invitation.full_clean()
    invitation.save()
    return secrets


def deliver(invitation: Invitation, token: str, code: str) -> None:
    """Send the mail. A refusal is logged by the invitation's id alone and leaves `sent_at` empty."""
    try:
        compose(invitation, token, code).send()
    except (SMTPException, OSError) as error:
        logger.warning("The mail of invitation %s was not sent: %s", invitation.pk, type(error).__name__)
        return
    invitation.sent_at = timezone.now()
    invitation.save(update_fields=["sent_at"])
    if invitation.episode_id is not None:
        tell_of_episode(invitation.episode_id)


def compose(invitation: Invitation, token: str, code: str) -> EmailMessage:
    kind = "member" if invitation.role else "client"
    about = {
        "invitation": invitation,
        "link": settings.SITE_URL + reverse("invitation_landing", args=[token]),
        "enter_url": settings.SITE_URL + reverse("invitation_enter"),
        "code": code,
    }
    return EmailMessage(
        subject=_("Your invitation to Backfit"),
        body=render_to_string(f"accounts/mail/invitation_{kind}.txt", about),
        to=[invitation.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
