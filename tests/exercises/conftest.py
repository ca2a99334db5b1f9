import pytest
from django.test import Client

from accounts.models import User
from exercises.content.files import Report
from exercises.content.schema import CONTENT
from exercises.loading import load_exercises, load_vocabulary
from exercises.models import Exercise
from tests.cast import Cast
from tests.exercises.editing import signed_in
from tests.factories import make_editor
from tests.kept import Kept


def load_catalogue() -> None:
    load_vocabulary(CONTENT / "vocabulary.yaml")
    load_exercises(sorted((CONTENT / "exercises").glob("*.yaml")), Report())


kept_catalogue = Kept(load_catalogue, for_a_minute=False)


@pytest.fixture
def catalogue(db: None) -> None:
    """The shipped exercises, without their pictures."""
    kept_catalogue()


@pytest.fixture
def editor(client: Client, cast: Cast) -> Client:
    """The browser of the cast's editor."""
    client.force_login(cast.editor)
    return client


@pytest.fixture
def second(cast: Cast) -> User:
    """Another editor, so that drafts need a review."""
    return make_editor("second@example.org", name="Emil Second", time_zone="Europe/Paris")


@pytest.fixture
def bridge(cast: Cast) -> Exercise:
    return Exercise.objects.get(slug="glute-bridge")


@pytest.fixture
def edda(cast: Cast) -> Client:
    return signed_in(cast.editor)


@pytest.fixture
def emil(second: User) -> Client:
    return signed_in(second)
