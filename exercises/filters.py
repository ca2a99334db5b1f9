"""One definition of the catalogue's filters, for the page and for the API."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import QuerySet, Value
from django.forms import TextInput
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet

from exercises.facets import FACETS, NO_EQUIPMENT, Counts, count_facets
from exercises.models import Equipment, Exercise, FacetKey, Region
from exercises.models.exercise import ExerciseQuerySet
from exercises.search.reading import Reading, read

LEVELS = ((1, _("1, gentle")), (2, "2"), (3, "3"), (4, "4"), (5, _("5, hard")))
Choices = list[tuple[str, Any]]


def vocabulary() -> list[tuple[str, str, str]]:
    """(filter, slug, name) of every region and piece of equipment, in one query."""
    return list(words(Region, "region").union(words(Equipment, "equipment")).order_by("name"))


def words(model: type[Region] | type[Equipment], kind: str) -> QuerySet[Any, Any]:
    return model._default_manager.order_by().annotate(kind=Value(kind)).values_list("kind", "slug", "name")


class Counted(Paginator):
    """Pages of rows whose number is known already."""

    def __init__(self, rows: Any, per_page: int, *, count: int) -> None:
        super().__init__(rows, per_page)
        self.count = count


class ExerciseFilter(FilterSet):
    """What is asked of the catalogue, what was found, and how much each other choice would find."""

    q = CharFilter(
        label=_("Search exercises"),
        method="search",
        max_length=100,
        widget=TextInput(attrs={"type": "search", "placeholder": _("Name or muscle")}),
    )
    kind = ChoiceFilter(label=_("Kind"), choices=Exercise.Kind.choices, empty_label=_("Any kind"))
    position = ChoiceFilter(label=_("Start position"), choices=Exercise.Position.choices, empty_label=_("Any position"))
    region = ChoiceFilter(label=_("Body region"), field_name="regions__slug", empty_label=_("Any region"))
    equipment = ChoiceFilter(label=_("Equipment"), method="with_equipment", empty_label=_("Any equipment"))
    difficulty = ChoiceFilter(label=_("Difficulty"), choices=LEVELS, empty_label=_("Any difficulty"))

    MENUS: ClassVar = ("kind", "position", "region", "equipment", "difficulty")

    class Meta:
        model = Exercise
        fields: Sequence[str] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = vocabulary()
        self.reading: Reading | None = None
        for name in ("region", "equipment"):
            found: Choices = [(NO_EQUIPMENT, _("No equipment"))] if name == "equipment" else []
            found += [(slug, label) for kind, slug, label in self.words if kind == name]
            self.filters[name].extra["choices"] = found

    def search(self, queryset: ExerciseQuerySet, name: str, value: str) -> ExerciseQuerySet:
        """Comes before the other filters, which must not change how the words are understood."""
        self.reading = read(value, queryset)
        return self.reading.ranked()

    @staticmethod
    def with_equipment(queryset: ExerciseQuerySet, name: str, value: str) -> ExerciseQuerySet:
        if value == NO_EQUIPMENT:
            return queryset.filter(equipment__isnull=True)
        return queryset.filter(equipment__slug=value)

    @property
    def chosen(self) -> dict[str, str]:
        """The menus that are set to something that there is."""
        values = self.form.cleaned_data if self.is_bound else {}
        return {name: str(values[name]) for name in FACETS if values.get(name)}

    @cached_property
    def counted(self) -> tuple[int, Counts]:
        """How many were found, and by menu and choice how many there would be with that choice."""
        _asked = self.qs
        rows: Any = self.reading.matching() if self.reading else self.queryset
        shown: Any = rows.order_by().values("pk")
        keys = FacetKey.objects.filter(exercise__in=shown).values_list("facet_key", flat=True)
        return count_facets(keys, self.chosen)

    def pages(self, per_page: int) -> Counted:
        return Counted(self.qs, per_page, count=self.counted[0])

    def offer_what_is_found(self) -> None:
        """Say in the menus how many each choice finds, and leave out what would find nothing."""
        _found, counts = self.counted
        for name in self.MENUS:
            field = self.form.fields[name]
            numbers, chosen = counts[name], self.form.data.get(name)
            field.widget.choices = [("", field.empty_label)] + [
                (value, f"{label} ({numbers.get(str(value), 0)})")
                for value, label in self.filters[name].extra["choices"]
                if str(value) in numbers or str(value) == chosen
            ]
