"""What finds an exercise, in which order, for whom; the same from page, API, plan editor and admin."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from rest_framework.test import APIClient

from exercises.models import Equipment, Exercise, Muscle, MuscleUse, Posting, Region, SearchWord
from exercises.models.vocabulary import Word
from tests.cast import Cast
from tests.exercises.test_search_order import found
from tests.factories import make_exercise

pytestmark = pytest.mark.django_db
LIST = "/exercises/"
API = "/api/v1/exercises/"


@pytest.fixture
def dog(db: None) -> Exercise:
    """Has a word of its own in each place that is searched."""
    exercise = make_exercise(
        "Bird dog",
        kind="stability",
        position="quadruped",
        aliases=["Vierfüßler-Pointer", "Child's balance"],
        purpose="Builds staying power for gardening.",
    )
    exercise.regions.add(Region.objects.create(slug="hip", name="Hip"))
    exercise.equipment.add(Equipment.objects.create(slug="mat", name="Mat or carpet"))
    muscle = Muscle.objects.create(slug="multifidus", name="multifidus", plain="deep back muscles")
    MuscleUse.objects.create(exercise=exercise, muscle=muscle)
    exercise.steps.create(text="Sweep the opposite elbow under you.", position=3)
    exercise.revised()
    return exercise


@pytest.mark.parametrize(
    "text",
    [
        "bird dog", "BIRD", "dog bird", "Bird-Dog", "  bird,   dog!  ", "bírd dög", "vierfussler",
        "VIERFÜSSLER pointer",
        "child's balance", "childs", "child\u2019s balance", "multifidus", "deep back muscles", "hip", "stability",
        "hands and knees", "quadruped", "mat", "carpet",
        "gardening", "elbow", "opposite elbow", "hip elbow gardening", "the bird dog", "bi", "bird d", "multif",
        "elbows", "birds", "sweeping", "exercise for the hip",
    ],
)  # fmt: skip
def test_exercise_is_found_by_all_that_it_says(dog: Exercise, text: str) -> None:
    plank = make_exercise("Plank", kind="strength", position="plank")
    plank.steps.all().delete()  # they are those of every exercise that is made here
    plank.revised()
    assert found(text) == ["Bird dog"]


@pytest.mark.parametrize(
    "text",
    [
        "brid dog", "bird dgo pointer", "birddog pointer", "gradening", "multifidsu", "multfidus", "mutlifidis",
        "elbwo", "ibrd dog", "brid dgo", "dgo",
    ],
)  # fmt: skip
def test_typing_errors_are_forgiven(dog: Exercise, text: str) -> None:
    make_exercise("Glute bridge")
    assert found(text)[:1] == ["Bird dog"]


@pytest.mark.parametrize("text", ["zzz", "hop", "ardenin", "mlutfiids", "bard", "plank bird"])
def test_short_words_and_many_errors_are_not(dog: Exercise, text: str) -> None:
    assert found(text) == (["Bird dog"] if text in {"bard", "plank bird"} else [])


def test_all_words_are_needed_unless_nothing_has_them(dog: Exercise) -> None:
    make_exercise("Plank", kind="strength", position="plank", purpose="For gardening.")
    assert found("gardening plank") == ["Plank"]
    assert found("gardening elbow") == ["Bird dog"]
    assert set(found("gardening plank elbow")) == {"Bird dog", "Plank"}
    assert found("plank zzz") == ["Plank"]
    assert found("plank zzz yyy xxx") == []


def test_search_goes_together_with_filters_and_pages(client: Client, dog: Exercise) -> None:
    for number in range(30):
        make_exercise(f"Dog walk {number:02}", kind="mobility")
    assert client.get(LIST + "?q=dog&kind=stability").context["page"].object_list[0] == dog
    pages = [client.get(f"{LIST}?q=dog&page={page}").context["page"] for page in (1, 2)]
    names = [exercise.name for page in pages for exercise in page]
    assert names == found("dog")
    assert (pages[0].paginator.count, len(names)) == (31, 31)
    rows = Exercise.objects.filter(kind="mobility").search("dog")
    assert (rows.count(), rows.exists(), rows[3:5][0].name) == (30, True, "Dog walk 03")
    assert rows.filter(name__endswith="07").get().name == "Dog walk 07"
    assert Exercise.objects.filter(pk__in=rows.values("pk")).count() == 30


DRAFT: dict[str, Any] = {"status": "draft", "published_at": None}


@pytest.mark.parametrize("text", ["unicorn", "unicrn", "unicorn dog", "unicrn dog", "unic"])
@pytest.mark.parametrize("who", ["anonymous", "client", "therapist", "manager"])
def test_stranger_is_told_nothing_of_a_draft(client: Client, cast: Cast, who: str, text: str) -> None:
    if who != "anonymous":
        client.force_login(getattr(cast, who))
    pages = [LIST, API]
    before = [client.get(page, {"q": text}).content for page in pages]
    make_exercise("Unicorn dog", aliases=["Unicorn"], kind="breathing", position="sitting", **DRAFT)
    after = [client.get(page, {"q": text}).content for page in pages]
    assert [without_token(page) for page in after] == [without_token(page) for page in before]


def without_token(page: bytes) -> str:
    return re.sub(r'csrf\w*"[^>]*?value="\w+"|X-CSRFToken": "\w+"|X-CSRFToken[^}]*', "", page.decode())


def test_editor_finds_drafts(client: Client, cast: Cast) -> None:
    make_exercise("Unicorn dog", kind="breathing", **DRAFT)
    client.force_login(cast.editor)
    response = client.get(LIST, {"q": "unicrn dog"})
    assert [exercise.name for exercise in response.context["page"]] == ["Unicorn dog"]
    assert "showing “unicorn dog”" in response.content.decode()
    assert "Breathing (1)" in response.content.decode()


def test_visitor_is_told_what_was_understood(client: Client, dog: Exercise) -> None:
    make_exercise("Glute bridge")
    page = client.get(LIST, {"q": "brid dog"}).content.decode()
    assert "Nothing fits “brid dog”; showing “bird dog”." in page
    assert "showing" not in client.get(LIST, {"q": "bird do"}).content.decode()
    partly = client.get(LIST, {"q": "bridge gardening"}).content.decode()
    assert "Nothing has all the words of “bridge gardening”; showing what has most of them." in partly
    script = client.get(LIST, {"q": "<b>brid</b> dog"}).content.decode()
    assert "<b>brid" not in script


@pytest.mark.parametrize(
    "text", ["dog", "brid", "hip", "lower back", "strength", "zzz", "lift hips", "glute march", "s"]
)
def test_page_api_and_editor_answer_alike(client: Client, cast: Cast, text: str) -> None:
    make_exercise("March", kind="mobility")
    make_exercise("Bird dog march", aliases=["Hip march"])
    expected = found(text)
    page = client.get(LIST, {"q": text}).context["page"]
    assert [exercise.name for exercise in page] == expected
    answer = client.get(API, {"q": text}).json()
    assert [row["name"] for row in answer["results"]] == expected
    client.force_login(cast.editor)
    listed = client.get("/admin/exercises/exercise/", {"q": text}).context["cl"].result_list
    assert [exercise.name for exercise in listed] == expected


def test_api_says_what_was_understood(api: APIClient, dog: Exercise) -> None:
    answer = api.get(API, {"q": "brid dog"}).json()
    assert (answer["understood_as"], answer["has_all_words"]) == ("bird dog", True)
    assert answer["facets"]["kind"] == {"stability": 1}
    make_exercise("Plank")
    answer = api.get(API, {"q": "bird plank"}).json()
    assert (answer["understood_as"], answer["has_all_words"], answer["count"]) == ("", False, 2)
    assert api.get(API).json()["understood_as"] == ""


def test_editor_sorts_what_was_found(client: Client, cast: Cast) -> None:
    client.force_login(cast.editor)
    make_exercise("Bridge")
    for order, names in (("1", ["Bridge", "Glute bridge"]), ("-1", ["Glute bridge", "Bridge"])):
        listed = client.get("/admin/exercises/exercise/", {"q": "bridge", "o": order}).context["cl"].result_list
        assert [exercise.name for exercise in listed] == names


def test_index_follows_every_change(client: Client, cast: Cast, api: APIClient) -> None:
    api.force_login(cast.editor)
    assert found("whirligig") == []
    api.patch(API + "bird-dog/", {"steps": ["Turn like a whirligig."], "name": "Hound"})
    assert found("whirligig") == found("hound") == []
    api.post(API + "bird-dog/publish/", {"reason": "Shorter.", "alone_because": "No colleague."})
    assert found("whirligig") == found("hound") == ["Hound"]
    assert "Hound" not in found("opposite")
    client.force_login(cast.editor)
    client.post(f"/admin/exercises/region/{Region.objects.get().pk}/change/", {"name": "Small of the back"})
    assert len(found("small")) == 2
    api.post(API + "bird-dog/retire/", {"reason": "Old."})
    assert found("whirligig") == []


@pytest.mark.parametrize(
    ("word", "change", "finds"),
    [
        (Muscle, {"name": "gastrocnemius", "plain": "calf"}, "calf"),
        (Equipment, {"name": "Trampoline"}, "trampoline"),
    ],
)
def test_word_that_is_renamed_finds_by_its_new_name(
    client: Client, cast: Cast, word: type[Word], change: dict[str, str], finds: str
) -> None:
    dog = Exercise.objects.get(slug="bird-dog")
    dog.equipment.add(Equipment.objects.create(slug="springboard", name="Springboard"))
    muscle = Muscle.objects.create(slug="multifidus", name="multifidus", plain="deep back muscles")
    MuscleUse.objects.create(exercise=dog, muscle=muscle)
    dog.revised()
    client.force_login(cast.editor)
    entry = word._default_manager.get()
    assert found(entry.name) == ["Bird dog"]
    assert client.post(f"/admin/exercises/{word._meta.model_name}/{entry.pk}/change/", change).status_code == 302
    assert found(finds) == ["Bird dog"]
    assert found(entry.name) == []


def test_deleted_exercise_leaves_nothing_to_find(dog: Exercise) -> None:
    dog.delete()
    assert not Posting.objects.exists()
    assert found("bird") == []


def test_whole_catalogue_is_indexed_again_by_a_command(dog: Exercise, capsys: pytest.CaptureFixture[str]) -> None:
    before = set(Posting.objects.values_list("exercise", "word__text", "weight"))
    SearchWord.objects.all().delete()
    assert found("bird") == []
    call_command("index_exercises")
    assert "1 exercise" in capsys.readouterr().out
    assert set(Posting.objects.values_list("exercise", "word__text", "weight")) == before


HOSTILE = [
    "%", "_", "%%%", "\\", "'", '"; DROP TABLE', "=", "=bird dog", "*", "bird%dog", "()[]{}", "🦴", "🦴 dog",
    "كلب الطيور", "\u202edog", "a", "a b c d e f g h", "dog " * 25, "x" * 100, "ﷺ" * 30, "ß" * 100, "\u0301" * 50,
    "the", "on the", "dog\tbird\ndog", "-", "1", "0x10", "İ", " ".join(chr(97 + n) * 5 for n in range(16)),
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_answered_in_few_queries(
    client: Client, dog: Exercise, text: str, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_max_num_queries(7):
        list(Exercise.objects.published().search(text))
    with django_assert_max_num_queries(11):
        assert client.get(LIST, {"q": text}).status_code in {200, 400}
    assert client.get(API, {"q": text}).status_code in {200, 400}


@pytest.mark.parametrize("text", ["%", "_", "*", "-", "🦴", "()[]{}"])
def test_signs_alone_find_nothing_and_match_nothing(dog: Exercise, text: str) -> None:
    assert found(text) == []


def test_text_without_end_is_cut(dog: Exercise, django_assert_max_num_queries: Callable[[int], Any]) -> None:
    with django_assert_max_num_queries(7):
        assert found("dgo " * 100_000) == ["Bird dog"]
        assert found("bird dog " * 10_000) == ["Bird dog"]


def test_catalogue_page_with_errors_forgiven_stays_within_its_queries(
    client: Client, dog: Exercise, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(30):
        make_exercise(f"Number {number:02}")
    for query, most in (("?q=dog", 5), ("?q=bird dog", 6), ("?q=multifidsu", 7), ("?q=number dgo&kind=stability", 10)):
        with django_assert_max_num_queries(most):
            client.get(LIST + query)
