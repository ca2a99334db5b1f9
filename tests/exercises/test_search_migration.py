"""A site that has a catalogue finds it as soon as it is migrated, and after going back."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

BEFORE = [("exercises", "0007_origin")]
AFTER = [("exercises", "0008_search")]


def migrate(to: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(to)
    return MigrationExecutor(connection).loader.project_state(to).apps


@pytest.fixture
def put_back() -> Iterator[None]:
    yield
    call_command("migrate", verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_catalogue_is_findable_right_after_the_migration_and_back(put_back: None) -> None:
    old = migrate(BEFORE).get_model("exercises", "Exercise")
    made = old.objects.create(
        slug="bird-dog", name="Bird dog", kind="stability", position="quadruped", purpose="Staying power.",
        default_dose={"sets": 1, "reps": 5}, status="published", published_at=timezone.now(), search_text="old",
    )  # fmt: skip
    made.regions.create(slug="hip", name="Hip")
    new = migrate(AFTER)
    assert new.get_model("exercises", "FacetKey").objects.get().facet_key == "stability|quadruped|1|hip|"
    words = new.get_model("exercises", "Posting").objects.values_list("word__text", flat=True)
    assert {"bird", "dog", "hip", "staying", "=bird dog"} <= set(words)
    back = migrate(BEFORE).get_model("exercises", "Exercise")
    assert "bird dog" in back.objects.get().search_text
    back.objects.all().delete()
