"""Guesses at secret addresses: whoever made too many is not answered for an hour."""

import time

from django.http import HttpRequest
from django.utils.translation import gettext as _

from backfit.addresses import network_of
from backfit.limits import Window, count, take_turn, windows_of
from backfit.models import LimitCount
from backfit.refusals import TooMany

SHUT_OUT = Window(1, 60 * 60, "ip")


def refuse_guessers(request: HttpRequest, action: str) -> None:
    """Counts a wrong secret against the internet address that sent it, by the limit of that name in the settings.

    Raises TooMany. A right one is let in whoever asks: with 256 bits there is nothing to find by guessing, and the
    services that fetch calendars for many people come from few addresses, which somebody else's mistakes must not
    close.
    """
    if not windows_of(action):
        return
    ip, sentence = network_of(request), _("Too many wrong addresses. Try again in an hour.")
    door = SHUT_OUT.key(f"{action}, shut", ip)
    shut = LimitCount.objects.filter(key=door, ends__gt=int(time.time())).first()
    if shut is not None:
        raise TooMany(sentence, wait=shut.ends - int(time.time()))
    try:
        take_turn(action, ip=ip)
    except TooMany as error:
        count({door: SHUT_OUT}, 1)
        raise TooMany(sentence, wait=SHUT_OUT.seconds) from error
