"""The person's calendar as a file (RFC 5545). It holds no diagnosis, pain or note, and nobody's name."""

import datetime
import unicodedata
import uuid
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration

from programs.calendar.days import Occasion, occasions
from programs.models import CalendarFeed

PRODUCT = "-//Backfit//Exercises//EN"
READ_AGAIN = datetime.timedelta(hours=6)
NAMES_IN_TITLE = 3


def write_calendar(feed: CalendarFeed) -> bytes:
    """The same bytes for as long as nothing changes that they say."""
    owner = feed.owner
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Exercises"))
    calendar.add("refresh-interval", vDuration(READ_AGAIN), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vDuration(READ_AGAIN))
    for occasion in occasions(owner, owner.today()):
        calendar.add_component(event(occasion, feed, owner.zone))
    return bytes(calendar.to_ical())


def event(occasion: Occasion, feed: CalendarFeed, zone: ZoneInfo) -> Event:
    written = max(occasion.version.published_at, feed.changed_at).astimezone(datetime.UTC).replace(microsecond=0)
    entry = Event()
    entry.add("uid", str(name_of(occasion)))
    entry.add("dtstamp", written)
    entry.add("last-modified", written)
    entry.add("sequence", occasion.version.number)
    entry.add("summary", title(occasion, names=feed.shows_names))
    if feed.shows_names:
        entry.add("description", "\n".join(map(plain, occasion.names)))
    entry.add("url", settings.SITE_URL + reverse("today"))
    entry.add("class", "PRIVATE")
    entry.add("transp", "TRANSPARENT")  # who shares when they are busy does not share this
    begins, ends = times(occasion, zone)
    entry.add("dtstart", begins)
    entry.add("dtend", ends)
    return entry


def name_of(occasion: Occasion) -> uuid.UUID:
    """The same whenever and under whichever address it is read, so that a calendar replaces and does not double."""
    return uuid.uuid5(occasion.program.pk, f"{occasion.day} {occasion.number}")


def title(occasion: Occasion, *, names: bool) -> str:
    minutes = occasion.minutes
    if not names:
        return _("Exercises, %(minutes)s min") % {"minutes": minutes}
    shown, more = occasion.names[:NAMES_IN_TITLE], len(occasion.names) - NAMES_IN_TITLE
    listed = ", ".join(map(plain, shown))
    if more > 0:
        listed = _("%(names)s and %(number)s more") % {"names": listed, "number": more}
    return _("%(names)s, %(minutes)s min") % {"names": listed, "minutes": minutes}


def plain(text: str) -> str:
    """Without control characters, which the format forbids; what else is special in it the library writes so."""
    return " ".join("".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text).split())


def times(occasion: Occasion, zone: ZoneInfo) -> tuple[datetime.date, datetime.date]:
    """Beginning and end; where no time was chosen the day and the one after it, as the format wants it."""
    if occasion.at is None:
        return occasion.day, occasion.day + datetime.timedelta(days=1)
    # In UTC, and each day on its own: that needs no table of a zone's clock changes, which readers understand
    # differently (of the one that icalendar writes, vobject makes Paris an hour late all summer). Of a time that
    # comes twice in a night it is the first; one that is left out becomes the one that clocks show then.
    begins = datetime.datetime.combine(occasion.day, occasion.at, zone).astimezone(datetime.UTC)
    return begins, begins + datetime.timedelta(minutes=occasion.minutes)
