"""Which exercises do not fit a client's home and precautions, why, and what fits in their place.

The judgement is pure: the facts of an exercise and a `Home` give sentences to the therapist. What nobody has asked yet
rules nothing out. It marks and never forbids: a therapist who knows better gives a reason (`Item.despite`).

Where the client exercises (`Home.places`) is shown to the therapist and not judged by. The catalogue does not say what
can be done at work or outdoors, and guessing it from the position would be wrong as often as right: some lie down in
the office, others may not stand up. What is at hand there is asked as equipment instead. `Home.minutes` belongs to
the plan as a whole, not to an exercise.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from django.utils.translation import gettext as _

from accounts.home import Home
from exercises.models import Caution, Exercise, PrecautionTag
from exercises.models.catalogue import PUBLISHED, ExerciseQuerySet

Step = Literal["easier", "harder"]
Steps = Mapping[str, Iterable[str]]

EVERYWHERE = frozenset(
    ("chair", "counter", "doorway", "mat", "pillow", "stick", "strap", "towel", "walking-shoes", "wall")
)
"""What any home has or has something that does: the catalogue means a broom by the stick, a belt by the strap, a carpet
by the mat and any steady support by the counter. It is not asked for and never missing. A step or stair, a desk, a
screen and a hook in the wall are not in every home, so they are asked for like a band."""

FLOOR = frozenset(("supine", "prone", "side-lying", "quadruped", "kneeling", "plank"))
OFF_THE_FLOOR = frozenset(("bench", "counter", "desk", "doorway", "high-surface", "rail", "wall"))
"""A position of the floor that leans on one of these, and needs no mat, is not on the floor: a plank at the counter."""

KNEES = frozenset(("quadruped", "kneeling"))
KNEELING_TAG = "knee-kneel"
ABOUT_POSITION = {"pregnancy-supine": {"supine"}, "pregnancy-prone": {"prone"}, KNEELING_TAG: KNEES}
"""Precautions that are about a position: they hold for every exercise in it, whether its text has a caution or not."""


@dataclass(frozen=True)
class Facts:
    """What is judged of an exercise: `equipment` as slug and label, `cautions` as tag and text."""

    slug: str
    name: str
    position: str
    kind: str = "mobility"
    difficulty: int = 1
    offered: bool = True
    equipment: tuple[tuple[str, str], ...] = ()
    cautions: tuple[tuple[str, str], ...] = ()

    @property
    def is_on_the_floor(self) -> bool:
        """A habit in a position of the floor is one for the bed; whoever sits on a mat sits on the floor."""
        needs = {slug for slug, _label in self.equipment}
        if self.position == Exercise.Position.SITTING:
            return "mat" in needs
        if self.position not in FLOOR or self.kind == Exercise.Kind.HABIT:
            return False
        return "mat" in needs or not needs & OFF_THE_FLOOR

    @property
    def is_on_the_knees(self) -> bool:
        return self.position in KNEES or any(tag == KNEELING_TAG for tag, _text in self.cautions)


@dataclass(frozen=True)
class Neighbour:
    slug: str
    name: str
    step: Step


@dataclass(frozen=True)
class Mark:
    """Why an exercise does not fit, in sentences to the therapist, and at most one easier and one harder that does."""

    reasons: tuple[str, ...]
    instead: tuple[Neighbour, ...] = ()


def judges(home: Home) -> bool:
    """Whether there is anything in it that could rule an exercise out."""
    return home.equipment is not None or home.floor is False or home.kneel is False or bool(home.precautions)


def reasons(facts: Facts, home: Home, labels: Mapping[str, str]) -> tuple[str, ...]:
    """Why this exercise does not fit; nothing when it does. `labels` are those of the precautions, by their tag."""
    found = []
    if home.equipment is not None:
        missing = [label for slug, label in facts.equipment if slug not in EVERYWHERE.union(home.equipment)]
        if missing:
            found.append(_("Not at hand: %(things)s.") % {"things": ", ".join(missing)})
    if home.floor is False and facts.is_on_the_floor:
        found.append(_("Done on the floor, and getting down there and up again is not possible."))
    if home.kneel is False and facts.is_on_the_knees and KNEELING_TAG not in home.precautions:
        found.append(_("Done on the knees, and kneeling is not possible."))
    return (*found, *careful(facts, home, labels))


def careful(facts: Facts, home: Home, labels: Mapping[str, str]) -> list[str]:
    """What the exercise's own cautions say to the client's precautions, in the order of the catalogue's tags."""
    found = []
    for tag in (tag for tag in labels if tag in home.precautions):
        texts = [text for own, text in facts.cautions if own == tag]
        if not texts and facts.position in ABOUT_POSITION.get(tag, ()):
            texts = [_("This is its start position: %(position)s.") % {"position": position_in_words(facts.position)}]
        if texts:
            found.append(_("%(label)s: needs care. %(text)s") % {"label": labels[tag], "text": " ".join(texts)})
    return found


