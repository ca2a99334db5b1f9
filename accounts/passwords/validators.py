"""What a password must not be. There are no rules for what it is made of, and none makes people change it."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Clinic, User
from accounts.passwords.common import is_common

LONGEST = 128
LEFT = 8
"""Letters and digits that are left when the words that anybody would try first are taken out."""
SITE = {"backfit"}


class LongestValidator:
    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return _("Use at most %(number)s characters.") % {"number": LONGEST}


class CommonValidator:
    def validate(self, password: str, user: Any = None) -> None:
        if is_common(password):
            raise ValidationError(
                _("This password, or one that differs little, is on the lists that thieves try first. Use another."),
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        return _("Not one that many people use. Four words that do not belong together are good.")


class ContextValidator:
    """Of the site's name, the clinic's, the person's and their address there may be something in it, but not only."""

    def validate(self, password: str, user: Any = None) -> None:
        rest = password.casefold()
        for word in sorted(words_around(user), key=len, reverse=True):
            rest = rest.replace(word, " ")
        if rest != password.casefold() and len(re.sub(r"[\W_]", "", rest)) < LEFT:
            raise ValidationError(
                _("Your name, your address, your clinic and ours are what others would try first. Add more to it."),
                code="password_of_the_context",
            )

    def get_help_text(self) -> str:
        return _("Not made of your name, your address or your clinic.")


def words_around(user: Any) -> set[str]:
    """In lower case, of four letters and more: the shorter are in too many other words."""
    texts = [*SITE, getattr(user, "name", ""), getattr(user, "email", "").split("@")[0]]
    texts.append(getattr(user, "email", "").partition("@")[2].rpartition(".")[0])
    if isinstance(user, User) and not user._state.adding:
        texts += clinics_of(user)
    return {word for text in texts for word in re.findall(r"\w{4,}", text.casefold().replace("_", " "))}


def clinics_of(user: User) -> list[str]:
    working = Clinic.objects.filter(memberships__user=user).values_list("name", flat=True)
    treated = Clinic.objects.filter(episodes__client=user).values_list("name", flat=True)
    return [*working, *treated]
