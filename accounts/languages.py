"""The languages that people may be treated in, by their ISO 639 codes, with names in the language of the page."""

from babel import Locale, localedata
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy, to_locale
from django.utils.translation import gettext as _

# Invented or no longer spoken; and the two written forms of Norwegian, which sound the same in a treatment room.
LEFT_OUT = {"cu", "ia", "ie", "io", "vo", "nb", "nn"}
# Of the three-letter codes those that many people speak.
LONGER = {"ceb", "ckb", "fil", "haw", "kab", "yue"}
SIGN_LANGUAGE = "sgn"


def spoken() -> frozenset[str]:
    """What the Unicode consortium has data for, so that each code has a name in every language of the site."""
    codes = {name.partition("_")[0] for name in localedata.locale_identifiers()}
    return frozenset({code for code in codes if len(code) == 2 or code in LONGER} - LEFT_OUT)


CODES = spoken() | {SIGN_LANGUAGE}


def page_locale() -> Locale:
    return Locale.parse(to_locale(get_language() or "en"))


def language_name(code: str) -> str:
    if code == SIGN_LANGUAGE:
        return _("Sign language")
    return str(page_locale().languages.get(code, code))


def language_choices() -> list[tuple[str, str]]:
    """(code, name) by name."""
    locale = page_locale()
    found = [(code, locale.languages.get(code, code)) for code in CODES - {SIGN_LANGUAGE}]
    return sorted([*found, (SIGN_LANGUAGE, _("Sign language"))], key=lambda choice: choice[1])


def validate_language(code: str) -> None:
    if code not in CODES:
        raise ValidationError(
            gettext_lazy("“%(code)s” is not the code of a language; an example is fr."), params={"code": code}
        )
