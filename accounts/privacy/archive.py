"""The ZIP in which an export leaves."""

import csv
import hashlib
import io
import json
import re
import zipfile
from typing import IO, Any

from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from accounts.privacy.contents import Contents, everything_about
from accounts.privacy.registry import registry
from accounts.privacy.schema import schema
from accounts.privacy.shapes import Row, canonical
from backfit.formulas import defused

NUMBER = re.compile(r"-?\d+(\.\d+)?")


class Archive:
    """Writes files into a ZIP and remembers what they were."""

    def __init__(self, target: IO[bytes]) -> None:
        self.zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)
        self.digests: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> None:
        self.digests[name] = hashlib.sha256(content).hexdigest()
        self.zip.writestr(name, content)


def write_archive(person: User, target: IO[bytes]) -> Contents:
    """Everything about the person, into a file that is open for writing."""
    contents = everything_about(person)
    archive = Archive(target)
    archive.add("README.txt", read_me(contents).encode())
    archive.add("data.json", canonical(contents.to_json()))
    archive.add("schema.json", json.dumps(schema(), indent=1, ensure_ascii=False).encode())
    for label, rows in {**contents.record, **contents.also, "people": contents.people}.items():
        if rows:
            archive.add(f"tables/{label}.csv", table(rows))
    for files in registry.files:
        for name, content in files(person):
            archive.add(name, content)
    manifest = {
        "format": contents.to_json()["format"],
        "made_at": timezone.now().isoformat(),
        "record_sha256": contents.digest,
        "files": dict(archive.digests),
    }
    archive.add("manifest.json", json.dumps(manifest, indent=1).encode())
    archive.zip.close()
    return contents


def read_me(contents: Contents) -> str:
    reasons = list(dict.fromkeys(registry.left_out.values()))
    about = {"reasons": reasons, "day": timezone.now(), "digest": contents.digest}
    return render_to_string("accounts/privacy/read_me.txt", about)


def table(rows: list[Row]) -> bytes:
    """A CSV for spreadsheets: with the mark by which they know UTF-8, and with nothing in it that they would run."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    names = list(rows[0])
    writer.writerow(names)
    writer.writerows([cell(row[name]) for name in names] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return str(value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if NUMBER.fullmatch(text) else defused(text)
