"""Rules for what strangers read or write: one line is one line, and nothing to harvest stands in public texts.

Names of clinics and clients are among it: they stand in invitations, which reach any address that somebody types.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ADDRESS = re.compile(r"https?:|www\.|://|\b[\w-]+\.(com|net|org|info|biz|ru|cn|xyz|top|online|site|shop|link)\b", re.I)
EMAIL = re.compile(r"\S@\S|\bat\b\W*\w+\W*\bdot\b", re.I)
# Years and house numbers are shorter, so are ranges of years once their hyphen is seen as part of a number.
TELEPHONE = re.compile(r"\+?(?:\d[\s().\-/]{0,2}){9,}")
# What makes the rest of a line read backwards, beyond the text itself. Marks of direction, which names need, do not.
TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
DIALLED = re.compile(r"\+?[\d\s().\-/]{5,40}")


def validate_one_line(text: str) -> None:
    if any(unicodedata.category(character) in ("Cc", "Zl", "Zp") for character in text):
        raise ValidationError(_("Write this in one line."))
    if TURNED.search(text):
        raise ValidationError(_("There are hidden signs in this that turn its direction. Type it anew."))


def validate_no_address(text: str) -> None:
    """For names: what looks like a link is an advertisement."""
    if ADDRESS.search(text) or EMAIL.search(text):
        raise ValidationError(_("Write a name here, without an internet or email address."))


def validate_no_contact(text: str) -> None:
    """For public texts, which programs read to collect addresses."""
    if ADDRESS.search(text) or EMAIL.search(text) or TELEPHONE.search(text):
        raise ValidationError(
            _(
                "Leave internet addresses, email addresses and telephone numbers out of this text. "
                "Programs would collect them."
            )
        )


def validate_telephone(text: str) -> None:
    if not DIALLED.fullmatch(text) or sum(character.isdigit() for character in text) < 5:
        raise ValidationError(_("This does not look like a telephone number; an example is +33 1 23 45 67 89."))
