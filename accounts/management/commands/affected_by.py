import csv
import datetime
import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import make_aware

from accounts.breach import affected_by, people
from accounts.models import User
from backfit.formulas import defused

COLUMNS = ("episode", "name", "email", "clinic", "kinds", "looks", "first", "last")


class Command(BaseCommand):
    help = "Lists whose records an account was given and which kinds of rows, as CSV; for after a break-in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("account", help="email address or id; an id also of an account that was erased")
        parser.add_argument("--since", type=moment, help="day or moment in UTC, such as 2027-03-28 or 2027-03-28T14:30")
        parser.add_argument("--until", type=moment, help="the first day or moment that does not count any more")

    def handle(self, *args: Any, account: str, since: Any, until: Any, **options: Any) -> None:
        found = affected_by(actor=id_of(account), since=since, until=until)
        writer = csv.writer(self.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        for record in found:
            values = (getattr(record, column) for column in COLUMNS)
            writer.writerow([defused(cell(value)) for value in values])
        self.stderr.write(f"{len(found)} records of {people(found)} people.")


def cell(value: Any) -> str:
    if isinstance(value, set):
        return " ".join(sorted(value))
    return value.isoformat(timespec="seconds") if isinstance(value, datetime.datetime) else str(value)


def id_of(account: str) -> uuid.UUID:
    try:
        return uuid.UUID(account)
    except ValueError:
        user = User.objects.filter(email__iexact=account).first()
        if user is None:
            raise CommandError("There is no account with this address.") from None
        return user.pk


def moment(text: str) -> datetime.datetime:
    """Raises ValueError, which argparse puts into a sentence."""
    found = datetime.datetime.fromisoformat(text)
    return found if found.tzinfo else make_aware(found, datetime.UTC)
