"""A change to an exercise while it is written and reviewed. What is published stays as it is until it is done."""

import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from backfit.refusals import Conflict
from exercises.models.exercise import Exercise
from exercises.models.revision import LONGEST_REASON, EditorialEvent, SharedEditorsQuerySet

if TYPE_CHECKING:
    from exercises.editorial.document import ExerciseDocument

Verb = EditorialEvent.Verb
LONGEST_WAIT = datetime.timedelta(days=5 * 366)


class DraftQuerySet(SharedEditorsQuerySet):
    def of(self, exercise: Exercise) -> "Draft | None":
        """The exercise's open draft."""
        return self.select_related("exercise", "changed_by", "approved_by").filter(exercise=exercise).first()

    def due(self, now: datetime.datetime) -> Self:
        return self.filter(state=Draft.State.APPROVED, publish_at__lte=now)

    def awaiting_review_by(self, user: Any) -> Self:
        """What others have written and this person may approve."""
        return self.filter(state=Draft.State.REVIEW).exclude(authors=user)

    def written_by(self, user: Any) -> Self:
        return self.filter(authors=user)

    def sent_back(self) -> Self:
        """What a reviewer has sent back and nobody has submitted again."""
        turns = (Verb.BEGUN, Verb.IMPORTED, Verb.SUBMITTED, Verb.SENT_BACK)
        events = EditorialEvent.objects.filter(exercise=OuterRef("exercise"), verb__in=turns).order_by("-at", "-pk")
        rows = self.filter(state=Draft.State.WRITING).alias(turn=Subquery(events.values("verb")[:1]))
        return rows.filter(turn=Verb.SENT_BACK)

    def scheduled(self) -> Self:
        return self.filter(publish_at__isnull=False)

    def behind(self) -> Self:
        """Something else was published since they were begun."""
        return self.exclude(base=F("exercise__revision"))


