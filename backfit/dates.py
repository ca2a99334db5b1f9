import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIRST, LAST = datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)


def validate_day(day: datetime.date) -> None:
    """A day that care may happen on: typing errors such as the year 0225 are asked back."""
    if not FIRST <= day < LAST:
        raise ValidationError(_("The date must lie between the years 2000 and 2099."))
