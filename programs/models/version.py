import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backfit.access import PrivateQuerySet
from exercises.models import Exercise
from programs.models.program import Program


class VersionQuerySet(PrivateQuerySet["Version"]):
    record = "program__episode"

    def visible_rule(self, user: Any) -> Q:
        return Q(program__in=Program.objects.visible_to(user))

    def editable_rule(self, user: Any) -> Q:
        return Q(pk__in=[])  # written once, by `publish`


class Version(models.Model):
    """An immutable document: the plan with the wording of the moment in which it was published."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(Program, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    plan = models.JSONField()
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    reason = models.CharField(_("reason"), max_length=300)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(default=timezone.now)
    effective_on = models.DateField()

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["program", "number"], name="version_number_once")]

    def __str__(self) -> str:
        return str(self.number)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A published version never changes; publish a new one.")
        super().save(*args, **kwargs)


class VersionExerciseQuerySet(models.QuerySet["VersionExercise"]):
    def revised(self) -> Self:
        """What the catalogue says otherwise since, and nobody has decided about yet."""
        newer = Q(exercise__revision__gt=F("revision"))
        undecided = Q(kept_revision__isnull=True) | Q(kept_revision__lt=F("exercise__revision"))
        return self.filter(newer, undecided, exercise__status=Exercise.Status.PUBLISHED)


class VersionExercise(models.Model):
    """Answers "which programs use this exercise" without reading documents."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="exercises")
    exercise = models.ForeignKey("exercises.Exercise", models.PROTECT, related_name="version_uses")
    revision = models.PositiveIntegerField()
    # Up to this revision of the catalogue the therapist has seen the change and kept the wording of the version.
    kept_revision = models.PositiveIntegerField(null=True)

    objects = VersionExerciseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "exercise"], name="exercise_once_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.exercise_id}"
