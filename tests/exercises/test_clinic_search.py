"""The search and the numbers in the menus tell nobody of a clinic's exercise but who may read it."""

import re

import pytest
from django.test import Client

from exercises.models import Exercise
from tests.cast import Cast
from tests.factories import make_own_exercise

pytestmark = pytest.mark.django_db
PAGES = ["/exercises/", "/api/v1/exercises/"]


def pages(client: Client, text: str) -> list[str]:
    found = [client.get(page, {"q": text}).content.decode() for page in PAGES]
    return [re.sub(r'csrf\w*"[^>]*?value="\w+"|X-CSRFToken[^}]*', "", page) for page in found]


@pytest.mark.parametrize("text", ["unicorn", "unicrn", "unicorn dog", "unic", ""])
@pytest.mark.parametrize("who", ["anonymous", "client", "stranger", "editor", "without_clinic"])
def test_stranger_is_told_nothing_by_the_search(client: Client, cast: Cast, who: str, text: str) -> None:
    if who != "anonymous":
        client.force_login(getattr(cast, who))
    before = pages(client, text)
    make_own_exercise(
        clinic=cast.clinic, by=cast.therapist, name="Unicorn dog", kind="breathing", position="sitting", dose="1x5"
    )
    assert pages(client, text) == before


def test_member_finds_it_by_its_words_and_it_counts(client: Client, cast: Cast) -> None:
    own = make_own_exercise(clinic=cast.clinic, by=cast.therapist, name="Unicorn dog", kind="breathing")
    client.force_login(cast.manager)
    answer = client.get("/exercises/", {"q": "unicrn dog"})
    assert [exercise.slug for exercise in answer.context["page"]] == [own.slug]
    assert "showing “unicorn dog”" in answer.content.decode()
    assert "Breathing (1)" in client.get("/exercises/").content.decode()
    assert client.get("/api/v1/exercises/", {"q": "unicorn"}).json()["facets"]["kind"] == {"breathing": 1}


def test_export_and_front_page_have_only_what_is_shared(client: Client, cast: Cast) -> None:
    from io import StringIO

    from django.core.management import CommandError, call_command

    own = make_own_exercise(clinic=cast.clinic, by=cast.therapist, name="Aardvark", difficulty=1)
    out = StringIO()
    call_command("export_exercises", stdout=out)
    assert "Aardvark" not in out.getvalue()
    with pytest.raises(CommandError, match="There is no exercise"):
        call_command("export_exercises", own.slug)
    assert "Aardvark" not in client.get("/").content.decode()
    assert not Exercise.objects.published().filter(pk=own.pk).exists()
