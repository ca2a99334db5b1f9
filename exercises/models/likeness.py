from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from exercises.models.exercise import Exercise
from exercises.models.revision import SharedEditorsQuerySet


class LikenessQuerySet(SharedEditorsQuerySet):
    def open(self) -> Self:
        """Pairs that an editor should look at: both in use, and neither known as the other's harder neighbour."""
        links = Exercise.harder.through._default_manager
        up = links.filter(from_exercise=OuterRef("exercise"), to_exercise=OuterRef("other"))
        down = links.filter(from_exercise=OuterRef("other"), to_exercise=OuterRef("exercise"))
        retired = Q(exercise__status=Exercise.Status.RETIRED) | Q(other__status=Exercise.Status.RETIRED)
        return self.exclude(retired).exclude(Exists(up)).exclude(Exists(down))


class Likeness(models.Model):
    """Two exercises that may be the same; each pair is there from both sides. Made by `editorial.duplicates`."""

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="likenesses")
    other = models.ForeignKey(Exercise, models.CASCADE, related_name="+")
    score = models.FloatField()

    objects = LikenessQuerySet.as_manager()

    class Meta:
        verbose_name = _("likely duplicate")
        verbose_name_plural = _("likely duplicates")
        ordering: ClassVar = ["-score", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exercise", "other"], name="likeness_once"),
            models.CheckConstraint(condition=~Q(exercise=models.F("other")), name="likeness_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.exercise_id} {self.other_id}"
