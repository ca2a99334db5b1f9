"""Makes exercises findable, and countable, by what they say now. Whoever changes their content calls `index`."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps as live
from django.conf import settings
from django.db import transaction
from django.utils import translation

from exercises.facets import facet_key
from exercises.search.words import WHOLE, Entry, grams_of

BATCH = 1000
# SQLite counts the values of one statement.
TEXTS = 500


def index(exercises: Iterable[Any]) -> None:
    """Put these exercises (a QuerySet or a list) under the words that they have now."""
    index_by_key([exercise.pk for exercise in exercises], live)


def index_by_key(keys: Iterable[int], registry: Any) -> None:
    """`registry` gives the models: the live ones, or a migration's."""
    keys = sorted(set(keys))
    for start in range(0, len(keys), BATCH):
        with transaction.atomic():
            Batch(keys[start : start + BATCH], registry).index()


class Batch:
    """Some exercises, each question about all of them asked once."""

    def __init__(self, keys: list[int], registry: Any) -> None:
        self.model = lambda name: registry.get_model("exercises", name)
        # Two people who save the same exercise come here one after the other.
        rows = self.model("Exercise").objects.select_for_update().filter(pk__in=keys).order_by("pk")
        columns = ("slug", "name", "aliases", "kind", "position", "difficulty", "purpose")
        self.rows = {row.pk: row for row in rows.only(*columns)}

    def index(self) -> None:
        entries = self.entries()
        weights = {key: entry.weights() for key, entry in entries.items()}
        words = self.words({word for own in weights.values() for word in own})
        posting = self.model("Posting")
        posting.objects.filter(exercise__in=self.rows).delete()
        posting.objects.bulk_create(
            [
                posting(exercise_id=key, word_id=words[word], weight=weight)
                for key, own in weights.items()
                for word, weight in own.items()
            ],
            batch_size=5000,
        )

    def entries(self) -> dict[int, Entry]:
        """What there is to read of each."""
        regions, equipment = self.linked("regions"), self.linked("equipment")
        self.list_facets(regions, equipment)
        entries = {
            key: Entry(row.slug, row.name, row.aliases, row.purpose, sorts=self.sorts(row))
            for key, row in self.rows.items()
        }
        for key, entry in entries.items():
            entry.worked += [name for _slug, name in regions[key]]
            entry.sorts += [name for _slug, name in equipment[key]]
        uses = self.model("MuscleUse").objects.filter(exercise__in=self.rows)
        for key, role, name, plain in uses.values_list("exercise_id", "role", "muscle__name", "muscle__plain"):
            (entries[key].worked if role == "primary" else entries[key].involved).append(f"{name} {plain}")
        steps = self.model("Step").objects.filter(exercise__in=self.rows)
        for key, text in steps.values_list("exercise_id", "text"):
            entries[key].steps.append(text)
        return entries

    def linked(self, name: str) -> dict[int, list[tuple[str, str]]]:
        """(slug, name) of the words that each exercise has of a vocabulary."""
        found = defaultdict(list)
        rows = self.model("Exercise").objects.filter(pk__in=self.rows, **{f"{name}__isnull": False}).order_by()
        for key, slug, label in rows.values_list("pk", f"{name}__slug", f"{name}__name"):
            found[key].append((slug, label))
        return found

    @staticmethod
    def sorts(row: Any) -> list[str]:
        """Kind and position, as their slugs and in the site's own language, whoever it is that saves."""
        from exercises.models import Exercise

        with translation.override(settings.LANGUAGE_CODE):
            labels = [dict(Exercise.Kind.choices).get(row.kind), dict(Exercise.Position.choices).get(row.position)]
        return [row.kind, row.position, *(str(label) for label in labels if label)]

    def list_facets(self, regions: dict[int, Any], equipment: dict[int, Any]) -> None:
        model = self.model("FacetKey")
        keys = [
            model(
                exercise_id=key,
                facet_key=facet_key(
                    kind=row.kind,
                    position=row.position,
                    difficulty=row.difficulty,
                    regions=[slug for slug, _name in regions[key]],
                    equipment=[slug for slug, _name in equipment[key]],
                ),
            )
            for key, row in self.rows.items()
        ]
        unique = {"unique_fields": ["exercise"], "update_fields": ["facet_key"]}
        model.objects.bulk_create(keys, batch_size=TEXTS, update_conflicts=True, **unique)

    def words(self, texts: set[str]) -> dict[str, int]:
        """The key of each word; those that the catalogue did not have are added with their grams."""
        found = self.known(texts)
        missing = sorted(texts - set(found))  # in order, or two who add the same words might wait for each other
        if missing:
            word, gram = self.model("SearchWord"), self.model("SearchGram")
            word.objects.bulk_create([word(text=text) for text in missing], batch_size=TEXTS, ignore_conflicts=True)
            added = self.known(missing)
            grams = [
                gram(gram=part, word_id=key)
                for text, key in added.items()
                if not text.startswith(WHOLE)
                for part in sorted(grams_of(text))
            ]
            gram.objects.bulk_create(grams, batch_size=5000, ignore_conflicts=True)
            found |= added
        return found

    def known(self, texts: Iterable[str]) -> dict[str, int]:
        listed = sorted(texts)
        found: dict[str, int] = {}
        for start in range(0, len(listed), TEXTS):
            rows = self.model("SearchWord").objects.filter(text__in=listed[start : start + TEXTS])
            found |= dict(rows.values_list("text", "pk"))
        return found
