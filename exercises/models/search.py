"""What the search looks things up in: the catalogue's words, their pieces, and which exercise has which word.

Plain tables with plain indexes, because the two databases' own full-text searches rank differently and neither
forgives a typing error. `exercises.search.indexing` fills them and `exercises.search.reading` asks them.
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models.lookups import StartsWith

from exercises.models.exercise import Exercise
from exercises.search.words import LONGEST


@models.CharField.register_lookup
class Begins(StartsWith):
    """`startswith` for which SQLite can use its index as well: its LIKE takes A for a and so reads every row."""

    lookup_name = "begins"

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        return str(connection.operators["startswith"] % rhs)

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, parameters = self.process_lhs(compiler, connection)
        return f"({left} >= %s AND {left} < %s)", [*parameters, self.rhs, *parameters, f"{self.rhs}\U0010ffff"]


class SearchWord(models.Model):
    """A word of the catalogue, folded, or a whole name after `exercises.search.words.WHOLE`."""

    text = models.CharField(max_length=LONGEST, unique=True)

    def __str__(self) -> str:
        return self.text


class SearchGram(models.Model):
    """Three letters in a row of a word, by which words that are spelt alike are found."""

    gram = models.CharField(max_length=3)
    word = models.ForeignKey(SearchWord, models.CASCADE, related_name="grams")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["gram", "word"], name="gram_once_per_word")]

    def __str__(self) -> str:
        return self.gram


class Posting(models.Model):
    """That a word occurs in an exercise; the weight is that of the best place where it does."""

    # The two indexes below begin with these, so neither needs one of its own.
    word = models.ForeignKey(SearchWord, models.CASCADE, related_name="postings", db_index=False)
    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="postings", db_index=False)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exercise", "word"], name="word_once_per_exercise"),
        ]
        # All that a search reads of a word's rows, so that it reads the index alone.
        indexes: ClassVar = [models.Index(fields=["word", "exercise", "weight"], name="posting_by_word")]

    def __str__(self) -> str:
        return f"{self.word_id} in {self.exercise_id}: {self.weight}"


class FacetKey(models.Model):
    """What an exercise is counted by in the menus of the catalogue, see `exercises.facets`.

    Beside the exercise and not in it, so that no copy of an exercise that was read earlier is saved over it.
    """

    exercise = models.OneToOneField(Exercise, models.CASCADE, primary_key=True, related_name="facets_kept")
    facet_key = models.TextField()

    def __str__(self) -> str:
        return self.facet_key
