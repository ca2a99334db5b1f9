"""Giving an account another address from outside, for who reads the old mailbox no more.

Whoever reads a client's mailbox comes in by a code. So the admin offers this only for accounts without a record; for
the others it takes the machine itself, and the client finds it in the log of who looked.
"""

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access_log
from accounts.models import AccessEntry, Episode, User
from accounts.sign_ins import end_all

DOOR = "address_changed"


def change_address(*, person: User, email: str) -> None:
    """The old address is mailed, and all of its sessions end. The new one is proved by the first code.

    Raises ValidationError for what is no address, or is somebody else's.
    """
    with transaction.atomic():
        held = User.objects.select_for_update(no_key=True).get(pk=person.pk)
        before, held.email = held.email, email.strip().lower()
        if held.email == before:
            raise ValidationError({"email": _("This is the address that the account has.")})
        held.full_clean()
        held.save(update_fields=["email"])
        note_new_address(held, before=before)
        end_all(held)
        access_log.append(
            [
                access_log.entry_of(None, key, {"user"}, visit_of(held), AccessEntry.Reason.CLINIC)
                for key in Episode.objects.filter(client=held).order_by("pk").values_list("pk", flat=True)
            ]
        )


def note_new_address(person: User, *, before: str) -> None:
    """What an account with another address needs. Who reads at the old one may know nothing of it, and is told."""
    from accounts.tasks import send_security_mail

    EmailAddress.objects.filter(user=person).delete()
    # Whoever reads that mailbox proves it with the first sign-in.
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=False)
    send_security_mail.enqueue("address_changed", str(person.pk), before, {})


def visit_of(person: User) -> access_log.Visit:
    return access_log.Visit(door=DOOR, object=str(person.pk), verb=AccessEntry.Verb.CHANGE)
