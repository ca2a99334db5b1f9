from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.plans import Plan
from backfit.refusals import Conflict
from exercises.models import Exercise
from programs.models import Program, Version, VersionExercise
from programs.publishing import publish
from tests.cast import Cast
from tests.factories import make_episode, make_exercise, make_plan, make_program
from tests.plan_page import add, fields_of, item_of, press, text_of


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.therapist)
    return client


@pytest.fixture
def draft(cast: Cast) -> Program:
    return make_program(episode=cast.episode, by=cast.therapist, plan=make_plan(("bird-dog", "3x8")), name="Neck")


def versions(program: Program) -> list[int]:
    return list(Version.objects.filter(program=program).values_list("number", flat=True))


def test_therapist_publishes_then_changes_with_a_reason(desk: Client, draft: Program) -> None:
    url = draft.get_absolute_url()
    assert "Version 1 is published." in text_of(press_publish(desk, draft))
    add(desk, url, "glute bridge 2x10")
    key = item_of(draft.read_draft(), "bird-dog").key
    shown = text_of(press(desk, url, **{f"{key}__dose": "3x10"}) and desk.get(url))
    assert "1 new, 1 changed" in shown
    assert "Bird dog: 3 sets of 8 → 3 sets of 10" in shown
    press_publish(desk, draft, reason="You are stronger")
    draft.refresh_from_db()
    assert versions(draft) == [1, 2]
    assert draft.current is not None
    assert draft.current.reason == "You are stronger"
    assert VersionExercise.objects.filter(version=draft.current).count() == 2


def test_therapist_reads_of_a_changed_line_only_what_changed(desk: Client, draft: Program) -> None:
    url, key = draft.get_absolute_url(), item_of(draft.read_draft(), "bird-dog").key
    press(desk, url, **{f"{key}__note": "Slowly."})
    press_publish(desk, draft)
    press(desk, url, **{f"{key}__dose": "3x10"})
    assert "Bird dog: 3 sets of 8 → 3 sets of 10<" in text_of(desk.get(url))
    press(desk, url, **{f"{key}__note": ""})
    assert "Bird dog: 3 sets of 8 · Slowly. → 3 sets of 10<" in text_of(desk.get(url))
    press(desk, url, **{f"{key}__dose": "3x8"})
    assert "Bird dog: 3 sets of 8 · Slowly. → 3 sets of 8<" in text_of(desk.get(url))


def test_therapist_finds_nothing_to_press_when_the_client_has_the_plan(desk: Client, draft: Program) -> None:
    press_publish(desk, draft)
    shown = text_of(desk.get(draft.get_absolute_url()))
    assert "Your client has this as version 1." in shown
    assert "/publish/" not in shown


def press_publish(desk: Client, program: Program, **typed: str) -> Any:
    data = fields_of(desk.get(program.get_absolute_url())) | typed
    return desk.post(f"{program.get_absolute_url()}publish/", data, follow=True)


def test_what_is_typed_and_not_saved_is_published_too(desk: Client, draft: Program) -> None:
    press_publish(desk, draft, **{"add-0-exercise": "glute bridge 2x10"})
    draft.refresh_from_db()
    assert draft.current is not None
    assert [item["exercise"] for item in draft.current.document["phases"][0]["items"]] == ["bird-dog", "glute-bridge"]


@pytest.mark.parametrize("line", ["glute bridge 10x3", "nothing like it", "glute bridge 0x4"])
def test_nothing_is_published_while_a_line_is_not_understood(desk: Client, draft: Program, line: str) -> None:
    answer = press_publish(desk, draft, **{"add-0-exercise": line})
    assert answer.status_code == 400
    assert fields_of(answer)["add-0-exercise"] == [line]
    assert versions(draft) == []


def test_second_version_needs_a_reason_and_keeps_the_draft(desk: Client, draft: Program) -> None:
    press_publish(desk, draft)
    answer = press_publish(desk, draft, **{"add-0-exercise": "glute bridge 2x10"})
    assert answer.status_code == 400
    assert "Say in one line why the program changes" in text_of(answer)
    assert fields_of(answer)["add-0-exercise"] == ["glute bridge 2x10"]
    draft.refresh_from_db()
    assert versions(draft) == [1]
    assert draft.read_draft().slugs() == {"bird-dog"}  # half-done would be a changed draft without a version


