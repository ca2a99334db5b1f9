"""Phone numbers for help, which differ from country to country: read from the settings, shown on every safety page."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

NUMBER = re.compile(r"^\+?[0-9][0-9 ()-]{1,24}$")
EXAMPLE = "112"


@dataclass(frozen=True)
class Contact:
    """`name` is a place or a service; empty where there is only one number."""

    name: str
    number: str

    @property
    def href(self) -> str:
        return "tel:" + re.sub(r"[^0-9+]", "", self.number)

    def __str__(self) -> str:
        return f"{self.number} ({self.name})" if self.name else self.number


@dataclass(frozen=True)
class HelpContacts:
    emergency: tuple[Contact, ...]
    urgent: tuple[Contact, ...]
    crisis: tuple[Contact, ...]

    @property
    def calls(self) -> tuple[Contact, ...]:
        """For the big button; where the site names no number, the one that most mobile phones put through."""
        return self.emergency or (Contact("", EXAMPLE),)

    @property
    def phrase(self) -> str:
        """Stands after "call"."""
        if self.emergency:
            return _(" or ").join(map(str, self.emergency))
        return _("your local emergency number, such as %(number)s") % {"number": EXAMPLE}


def help_contacts(emergency: tuple[Contact, ...] = ()) -> HelpContacts:
    """`emergency` are a clinic's own numbers; without them those of the settings count."""
    return HelpContacts(
        emergency=emergency or tuple(settings.EMERGENCY_NUMBERS),
        urgent=tuple(settings.URGENT_NUMBERS),
        crisis=tuple(settings.CRISIS_CONTACTS),
    )


def read_contacts(text: str) -> list[Contact]:
    """`999`, or several as `name=number`, comma separated. Raises ValueError, which names the part that is not one."""
    return [read_contact(part) for part in text.split(",") if part.strip()]


def read_contact(text: str) -> Contact:
    name, _sign, number = text.rpartition("=")
    if not NUMBER.match(number.strip()):
        raise ValueError(f"“{text.strip()}” is no phone number: write 999, or a name and a number as Belfast=999.")
    return Contact(name.strip(), number.strip())


def validate_contacts(text: str) -> None:
    """Raises ValidationError, in words for who fills in a form, unless `text` is one number or several."""
    try:
        read_contacts(text)
    except ValueError as error:
        raise ValidationError(
            _("Write a phone number such as 999, or several with the place before each: Dublin=112, Belfast=999.")
        ) from error
