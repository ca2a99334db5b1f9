import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.consents import CARE
from backfit.access import PrivateQuerySet


class ConsentQuerySet(PrivateQuerySet["Consent"]):
    """A person's own. Nobody changes a row, the person neither: who thinks again adds one."""

    def visible_rule(self, user: Any) -> models.Q:
        return models.Q(person=user.pk)

    def editable_rule(self, user: Any) -> models.Q:
        return models.Q(pk__in=[])

    def about(self, episode: Any) -> Self:
        return self.filter(episode=episode.pk)


class Consent(models.Model):
    """That somebody agreed to something, or withdrew it: when, in what language, and to which wording.

    Rows are only added; the database refuses to change one, and to delete it before it is six years old. They hold ids
    alone, so that they outlast what they are about. Reminders keep theirs beside their settings
    (programs.models.ReminderConsent), listings too (ListingConsent).
    """

    class Purpose(models.TextChoices):
        CARE = "care", _("Sharing my record with the clinic that treats me")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.UUIDField()
    """Whose data it is about."""
    actor = models.UUIDField()
    """Who said so."""
    purpose = models.CharField(max_length=10, choices=Purpose)
    episode = models.UUIDField()
    given = models.BooleanField()
    """False where it was withdrawn."""
    wording = models.CharField(max_length=20)
    language = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering: ClassVar = ["-at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["person", "-at"], name="consents_of_person"),
            models.Index(fields=["episode", "-at"], name="consents_to_episode"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(purpose="care"),
                name="consent_for_a_purpose_that_there_is",
                violation_error_message=_("Backfit asks for no consent for this."),
            ),
            models.CheckConstraint(
                condition=~models.Q(wording=""),
                name="consent_to_a_wording",
                violation_error_message=_("Consent is given to words that were shown."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def text(self) -> Any:
        """What was agreed to, with `%(clinic)s` in the place of the clinic's name."""
        return CARE.get(self.wording, "")
