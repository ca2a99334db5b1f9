"""The feed's address in the two ways in which calendars take it."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse


@dataclass(frozen=True)
class Link:
    """`https` is for pasting; `webcal` opens the device's calendar and has it ask whether to subscribe."""

    https: str
    webcal: str


def link_of(secret: str) -> Link:
    https = settings.SITE_URL + reverse("calendar_feed", args=[secret])
    return Link(https, f"webcal:{https.partition(':')[2]}")
