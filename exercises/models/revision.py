"""What was published of an exercise and why, kept for good, and everything that editors did to it."""

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backfit.access import AnyUser, PrivateQuerySet
from exercises.models.exercise import Exercise, may_edit

if TYPE_CHECKING:
    from exercises.editorial.document import ExerciseDocument

LONGEST_REASON = 300


class EditorsQuerySet(PrivateQuerySet[Any]):
    """Rows for editors' eyes alone."""

    def visible_to(self, user: AnyUser) -> Self:
        return self.all() if may_edit(user) else self.none()

    editable_by = visible_to


class SharedEditorsQuerySet(EditorsQuerySet):
    """Rows about the shared catalogue's exercises. What clinics do with their own is not the editors' business."""

    def visible_to(self, user: AnyUser) -> Self:
        return super().visible_to(user).filter(exercise__clinic__isnull=True)

    editable_by = visible_to


class Revision(models.Model):
    """One published text of an exercise. Written once and never changed."""

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("revision"))
    document = models.JSONField(_("content"))
    reason = models.CharField(_("why"), max_length=LONGEST_REASON, blank=True)
    alone_because = models.CharField(_("why nobody else reviewed it"), max_length=LONGEST_REASON, blank=True)
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = SharedEditorsQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exercise", "number"], name="exercise_revision_once"),
        ]

    def __str__(self) -> str:
        return str(self.number)

    def read(self) -> "ExerciseDocument":
        from exercises.editorial.document import ExerciseDocument

        return ExerciseDocument.from_json(self.document)


class EditorialEvent(models.Model):
    """One thing that somebody did to an exercise: who, when, and in their words why."""

    class Verb(models.TextChoices):
        BEGUN = "begun", _("began a draft")
        CHANGED = "changed", _("changed the draft")
        SUBMITTED = "submitted", _("asked for a review")
        COMMENTED = "commented", _("commented")
        SENT_BACK = "sent-back", _("sent the draft back")
        APPROVED = "approved", _("approved the draft")
        SCHEDULED = "scheduled", _("set a time for publication")
        UNSCHEDULED = "unscheduled", _("took back the time for publication")
        FAILED = "failed", _("could not be published at its time")
        PUBLISHED = "published", _("published")
        DISCARDED = "discarded", _("threw the draft away")
        RETIRED = "retired", _("retired")
        MERGED = "merged", _("merged")
        IMPORTED = "imported", _("imported")
        OFFERED = "offered", _("offered it to the editors")
        WITHDRAWN = "withdrawn", _("took the offer back")
        ADOPTED = "adopted", _("took it into the shared catalogue, as a draft")
        DECLINED = "declined", _("did not take it into the shared catalogue")

    # Somebody waits for these.
    TOLD: ClassVar = {Verb.SUBMITTED, Verb.SENT_BACK, Verb.APPROVED, Verb.FAILED}

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="events")
    verb = models.CharField(_("what"), max_length=12, choices=Verb)
    text = models.TextField(_("words"), max_length=1000, blank=True)
    revision = models.PositiveIntegerField(_("revision"), null=True)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = SharedEditorsQuerySet.as_manager()

    class Meta:
        verbose_name = _("editorial event")
        verbose_name_plural = _("editorial events")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(verb="published") | Q(revision__isnull=False), name="published_event_has_revision"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_verb_display())
