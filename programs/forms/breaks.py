"""One break that was taken, from a page without the timer."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.models.user import validate_time_zone
from backfit.refusals import Different
from programs.breaks import require_shift_day, take_break

INCOMPLETE = _("This page was sent incomplete. Load it again.")


class BreakForm(forms.Form):
    """The id is given when the page is made, so that sending it twice counts one."""

    uuid = forms.UUIDField(error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE})
    program = forms.UUIDField(error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE})
    item = forms.CharField(max_length=40, error_messages={"required": INCOMPLETE})
    time_zone = forms.CharField(required=False, max_length=64)
    day = forms.DateField(required=False)

    def __init__(self, user: User, data: Any) -> None:
        self.user = user
        super().__init__(data)

    def clean_day(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["day"]
        if day is not None:
            require_shift_day(day, today=self.user.today())
        return day

    def clean_time_zone(self) -> str:
        """A browser may know zones that we do not; the break counts all the same."""
        name = str(self.cleaned_data["time_zone"])
        try:
            validate_time_zone(name)
        except ValidationError:
            return self.user.time_zone
        return name

    def save(self) -> bool:
        """Whether it is recorded; the errors say why not."""
        if not self.is_valid():
            return False
        try:
            take_break(by=self.user, **self.cleaned_data)
        except Different:
            return True  # sent twice, and the first one counts
        except ValidationError as error:
            self.add_error(None, error.messages)
            return False
        return True

    @property
    def sentences(self) -> list[str]:
        """What is wrong, each said once."""
        return list(dict.fromkeys(str(error) for errors in self.errors.values() for error in errors))
