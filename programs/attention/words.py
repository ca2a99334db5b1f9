"""Reasons for attention in words: "Pain 7 on Friday, usually 3"."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.schedule import WEEK


def reason_in_words(kind: str, facts: Mapping[str, Any], today: datetime.date) -> str:
    """`facts` are those of the reason of that kind; `today` is where the client is."""
    return WORDS[kind](facts, today)


def day_in_words(day: datetime.date, today: datetime.date) -> str:
    """With its preposition, for a sentence: "today", "yesterday", "on Friday", "on 3 November"."""
    ago = (today - day).days
    if ago == 0:
        return _("today")
    if ago == 1:
        return _("yesterday")
    if ago == -1:
        return _("tomorrow")
    name = date_format(day, "l" if abs(ago) < WEEK else "j F")
    return _("on %(day)s") % {"day": name}


def day_of(facts: Mapping[str, Any], today: datetime.date) -> str:
    return day_in_words(datetime.date.fromisoformat(facts["day"]), today)


def safety(facts: Mapping[str, Any], today: datetime.date) -> str:
    said = _("Emergency sign reported %(day)s") if facts["emergency"] else _("Warning sign reported %(day)s")
    said = said % {"day": day_of(facts, today)}
    others = facts["times"] - 1
    more = ngettext("%(said)s, and %(number)s more", "%(said)s, and %(number)s more", others)
    return more % {"said": said, "number": others} if others else said


def pain(facts: Mapping[str, Any], today: datetime.date) -> str:
    return with_more_days(with_usual(_("Pain %(pain)s %(day)s"), facts, today), facts)


def morning(facts: Mapping[str, Any], today: datetime.date) -> str:
    return with_more_days(with_usual(_("Morning pain %(pain)s %(day)s"), facts, today), facts)


def with_usual(words: str, facts: Mapping[str, Any], today: datetime.date) -> str:
    said = words % {"pain": facts["pain"], "day": day_of(facts, today)}
    if facts["usual"] is None:
        return said
    return _("%(said)s, usually %(usual)s") % {"said": said, "usual": facts["usual"]}


def with_more_days(said: str, facts: Mapping[str, Any]) -> str:
    others = facts["times"] - 1
    more = ngettext("%(said)s, and on %(number)s more day", "%(said)s, and on %(number)s more days", others)
    return more % {"said": said, "number": others} if others else said


def left_out(facts: Mapping[str, Any], today: datetime.date) -> str:
    said = _("Left out “%(name)s” for pain %(day)s") % {"name": facts["name"], "day": day_of(facts, today)}
    return with_more_days(said, facts)


def not_started(facts: Mapping[str, Any], today: datetime.date) -> str:
    if facts["joined"]:
        return _("Not started, could have begun %(day)s") % {"day": day_of(facts, today)}
    return _("Has not joined, invited %(day)s") % {"day": day_of(facts, today)}


def missed(facts: Mapping[str, Any], today: datetime.date) -> str:
    times = facts["times"]
    said = ngettext("Missed %(times)s session in a row", "Missed %(times)s sessions in a row", times)
    return said % {"times": times}


def slipping(facts: Mapping[str, Any], today: datetime.date) -> str:
    return _("Did %(done)s of %(planned)s in 7 days, %(percent)s %% in the weeks before") % facts


def step_back(facts: Mapping[str, Any], today: datetime.date) -> str:
    return _("A step back is suggested")


def ready(facts: Mapping[str, Any], today: datetime.date) -> str:
    said = {
        "step-up": _("Ready for the next step"),
        "next-phase": _("Ready for the next phase"),
        "maintenance": _("Ready to keep what was reached with less"),
    }
    return said[facts["proposal"]]


def message(facts: Mapping[str, Any], today: datetime.date) -> str:
    times, messages = facts["times"], facts.get("messages", 0)
    if not messages:
        said = ngettext("Unread note, written %(day)s", "%(times)s unread notes, the last one %(day)s", times)
    elif messages == times:
        said = ngettext("Unread message, sent %(day)s", "%(times)s unread messages, the last one %(day)s", times)
    else:
        said = _("%(times)s unread messages and notes, the last one %(day)s")
    return said % {"times": times, "day": day_of(facts, today)}


def ending(facts: Mapping[str, Any], today: datetime.date) -> str:
    over = facts["day"] < today.isoformat()
    said = _("“%(name)s” ended %(day)s") if over else _("“%(name)s” ends %(day)s")
    return said % {"name": facts["name"], "day": day_of(facts, today)}


WORDS = {
    "safety": safety,
    "severe-pain": pain,
    "pain-up": pain,
    "morning-rise": morning,
    "pain-skip": left_out,
    "not-started": not_started,
    "missed": missed,
    "slipping": slipping,
    "step-back": step_back,
    "ready": ready,
    "message": message,
    "ending": ending,
}
