"""A visitor's walk through the back check: screen by screen, by POST alone."""

import re
from typing import Any

import pytest
from django.test import Client

from exercises import routine_links
from exercises.back_check_forms import NONE, steps
from tests.exercises.sore_back import FINE

GROUPS = {step.key: NONE for step in steps() if step.group}


def test_navigation_counts_nothing_of_the_check(client: Client) -> None:
    assert "nav__count" not in client.get("/back-check/").content.decode()


def test_result_asks_the_database_little(client: Client, catalogue: None, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(5):
        assert heading(send(client, "moving", **GROUPS, **FINE)) == "A gentle routine may suit you"


def send(client: Client, step: str, **answers: Any) -> Any:
    return client.post("/back-check/", {"step": step, **answers})


def heading(answer: Any) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", answer.content.decode(), re.DOTALL)
    assert found is not None
    return found.group(1).strip()


def kept(answer: Any) -> dict[str, list[str]]:
    """What the page would send along with the next answer."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)"', answer.content.decode()):
        found.setdefault(name, []).append(value)
    return {name: values for name, values in found.items() if name != "csrfmiddlewaretoken"}


def test_visitor_goes_from_screen_to_screen_to_a_routine(client: Client, db: None) -> None:
    answer = client.get("/back-check/")
    for step in steps():
        assert heading(answer) == step.title
        fields = {name: FINE.get(name, NONE) for name in step.form().fields}
        answer = client.post("/back-check/", {**kept(answer), **fields})
        assert answer.status_code == 200
    page = answer.content.decode()
    assert heading(answer) == "A gentle routine may suit you"
    for words in ("below 6 out of 10", "What would change this", "What you answered", "Less than 6 weeks"):
        assert words in page
    assert "does not diagnose anything" in page


def test_visitor_with_an_emergency_sign_is_told_at_once(client: Client, db: None) -> None:
    answer = send(client, "numbness", numbness=["wiping"])
    page = answer.content.decode()
    assert heading(answer) == "Get emergency help now"
    assert 'href="tel:112"' in page
    assert "It feels odd when you wipe" in page
    assert "exercise-card" not in page


@pytest.mark.parametrize(
    ("group", "sign", "ending", "told"),
    [
        ("health", "fever", "Phone a doctor today", "out-of-hours"),
        ("review", "pregnant", "Have it looked at before you exercise", "Make an appointment"),
        ("review", "urine-or-flank", "Have it looked at before you exercise", "Go to a doctor first"),
    ],
)
def test_visitor_with_another_sign_is_told_whom_to_see(
    client: Client, db: None, group: str, sign: str, ending: str, told: str
) -> None:
    answer = send(client, group, **{**GROUPS, group: sign})
    assert heading(answer) == ending
    assert told in answer.content.decode()
    assert "exercise-card" not in answer.content.decode()


def test_nothing_is_kept_of_the_answers(client: Client, db: None) -> None:
    answer = send(client, "moving", **GROUPS, **FINE)
    assert answer.headers["Cache-Control"] == "no-store"
    assert set(client.cookies) == {"csrftoken"}
    assert "?" not in re.findall(r'action="([^"]*back-check[^"]*)"', answer.content.decode())[0]
    assert client.get("/back-check/").headers["Cache-Control"] == "no-store"
    assert answer.context["request"].session.is_empty()


def test_unanswered_question_is_asked_again_with_a_sentence(client: Client, db: None) -> None:
    answer = send(client, "numbness")
    assert answer.status_code == 400
    assert "Tick at least one answer" in answer.content.decode()
    answer = send(client, "place", **GROUPS, where="neck")
    assert answer.status_code == 400
    assert answer.content.decode().count("Please answer this question.") == 2
    assert kept(answer)["numbness"] == [NONE]


def test_sign_and_none_of_these_together_are_refused(client: Client, db: None) -> None:
    answer = send(client, "numbness", numbness=["wiping", NONE])
    assert answer.status_code == 400
    assert "You ticked a sign and “None of these”" in answer.content.decode()


@pytest.mark.parametrize(
    ("changed", "back_at"),
    [
        ({"limbs": "nonsense"}, "limbs"),
        ({"sudden": ""}, "sudden"),
        ({"where": "<script>"}, "place"),
        ({"pain": "11"}, "place"),
        ({"pain": "-1"}, "place"),
        ({"pain": "1e1"}, "place"),
    ],
)
def test_tampered_answer_leads_back_to_its_question(
    client: Client, db: None, changed: dict[str, str], back_at: str
) -> None:
    answer = send(client, "moving", **{**GROUPS, **FINE, **changed})
    assert answer.status_code == 400
    assert answer.context["screen"].step.key == back_at
    assert "<script>" not in answer.content.decode()


@pytest.mark.parametrize("step", ["", "nonsense", "step", "csrfmiddlewaretoken"])
def test_lost_place_leads_to_the_first_question(client: Client, db: None, step: str) -> None:
    answer = send(client, step, **GROUPS)
    assert answer.status_code == 400
    assert heading(answer) == steps()[0].title
    assert "We lost track" in answer.content.decode()


def test_skipping_the_signs_is_not_possible(client: Client, db: None) -> None:
    answer = send(client, "moving", **FINE)
    assert answer.status_code == 400
    assert heading(answer) == steps()[0].title


def test_visitor_changes_an_answer_and_keeps_the_others(client: Client, db: None) -> None:
    end = send(client, "moving", **GROUPS, **FINE)
    again = client.post("/back-check/", {**kept(end), "change": "health"})
    assert again.status_code == 200
    assert heading(again) == "Your general health"
    assert re.search(r'<input[^>]*name="health"[^>]*value="none"[^>]*checked', again.content.decode())
    assert kept(again)["where"] == ["lower-back"]
    told = client.post("/back-check/", {**kept(again), "health": "fever"})
    assert heading(told) == "Phone a doctor today"


def test_a_registered_template_is_linked_and_a_missing_one_is_not(
    client: Client, catalogue: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routine_links, "_finders", [])
    answers = {**GROUPS, **FINE, "provokes": "bending"}
    assert "A whole program" not in send(client, "moving", **answers).content.decode()
    link = routine_links.RoutineLink("Acute low back: keep moving", "/templates/acute-low-back-mobility/")
    routine_links.register_routines(lambda slug: link if slug == "acute-low-back-mobility" else None)
    page = send(client, "moving", **answers).content.decode()
    assert 'href="/templates/acute-low-back-mobility/">Acute low back: keep moving' in page
    assert "exercise-card" in page


def test_visitor_without_scripts_answers_all_on_one_page(client: Client, db: None) -> None:
    answer = client.get("/back-check/one-page/")
    page = answer.content.decode()
    for step in steps():
        assert str(step.title) in page
        assert all(f'name="{name}"' in page for name in step.form().fields)
    assert answer.headers["Cache-Control"] == "no-store"
    assert kept(answer) == {"step": ["moving"]}
    assert heading(send(client, "moving", **{**GROUPS, "sudden": "accident"})) == "Get emergency help now"


def test_an_emergency_sign_counts_while_other_questions_are_open(client: Client, db: None) -> None:
    answer = send(client, "moving", sudden="accident")
    assert heading(answer) == "Get emergency help now"
    assert "It began with a bad accident or fall." in answer.content.decode()


def test_nonsense_is_never_a_server_error(client: Client, db: None) -> None:
    for body in ({}, {"change": "nonsense"}, {"change": ["health", "where"]}, {"step": ["numbness", "moving"]}):
        assert client.post("/back-check/", body).status_code in (200, 400)
    assert client.put("/back-check/").status_code == 405
