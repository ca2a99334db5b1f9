from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.changed_address import change_address
from accounts.models import User


class Command(BaseCommand):
    help = "Gives an account another address, for who reads the old mailbox no more. Be sure who is asking."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="what it is now")
        parser.add_argument("new")

    def handle(self, *args: Any, address: str, new: str, **options: Any) -> None:
        person = User.objects.filter(email__iexact=address).first()
        if person is None:
            raise CommandError("There is no account with this address.")
        try:
            change_address(person=person, email=new)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write("Changed. They are signed out everywhere, and the old address has been told.")
