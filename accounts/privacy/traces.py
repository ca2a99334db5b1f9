"""Where a person leaves traces without a foreign key: signed-in browsers, and what waits in the queue."""

from collections.abc import Iterable
from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from accounts.unsent import KEY as UNSENT

AT_ONCE = 500


def forget_sessions(person: User) -> int:
    """Sign the person out everywhere; what they could not send goes too. Gives how many sessions.

    A session is a sealed text, so all of them are opened: rare enough, and nothing else has to be kept for it.
    """
    decode = import_module(settings.SESSION_ENGINE).SessionStore().decode
    wanted, found = str(person.pk), []
    for row in Session.objects.iterator(AT_ONCE):
        said = decode(row.session_data)
        unsent = said.get(UNSENT) or {}
        if wanted in (said.get(SESSION_KEY), unsent.get("of")) or mentions(said, wanted):
            found.append(row.pk)
    for start in range(0, len(found), AT_ONCE):
        Session.objects.filter(pk__in=found[start : start + AT_ONCE]).delete()
    return len(found)


def mentions(said: object, wanted: str) -> bool:
    return wanted in str(said)


def forget_tasks(ids: Iterable[str]) -> None:
    """Tasks know what they are about by its id. Those that are done are kept for days, so they go as well."""
    wanted = set(ids)
    found = [
        row.pk
        for row in DBTaskResult.objects.only("pk", "args_kwargs").iterator(AT_ONCE)
        if any(key in str(row.args_kwargs) for key in wanted)
    ]
    for start in range(0, len(found), AT_ONCE):
        DBTaskResult.objects.filter(pk__in=found[start : start + AT_ONCE]).delete()
