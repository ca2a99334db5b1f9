"""Which passwords are common: 1.4 million breached ones of 12 characters and more, and what is made of shorter ones."""

from functools import cache
from pathlib import Path

from django.contrib.auth.password_validation import CommonPasswordValidator

from accounts.passwords.bloom import Bloom

FILE = Path(__file__).with_name("common.bloom")
SHORTEST = 12
"""Characters of a password; shorter ones are refused for that, so the list need not hold them."""
SHORTEST_UNIT = 6
"""Of a part that is repeated: shorter ones take no list to guess."""


@cache
def listed() -> Bloom:
    return Bloom.read(FILE)


@cache
def short_ones() -> frozenset[str]:
    """Django's 20,000, which are mostly shorter than a password may be, and are lengthened by digits and signs."""
    return frozenset(CommonPasswordValidator().passwords)


def is_common(password: str) -> bool:
    """Whether it, its words or the part that it repeats stand in a list, whatever the case and the digits around it."""
    whole = password.casefold()
    if known(whole):
        return True
    core = whole.strip("".join(sign for sign in set(whole) if not sign.isalpha()))
    if core and known(core):
        return True
    unit = repeated(core or whole)
    return bool(unit) and (len(unit) < SHORTEST_UNIT or known(unit))


def known(word: str) -> bool:
    return word in listed() if len(word) >= SHORTEST else word in short_ones()


def repeated(text: str) -> str:
    """What the text is made of, as "abc" for "abcabcabca"; empty when nothing comes twice."""
    for length in range(1, len(text) // 2 + 1):
        unit = text[:length]
        if (unit * (len(text) // length + 1))[: len(text)] == text:
            return unit
    return ""
