"""One definition of the catalogue's filters, for the page and for the API."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.forms import TextInput
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet

from exercises.models import Equipment, Exercise, Region
from exercises.models.exercise import ExerciseQuerySet

NO_EQUIPMENT = "none"
Choices = list[tuple[str, Any]]


def vocabulary() -> list[tuple[str, str, str, bool]]:
    """(filter, slug, name, used by a published exercise) of every region and piece of equipment, in one query."""
    return list(words(Region, "region", "regions").union(words(Equipment, "equipment", "equipment")).order_by("name"))


def words(model: type[Region] | type[Equipment], kind: str, link: str) -> QuerySet[Any, Any]:
    used = Exercise.objects.published().filter(**{link: OuterRef("pk")})
    rows = model._default_manager.order_by().annotate(kind=Value(kind), used=Exists(used))
    return rows.values_list("kind", "slug", "name", "used")


class ExerciseFilter(FilterSet):
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

    class Meta:
        model = Exercise
        fields: Sequence[str] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = vocabulary()
        for name in ("region", "equipment"):
            self.filters[name].extra["choices"] = self.choices(name)

    def choices(self, name: str, *, used_only: bool = False) -> Choices:
        found: Choices = [(NO_EQUIPMENT, _("No equipment"))] if name == "equipment" else []
        return found + [
            (slug, label) for kind, slug, label, used in self.words if kind == name and (used or not used_only)
        ]

    def offer_what_is_used(self) -> None:
        """Leave out of the menus what would find nothing; the address may still name it."""
        for name in ("region", "equipment"):
            field = self.form.fields[name]
            chosen = self.form.data.get(name)
            field.widget.choices = [("", field.empty_label)] + [
                (slug, label)
                for slug, label in self.choices(name)
                if slug == chosen or (slug, label) in self.choices(name, used_only=True)
            ]

    @staticmethod
    def search(queryset: ExerciseQuerySet, name: str, value: str) -> ExerciseQuerySet:
        return queryset.search(value)

    @staticmethod
    def with_equipment(queryset: ExerciseQuerySet, name: str, value: str) -> ExerciseQuerySet:
        if value == NO_EQUIPMENT:
            return queryset.filter(equipment__isnull=True)
        return queryset.filter(equipment__slug=value)
