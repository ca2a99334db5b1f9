"""Countries, and how towns and postcodes are compared: accents, case, spaces and hyphens make no difference."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.languages import page_locale
from exercises.search.words import folded

# In the Unicode consortium's list of territories, but no countries of ISO 3166: unions, islets, test data.
NO_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}


def country_choices() -> list[tuple[str, str]]:
    """(ISO 3166 code of two letters, name in the language of the page) by name."""
    named = page_locale().territories.items()
    found = [(code, name) for code, name in named if re.fullmatch("[A-Z]{2}", code) and code not in NO_COUNTRIES]
    return sorted(found, key=lambda choice: folded(choice[1]))


def country_name(code: str) -> str:
    return str(page_locale().territories.get(code, code))


def validate_country(code: str) -> None:
    if code not in dict(country_choices()):
        raise ValidationError(_("“%(code)s” is not the code of a country; an example is FR."), params={"code": code})


def town_key(text: str) -> str:
    """ "Saint-Étienne" and "saint etienne" are the same town."""
    return " ".join(re.split(r"[\W_]+", folded(text))).strip()


def postcode_key(text: str) -> str:
    """ "SW1A 1AA" and "sw1a1aa" are the same postcode."""
    return re.sub(r"[\W_]+", "", folded(text))


def read_place(text: str) -> tuple[str, str]:
    """The town and the postcode in what somebody typed, such as "69003 Lyon", each as its key and maybe empty."""
    words = town_key(text).split()
    postcode = [word for word in words if any(character.isdigit() for character in word)]
    return " ".join(word for word in words if word not in postcode), "".join(postcode)
