"""Erasing a person: asked for, undone within seven days, and then done in one transaction."""

import datetime
import logging
import uuid
from collections.abc import Iterator

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.episode_news import tell_of_episode
from accounts.models import Episode, ErasedPerson, Erasure, FrozenRecord, PersonExport, User
from accounts.models.erasure import DAYS_TO_UNDO
from accounts.privacy import listing
from accounts.privacy.copies import send
from accounts.privacy.freezing import freeze
from accounts.privacy.registry import registry
from accounts.privacy.traces import forget_sessions, forget_tasks
from accounts.tasks import tell_care_team
from backfit.looking import note_keys
from backfit.refusals import Conflict

logger = logging.getLogger(__name__)


def ask_for_erasure(*, person: User, by: User) -> Erasure:
    """Everything stops for the person at once; after seven days it is done. The person gets a mail that says how to
    undo it. Asked for again, nothing changes.

    Raises Conflict for who works here, and where somebody else asks for whom not all of the records are theirs.
    """
    from accounts.privacy.tasks import tell_of_erasure

    with transaction.atomic():
        held = User.objects.select_for_update(no_key=True).get(pk=person.pk)
        require_free(held)
        require_in_charge(held, by)
        due_at = timezone.now() + datetime.timedelta(days=DAYS_TO_UNDO)
        erasure, is_new = Erasure.objects.get_or_create(person=held, defaults={"asked_by": by, "due_at": due_at})
        if by.pk != held.pk:
            note_keys(by, Episode, Episode.objects.filter(client=held).values_list("pk", flat=True))
        if is_new:
            forget_sessions(held)
            leave_lists(held)
            tell_of_erasure.enqueue(str(held.pk))
    return erasure


def leave_lists(person: User) -> None:
    """The care teams lose the record at once and are told, as if the person had stopped sharing it."""
    for episode in Episode.objects.given_by(person).filter(withheld_at__isnull=True):
        tell_of_episode(episode.pk)
        tell_care_team.enqueue(str(episode.pk))


def require_free(person: User) -> None:
    """Whoever others depend on leaves first, so that nobody's record is left without its people."""
    if person.is_staff or person.is_superuser:
        raise Conflict(_("You look after this site or its catalogue. Hand that over first."))
    if person.memberships.filter(ended_at__isnull=True).exists():
        raise Conflict(_("You work at a clinic. Leave it first, so that somebody takes over your clients."))


def require_in_charge(person: User, by: User) -> None:
    if by.pk == person.pk or by.is_superuser:
        return
    managed = Q(clinic__memberships__user=by, clinic__memberships__role="manager")
    here = Episode.objects.filter(managed, clinic__memberships__ended_at__isnull=True)
    if Episode.objects.filter(client=person).exclude(pk__in=here.values("pk")).exists():
        raise Conflict(_("This person has records elsewhere too, so only they can ask for this."))


def tell(erasure: Erasure) -> None:
    link = settings.SITE_URL + reverse("erasure")
    about = {"link": link, "due_at": erasure.due_at, "by_other": erasure.asked_by_id != erasure.person_id}
    send(erasure.person.email, _("Your account will be deleted"), "erasure_asked", about)


def undo_erasure(*, person: User) -> None:
    """As if it had never been asked for. Raises Conflict when it was not."""
    with transaction.atomic():
        count, _by_model = Erasure.objects.filter(person=person).delete()
        if not count:
            raise Conflict(_("Nobody has asked for this account to be deleted."))
        for episode in Episode.objects.given_by(person):
            tell_of_episode(episode.pk)


def erase_due() -> int:
    """Erase those whose seven days are over, and what clinics need to keep no longer. Gives how many people."""
    count = 0
    for erasure in Erasure.objects.due().select_related("person"):
        address = erasure.person.email
        try:
            done = erase(person=erasure.person_id, only_due=True)
        except DatabaseError as error:  # somebody has written at this very moment, or something new protects a row
            logger.error("An erasure failed and is tried again: %s", type(error).__name__)
            continue
        if done:
            count += 1
            send(address, _("Your account is deleted"), "erased", {})
    gone, _by_model = FrozenRecord.objects.run_out().delete()
    listing.write_down()
    if count or gone:
        clean_file()
    return count


def erase(*, person: uuid.UUID, on: datetime.date | None = None, only_due: bool = False) -> bool:
    """Take the person out of the database, whole or not at all. Gives False for who is not there (any more).

    `on` is the day that counts for what a clinic must keep: for a backup that was put back, the day of the first time.
    `only_due` looks once more, inside the transaction, whether it was not undone at the last moment.
    """
    with transaction.atomic():
        held = User.objects.select_for_update().filter(pk=person).first()
        if held is None or (only_due and not Erasure.objects.due().filter(person=held).exists()):
            return False
        day = on or timezone.localdate(timezone=datetime.UTC)
        for episode in Episode.objects.filter(client=held).select_related("clinic"):
            freeze(episode, held, day)
        files = list(PersonExport.objects.filter(person=held).exclude(file=""))
        has_written = held.roles.has_treated  # asked while it can be
        forget_traces(held)
        delete_rows(held)
        ErasedPerson.objects.get_or_create(digest=ErasedPerson.digest_of(person), defaults={"erased_on": day})
        close_account(held, keeps_name=has_written)
    for copy in files:
        copy.delete_file()
    return True


def forget_traces(person: User) -> None:
    """What knows of the person by no foreign key."""
    ids = [str(person.pk), *(str(key) for give in registry.ids for key in give(person)), *own_ids(person)]
    forget_tasks(ids)
    forget_sessions(person)
    LogEntry.objects.filter(object_id=str(person.pk)).delete()


def own_ids(person: User) -> Iterator[str]:
    for rows in (person.exports, person.episodes):
        yield from map(str, rows.values_list("pk", flat=True))


def delete_rows(person: User) -> None:
    """Children first: the registry has them after what they refer to."""
    for step in registry.before_erasing:
        step(person)
    # Whose address an invitation has is known as long as the address is.
    due = [(part, part.manager.filter(part.erases(person))) for part in registry.in_order() if part.erases]
    keys = [(part, list(rows.values_list("pk", flat=True))) for part, rows in due]
    for part, found in reversed(keys):
        part.manager.filter(pk__in=found).delete()


def close_account(person: User, *, keeps_name: bool) -> None:
    """The account goes. Of who has written in other people's records a name stays there, as their author's."""
    try:
        with transaction.atomic():
            person.delete()
    except ProtectedError:
        pass
    else:
        return
    Erasure.objects.filter(person=person).delete()
    person.email = f"{uuid.uuid4()}@erased.invalid"
    person.name = person.name if keeps_name else ""
    person.is_active = person.is_staff = False
    person.last_login = None
    person.set_unusable_password()
    person.save()
    person.groups.clear()


def clean_file() -> None:
    """SQLite keeps what was written lately beside its file, until it is told to put it in its place.

    What is deleted is written over with zeros (`secure_delete` in the settings). On PostgreSQL autovacuum does it.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
