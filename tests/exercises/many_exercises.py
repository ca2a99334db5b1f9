"""A made-up catalogue as large as one likes, in the words of the real one; the same for the same seed."""

import random
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from exercises.content import schema
from exercises.content.files import read
from exercises.models import Exercise, Muscle, MuscleUse, Region, Step
from exercises.models.vocabulary import Equipment

DOSE = {"sets": 3, "reps": 10}


class Maker:
    """`like` are the real exercises, whose sentences and words are shuffled."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        paths = sorted((schema.CONTENT / "exercises").glob("*.yaml"))
        self.like = [read(path, schema.read_exercise) for path in paths]
        self.words = sorted({word for real in self.like for word in real.name.split()})
        self.steps = [step for real in self.like for step in real.steps]

    def name(self) -> str:
        return " ".join(self.dice.choices(self.words, k=self.dice.randint(2, 4))).capitalize()

    def exercise(self, number: int) -> Exercise:
        real, name, dice = self.dice.choice(self.like), self.name(), self.dice
        return Exercise(
            slug=f"{slugify(name)}-{number}"[-60:].strip("-"),
            name=name,
            aliases=[self.name() for _alias in range(dice.randint(0, 2))],
            kind=real.kind,
            position=real.position,
            difficulty=dice.randint(1, 5),
            purpose=dice.choice(self.like).purpose,
            default_dose=DOSE,
            status=Exercise.Status.DRAFT if number % 20 == 0 else Exercise.Status.PUBLISHED,
            published_at=timezone.now(),
        )

    def some(self, values: list[Any], least: int, most: int) -> list[Any]:
        return self.dice.sample(values, self.dice.randint(least, most))


def make_exercises(count: int, *, seed: int = 4) -> list[Exercise]:
    """Unindexed; wants the vocabulary in the database."""
    maker = Maker(seed)
    rows = Exercise.objects.bulk_create([maker.exercise(number) for number in range(count)], batch_size=500)
    regions, equipment = list(Region.objects.order_by("pk")), list(Equipment.objects.order_by("pk"))
    muscles = list(Muscle.objects.order_by("pk"))
    link(Exercise.regions.through, rows, "region", lambda: maker.some(regions, 1, 3))
    link(Exercise.equipment.through, rows, "equipment", lambda: maker.some(equipment, 0, 2))
    link(MuscleUse, rows, "muscle", lambda: maker.some(muscles, 3, 7))
    steps = [
        Step(exercise=row, position=number, text=text)
        for row in rows
        for number, text in enumerate(maker.some(maker.steps, 3, 6), 1)
    ]
    Step.objects.bulk_create(steps, batch_size=2000)
    return rows


def link(model: Any, rows: list[Exercise], name: str, choose: Callable[[], list[Any]]) -> None:
    links = [model(**{"exercise": row, name: word}) for row in rows for word in choose()]
    model._default_manager.bulk_create(links, batch_size=2000)