def test_empty_plan_is_not_published(desk: Client, cast: Cast) -> None:
    program = make_program(episode=cast.episode, by=cast.therapist, plan=Plan())
    answer = press_publish(desk, program)
    assert answer.status_code == 400
    assert "The plan is empty; add at least one exercise." in text_of(answer)


def test_other_windows_publication_in_between_is_noticed(desk: Client, cast: Cast, draft: Program) -> None:
    old = fields_of(desk.get(draft.get_absolute_url()))
    publish(program=draft, by=cast.therapist)
    answer = desk.post(
        f"{draft.get_absolute_url()}publish/", old | {"add-0-exercise": "glute bridge", "reason": "More"}
    )
    assert answer.status_code == 409
    assert "Version 1 has been published since; look at it first." in text_of(answer)
    assert fields_of(answer)["reason"] == ["More"]
    assert versions(draft) == [1]


def test_unchanged_plan_is_not_published_twice(desk: Client, draft: Program) -> None:
    press_publish(desk, draft)
    answer = press_publish(desk, draft, reason="Again")
    assert answer.status_code == 409
    assert versions(draft) == [1]


def test_invitation_is_offered_until_the_client_has_an_account(desk: Client, cast: Cast) -> None:
    episode = make_episode(clinic=cast.clinic, therapist=cast.therapist, client_email="new@example.org")
    program = make_program(episode=episode, by=cast.therapist, plan=make_plan(("bird-dog", "3x8")))
    shown = text_of(press_publish(desk, program))
    assert f'action="/episodes/{episode.pk}/invite/"' in shown
    assert "Send the invitation" in shown
    assert "Send the invitation" not in text_of(desk.get(cast.program.get_absolute_url()))


def test_preview_shows_what_the_client_would_read(desk: Client, draft: Program) -> None:
    shown = text_of(desk.get(f"{draft.get_absolute_url()}preview/"))
    for words in ("Bird dog", "3 sets of 8", "Lift your hips.", "It is not published yet."):
        assert words in shown
    assert versions(draft) == []


def test_version_keeps_the_wording_of_its_moment(client: Client, cast: Cast, draft: Program) -> None:
    publish(program=draft, by=cast.therapist)
    exercise = Exercise.objects.get(slug="bird-dog")
    exercise.steps.all().delete()
    exercise.name = "Renamed"
    exercise.save()
    exercise.retire(by=None)
    client.force_login(cast.client)
    for address in (draft.get_absolute_url(), f"{draft.get_absolute_url()}versions/1/"):
        shown = text_of(client.get(address))
        assert "Bird dog" in shown
        assert "Lift your hips." in shown
        assert "Renamed" not in shown


def test_retired_exercise_stays_in_a_program_that_has_it_but_no_other_takes_it(cast: Cast, draft: Program) -> None:
    exercise = make_exercise("Old one")
    draft.save_plan(make_plan(("bird-dog", "3x8"), ("old-one", "3x8")))
    publish(program=draft, by=cast.therapist)
    exercise.retire(by=None)
    draft.refresh_from_db()
    draft.save_plan(make_plan(("old-one", "3x8"), ("glute-bridge", "3x8")))
    assert publish(program=draft, by=cast.therapist, reason="More").number == 2
    other = make_program(episode=cast.episode, by=cast.therapist, plan=Plan())
    with pytest.raises(ValidationError, match="There is no exercise “old-one”"):
        other.save_plan(make_plan(("old-one", "3x8")))


def test_client_sees_what_changed_and_every_version(client: Client, cast: Cast) -> None:
    cast.program.mark_seen(1)
    cast.program.save_plan(make_plan(("glute-bridge", "3x12")))
    publish(program=cast.program, by=cast.therapist, reason="One is enough")
    client.force_login(cast.client)
    url = cast.program.get_absolute_url()
    for address in (url, f"{url}versions/2/"):
        shown = text_of(client.get(address))
        for words in ("1 changed, 1 taken out", "One is enough", "Glute bridge: 3 sets of 10 → 3 sets of 12"):
            assert words in shown
    assert "This is an earlier version" in text_of(client.get(f"{url}versions/1/"))
    assert client.get(f"{url}versions/3/").status_code == 404
    assert client.get(f"{url}versions/99999999999999999999999/").status_code == 404


def test_ended_program_is_not_published(cast: Cast, draft: Program) -> None:
    draft.end(draft.start_on)
    with pytest.raises(Conflict, match="This program has ended"):
        publish(program=draft, by=cast.therapist)
