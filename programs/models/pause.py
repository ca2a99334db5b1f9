import datetime
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from backfit.dates import validate_day
from backfit.refusals import Conflict


class PauseQuerySet(models.QuerySet["Pause"]):
    def overlapping(self, from_on: datetime.date, until_on: datetime.date | None) -> Self:
        """Those that have a day in common with that time, which is open when it has no end."""
        later = self.filter(Q(until_on__isnull=True) | Q(until_on__gte=from_on))
        return later if until_on is None else later.filter(from_on__lte=until_on)


class Pause(models.Model):
    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="pauses")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    objects = PauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering: ClassVar = ["from_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="pause_ends_after_start",
                violation_error_message=_("A pause cannot end before it starts."),
            ),
            models.UniqueConstraint(
                fields=["program"], condition=Q(until_on__isnull=True), name="one_open_pause_per_program"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_on}/{self.until_on or ''}"

    @property
    def in_words(self) -> str:
        first = date_format(self.from_on, "j F Y")
        if self.until_on is None:
            return gettext("from %(first)s on") % {"first": first}
        return gettext("from %(first)s to %(last)s") % {"first": first, "last": date_format(self.until_on, "j F Y")}

    def change(self, from_on: datetime.date, until_on: datetime.date | None) -> None:
        """Set other days for it. Raises as `Program.pause`."""
        with transaction.atomic():
            self.program.hold()
            self.program.require_open()
            first = min(self.from_on, from_on)
            self.from_on, self.until_on = from_on, until_on
            self.keep(first)

    def take_back(self) -> None:
        """As if it had never been: its days are due again."""
        with transaction.atomic():
            self.program.hold()
            self.program.require_open()
            self.delete()
            self.program.count_again(self.from_on)

    def keep(self, first: datetime.date) -> None:
        """`first` is the day from which something may be due now that was not, or the other way round."""
        for day in filter(None, (self.from_on, self.until_on)):
            validate_day(day)
        if self.until_on is not None and self.until_on < self.from_on:
            raise ValidationError({"until_on": gettext("A pause cannot end before it starts.")})
        others = self.program.pauses.exclude(pk=self.pk)
        if self.until_on is None and others.filter(until_on__isnull=True).exists():
            raise Conflict(gettext("This program is paused already."))
        if other := others.overlapping(self.from_on, self.until_on).first():
            raise Conflict(gettext("That overlaps the pause %(days)s.") % {"days": other.in_words})
        self.save()
        self.program.count_again(first)
