"""Texts that would do something if they were understood as code, and how each kind of file is read to see whether."""

import csv
import io
import json
import unicodedata
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import icalendar
from django.apps import apps
from django.db import models

from programs.models import Message
from tests.programs.pdfs import Paper

PROBE = "xss-probe"
"""An element, an attribute and a word that no page of ours has."""
# Begins as a formula and ends a quotation, an attribute, an element, a script, a line and a property of a calendar.
WORST = (
    f"=1+1'\"><{PROBE} data-{PROBE}=1>"
    f"</script></title></textarea></template><{PROBE}>"
    '#read("/etc/passwd") #import "/etc/passwd": * $ sum $ `#panic()` @ref <label> '
    "{{ 7919*7907 }}{% debug %} "
    f"\r\nATTENDEE:mailto:{PROBE}@example.org\r\nEND:VEVENT\r\nBcc: {PROBE}@example.org\r\n"
    "\u202eevil\u202c\u2066 ;=cmd|' /C calc'!A0"
)
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
OURS = ("accounts", "exercises", "programs")
# What people do not type: ids, digests, addresses that are checked when they come in, words of a list.
TECHNICAL = {
    "slug", "digest", "token_digest", "code_digest", "loaded_digest", "password", "email", "client_email", "time_zone",
    "door", "kinds", "object", "address", "seal", "forgotten_seal", "kind", "wording", "language", "code", "country",
    "town_key", "postcode_key", "phone_key", "item_key", "exercise", "file", "session_key", "endpoint", "p256dh",
    "auth", "renderer", "key", "url", "written", "gram", "facet_key", "website", "upload", "poster", "subject",
}  # fmt: skip
UNTOUCHED = {
    "AccessEntry",
    "AccessChain",
    "RefusedTry",
    "Consent",
    "Message",
    "SearchWord",
    "SearchGram",
    "ClinicClient",
}
SAID = {
    "name", "purpose", "feel", "text", "note", "reason", "mend", "fault", "aim", "goal", "author", "description",
    "steps", "cues", "words", "plain", "alt", "credit", "aliases", "title", "summary", "body", "basis", "skip_reason",
}  # fmt: skip


def poison() -> int:
    """Puts `WORST` into everything that somebody can have typed, as much of it as there is room for; how many fields.

    Past the verbs: a text that was kept before a rule was made is printed all the same.
    """
    count = 0
    for model in apps.get_models():
        if model._meta.app_label not in OURS or model.__name__ in UNTOUCHED or model._meta.proxy:
            continue
        for field in model._meta.concrete_fields:
            if field.name in TECHNICAL or field.choices:
                continue
            if isinstance(field, models.CharField | models.TextField) and not field.is_relation:
                count += 1
                text = WORST if field.unique is False else ""
                if text:
                    model._default_manager.exclude(**{field.name: ""}).update(**{field.name: text[: field.max_length]})
            elif isinstance(field, models.JSONField):
                poison_documents(model, field.name)
    say_the_worst()
    return count


def say_the_worst() -> None:
    """The database lets nobody change a message, so another is written."""
    for row in Message.objects.all():
        row.pk, row.uuid, row.text = uuid4(), uuid4(), WORST
        row.save(force_insert=True)


def poison_documents(model: Any, name: str) -> None:
    for row in model._default_manager.all():
        before = getattr(row, name)
        after = poisoned(before)
        if after != before:
            model._default_manager.filter(pk=row.pk).update(**{name: after})


def poisoned(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: poisoned(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [poisoned(part, key) for part in value]
    return WORST[:80] if isinstance(value, str) and value and key in SAID else value


class Page(HTMLParser):
    """Notes every element and attribute that only a text could have brought, and addresses that run something."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if PROBE in tag:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            start = "".join((value or "").split()).lower()
            runs = name in ("href", "src", "action", "formaction") and start.startswith(("javascript:", "data:"))
            if PROBE in name or name.startswith("on") or runs:
                self.faults.append(f"<{tag} {name}={value}>"[:200])


def faults_of_page(text: str) -> list[str]:
    page = Page()
    page.feed(text)
    page.close()
    return page.faults + (["a template was run"] if str(7919 * 7907) in text else [])


def faults_of_pdf(content: bytes) -> list[str]:
    paper = Paper(content)
    text = paper.text
    faults = [word for word in ("root:x:", "daemon:") if word in text]
    active = [name for name in ("/JavaScript", "/Launch", "/EmbeddedFile") if name.encode() in content]
    links = [str(each) for page in paper.file.pages for each in page.get("/Annots") or []]
    return faults + active + [each for each in links if PROBE in each]


def faults_of_calendar(content: bytes) -> list[str]:
    calendar = icalendar.Calendar.from_ical(content)
    faults = [line[:40].decode() for line in content.split(b"\r\n") if len(line) > 75]
    for part in calendar.walk():
        faults += [name for name in part if name in ("ATTENDEE", "ORGANIZER", "ATTACH", "VALARM")]
        faults += [name for name, value in part.items() if "\x00" in str(value)]
    if content.count(b"BEGIN:VEVENT") != len(calendar.walk("VEVENT")) or b"\r\nATTENDEE" in content:
        faults.append("an entry was ended from within")
    return faults


def faults_of_csv(text: str) -> list[str]:
    """In whatever a spreadsheet takes for the beginning of a cell, which in half of Europe is after a semicolon."""
    found = []
    for delimiter in (",", ";", "\t"):
        rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter)
        cells = [cell for row in rows for cell in row]
        found += [cell[:40] for cell in cells if cell.lstrip().startswith(FORMULA) and not is_number(cell)]
    return found


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def faults_of_json(text: str) -> list[str]:
    json.loads(text)
    return []


def faults_of_header(value: str) -> list[str]:
    return [value] if any(unicodedata.category(sign) in ("Cc", "Cf") for sign in value) else []
