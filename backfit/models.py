from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class LimitCount(models.Model):
    """How much of a limit somebody has used, shared by all processes; `backfit/limits.py` writes it.

    Neither who nor where can be read from the key, and nothing here outlives its span by long.
    """

    key = models.CharField(max_length=64, primary_key=True)
    used = models.PositiveIntegerField()
    most = models.PositiveIntegerField()
    ends = models.BigIntegerField(db_index=True)
    """In seconds since 1970; then the count begins anew."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(used__lte=models.F("most")),
                name="limit_count_within_its_limit",
                violation_error_message=_("No more is counted than the limit allows."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.used} of {self.most}"


class PolicyReport(models.Model):
    """How often browsers refused something of our pages on one day: by which rule, and nothing of where or for whom."""

    day = models.DateField()
    directive = models.CharField(max_length=40)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("refusal by the content policy")
        verbose_name_plural = _("refusals by the content policy")
        ordering: ClassVar = ["-day", "directive"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["day", "directive"],
                name="policy_report_once_a_day",
                violation_error_message=_("This rule has its count for the day already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.directive}"
