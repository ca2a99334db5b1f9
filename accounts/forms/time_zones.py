from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Posix and the old names of zones are known, and nobody lives in them.
NOT_PLACES = ("Etc/", "SystemV/", "US/", "posix", "right")


@cache
def zones() -> list[str]:
    """Every zone that is named after a place, and UTC."""
    places = (name for name in available_timezones() if "/" in name and not name.startswith(NOT_PLACES))
    return ["UTC", *sorted(places)]


@cache
def known() -> dict[str, str]:
    """Zones by what people type: the name in any case, or the city alone where only one zone has it."""
    names = {name.lower(): name for name in available_timezones()}
    cities: dict[str, list[str]] = {}
    for name in zones():
        cities.setdefault(name.rpartition("/")[2].replace("_", " ").lower(), []).append(name)
    alone = {city: found[0] for city, found in cities.items() if len(found) == 1}
    return alone | names


class TimeZoneField(forms.CharField):
    """Typed with suggestions; the page holds them in `<datalist id="time-zones">`."""

    widget = forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off", "spellcheck": "false"})

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        zone = known().get(typed.strip().lower())
        if typed and zone is None:
            raise ValidationError(
                _("“%(name)s” is not a time zone; an example is Europe/Paris."), params={"name": typed}
            )
        return zone or ""


class BrowserTimeZoneField(forms.CharField):
    """Filled in by the browser; a zone that we do not know counts as not told."""

    widget = forms.HiddenInput(attrs={"data-time-zone": ""})

    def clean(self, value: Any) -> str:
        name = super().clean(value)
        return name if name in available_timezones() else ""
