from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import ngettext

from accounts.access_log import faults
from accounts.models import AccessEntry


class Command(BaseCommand):
    help = "Says whether the log of who looked at clients' records is whole, and where it is not."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(faults())
        if found:
            raise CommandError("\n".join(found))
        number = AccessEntry.objects.count()
        sentence = ngettext(
            "The access log is whole: %(number)s entry.", "The access log is whole: %(number)s entries.", number
        )
        self.stdout.write(sentence % {"number": number})
