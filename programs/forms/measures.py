from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Episode
from programs.forms.programs import DayInput
from programs.measures import Series
from programs.models import Measure

# What the program templates ask for, to begin with; every other name may be written.
USUAL = (
    _("Hip flexion"),
    _("Straight leg raise"),
    _("Fingertip to floor"),
    _("Sit to stand in 30 seconds"),
    _("Side bridge"),
    _("Pain today, 0 to 10"),
)


class MeasureForm(forms.ModelForm):
    """A measure of the episode; names used before are offered first."""

    class Meta:
        model = Measure
        fields = ("name", "side", "value", "unit", "day", "note")
        widgets = {
            "name": forms.TextInput(attrs={"list": "measure-names", "autocomplete": "off"}),
            "value": forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            "unit": forms.TextInput(attrs={"list": "measure-units", "autocomplete": "off"}),
            "day": DayInput(),
            "note": forms.TextInput(attrs={"autocomplete": "off"}),
        }
        help_texts = {"name": _("Such as “Hip flexion”."), "unit": _("Such as degrees or cm.")}

    def __init__(
        self, data: Any = None, *, episode: Episode, known: Iterable[Series] = (), instance: Measure | None = None
    ) -> None:
        measure = instance or Measure(episode=episode, day=episode.local_day())
        super().__init__(data, instance=measure)
        known = list(known)
        self.names = list(dict.fromkeys([*(series.name for series in known), *map(str, USUAL)]))
        self.units = list(dict.fromkeys([*(series.unit for series in known if series.unit), str(_("degrees")), "cm"]))
        self.fields["value"].error_messages["invalid"] = _("Give a number, such as 95 or 12.5.")
        self.fields["value"].localize = True
