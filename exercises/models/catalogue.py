"""Which exercises there are for whom: the shared catalogue, and what clinics keep beside it for themselves."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q

from backfit.access import AnyUser, PrivateQuerySet
from exercises.reach import read_at_clinics, written_at_clinics

if TYPE_CHECKING:
    from exercises.models.exercise import Exercise

PUBLISHED = "published"
RETIRED = "retired"


class ExerciseQuerySet(PrivateQuerySet["Exercise"]):
    def shared(self) -> Self:
        """What everybody's catalogue consists of, drafts and retired entries too."""
        return self.filter(clinic__isnull=True)

    def published(self) -> Self:
        """The catalogue for everybody."""
        return self.filter(status=PUBLISHED, clinic__isnull=True)

    def offered(self) -> Self:
        """Clinics' own ones that wait for the editors."""
        return self.filter(offered_at__isnull=False)

    def usable_at(self, clinic: Any) -> Self:
        """What programs of this clinic (or its id) may have; of none, the catalogue for everybody."""
        if clinic is None:
            return self.published()
        return self.filter(Q(clinic__isnull=True) | Q(clinic=clinic), status=PUBLISHED)

    def usable_by(self, user: AnyUser) -> Self:
        """What this person may put into a plan that nobody else reads."""
        mine = Q(clinic__isnull=True) | read_at_clinics(user)
        return self.filter(mine, status=PUBLISHED)

    def near(self, slugs: Collection[str]) -> Self:
        """These, and whatever is one step easier or harder than one of them.

        Each way by itself: joined, a database that knows little of the tables yet goes through every pair of pairs.
        """
        steps = self.model.harder.through.objects
        harder = steps.filter(from_exercise__slug__in=slugs).values("to_exercise")
        easier = steps.filter(to_exercise__slug__in=slugs).values("from_exercise")
        return self.filter(Q(slug__in=slugs) | Q(pk__in=harder) | Q(pk__in=easier))

    def visible_to(self, user: AnyUser) -> Self:
        """The catalogue for everybody, and a clinic's own for who belongs there; editors see drafts and offers too."""
        catalogue = Q(clinic__isnull=True) | Q(offered_at__isnull=False)
        if not may_edit(user):
            catalogue = Q(status=PUBLISHED, clinic__isnull=True)
        return self.filter(catalogue | read_at_clinics(user))

    def editable_by(self, user: AnyUser) -> Self:
        """For editors what is shared, and for a clinic's therapists its own."""
        own = written_at_clinics(user)
        return self.filter(Q(clinic__isnull=True) | own if may_edit(user) else own)

    def in_reach_of(self, exercise: "Exercise") -> Self:
        """What its text may name as neighbours: what is shared, and of a clinic's own the others of that clinic.

        No text of the shared catalogue ever names a clinic's exercise.
        """
        if exercise.clinic_id is None:
            return self.shared()
        return self.filter(Q(clinic__isnull=True) | Q(clinic=exercise.clinic_id))

    def replaced(self) -> Self:
        """Retired entries whose successor readers are told of; what was merged leads there by itself."""
        rows = self.shared().filter(status=RETIRED, is_merged=False)
        return rows.filter(successor__status=PUBLISHED).select_related("successor")

    def merged(self, slugs: Collection[str]) -> dict[str, str]:
        """Of these slugs, those whose exercise was merged into a published one, and that one's slug."""
        rows = self.filter(slug__in=slugs, is_merged=True, successor__status=PUBLISHED)
        return dict(rows.values_list("slug", "successor__slug"))

    def search(self, text: str) -> Self:
        """What has these words, with its `score`, best first; see `exercises.search.reading`.

        Narrow down to what the reader may see first: the words are understood by what these rows say.
        """
        from exercises.search.reading import read

        return read(text, self).ranked() if text.strip() else self  # type: ignore[return-value]

    def with_pictures(self) -> Self:
        """With the published drawing beside each, for one join and no further query."""
        heavy = ("document", "solved", "styles", "report")
        return self.select_related("figure__published").defer(
            "figure__document", "figure__fault", *(f"figure__published__{name}" for name in heavy)
        )

    def with_content(self) -> Self:
        """Ready to be shown or compiled whole, in a fixed number of queries."""
        return self.with_pictures().prefetch_related(
            "steps",
            "faults",
            "cautions__tag",
            "regions",
            "equipment",
            "muscle_uses__muscle",
            "showings__media",
            "harder",
            "easier",
        )


def may_edit(user: AnyUser) -> bool:
    # The same question that the navigation asks, kept on the user, so that a page asks it once.
    roles = getattr(user, "roles", None)
    return roles is not None and roles.edits
