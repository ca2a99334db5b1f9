from typing import ClassVar

from django.db import models


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
                violation_error_message="No more is counted than the limit allows.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.used} of {self.most}"
