"""How often somebody may do something, counted in the database so that it holds for all processes together.

The numbers stand in `backfit/limit_settings.py`. A count is one statement, so that of a hundred at once exactly as
many get through as are allowed; where the database cannot be asked, nobody does.
"""

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from backfit.addresses import network_of
from backfit.models import LimitCount
from backfit.refusals import TooMany, Unavailable

SPANS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
TABLE = LimitCount._meta.db_table
# Nothing is written, and so nothing returned, for a count that would go beyond its limit.
COUNT = f"""
    INSERT INTO {TABLE} (key, used, most, ends) VALUES {{rows}}
    ON CONFLICT (key) DO UPDATE SET
        used = CASE WHEN {TABLE}.ends <= %s THEN excluded.used ELSE {TABLE}.used + excluded.used END,
        ends = CASE WHEN {TABLE}.ends <= %s THEN excluded.ends ELSE {TABLE}.ends END,
        most = excluded.most
    WHERE {TABLE}.ends <= %s OR {TABLE}.used + excluded.used <= excluded.most
    RETURNING key, ends
"""  # noqa: S608 - nothing from outside


@dataclass(frozen=True)
class Window:
    most: int
    seconds: int
    whose: str

    def key(self, action: str, who: str) -> str:
        """The same for the same person or address, and nothing to anybody without the site's secret key."""
        text = f"{action}\n{self.seconds}\n{self.whose}\n{who}"
        return salted_hmac("backfit.limits", text, algorithm="sha256").hexdigest()


@dataclass(frozen=True)
class Turn:
    """What was counted: the keys with the end of their spans, and how much each."""

    counted: dict[str, int]
    amount: int = 1

    def give_back(self) -> None:
        """Uncount it, as for a sign-in that was right. Others' turns stay counted."""
        for key, ends in self.counted.items():
            mine = LimitCount.objects.filter(key=key, ends=ends, used__gte=self.amount)
            mine.update(used=F("used") - self.amount)


@lru_cache(maxsize=256)
def read_windows(text: str) -> tuple[Window, ...]:
    """From `5/15m/account, 20/d/account`. Raises ValueError for anything else."""
    return tuple(read_window(part.strip()) for part in text.split(",") if part.strip())


def read_window(text: str) -> Window:
    found = re.fullmatch(r"(\d{1,6})/(\d{0,4})([smhd])/([a-z]+)", text)
    if found is None:
        raise ValueError(f"“{text}” is not of the form 5/15m/account.")
    most, number, unit, whose = found.groups()
    return Window(int(most), int(number or 1) * SPANS[unit], whose)


def take_turn(action: str, *, amount: int = 1, sentence: object = "", **whose: object) -> Turn:
    """Count it for each of those who the limit asks about, such as `ip` and `user`.

    Raises TooMany, and counts nothing then, when any of them has had enough; Unavailable when it cannot be counted. It
    is kept whatever comes of the request, so it belongs outside of any transaction.
    """
    windows = {window.key(action, str(whose[window.whose])): window for window in windows_of(action)}
    if not windows:
        return Turn({}, amount)
    try:
        counted = count(windows, amount)
        full = [key for key in windows if key not in counted]
        if not full:
            return Turn(counted, amount)
        Turn(counted, amount).give_back()
        raise TooMany(sentence or usual_sentence(), wait=wait_for(full, windows))
    except (DatabaseError, InterfaceError) as error:
        raise Unavailable(_("The site is very busy. Please try again in a moment.")) from error


def windows_of(action: str) -> tuple[Window, ...]:
    return read_windows(settings.LIMITS[action])


def count(windows: dict[str, Window], amount: int) -> dict[str, int]:
    """Those of the keys that had room, with the end of their spans."""
    now, begins = int(time.time()), ceil(time.time())
    # In one order for everybody, or two at once could wait for each other.
    fitting = sorted((key, window) for key, window in windows.items() if amount <= window.most)
    if not fitting:
        return {}
    values = [part for key, window in fitting for part in (key, amount, window.most, begins + window.seconds)]
    rows = ", ".join(["(%s, %s, %s, %s)"] * len(fitting))
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(COUNT.format(rows=rows), [*values, now, now, now])
        return dict(cursor.fetchall())


def wait_for(full: Iterable[str], windows: dict[str, Window]) -> int:
    """Seconds until there is room again in all of them."""
    ends = dict(LimitCount.objects.filter(key__in=full).values_list("key", "ends"))
    now = int(time.time())
    return max(1, *(ends.get(key, now + windows[key].seconds) - now for key in full))


def usual_sentence() -> str:
    return _("That was tried too often. Please wait a while, then try again.")


def require_patience(request: HttpRequest, action: str, sentence: object = "", *, amount: int = 1) -> Turn:
    """Count it for the internet address and, where the limit asks for it, the person; raises as `take_turn` does."""
    user = getattr(request, "user", None)
    return take_turn(action, amount=amount, sentence=sentence, ip=network_of(request), user=getattr(user, "pk", None))


def forget_ended() -> int:
    """Remove the counts whose span is over; gives their number."""
    return LimitCount.objects.filter(ends__lte=int(time.time())).delete()[0]
