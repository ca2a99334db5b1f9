from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Episode
from backfit.access import PrivateQuerySet
from programs.models.program import Program

MOST = 6
"""Of one program: more moments in a day are a timetable, and nobody keeps to that."""


class CueQuerySet(PrivateQuerySet["Cue"]):
    """Seen with the episode; chosen by the client alone."""

    record = "program__episode"

    def visible_rule(self, user: Any) -> Q:
        return Q(program__episode__in=Episode.objects.visible_to(user))

    def editable_rule(self, user: Any) -> Q:
        return Q(program__episode__client=user)


class Cue(models.Model):
    """The moment of the day that a client ties a program to, in the client's words, and when that is about."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="cues")
    words = models.CharField(_("moment"), max_length=80)
    at = models.TimeField(_("time"), help_text=_("By the client's clock."))

    objects = CueQuerySet.as_manager()

    class Meta:
        verbose_name = _("cue")
        verbose_name_plural = _("cues")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["program", "at"],
                name="one_cue_per_time",
                violation_error_message=_("Two moments have the same time."),
            ),
            models.CheckConstraint(
                condition=~Q(words=""), name="cue_has_words", violation_error_message=_("Say which moment you mean.")
            ),
        ]

    def __str__(self) -> str:
        return self.words
