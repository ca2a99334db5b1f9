"""What a client says about a whole session."""

import datetime
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import User
from accounts.models.user import validate_time_zone
from backfit.dates import validate_day
from programs.models import Session

SCORES = [(score, str(score)) for score in range(11)]
# Who ticks after midnight what was done in the evening has not filled it in later.
LATE_EVENING = datetime.timedelta(hours=3)


def score_field(label: Any, help_text: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        choices=SCORES,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "scale"}),
    )


class SessionForm(forms.Form):
    """The hidden fields name the session when the page is made, so that sending it twice keeps one."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    started_at = forms.CharField(widget=forms.HiddenInput, max_length=40)
    day = forms.DateField(widget=forms.HiddenInput, validators=[validate_day])
    time_zone = forms.CharField(
        required=False, max_length=64, widget=forms.HiddenInput(attrs={"data-time-zone": "", "autocomplete": "off"})
    )
    worst_pain = score_field(_lazy("Worst pain while exercising"), _lazy("Leave it empty if you would rather not say."))
    effort = score_field(_lazy("How hard was it?"), "")
    note = forms.CharField(
        label=_lazy("Anything to tell your therapist?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *, user: User, day: datetime.date, session: Session | None = None, **kwargs: Any) -> None:
        self.user = user
        started_at = session.started_at if session else timezone.now()
        initial = {
            "uuid": session.uuid if session else uuid.uuid4(),
            "started_at": started_at.astimezone(datetime.UTC).isoformat(),
            "day": day,
            "time_zone": session.time_zone if session else "",  # time-zone.js knows where the browser is
            "revision": session.revision if session else None,
        }
        for name in ("worst_pain", "effort", "note") if session else ():
            initial[name] = getattr(session, name)
        self.session = session
        super().__init__(initial=initial, **kwargs)

    def clean_started_at(self) -> datetime.datetime:
        try:
            found = parse_datetime(self.cleaned_data["started_at"])
            if found is None or timezone.is_naive(found):
                raise ValueError
            validate_day(found.date())
        except ValueError as error:
            raise ValidationError(_("This page was sent incomplete. Load it again.")) from error
        return found

    def clean_time_zone(self) -> str:
        """A browser may know zones that we do not; what was done is kept all the same."""
        name = str(self.cleaned_data["time_zone"])
        try:
            validate_time_zone(name)
        except ValidationError:
            return self.user.time_zone
        return name

    def said(self) -> dict[str, Any]:
        """The fields of a SessionBody that this form knows."""
        names = ("started_at", "time_zone", "day", "worst_pain", "effort", "note")
        return {**{name: self.cleaned_data[name] for name in names}, "evidence": self.evidence()}

    def evidence(self) -> str:
        if self.session:
            return self.session.evidence
        # The page names its day by the profile's zone; a traveller's phone may be a day ahead of it, or behind.
        zones = (self.user.time_zone, self.cleaned_data["time_zone"])
        today = min((timezone.now() - LATE_EVENING).astimezone(ZoneInfo(zone)).date() for zone in zones)
        return Session.Evidence.TICKED if self.cleaned_data["day"] >= today else Session.Evidence.LATER
