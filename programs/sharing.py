"""Giving a program away to read: links that somebody sends, and the one that stands on the handout."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from backfit.refusals import Conflict, TooMany
from programs.models import Program, ShareLink
from programs.models.share_link import MOST_DAYS, USUAL_DAYS

LIVE_AT_ONCE = 20
LEAST_ON_PAPER = datetime.timedelta(days=60)
"""A sheet that is printed today works at least so long; with less left, it gets a new link."""


def share(*, program: Program, by: User, name: str = "", days: int = USUAL_DAYS) -> tuple[ShareLink, str]:
    """A new link and its token, which is shown once.

    Raises ValidationError for bad values, Conflict for a program that is not published and TooMany beyond what one
    program may have at once.
    """
    with transaction.atomic():
        held = Program.objects.locked().get(pk=program.pk)
        require_published(held)
        if ShareLink.objects.live().filter(program=held, kind=ShareLink.Kind.LINK).count() >= LIVE_AT_ONCE:
            raise TooMany(_("This program has %(count)s links already; withdraw one first.") % {"count": LIVE_AT_ONCE})
        link = ShareLink.prepare(program=held, by=by, days=days, name=name)
        return link, link.arm()


def handout_token(*, program: Program, by: User) -> str:
    """The token for the code on the program's handout; the link is made when the first sheet is asked for.

    One link of a program is printed at a time, so that whoever stops sharing has one thing to withdraw. It works for
    a year; with less than `LEAST_ON_PAPER` left, or after a change of the secret key, the next sheet gets a new one and
    the old one runs out by itself. Asked for by several at once, it is made once.
    """
    with transaction.atomic():
        held = Program.objects.locked().get(pk=program.pk)
        require_published(held)
        printed = ShareLink.objects.filter(
            program=held, kind=ShareLink.Kind.HANDOUT, revoked_at__isnull=True, replaced_at__isnull=True
        ).first()
        if printed is not None and printed.prints(LEAST_ON_PAPER):
            return printed.printed_token
        if printed is not None:
            printed.replaced_at = timezone.now()
            printed.save(update_fields=["replaced_at"])
        return ShareLink.prepare(program=held, by=by, days=MOST_DAYS, kind=ShareLink.Kind.HANDOUT).arm()


def require_published(program: Program) -> None:
    if program.current_id is None:
        raise Conflict(_("This program has not been published yet."))
