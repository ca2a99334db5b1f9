from typing import Any

from django.core.management.base import BaseCommand

from exercises.models import Exercise
from exercises.search.indexing import index


class Command(BaseCommand):
    help = "Index the whole catalogue for the search again; needed only after rows were written past the application."

    def handle(self, *args: Any, **options: Any) -> None:
        index(Exercise.objects.only("pk"))
        self.stdout.write(f"{Exercise.objects.count()} exercises are indexed.")
