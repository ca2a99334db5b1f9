"""The list of those who were erased, outside of the database: a backup that is put back knows nothing of them."""

import datetime
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from accounts.models import ErasedPerson, User


def write_down() -> int:
    """Add to the file whoever is in the table and not in it yet. Gives how many."""
    path = Path(settings.ERASURE_LIST)
    known = dict(read_list())
    missing = [row for row in ErasedPerson.objects.order_by("erased_on", "pk") if row.digest not in known]
    if missing:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as file:
            file.writelines(f"{row.digest} {row.erased_on.isoformat()}\n" for row in missing)
            file.flush()
            if path.is_file():
                os.fsync(file.fileno())
    return len(missing)


def read_list(path: str = "") -> Iterator[tuple[str, datetime.date]]:
    """Digest and day, line by line. A line that was cut off by a power cut is left out."""
    file = Path(path or settings.ERASURE_LIST)
    for line in file.read_text().splitlines() if file.exists() else ():
        digest, _space, day = line.partition(" ")
        if len(digest) == 64 and len(day) == 10:
            yield digest, datetime.date.fromisoformat(day)


def erase_again(path: str = "") -> int:
    """Erase everybody who is on the list and in the database. Gives how many."""
    from accounts.privacy.erasing import clean_file, erase

    erased = {row.digest: row.erased_on for row in ErasedPerson.objects.all()} | dict(read_list(path))
    count = 0
    for key in User.objects.values_list("pk", flat=True):
        day = erased.get(ErasedPerson.digest_of(key))
        if day is not None:
            count += erase(person=key, on=day)
    if count:
        clean_file()
    return count
