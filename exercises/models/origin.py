"""Where an exercise was brought in from, so that the next file finds it again."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exercises.models.exercise import Exercise
from exercises.models.revision import EditorsQuerySet


class ExerciseOrigin(models.Model):
    """`key` is what the source calls it. `digest` is of what the source last said, `written` of what was made of it:
    when the exercise says something else by now, somebody has edited it here and it is left alone.
    """

    class Source(models.TextChoices):
        WGER = "wger", "wger"
        FREE_EXERCISE_DB = "free-exercise-db", "free-exercise-db"
        FILE = "file", _("a file of Backfit's own format")

    exercise = models.OneToOneField(Exercise, models.CASCADE, related_name="origin")
    source = models.CharField(_("source"), max_length=20, choices=Source)
    key = models.CharField(_("key there"), max_length=200)
    url = models.URLField(_("address there"), max_length=300, blank=True)
    licence = models.CharField(_("licence"), max_length=60, blank=True)
    authors = models.TextField(_("authors"), max_length=2000, blank=True)
    notes = models.TextField(_("notes for the reviewer"), max_length=4000, blank=True)
    digest = models.CharField(max_length=64, editable=False)
    written = models.CharField(max_length=64, editable=False)
    imported_at = models.DateTimeField(_("imported"), default=timezone.now)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = EditorsQuerySet.as_manager()

    class Meta:
        verbose_name = _("origin")
        verbose_name_plural = _("origins")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "key"],
                name="origin_once",
                violation_error_message=_("This entry of the source has been imported already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()}: {self.key}"
