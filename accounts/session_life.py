"""How long somebody stays signed in: until nothing has happened for a while, and never longer than a span in all.

The numbers stand in the settings for three kinds of people; who is of several has the shortest. All times are the
server's.
"""

import time
from collections.abc import MutableMapping
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.models.user import Roles
from backfit.durations import Limits, in_words

BEGAN, SEEN = "signed_in_at", "seen_at"
"""Where the session keeps the two moments, in seconds since 1970."""
STEP = 60
"""Seconds between two notes that somebody is there, so that reading stays reading."""

Session = MutableMapping[str, Any]


@receiver(user_logged_in)
def begin(sender: object, request: HttpRequest, user: AbstractBaseUser, **about: object) -> None:
    """Also for who signs in again in a session that they have."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


def limits_for(roles: Roles) -> Limits:
    """The strictest of what the person is here."""
    kinds = ["client"]
    if roles.treats or roles.manages:
        kinds.append("clinic")
    if roles.edits or roles.is_admin:
        kinds.append("catalogue")
    found = [settings.SESSION_LIMITS[kind] for kind in kinds]
    return Limits(min(each.idle for each in found), min(each.whole for each in found))


def strictest() -> Limits:
    return limits_for(Roles(treats=True, edits=True))


def ended(session: Session, user: User) -> str:
    """Why the session is over, in a sentence; empty when it goes on."""
    now = time.time()
    idle, whole = now - session.get(SEEN, now), now - session.get(BEGAN, now)
    if strictest().allow(idle, whole):
        return ""  # whatever the person is: it need not be asked
    limits = limits_for(user.roles)
    if idle > limits.idle:
        sentence = _("You were signed out because nothing happened for %(span)s. Please sign in again.")
        return sentence % {"span": in_words(limits.idle)}
    if whole > limits.whole:
        sentence = _("You had been signed in for %(span)s, so please sign in again.")
        return sentence % {"span": in_words(limits.whole)}
    return ""


def note(session: Session) -> None:
    """Somebody is there. A session from before there were limits begins now."""
    now = int(time.time())
    session.setdefault(BEGAN, now)
    if now - session.get(SEEN, 0) >= STEP:
        session[SEEN] = now


def clear_ended() -> None:
    """Django leaves sessions that nobody came back to where they are, with all that they hold."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
