from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from exercises.models.exercise import Exercise
from exercises.models.vocabulary import Muscle, PrecautionTag


class Row(models.Model):
    """One of an exercise's ordered lines."""

    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering: ClassVar = ["position", "pk"]


class Step(Row):
    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="steps")
    text = models.CharField(_("step"), max_length=300, help_text=_("One action, in the second person."))

    class Meta(Row.Meta):
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    def __str__(self) -> str:
        return self.text


class Fault(Row):
    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="faults")
    text = models.CharField(_("fault"), max_length=200)
    mend = models.CharField(_("how to mend it"), max_length=300, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("fault")
        verbose_name_plural = _("faults")

    def __str__(self) -> str:
        return self.text


class Caution(Row):
    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="cautions")
    tag = models.ForeignKey(
        PrecautionTag,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cautions",
        verbose_name=_("precaution tag"),
    )
    text = models.CharField(_("caution"), max_length=300)

    class Meta(Row.Meta):
        verbose_name = _("caution")
        verbose_name_plural = _("cautions")

    def __str__(self) -> str:
        return self.text


class MuscleUse(models.Model):
    class Role(models.TextChoices):
        PRIMARY = "primary", _("Mainly worked or stretched")
        SECONDARY = "secondary", _("Also involved")

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="muscle_uses")
    muscle = models.ForeignKey(Muscle, models.PROTECT, related_name="uses", verbose_name=_("muscle"))
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.PRIMARY)

    class Meta:
        verbose_name = _("muscle")
        verbose_name_plural = _("muscles")
        ordering: ClassVar = ["role", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["exercise", "muscle"],
                name="muscle_once_per_exercise",
                violation_error_message=_("This muscle is already listed."),
            )
        ]

    def __str__(self) -> str:
        return self.muscle.name
