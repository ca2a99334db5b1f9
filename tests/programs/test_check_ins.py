"""The morning's number: told by the client alone, today or yesterday, and put right by telling it again."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import Clinic, Episode
from backfit.refusals import Conflict
from programs.check_ins import check_in, check_in_alike
from programs.models import CheckIn
from programs.schedule import ONE_DAY
from tests.cast import Cast
from tests.factories import make_clinic, make_episode, make_plan, make_published
from tests.programs.pages import browser_of

API = "/api/v1/check-ins/"


def tell(cast: Cast, pain: Any = 3, day: datetime.date | None = None) -> CheckIn:
    return check_in(by=cast.client, episode=cast.episode, day=day or cast.client.today(), pain=pain)


def test_client_tells_today_and_yesterday_and_nothing_else(cast: Cast) -> None:
    today = cast.client.today()
    tell(cast, 3, today)
    tell(cast, 4, today - ONE_DAY)
    for day in (today + ONE_DAY, today - 2 * ONE_DAY):
        with pytest.raises(ValidationError):
            tell(cast, 3, day)
    assert list(CheckIn.objects.values_list("day", "pain")) == [(today - ONE_DAY, 4), (today, 3)]


def test_the_same_day_again_corrects_the_number(cast: Cast) -> None:
    tell(cast, 3)
    tell(cast, 5)
    assert CheckIn.objects.get().pain == 5


@pytest.mark.parametrize("pain", [-1, 11, None, "3", 2.5, 10**30])
def test_a_number_that_is_none_is_refused(cast: Cast, pain: Any) -> None:
    with pytest.raises(ValidationError):
        tell(cast, pain)
    assert not CheckIn.objects.exists()


def test_nobody_tells_it_for_the_client(cast: Cast) -> None:
    for person in (cast.therapist, cast.other_client, cast.stranger):
        with pytest.raises(PermissionDenied):
            check_in(by=person, episode=cast.episode, day=person.today(), pain=3)


def test_an_episode_that_has_ended_takes_no_more(cast: Cast) -> None:
    cast.episode.end()
    with pytest.raises(Conflict):
        tell(cast)


# Today


def test_client_is_asked_on_today_and_thanked(cast: Cast) -> None:
    browser = browser_of(cast.client)
    assert "How is your pain this morning?" in browser.get("/today/").content.decode()
    url = reverse("check_in_new", args=[cast.episode.pk])
    page = browser.post(url, {"pain": "4", "day": cast.client.today()}, follow=True).content.decode()
    assert "Thank you." in page
    assert "Morning pain: 4<" in page
    assert CheckIn.objects.get().pain == 4


def test_a_page_left_open_over_midnight_still_means_the_day_before(cast: Cast) -> None:
    yesterday = cast.client.today() - ONE_DAY
    browser_of(cast.client).post(reverse("check_in_new", args=[cast.episode.pk]), {"pain": "4", "day": yesterday})
    assert CheckIn.objects.get().day == yesterday


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose a number from 0 to 10."),
        ({"pain": "11"}, "11 is not one of the available choices."),
        ({"pain": "3", "day": "2020-01-01"}, "Only today and yesterday"),
        ({"pain": "3", "day": "soon"}, "Enter a valid date."),
        ({"pain": "3", "day": "2098-01-01"}, "That day has not come yet."),
    ],
)
def test_client_who_sends_nonsense_is_asked_again(cast: Cast, fields: dict[str, str], sentence: str) -> None:
    data = {"day": str(cast.client.today()), **fields}
    response = browser_of(cast.client).post(reverse("check_in_new", args=[cast.episode.pk]), data)
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert not CheckIn.objects.exists()


def test_without_a_running_program_nobody_is_asked(cast: Cast) -> None:
    assert "this morning" not in browser_of(cast.other_client).get("/today/").content.decode()


def test_two_programs_of_one_care_ask_once(cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    make_published(episode=cast.episode, by=cast.therapist, plan=make_plan(("bird-dog", "2x5")), name="Evening")
    browser = browser_of(cast.client)
    with django_assert_max_num_queries(16):
        page = browser.get("/today/").content.decode()
    assert page.count("How is your pain this morning?") == 1


# The API


def treated_for(cast: Cast, number: int, clinic: Clinic | None = None) -> list[Episode]:
    """More care of the same client, each with a program that runs."""
    place, plan = clinic or cast.clinic, make_plan(("glute-bridge", "3x10"))
    therapist = cast.therapist
    found = [make_episode(clinic=place, therapist=therapist, client=cast.client) for _ in range(number)]
    for episode in found:
        make_published(episode=episode, by=therapist, plan=plan)
    return found


def questions(page: str) -> int:
    return page.count('class="fold disclosure morning"')


def send(cast: Cast, episode: Episode, pain: int) -> None:
    data = {"pain": str(pain), "day": cast.client.today().isoformat()}
    answer = browser_of(cast.client).post(reverse("check_in_new", args=[episode.pk]), data)
    assert answer.status_code == 302


def told_of(*episodes: Episode) -> list[int]:
    return [CheckIn.objects.get(episode=episode).pain for episode in episodes]


def test_client_with_three_cares_at_one_clinic_is_asked_once_and_each_has_the_number(cast: Cast) -> None:
    second, third = treated_for(cast, 2)
    for address in (reverse("today"), reverse("morning")):
        assert questions(browser_of(cast.client).get(address).content.decode()) == 1
    send(cast, second, 4)
    assert told_of(cast.episode, second, third) == [4, 4, 4]
    assert {row.told_by for row in CheckIn.objects.all()} == {cast.client}
    page = browser_of(cast.client).get(reverse("morning")).content.decode()
    assert questions(page) == 1
    assert "Thank you, that is all." in page
    send(cast, cast.episode, 6)
    assert told_of(cast.episode, second, third) == [6, 6, 6]


def test_client_of_two_clinics_is_asked_by_each_and_neither_learns_the_other(cast: Cast) -> None:
    [elsewhere] = treated_for(cast, 1, make_clinic("Southside", therapists=(cast.therapist,)))
    page = browser_of(cast.client).get(reverse("morning")).content.decode()
    assert questions(page) == 2
    assert "(Southside)" in page
    send(cast, elsewhere, 4)
    assert CheckIn.objects.get().episode == elsewhere


def test_a_number_that_was_told_by_itself_stays_and_the_rest_is_asked(cast: Cast) -> None:
    second, third = treated_for(cast, 2)
    tell(cast, 2)
    assert questions(browser_of(cast.client).get(reverse("morning")).content.decode()) == 2
    send(cast, third, 5)
    assert told_of(cast.episode, second, third) == [2, 5, 5]


def test_care_that_has_ended_or_is_anothers_gets_nothing(cast: Cast) -> None:
    second, third = treated_for(cast, 2)
    second.end()
    send(cast, third, 5)
    assert told_of(cast.episode, third) == [5, 5]
    assert CheckIn.objects.count() == 2
    strange = browser_of(cast.other_client).post(
        reverse("check_in_new", args=[third.pk]), {"pain": "1", "day": cast.client.today().isoformat()}
    )
    assert strange.status_code == 404
    assert told_of(cast.episode, third) == [5, 5]


def test_of_a_morning_that_cannot_be_told_nothing_is_kept(cast: Cast) -> None:
    treated_for(cast, 1)
    with pytest.raises(ValidationError):
        check_in_alike(by=cast.client, episode=cast.episode, day=cast.client.today() + ONE_DAY, pain=3)
    with pytest.raises(PermissionDenied):
        check_in_alike(by=cast.therapist, episode=cast.episode, day=cast.client.today(), pain=3)
    assert not CheckIn.objects.exists()


def test_client_tells_it_by_the_api_and_the_care_team_reads_it(cast: Cast, api: APIClient) -> None:
    api.force_login(cast.client)
    body = {"episode": str(cast.episode.pk), "pain": 6}
    assert api.post(API, body, format="json").status_code == 201
    assert api.post(API, body | {"pain": 5}, format="json").json()["pain"] == 5
    for person, count in ((cast.client, 1), (cast.therapist, 1), (cast.colleague, 0), (cast.stranger, 0)):
        api.force_login(person)
        assert api.get(API).json()["count"] == count


def test_strangers_cannot_tell_it_and_learn_nothing(cast: Cast, api: APIClient) -> None:
    body = {"episode": str(cast.episode.pk), "pain": 6}
    api.force_login(cast.therapist)
    assert api.post(API, body, format="json").status_code == 403
    api.force_login(cast.other_client)
    hidden = api.post(API, body, format="json")
    unknown = api.post(API, body | {"episode": "00000000-0000-4000-8000-000000000000"}, format="json")
    assert (hidden.status_code, hidden.content) == (400, unknown.content)
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"pain": 11},
        {"pain": None},
        {"pain": "six"},
        {"pain": 10**40},
        {"pain": [3]},
        {"day": "tomorrow"},
        {"day": "2098-01-01"},
        {"day": ["2027-01-01"]},
        {"episode": "x\x00"},
        {"note": "hello"},
    ],
)
def test_a_body_that_is_not_right_is_a_400(cast: Cast, api: APIClient, wrong: dict[str, Any]) -> None:
    api.force_login(cast.client)
    response = api.post(API, {"episode": str(cast.episode.pk), "pain": 3} | wrong, format="json")
    assert response.status_code == 400
    assert not CheckIn.objects.exists()
