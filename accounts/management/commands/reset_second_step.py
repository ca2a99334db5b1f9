from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.second_step_reset import reset_second_step
from backfit.refusals import Conflict


class Command(BaseCommand):
    help = (
        "Takes away the second step of an account whose owner has lost it: passkeys, code app and recovery codes. "
        "They are signed out, told by mail, and set up a new one. Make sure first that it is them who asks."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="address of the account")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError("There is no account with this address.")
        try:
            reset_second_step(person=person, by=None)
        except Conflict as conflict:
            raise CommandError(str(conflict.sentence)) from conflict
        self.stdout.write("The second step is taken away, and the person has been told.")
