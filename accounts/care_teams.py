"""Who treats whom: joining and leaving care teams, and handing clients over when a member leaves the clinic."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import CareTeamMember, Clinic, Episode, Membership, User
from backfit.refusals import Conflict


def therapists_of(clinic: Clinic) -> QuerySet[User]:
    treating = Membership.objects.current().filter(clinic=clinic, role=Membership.Role.THERAPIST)
    return User.objects.filter(pk__in=treating.values("user")).order_by("name", "email")


def colleagues_to_add(episode: Episode) -> QuerySet[User]:
    """Therapists of the episode's clinic who are not on its care team."""
    assert episode.clinic is not None
    on_it = episode.care_team.filter(left_at__isnull=True)
    return therapists_of(episode.clinic).exclude(pk__in=on_it.values("therapist"))


def add_to_team(*, episode: Episode, therapist: User) -> CareTeamMember:
    """The client is mailed. Raises ValidationError for who is no therapist of the clinic, or on the team already."""
    with transaction.atomic():
        episode = Episode.objects.select_for_update().get(pk=episode.pk)
        episode.require_open()
        if not colleagues_to_add(episode).contains(therapist):
            raise ValidationError({"therapist": _("Choose a colleague who is not on the care team yet.")})
        if therapist.pk == episode.client_id:
            raise ValidationError({"therapist": _("Nobody treats themselves here.")})
        tell_client(episode)
        return episode.care_team.create(therapist=therapist)


def set_team(*, episode: Episode, therapists: Collection[User]) -> None:
    """Let these care for the client from now on, and nobody else: what a manager says, who does not read the record.
    The client is mailed when somebody new does.

    Raises ValidationError for nobody, for who is no therapist of the clinic and for the client; Conflict once the
    episode has ended.
    """
    with transaction.atomic():
        held = Episode.objects.select_for_update(of=("self",)).get(pk=episode.pk)
        held.require_open()
        assert held.clinic is not None
        wanted = {therapist.pk for therapist in therapists}
        if not wanted:
            raise ValidationError({"team": _("Somebody has to care for this client.")})
        if held.client_id in wanted or len(wanted) > therapists_of(held.clinic).filter(pk__in=wanted).count():
            raise ValidationError({"team": _("Choose therapists of this clinic; nobody treats themselves here.")})
        now = held.care_team.filter(left_at__isnull=True)
        staying = set(now.values_list("therapist", flat=True))
        now.exclude(therapist__in=wanted).update(left_at=timezone.now())
        for therapist in wanted - staying:
            held.care_team.create(therapist_id=therapist)
        if wanted - staying:
            tell_client(held)


def tell_client(episode: Episode) -> None:
    """That somebody new may read the record; nobody, where the client has not joined yet."""
    from accounts.tasks import tell_of_new_team

    if episode.client_id is not None:
        tell_of_new_team.enqueue(str(episode.client_id))


def leave_team(place: CareTeamMember) -> None:
    """Raises Conflict for the last therapist of an open episode, who hands over first."""
    with transaction.atomic():
        episode = Episode.objects.select_for_update().get(pk=place.episode_id)
        if place.left_at is None and episode.is_open and not cared_for_by_others(episode, place.therapist):
            raise Conflict(_("Somebody has to care for this client: add a colleague before you leave."))
        place.leave()


def cared_for_by_others(episode: Episode, therapist: User) -> bool:
    assert episode.clinic is not None
    others = episode.care_team.filter(left_at__isnull=True, therapist__in=therapists_of(episode.clinic))
    return others.exclude(therapist=therapist).exists()


def open_episodes_of(membership: Membership) -> QuerySet[Episode]:
    """The open episodes of the clinic with this person on the care team: for counting and handing over only."""
    places = CareTeamMember.objects.filter(therapist=membership.user_id, left_at__isnull=True)
    return Episode.objects.open().filter(clinic=membership.clinic_id, pk__in=places.values("episode"))


def only_cared_for_by(membership: Membership) -> QuerySet[Episode]:
    others = CareTeamMember.objects.filter(
        episode=OuterRef("pk"), left_at__isnull=True, therapist__in=therapists_of(membership.clinic)
    ).exclude(therapist=membership.user_id)
    return open_episodes_of(membership).exclude(Exists(others))


def end_membership(*, membership: Membership, successor: User | None = None) -> None:
    """Take a role at the clinic from somebody; access ends with the next request.

    A therapist's clients go to the successor, who is needed when a client would be left with nobody. Raises Conflict
    then and for the last manager, ValidationError for a successor who is no other therapist of the clinic.
    """
    with transaction.atomic():
        Clinic.objects.select_for_update(no_key=True).get(pk=membership.clinic_id)
        membership.refresh_from_db()
        if membership.ended_at is not None:
            return
        if membership.role == Membership.Role.MANAGER:
            resign(membership)
        else:
            hand_over(membership, successor)
        membership.end()


def resign(membership: Membership) -> None:
    others = membership.clinic.memberships.current().filter(role=Membership.Role.MANAGER).exclude(pk=membership.pk)
    if not others.exists():
        raise Conflict(_("A clinic needs a manager: invite another one first."))
    sent = membership.clinic.invitations.pending().filter(invited_by=membership.user, episode__isnull=True)
    sent.update(revoked_at=timezone.now())


def hand_over(membership: Membership, successor: User | None) -> None:
    alone = list(only_cared_for_by(membership))
    if successor is not None:
        if successor.pk == membership.user_id or not therapists_of(membership.clinic).contains(successor):
            raise ValidationError({"successor": _("Choose another therapist of this clinic.")})
        for episode in alone:
            add_to_team(episode=episode, therapist=successor)
    elif alone:
        sentence = ngettext(
            "%(number)s client would be left without a therapist; choose who takes over.",
            "%(number)s clients would be left without a therapist; choose who takes over.",
            len(alone),
        )
        raise Conflict(sentence % {"number": len(alone)})
    places = CareTeamMember.objects.filter(therapist=membership.user_id, left_at__isnull=True)
    places.filter(episode__clinic=membership.clinic_id).update(left_at=timezone.now())
