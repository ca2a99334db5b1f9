from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.signing_out import remove_second_step


class Command(BaseCommand):
    help = "For who has lost second step and recovery codes: removes both and signs out. Be sure who is asking."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        person = User.objects.filter(email__iexact=address).first()
        if person is None:
            raise CommandError("There is no account with this address.")
        if not remove_second_step(user=person):
            raise CommandError("This account has no second step.")
        self.stdout.write("It is removed. They sign in with password or code, and set up another.")
