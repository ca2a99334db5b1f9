from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.signing_out import end_everybodys, end_everywhere


class Command(BaseCommand):
    help = "Ends the sessions of a person, or of everybody; for after a break-in, or a backup that was put back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", nargs="?", default="", help="whose sessions")
        parser.add_argument("--everybody", action="store_true", help="all sessions that there are")
        parser.add_argument("--tokens", action="store_true", help="API tokens and invitations that wait, too")

    def handle(self, *args: Any, address: str, everybody: bool, tokens: bool, **options: Any) -> None:
        if bool(address) == everybody:
            raise CommandError("Give an address, or --everybody.")
        if everybody:
            sessions = end_everybodys(tokens=tokens)
        else:
            person = User.objects.filter(email__iexact=address).first()
            if person is None:
                raise CommandError("There is no account with this address.")
            sessions = end_everywhere(user=person, tokens=tokens)
        self.stdout.write(f"{sessions} sessions are over.")
