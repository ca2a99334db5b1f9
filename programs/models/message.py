import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Episode
from backfit.access import PrivateQuerySet

LONGEST = 2000


class MessageQuerySet(PrivateQuerySet["Message"]):
    """Seen with the episode. Those who write in it may also say that they have read; nobody changes what is written."""

    record = "episode"

    def visible_rule(self, user: Any) -> Q:
        return Q(episode__in=Episode.objects.visible_to(user))

    def editable_rule(self, user: Any) -> Q:
        return Q(episode__client=user) | Q(episode__in=Episode.objects.treated_by(user))

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def for_client(self, user: Any) -> Self:
        """What the care team has written to that person."""
        return self.filter(episode__client=user, from_client=False)

    def take_out(self) -> None:
        """Delete them, as only an erasure and the end of their time may: the database wants to be told beforehand."""
        self.update(leaving_at=timezone.now())
        self.delete()


class Message(models.Model):
    """A word between a client and the care team, in the one thread that an episode has.

    Who writes it chooses the uuid, so that sending it again is known as that. It is never changed; `read_at` is when
    the other side had it before them for the first time, and `day` the client's, by the client's calendar.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    uuid = models.UUIDField(help_text=_("Chosen by who writes."))
    episode = models.ForeignKey(Episode, models.CASCADE, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    from_client = models.BooleanField(_("written by the client"))
    text = models.TextField(_("text"), max_length=LONGEST)
    day = models.DateField(_("day"))
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    leaving_at = models.DateTimeField(null=True, editable=False)
    """Set right before it is taken out: the database deletes no other row (migration 0015)."""

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering: ClassVar = ["sent_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["episode", "sent_at"], name="message_thread"),
            models.Index(fields=["episode"], condition=Q(read_at__isnull=True), name="unread_messages"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author", "uuid"], name="message_named_once"),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="message_says_something",
                violation_error_message=_("Write something first."),
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), LONGEST),
                name="message_of_2000",
                violation_error_message=_("Keep it to 2000 characters, or send two messages."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def author_name(self) -> str:
        """The client by the name that the care team knows; a therapist by name also after leaving."""
        return self.episode.client_name if self.from_client else str(self.author)


class MessageNotice(models.Model):
    """That somebody is to be told to open Backfit because of a thread. Not what was written, nor by whom.

    `due_at` is None while there is nothing to tell; `told_at` is the last time.
    """

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="message_notices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="message_notices")
    due_at = models.DateTimeField(null=True, db_index=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notice of a message")
        verbose_name_plural = _("notices of messages")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["episode", "user"], name="one_message_notice_each"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