def position_in_words(position: str) -> str:
    return str(Exercise.Position(position).label).lower()


def nearest(start: Facts, steps: Steps, fitting: Mapping[str, Facts]) -> Facts | None:
    """The first that fits on the way along the ladder; of several as far away, the one nearest in difficulty."""
    seen, ahead = {start.slug}, [start.slug]
    while ahead:
        ahead = sorted({slug for here in ahead for slug in steps.get(here, ())} - seen)
        seen.update(ahead)
        good = [fitting[slug] for slug in ahead if slug in fitting]
        if good:
            return min(good, key=lambda facts: (abs(facts.difficulty - start.difficulty), facts.name))
    return None


def links(pairs: Iterable[tuple[str, str]]) -> dict[Step, dict[str, list[str]]]:
    """Both directions of what was given from easier to harder."""
    found: dict[Step, dict[str, list[str]]] = {"easier": defaultdict(list), "harder": defaultdict(list)}
    for low, high in pairs:
        found["harder"][low].append(high)
        found["easier"][high].append(low)
    return found


@dataclass(frozen=True)
class Judged:
    """Exercises held against a home: pure, whatever they were read from."""

    home: Home
    facts: Mapping[str, Facts]
    ladder: Mapping[Step, Steps]
    labels: Mapping[str, str]
    reasons: Mapping[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        held = {slug: reasons(facts, self.home, self.labels) for slug, facts in self.facts.items()}
        object.__setattr__(self, "reasons", held)

    @cached_property
    def fitting(self) -> dict[str, Facts]:
        return {slug: facts for slug, facts in self.facts.items() if facts.offered and not self.reasons[slug]}

    def marks(self, slugs: Iterable[str]) -> dict[str, Mark]:
        misfits = [slug for slug in dict.fromkeys(slugs) if self.reasons.get(slug)]
        return {slug: Mark(self.reasons[slug], tuple(self.instead(slug))) for slug in misfits}

    def instead(self, slug: str) -> Iterable[Neighbour]:
        for step, steps in self.ladder.items():
            found = nearest(self.facts[slug], steps, self.fitting)
            if found is not None:
                yield Neighbour(found.slug, found.name, step)


@dataclass(frozen=True)
class Fit:
    home: Home
    among: ExerciseQuerySet

    def marks(self, slugs: Iterable[str]) -> dict[str, Mark]:
        """Those of these exercises that do not fit. Five queries for any number of slugs, once; none without reason.

        Of what is not `among` the exercises nothing is said.
        """
        slugs = list(slugs)
        return self.judged.marks(slugs) if slugs and judges(self.home) else {}

    @cached_property
    def judged(self) -> Judged:
        rows = self.among.order_by().values_list("pk", "status", "slug", "name", "position", "kind", "difficulty")
        equipment, cautions = self.equipment(), self.cautions()
        facts = {
            key: Facts(slug, name, position, kind, difficulty, status == PUBLISHED, equipment[key], cautions[key])
            for key, status, slug, name, position, kind, difficulty in rows
        }
        pairs = ((facts[low].slug, facts[high].slug) for low, high in self.steps() if low in facts and high in facts)
        return Judged(self.home, {one.slug: one for one in facts.values()}, links(pairs), self.labels())

    def equipment(self) -> dict[int, tuple[tuple[str, str], ...]]:
        rows = Exercise.equipment.through._default_manager.filter(exercise__in=self.keys())
        return gathered(rows.order_by("equipment__name").values_list("exercise", "equipment__slug", "equipment__name"))

    def cautions(self) -> dict[int, tuple[tuple[str, str], ...]]:
        asked = {*self.home.precautions, KNEELING_TAG}
        rows = Caution.objects.filter(exercise__in=self.keys(), tag__slug__in=asked)
        return gathered(rows.values_list("exercise", "tag__slug", "text"))

    def steps(self) -> Iterable[tuple[int, int]]:
        """From easier to harder."""
        rows = Exercise.harder.through._default_manager.filter(from_exercise__in=self.keys())
        return rows.values_list("from_exercise", "to_exercise")

    def labels(self) -> dict[str, str]:
        asked = PrecautionTag.objects.filter(slug__in=self.home.precautions)
        return dict(asked.order_by("name").values_list("slug", "name"))

    def keys(self) -> ExerciseQuerySet:
        return self.among.order_by().values("pk")  # type: ignore[return-value]


def gathered(rows: Iterable[tuple[int, str, str]]) -> dict[int, tuple[tuple[str, str], ...]]:
    found: dict[int, tuple[tuple[str, str], ...]] = defaultdict(tuple)
    for key, slug, text in rows:
        found[key] += ((slug, text),)
    return found


def fit_for(home: Home, among: ExerciseQuerySet) -> Fit:
    """What a home profile has to say of these exercises, which are those that the client's plan may have.

    For a plan with exercises that were retired since, put these `among` them: they are marked and never offered.
    """
    return Fit(home, among)
