"""Where somebody is signed in: listed, ended from elsewhere, never more than ten, and under a new id when it matters.

allauth's `usersessions` was read and left: it keeps internet addresses and all that a browser says, writes a row with
each request to know when somebody was there, and loses sight of a session that gets a new id.
"""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts import devices, session_life
from accounts.models import SignIn, User
from backfit.sessions import SessionStore, kept_as

AT_MOST = 10
MARK = "sign_in"
"""Where the session keeps the id of its row: its own key changes."""
ROLES = "roles_at_work"
"""And what the person was here when it began."""


@dataclass(frozen=True)
class Place:
    sign_in: SignIn
    seen_at: datetime.datetime
    is_here: bool


def mark_of(request: HttpRequest) -> str:
    """The id of the session's row; one that no row has while it is not listed."""
    return request.session.get(MARK) or str(uuid.uuid4())


def row_of(request: HttpRequest) -> str:
    return kept_as(request.session.session_key or "")


def places_of(user: User, request: HttpRequest) -> list[Place]:
    """Where the person is signed in now, here first and then the latest."""
    here = request.session.get(MARK)
    found = []
    for sign_in in SignIn.objects.filter(user=user):
        seen_at = last_seen(sign_in)
        if seen_at is not None:
            found.append(Place(sign_in, seen_at, str(sign_in.pk) == here))
    return sorted(found, key=lambda place: (place.is_here, place.seen_at), reverse=True)


def last_seen(sign_in: SignIn) -> datetime.datetime | None:
    """None once the session is over."""
    kept = SessionStore.read(sign_in.session_key)
    if kept.get(MARK) != str(sign_in.pk) or session_life.ended(kept, sign_in.user):
        return None
    moment = kept.get(session_life.SEEN) or sign_in.began_at.timestamp()
    return datetime.datetime.fromtimestamp(moment, datetime.UTC)


def end(sign_ins: Iterable[SignIn]) -> None:
    """With the next request from there nobody is signed in."""
    for sign_in in sign_ins:
        Session.objects.filter(session_key=sign_in.session_key).delete()
        sign_in.delete()


def end_all(user: User) -> None:
    """Of an account that is closed, or whose password is another now."""
    end(SignIn.objects.filter(user=user))


def end_others(user: User, request: HttpRequest) -> None:
    end(SignIn.objects.filter(user=user).exclude(pk=mark_of(request)))


def rotate(request: HttpRequest) -> None:
    """Give the session another id: whoever had learnt the old one has nothing.

    For every moment at which a session comes to open more than before: a second step, another role, breaking the
    glass. Signing in does it by itself.
    """
    request.session.cycle_key()
    SignIn.objects.filter(pk=mark_of(request)).update(session_key=row_of(request))


def look_after(request: HttpRequest, user: User) -> None:
    """After an answer: a session from before they were listed is listed, and one with another role gets a new id.

    REST framework shows a token's owner as the request's user, who is signed in nowhere by that.
    """
    if request.session.get(SESSION_KEY) != str(user.pk):
        return
    if MARK not in request.session:
        note(None, request, user)
    roles = user.known_roles
    if roles is not None and request.session.get(ROLES) != roles.at_work:
        request.session[ROLES] = roles.at_work
        rotate(request)


@receiver(user_logged_in)
def note(sender: object, request: HttpRequest, user: User, **about: object) -> None:
    if request.session.session_key is None:
        request.session.create()
    agent = request.headers.get("User-Agent", "")
    with transaction.atomic():
        # One after the other, or two at once would make room twice.
        locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        sign_in = kept_for(request, user)
        sign_in.session_key, sign_in.began_at = row_of(request), timezone.now()
        sign_in.browser, sign_in.system = devices.browser_of(agent), devices.system_of(agent)
        sign_in.save()
        request.session[MARK] = str(sign_in.pk)
        request.session[ROLES] = locked.roles.at_work
        make_room(user, sign_in)


def kept_for(request: HttpRequest, user: User) -> SignIn:
    """Whoever signs in again where they are signed in keeps their row; so does a session that is listed by two of its
    requests at once."""
    found = SignIn.objects.filter(Q(pk=mark_of(request)) | Q(session_key=row_of(request)), user=user)
    return found.first() or SignIn(pk=mark_of(request), user=user)


def make_room(user: User, newest: SignIn) -> None:
    """Those that are over go first, and then the oldest."""
    others = list(SignIn.objects.filter(user=user).exclude(pk=newest.pk))
    if len(others) < AT_MOST:
        return
    over = [each for each in others if last_seen(each) is None]
    going_on = [each for each in others if each not in over]
    end(over + going_on[AT_MOST - 1 :])


@receiver(user_logged_out)
def forget(sender: object, request: HttpRequest, user: User | None, **about: object) -> None:
    SignIn.objects.filter(pk=mark_of(request), user=user).delete()


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def start_afresh(sender: object, request: HttpRequest, user: User, **about: object) -> None:
    """Whoever else was in with what it took before is out."""
    end_others(user, request)
    rotate(request)


@receiver([password_changed, password_set, password_reset])
def end_with_the_password(sender: object, request: HttpRequest, user: User, **about: object) -> None:
    """Here too: the person comes in with the new one."""
    end_all(user)


def clear_ended() -> None:
    """Rows of sessions that nobody came back to; none lasts longer than the longest session may."""
    longest = max(limits.whole for limits in settings.SESSION_LIMITS.values())
    SignIn.objects.filter(began_at__lt=timezone.now() - datetime.timedelta(seconds=longest)).delete()
