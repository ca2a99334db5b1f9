"""A client's home and precautions: the form, the card on the client's page, and the API."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.home import Home, HomeError
from accounts.home_words import home_in_words, require_known
from accounts.models import Episode
from exercises.models import Equipment, PrecautionTag
from tests.cast import Cast

FORM: dict[str, Any] = {
    "equipment": ["loop-band"],
    "floor": "no",
    "kneel": "yes",
    "minutes": "15",
    "places": ["home", "work"],
    "usual_pain": "4",
    "precautions": ["wrist"],
    "in_words": "New glasses",
}
HOME = {
    "equipment": ["loop-band"],
    "floor": False,
    "kneel": True,
    "minutes": 15,
    "places": ["home", "work"],
    "precautions": ["wrist"],
}


@pytest.fixture(autouse=True)
def words(db: None) -> None:
    for slug, name in (("loop-band", "Loop band"), ("kettlebell", "Kettlebell"), ("mat", "Mat or carpet")):
        Equipment.objects.create(slug=slug, name=name)
    PrecautionTag.objects.create(slug="wrist", name="Sore wrist", explanation="Leaning on it may stir it up.")
    PrecautionTag.objects.create(slug="falls", name="Unsteady on your feet")


def url(episode: Episode) -> str:
    return reverse("episode_home", args=[episode.pk])


def read(episode: Episode) -> tuple[dict[str, Any], int | None, str]:
    episode.refresh_from_db()
    return episode.home, episode.usual_pain, episode.precautions


def test_therapist_notes_what_is_at_home(client: Client, cast: Cast) -> None:
    client.force_login(cast.therapist)
    page = client.get(url(cast.episode)).content.decode()
    assert "Leaning on it may stir it up." in page
    assert "Kettlebell" in page
    assert "Mat or carpet" not in page
    assert client.post(url(cast.episode), FORM)["Location"] == cast.episode.get_absolute_url()
    assert read(cast.episode) == (HOME, 4, "New glasses")
    form = client.get(url(cast.episode)).context["form"]
    assert {name: form[name].value() for name in FORM} == {**FORM, "minutes": 15, "usual_pain": 4}


def test_nothing_ticked_is_not_asked_and_none_of_these_is_an_answer(client: Client, cast: Cast) -> None:
    client.force_login(cast.therapist)
    client.post(url(cast.episode), {})
    assert read(cast.episode) == ({}, None, "")
    client.post(url(cast.episode), {"equipment": "none", "usual_pain": "0"})
    assert read(cast.episode) == ({"equipment": []}, 0, "")
    form = client.get(url(cast.episode)).context["form"]
    assert (form["equipment"].value(), form["usual_pain"].value()) == (["none"], 0)


def test_what_every_home_has_stays_when_it_was_noted_elsewhere(client: Client, cast: Cast) -> None:
    cast.episode.change(home={"equipment": ["mat", "kettlebell"]})
    client.force_login(cast.therapist)
    client.post(url(cast.episode), {"equipment": "loop-band"})
    assert read(cast.episode)[0] == {"equipment": ["mat", "loop-band"]}


BAD = [
    ("equipment", ["none", "loop-band"], "Choose either “None of these” or what is there."),
    ("equipment", ["yacht"], "Select a valid choice. yacht is not one of the available choices."),
    ("floor", "maybe", None),
    ("minutes", "0", "A day has room for 1 to 240 minutes."),
    ("minutes", "9" * 40, "A day has room for 1 to 240 minutes."),
    ("minutes", "ten", None),
    ("places", ["moon"], None),
    ("usual_pain", "11", None),
    ("precautions", ["gout"], None),
    ("in_words", "x" * 2001, None),
]


@pytest.mark.parametrize(("field", "value", "sentence"), BAD)
def test_therapist_gets_one_sentence_for_a_bad_answer(
    client: Client, cast: Cast, field: str, value: Any, sentence: str | None
) -> None:
    client.force_login(cast.therapist)
    page = client.post(url(cast.episode), {**FORM, field: value})
    assert page.status_code == 400
    errors = page.context["form"].errors
    assert list(errors) == [field]
    assert len(errors[field]) == 1
    if sentence:
        assert errors[field] == [sentence]
    assert read(cast.episode) == ({}, None, "")


def test_text_that_no_database_holds_is_a_400(client: Client, cast: Cast) -> None:
    client.force_login(cast.therapist)
    for field in ("equipment", "usual_pain", "in_words"):
        assert client.post(url(cast.episode), {**FORM, field: "a\x00b"}).status_code == 400
    for home in ({"equipment": ["a\x00b"]}, DEEP):
        assert api(cast).patch(place(cast), {"home": home}, format="json").status_code == 400
    assert read(cast.episode) == ({}, None, "")


@pytest.mark.parametrize(
    ("who", "status"), [("client", 403), ("colleague", 404), ("former", 404), ("stranger", 404), ("manager", 404)]
)
def test_only_the_care_team_changes_it(client: Client, cast: Cast, who: str, status: int) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(url(cast.episode)).status_code == status
    assert client.post(url(cast.episode), FORM).status_code == status
    assert read(cast.episode) == ({}, None, "")


def test_the_home_of_an_ended_episode_stays_as_it_was(client: Client, cast: Cast) -> None:
    cast.episode.end()
    client.force_login(cast.therapist)
    assert client.post(url(cast.episode), FORM).status_code == 409
    assert read(cast.episode) == ({}, None, "")


def test_client_who_guides_themselves_says_it_alone(client: Client, cast: Cast) -> None:
    own = Episode.objects.create(
        client=cast.client, client_name="Chris", client_email="client@example.org", started_on="2026-11-01"
    )
    client.force_login(cast.client)
    assert client.post(url(own), FORM)["Location"] == own.get_absolute_url()
    assert read(own)[0] == HOME
    assert url(own) in client.get(own.get_absolute_url()).content.decode()


def test_client_reads_what_was_noted_and_finds_no_way_to_change_it(client: Client, cast: Cast) -> None:
    client.force_login(cast.client)
    assert "Your therapist has not noted anything yet." in client.get(cast.episode.get_absolute_url()).content.decode()
    cast.episode.change(home=HOME, usual_pain=4)
    page = client.get(cast.episode.get_absolute_url()).content.decode()
    for words in ("Loop band", "Sore wrist", "At home, At work", "4 of 10"):
        assert words in page
    assert url(cast.episode) not in page


def test_therapist_sees_what_was_not_asked_yet(client: Client, cast: Cast) -> None:
    client.force_login(cast.therapist)
    assert "Not asked yet" in client.get(cast.episode.get_absolute_url()).content.decode()
    cast.episode.change(home={"equipment": []})
    page = client.get(cast.episode.get_absolute_url()).content.decode()
    assert "Only what every home has" in page
    assert page.count("Not asked yet") == 4
    assert url(cast.episode) in page


def test_a_word_that_was_deleted_is_left_out_and_breaks_nothing(client: Client, cast: Cast) -> None:
    cast.episode.change(home={"equipment": ["loop-band", "yacht"], "precautions": ["gout"]})
    said = home_in_words(cast.episode)
    assert (said.equipment, said.precautions) == (["Loop band"], [])
    client.force_login(cast.therapist)
    form = client.get(url(cast.episode)).context["form"]
    assert form["equipment"].value() == ["loop-band", "yacht"]
    assert client.post(url(cast.episode), FORM).status_code == 302


def test_each_unknown_word_has_a_sentence() -> None:
    require_known(Home.from_json(HOME))
    with pytest.raises(HomeError) as refused:
        require_known(Home(equipment=("yacht", "loop-band"), precautions=("gout",)))
    assert refused.value.sentences == [
        "There is no equipment “yacht” in the catalogue.",
        "There is no precaution “gout” in the catalogue.",
    ]


def api(cast: Cast, who: str = "therapist") -> APIClient:
    browser = APIClient()
    browser.force_login(getattr(cast, who))
    return browser


def place(cast: Cast) -> str:
    return f"/api/v1/episodes/{cast.episode.pk}/"


def test_api_writes_and_reads_the_home(cast: Cast) -> None:
    answer = api(cast).patch(place(cast), {"home": HOME, "usual_pain": 4}, format="json")
    assert (answer.status_code, answer.data["home"], answer.data["usual_pain"]) == (200, HOME, 4)
    assert api(cast, "client").get(place(cast)).data["home"] == HOME
    assert api(cast).patch(place(cast), {"home": {}, "usual_pain": None}, format="json").data["home"] == {}
    assert api(cast, "client").patch(place(cast), {"home": HOME}, format="json").status_code == 403
    assert api(cast, "colleague").patch(place(cast), {"home": HOME}, format="json").status_code == 404


def test_api_opens_an_episode_with_its_home(cast: Cast) -> None:
    body = {"clinic": str(cast.clinic.pk), "client_name": "Nina", "client_email": "n@example.org", "home": HOME}
    answer = api(cast).post("/api/v1/episodes/", body, format="json")
    assert (answer.status_code, answer.data["home"]) == (201, HOME)


DEEP: Any = {"floor": True}
for _level in range(60):
    DEEP = {"equipment": [DEEP]}


@pytest.mark.parametrize(
    "home",
    [
        None,
        [],
        "home",
        7,
        {"equipment": "loop-band"},
        {"equipment": [7]},
        {"equipment": ["yacht"]},
        {"precautions": ["gout"]},
        {"precautions": None},
        {"minutes": 0},
        {"minutes": 10**30},
        {"minutes": "10"},
        {"floor": "yes"},
        {"places": ["moon"]},
        {"garden": True},
        {"equipment": ["loop-band"] * 61},
    ],
)
def test_api_refuses_what_is_no_home(cast: Cast, home: Any) -> None:
    answer = api(cast).patch(place(cast), {"home": home}, format="json")
    assert answer.status_code == 400
    assert answer.data["home"]
    assert read(cast.episode) == ({}, None, "")


@pytest.mark.parametrize("pain", [-1, 11, 10**30, "much", [4], True])
def test_api_refuses_what_is_no_pain(cast: Cast, pain: Any) -> None:
    answer = api(cast).patch(place(cast), {"usual_pain": pain}, format="json")
    assert answer.status_code == 400
    assert answer.data["usual_pain"]
