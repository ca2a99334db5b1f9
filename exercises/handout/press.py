"""From a handout to its PDF: the words that every sheet has, the QR code, and the template."""

import re
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import segno
from django.utils.translation import gettext as _

from backfit.typesetting import typeset
from exercises.handout.fitting import LEAST, LOOKS, setting
from exercises.handout.sheet import DAYS, LETTER, Handout

TEMPLATE = Path(__file__).parent / "handout.typ"
LONGEST_WORD = 24
"""Letters after which a word may be broken, so that one that somebody typed never runs out of its column."""
LONG_WORD = re.compile(rf"(\S{{{LONGEST_WORD}}})(?=\S)")
BREAK = "\u200b"
PAGE_COUNT = re.compile(rb"/Type\s*/Pages\s*/Count\s+(\d+)")


def pdf_of(handout: Handout) -> bytes:
    pdf = typeset(TEMPLATE, data_of(handout))
    if pages_of(pdf) <= len(handout.sections):
        return pdf
    settings = [setting(handout, section) for section in handout.sections]
    if any(each.sure and each.look != each.flowing for each in settings):
        return typeset(TEMPLATE, data_of(handout, sure=False))
    return pdf


def pages_of(pdf: bytes) -> int:
    """As the file's page tree says, which typst does not pack."""
    found = PAGE_COUNT.search(pdf)
    return int(found[1]) if found else 0


def data_of(handout: Handout, *, sure: bool = True) -> dict[str, Any]:
    """All that the template reads; `sure` as in `setting`."""
    data: dict[str, Any] = breakable(asdict(handout))
    data["title_said"] = handout.title
    data["paper"] = "us-letter" if handout.paper == LETTER else "a4"
    data["language"], _sign, data["region"] = handout.language.partition("-")
    data["days"] = DAYS
    data["looks"], data["least"] = LOOKS, LEAST
    data["settings"] = [setting(handout, section, sure=sure)._asdict() for section in handout.sections]
    data["words"] = words()
    if handout.code is not None:
        data["code"] |= {"svg": qr_code(handout.code.url)}
    return data


def breakable(value: Any) -> Any:
    """The same with places to break in words that are too long for a line; pictures are left alone."""
    if isinstance(value, str):
        return LONG_WORD.sub(rf"\1{BREAK}", value)
    if isinstance(value, dict):
        return {name: part if name in ("svg", "alt", "url") else breakable(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [breakable(part) for part in value]
    return value


@lru_cache(maxsize=256)
def qr_code(url: str) -> str:
    """An SVG of squares, with the white margin that scanners want."""
    return str(segno.make(url, error="m", micro=False).svg_inline(border=2, omitsize=True))


def words() -> dict[str, str]:
    return {
        "name": _("Name"),
        "first_day": _("First day"),
        "diary": _("Two weeks to tick off"),
        "diary_help": _("Write the dates in the top row. Tick a box when you have done it. No day has to be perfect."),
        "exercise": _("Exercise"),
        "day": _("Day"),
        "pain": _("What your pain number means"),
        "no_pain": _("no pain"),
        "worst_pain": _("worst pain"),
        "steps": _("How"),
        "care": _("Take care:"),
        "note": _("From your therapist:"),
        "cue": _("When:"),
        "choose": _("Choose one of these"),
        "page": _("Page"),
    }
