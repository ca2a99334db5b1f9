"""Asking for a copy of everything about a person, making it, and deleting it after a day."""

import datetime
import logging
import tempfile
from smtplib import SMTPException
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.core.files.storage import storages
from django.core.mail import EmailMessage
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Clinic, Episode, PersonExport, User
from accounts.privacy.archive import write_archive
from backfit.looking import note_keys
from backfit.refusals import Conflict, TooMany

logger = logging.getLogger(__name__)
A_DAY = 3
LONGEST = datetime.timedelta(days=2)
"""After which one that was never finished is given up."""
GIVEN_UP = datetime.timedelta(hours=1)
"""After which somebody may ask for another one although the first never came."""
IN_MEMORY = 4_000_000


def reachable_by(user: User) -> QuerySet[User]:
    """Whom one may act for here: clients of a clinic that one manages, site admins of any; and oneself."""
    if user.is_superuser:
        clients = Episode.objects.filter(clinic__isnull=False, client__isnull=False)
    else:
        clients = Episode.objects.filter(clinic__in=Clinic.objects.managed_by(user), client__isnull=False)
    return User.objects.filter(pk__in=clients.values("client")) | User.objects.filter(pk=user.pk)


def named_by(user: User, key: UUID | None) -> User:
    """The person that a request is about. Raises PermissionDenied where the function is closed to the asker's role,
    and ValidationError alike for who is unknown and who is out of reach."""
    if key is None or key == user.pk:
        return user
    roles = user.roles
    if not (roles.manages or roles.is_admin):
        if roles.works or roles.has_treated or not roles.is_client:
            raise PermissionDenied(_("Your account or token may not do this."))
        raise ValidationError({"person": _("There is no such entry.")})
    found = reachable_by(user).filter(pk=key).first()
    if found is None:
        raise ValidationError({"person": _("There is no such entry.")})
    return found


def ask_for_copy(*, person: User, by: User) -> PersonExport:
    """Put a new copy into the queue. Raises TooMany after three within a day, Conflict while one is being made."""
    from accounts.privacy.tasks import make_copy_of

    with transaction.atomic():
        # Locked, or two at once would each find room.
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        require_room(person, by)
        copy = PersonExport.objects.create(person=person, asked_by=by, expires_at=timezone.now() + LONGEST)
        note_keys(by, Episode, Episode.objects.filter(client=person).values_list("pk", flat=True))
        make_copy_of.enqueue(str(copy.pk))
    return copy


def require_room(person: User, by: User) -> None:
    mine = PersonExport.objects.filter(person=person)
    if mine.filter(state=PersonExport.State.WAITING, asked_at__gt=timezone.now() - GIVEN_UP).exists():
        raise Conflict(_("A copy is being made at this moment."))
    # What somebody else has asked for on the person's behalf takes nothing away from the person.
    if mine.filter(asked_by=by).lately().count() >= A_DAY:
        raise TooMany(_("Three copies within a day are the most. Please come back tomorrow."))


def make_copy(copy: PersonExport) -> None:
    """Write the file and say that it is there. Whatever goes wrong leaves no half file and says so."""
    try:
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as target:
            contents = write_archive(copy.person, target)
            size = target.tell()
            target.seek(0)
            name = f"{copy.pk}.zip"
            storages["exports"].delete(name)  # of a worker that was killed at the last moment
            storages["exports"].save(name, File(target))
    except Exception:
        PersonExport.objects.filter(pk=copy.pk).update(state=PersonExport.State.FAILED)
        raise
    try:
        copy.finish(file=name, size=size, digest=contents.digest)
    except DatabaseError:  # the person was erased meanwhile
        storages["exports"].delete(name)
        raise
    tell(copy)


def tell(copy: PersonExport) -> None:
    """By mail, which says that something can be fetched and not what of."""
    about = {"link": settings.SITE_URL + reverse("own_data"), "by_other": copy.asked_by_id != copy.person_id}
    send(copy.person.email, _("Your copy can be fetched"), "copy_ready", about)


def send(address: str, subject: str, template: str, about: dict[str, Any]) -> None:
    body = render_to_string(f"accounts/mail/{template}.txt", about)
    headers = {"Auto-Submitted": "auto-generated"}
    try:
        EmailMessage(subject=subject, body=body, to=[address], headers=headers).send()
    except (SMTPException, OSError) as error:
        logger.warning("A mail about a person's data was not sent: %s", type(error).__name__)


def forget_copies() -> int:
    """Delete those whose day is over. Gives how many."""
    due = list(PersonExport.objects.run_out())
    for copy in due:
        copy.discard()
    sweep()
    return len(due)


def sweep() -> None:
    """Delete files that no row knows of."""
    store = storages["exports"]
    try:
        _folders, names = store.listdir("")
    except FileNotFoundError:
        return
    known = set(PersonExport.objects.values_list("file", flat=True))
    for name in set(names) - known:
        if store.get_modified_time(name) < timezone.now() - LONGEST:
            store.delete(name)
