"""The catalogue at a glance: what each entry needs, and how many entries need it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from exercises.editorial.readiness import Lack, lacks
from exercises.editorial.reading import HIGHEST_GRADE
from exercises.editorial.rows import document_of
from exercises.editorial.usage import Usage, usage_of
from exercises.models import Draft, EditorialEvent, Exercise, Likeness, Step
from exercises.models.exercise import ExerciseQuerySet


@dataclass(frozen=True)
class Need:
    """`of` gives the condition when it is asked, since some hold a query."""

    label: object
    of: Callable[[], Q]


def unfinished() -> Q:
    """What `readiness.stoppers` says of the rows, but for the licence, which has a filter of its own."""
    without_steps = ~Exists(Step.objects.filter(exercise=OuterRef("pk")))
    without_regions = ~Exists(Exercise.regions.through._default_manager.filter(exercise=OuterRef("pk")))
    return Q(purpose="") | Q(author="") | Q(without_steps) | Q(without_regions)


NEEDS = {
    "text": Need(_("Text, region or author"), unfinished),
    "picture": Need(_("A picture"), lambda: Q(figure__published__isnull=True)),
    "evidence": Need(_("Evidence"), lambda: Q(evidence_basis="")),
    "check": Need(_("A check of the evidence"), lambda: ~Q(evidence_basis="") & ~Q(evidence_checked="yes")),
    "reading": Need(_("Plainer words (above grade 8)"), lambda: Q(reading_grade__gt=HIGHEST_GRADE)),
    "licence": Need(_("A licence"), lambda: Q(licence="")),
    "duplicates": Need(_("A look at a likely double"), lambda: Q(pk__in=Likeness.objects.open().values("exercise"))),
}

ORIGINS = {
    "files": (_("The content files, unchanged"), ~Q(loaded_digest="")),
    "import": (_("An import"), Q(pk__in=EditorialEvent.objects.filter(verb="imported").values("exercise"))),
    "here": (
        _("Written or changed here"),
        Q(loaded_digest="") & ~Q(pk__in=EditorialEvent.objects.filter(verb="imported").values("exercise")),
    ),
}


@dataclass(frozen=True)
class Health:
    lacks: list[Lack]
    usage: Usage
    doubles: int


def health_of(exercises: Iterable[Exercise]) -> dict[int, Health]:
    """Of the text that readers see, by id. Ask for the exercises `with_content()`; the queries do not grow."""
    rows = list(exercises)
    usage = usage_of(row.pk for row in rows)
    pairs = Likeness.objects.open().filter(exercise__in=rows).order_by().values_list("exercise")
    doubles = dict(pairs.annotate(Count("pk")))
    return {row.pk: Health(lacks(document_of(row), row), usage[row.pk], doubles.get(row.pk, 0)) for row in rows}


@dataclass(frozen=True)
class Figure:
    """One number of the summary; `query` leads to the entries that it counts."""

    count: int
    label: object
    query: str
    is_worry: bool = False


def summary(rows: ExerciseQuerySet) -> list[Figure]:
    """How the catalogue stands, in two queries. Needs are counted of what is published."""
    live = Q(status=Exercise.Status.PUBLISHED)
    needs = ("check", "evidence", "picture", "reading", "duplicates")
    counts = rows.aggregate(
        published=Count("pk", filter=live),
        new=Count("pk", filter=Q(status=Exercise.Status.DRAFT)),
        retired=Count("pk", filter=Q(status=Exercise.Status.RETIRED)),
        **{key: Count("pk", filter=live & NEEDS[key].of()) for key in needs},
    )
    drafts = Draft.objects.filter(exercise__in=rows).aggregate(
        open=Count("pk"), review=Count("pk", filter=Q(state=Draft.State.REVIEW))
    )
    found = [
        Figure(counts["published"], _("published"), "status__exact=published"),
        Figure(counts["new"], _("never published"), "status__exact=draft"),
        Figure(drafts["open"], _("with an open draft"), "draft=any"),
        Figure(drafts["review"], _("waiting for review"), "draft=review", is_worry=True),
        Figure(counts["retired"], _("retired"), "status__exact=retired"),
    ]
    labels = {
        "check": _("not fully checked"),
        "evidence": _("without evidence"),
        "picture": _("without a picture"),
        "reading": _("above grade 8"),
        "duplicates": _("with a likely double"),
    }
    found += [Figure(counts[key], labels[key], f"needs={key}&status__exact=published", is_worry=True) for key in needs]
    return [figure for figure in found if figure.count or figure.query == "status__exact=published"]