class Draft(models.Model):
    """At most one for an exercise. `serial` counts the savings, so that nobody overwrites what they have not seen."""

    class State(models.TextChoices):
        WRITING = "writing", _("Being written")
        REVIEW = "review", _("Waiting for review")
        APPROVED = "approved", _("Approved")

    exercise = models.OneToOneField(Exercise, models.CASCADE, related_name="draft")
    document = models.JSONField(_("content"))
    reason = models.CharField(_("why"), max_length=LONGEST_REASON, blank=True)
    base = models.PositiveIntegerField(_("begun from revision"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WRITING)
    serial = models.PositiveIntegerField(default=1)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering: ClassVar = ["-changed_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(publish_at__isnull=True) | Q(state="approved"),
                name="only_approved_drafts_are_scheduled",
                violation_error_message=_("Only an approved draft is published at a time."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.exercise)

    def read(self) -> "ExerciseDocument":
        from exercises.editorial.document import ExerciseDocument

        return ExerciseDocument.from_json(self.document)

    @property
    def is_behind(self) -> bool:
        """Whether something else was published since this was begun."""
        return self.base != self.exercise.revision

    def may_be_approved_by(self, user: Any) -> bool:
        return self.state == self.State.REVIEW and not self.authors.filter(pk=user.pk).exists()

    def hold(self) -> None:
        """Read it again and lock it to the end of the transaction. Raises Conflict when it is gone."""
        # The exercise comes first, as for whoever publishes: each would wait for the other's row otherwise.
        list(Exercise.objects.select_for_update(of=("self",)).filter(pk=self.exercise_id).values_list("pk"))
        try:
            self.refresh_from_db(from_queryset=Draft.objects.select_for_update(of=("self",)))
        except Draft.DoesNotExist as error:
            raise Conflict(_t("This draft has been published or thrown away meanwhile.")) from error

    def note(self, verb: Verb, by: Any, text: str = "") -> None:
        """Write down who did what, and have those told by mail who wait for it."""
        from exercises.tasks import tell_editors

        event = EditorialEvent.objects.create(exercise=self.exercise, verb=verb, by=by, text=text)
        if verb in EditorialEvent.TOLD:
            tell_editors.enqueue(event.pk)

    def move(self, state: State, **fields: Any) -> None:
        for name, value in (fields | {"state": state}).items():
            setattr(self, name, value)
        self.save(update_fields=[*fields, "state"])

    @transaction.atomic
    def submit(self, *, by: Any, reason: str) -> None:
        """Ask for a review. Raises ValidationError without a reason, Conflict unless it is being written."""
        self.hold()
        if self.exercise.is_own:
            raise Conflict(_t("A clinic's own exercise needs no review; it can be published at once."))
        if self.state != self.State.WRITING:
            raise Conflict(_t("The review has been asked for already."))
        self.move(self.State.REVIEW, reason=said(reason, _t("Say in a line why you change it.")))
        self.note(Verb.SUBMITTED, by, self.reason)

    @transaction.atomic
    def comment(self, *, by: Any, text: str) -> None:
        self.hold()
        self.note(Verb.COMMENTED, by, said(text, _t("Write a comment."), longest=1000))

    @transaction.atomic
    def send_back(self, *, by: Any, text: str) -> None:
        """Back to its authors, also when it was approved. Raises ValidationError without a word on what to mend."""
        self.hold()
        if self.state == self.State.WRITING:
            raise Conflict(_t("This draft is with its authors already."))
        words = said(text, _t("Say what is to be mended."), longest=1000)
        self.move(self.State.WRITING, approved_by=None, publish_at=None)
        self.note(Verb.SENT_BACK, by, words)

    @transaction.atomic
    def approve(self, *, by: Any, text: str = "", over: int | None = None) -> None:
        """Raises PermissionDenied for its own authors, Conflict unless it waits, or `over` is no longer its serial."""
        self.hold()
        self.require_serial(over)
        if self.state != self.State.REVIEW:
            raise Conflict(_t("This draft is not waiting for a review."))
        if not self.may_be_approved_by(by):
            raise PermissionDenied(_t("Somebody who has not written this draft must approve it."))
        self.move(self.State.APPROVED, approved_by=by)
        self.note(Verb.APPROVED, by, text.strip()[:1000])

    @transaction.atomic
    def schedule(self, at: datetime.datetime | None, *, by: Any) -> None:
        """Have it published at that time, or with None no longer.

        Raises ValidationError for a time that has passed or is years away, which would be a slip of the hand.
        """
        self.hold()
        if self.state != self.State.APPROVED:
            raise Conflict(_t("Only an approved draft can be given a time."))
        if at is not None and at <= timezone.now():
            raise ValidationError(_t("Choose a time that is still to come."))
        if at is not None and at > timezone.now() + LONGEST_WAIT:
            raise ValidationError(_t("Choose a time within the next five years."))
        self.move(self.State.APPROVED, publish_at=at)
        self.note(Verb.UNSCHEDULED if at is None else Verb.SCHEDULED, by, "" if at is None else at.isoformat())

    @transaction.atomic
    def discard(self, *, by: Any, reason: str = "", over: int | None = None) -> None:
        """Throw it away; the published text stays. Conflict for what was never published: that is deleted instead."""
        self.hold()
        self.require_serial(over)
        if self.exercise.published_at is None:
            raise Conflict(_t("This exercise is nothing but a draft; delete the exercise instead."))
        self.note(Verb.DISCARDED, by, reason.strip()[:1000])
        self.delete()

    def require_serial(self, over: int | None) -> None:
        """Raises Conflict when somebody has saved since `over` was read."""
        if over is not None and over != self.serial:
            raise Conflict(_t("Somebody else has saved this draft since you opened it. Look at it again first."))


def said(text: str, missing: str, *, longest: int = LONGEST_REASON) -> str:
    """The words without blanks around them. Raises ValidationError for none, and for more than are kept."""
    words = text.strip()
    if not words:
        raise ValidationError(missing)
    if len(words) > longest:
        raise ValidationError(_t("That is too long; %(most)s characters are kept.") % {"most": longest})
    return words
