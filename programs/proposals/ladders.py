"""The neighbours of a plan's exercises that fit a client, one step up and one down."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from accounts.fit import Judged, fit_for, nearest
from accounts.home import Home
from exercises.dose import Dose
from exercises.models import Caution, Exercise
from exercises.models.catalogue import ExerciseQuerySet
from programs.proposals.course import Ladder, Rung

FALLS = "falls"


@dataclass(frozen=True)
class Ladders(Mapping[str, Ladder]):
    """By slug; read when first asked for, because most sessions lead to no step at all.

    An exercise is one of balance when the catalogue warns of falls and it is held still standing; for a client with
    falls among the precautions every exercise with that warning is. A neighbour that does not fit the home is left out.
    """

    slugs: frozenset[str]
    usable: ExerciseQuerySet
    home: Home

    def __getitem__(self, slug: str) -> Ladder:
        return self.read[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self.read)

    def __len__(self) -> int:
        return len(self.read)

    @cached_property
    def read(self) -> dict[str, Ladder]:
        found = list(self.usable.near(self.slugs).values_list("pk", "slug", "default_dose"))
        doses = {slug: Dose.from_json(dose) for _key, slug, dose in found}
        judged = fit_for(self.home, self.usable.filter(pk__in=[key for key, *_rest in found])).judged
        warned = Caution.objects.filter(exercise__slug__in=self.slugs, tag__slug=FALLS)
        falls = set(warned.values_list("exercise__slug", flat=True))
        return {slug: self.ladder(judged, slug, doses, slug in falls) for slug in self.slugs & judged.facts.keys()}

    def ladder(self, judged: Judged, slug: str, doses: Mapping[str, Dose], warns: bool) -> Ladder:
        facts = judged.facts[slug]
        still = facts.kind == Exercise.Kind.STABILITY and facts.position == Exercise.Position.STANDING
        rungs = {}
        for step, steps in judged.ladder.items():
            found = nearest(facts, {slug: steps.get(slug, ())}, judged.fitting)
            rungs[step] = Rung(found.slug, doses[found.slug]) if found else None
        is_balance = warns and (still or FALLS in self.home.precautions)
        return Ladder(facts.kind, is_balance, harder=rungs["harder"], easier=rungs["easier"])
