"""Taking away a second step that was lost, so that its owner can set up another.

A manager does it for those whose work is at the manager's clinic alone, for another manager too: a manager may end
both roles of theirs anyway, and gets into nothing by it, because the password or the mailbox is still asked for. Who
works at a second clinic or for the site holds the key to other people's records with it, so that is for whoever runs
the site. Nobody does it for themselves: that would be a way round the second step.
"""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access_log import keep_change_of_account
from accounts.models import ApiToken, EmergencyAccess, Membership, User
from accounts.sign_ins import end_all
from backfit.refusals import Conflict


def reset_second_step(*, person: User, by: User | None) -> None:
    """Everything that was opened with it ends, and the person is told by mail. `by` is None for the command.

    Who works here sets up a new one before any page with other people's data. Raises Conflict for oneself, and for
    whom there is nothing to take away of.
    """
    from accounts.tasks import send_security_mail

    if by is not None and by.pk == person.pk:
        raise Conflict(_("You cannot do this for yourself. Ask another manager, or whoever runs this site."))
    with transaction.atomic():
        held = User.objects.select_for_update(no_key=True).get(pk=person.pk)
        gone, _by_model = Authenticator.objects.filter(user=held).delete()
        if not gone:
            raise Conflict(_("This person has no second step now: they set one up when they sign in."))
        now = timezone.now()
        ApiToken.objects.filter(user=held, revoked_at__isnull=True).update(revoked_at=now)
        EmergencyAccess.objects.running().filter(user=held).update(ended_at=now)
        end_all(held)
        keep_change_of_account(held, by=by, door="second_step_reset")
        send_security_mail.enqueue("second_step_reset", str(held.pk), held.email, {})


def reset_second_step_of_member(*, membership: Membership, by: User) -> None:
    """Raises Conflict as `reset_second_step` does, and where more than this clinic depends on it."""
    if not by.is_superuser and works_elsewhere(membership):
        sentence = _("This person works elsewhere here, too. Only whoever runs this site can do this for them.")
        raise Conflict(sentence)
    reset_second_step(person=membership.user, by=by)


def works_elsewhere(membership: Membership) -> bool:
    person = membership.user
    others = Membership.objects.filter(user=person, ended_at__isnull=True).exclude(clinic=membership.clinic_id)
    return person.is_staff or person.roles.edits or person.roles.is_admin or others.exists()
