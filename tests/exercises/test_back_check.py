"""The back check: its rule over all answers, its screens by POST, and its door for programs."""

import re
from itertools import product
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from backfit.refusals import Invalid
from exercises import red_flags, routine_links
from exercises.back_check import TO_BE_SEEN, About, Age, Ending, HowLong, Move, Where, advise, routine_for, settle
from exercises.back_check_forms import NONE, steps
from exercises.back_check_words import CHANGES, LEADS, to_do
from exercises.content.files import Report
from exercises.content.schema import CONTENT
from exercises.gentle import gentle_exercises
from exercises.loading import load_exercises, load_vocabulary
from exercises.models import Exercise
from tests.exercises.test_content import FRIGHTENING_OR_PROMISING, HIGHEST_GRADE, reading_grade

TEMPLATES = {
    "desk-posture-reset", "acute-low-back-mobility", "persistent-low-back-graded-strength",
    "upper-back-and-shoulder-blade", "neck-and-screen-use", "mcgill-style-core-stability", "whole-back-flexibility",
    "older-adult-back-and-balance",
}  # fmt: skip
KEYS: dict[str, list[str]] = {tier.key: [finding.key for finding in tier.findings] for tier in red_flags.safety().tiers}
FLAGS = st.sets(st.sampled_from(sorted(red_flags.flag_keys())))
ABOUT = st.builds(
    About,
    where=st.sampled_from(Where),
    how_long=st.sampled_from(HowLong),
    pain=st.integers(0, 10),
    eases=st.sampled_from(Move),
    provokes=st.sampled_from(Move),
    age=st.sampled_from(Age),
    floor=st.booleans(),
)
EVERY_ABOUT = [About(*values) for values in product(Where, HowLong, range(11), Move, Move, Age, (True, False))]
URGENCY = list(Ending)
FINE = {"where": "lower-back", "how_long": "under-6-weeks", "pain": "3", "eases": "moving", "provokes": "resting",
        "age": "18-64", "floor": "yes"}  # fmt: skip
GROUPS = {step.key: NONE for step in steps() if step.group}


@pytest.fixture
def catalogue(db: None) -> None:
    """The shipped exercises, without their pictures."""
    load_vocabulary(CONTENT / "vocabulary.yaml")
    load_exercises(sorted((CONTENT / "exercises").glob("*.yaml")), Report())


def one_of(tier: str) -> st.SearchStrategy[str]:
    return st.sampled_from(KEYS[tier])


@given(flag=one_of("emergency"), others=FLAGS, about=ABOUT)
def test_an_emergency_sign_always_ends_in_emergency(flag: str, others: set[str], about: About) -> None:
    assert advise({flag, *others}, about).ending == Ending.EMERGENCY


@given(flag=one_of("urgent"), others=FLAGS, about=ABOUT)
def test_an_urgent_sign_never_ends_lower_than_contact_today(flag: str, others: set[str], about: About) -> None:
    assert advise({flag, *others}, about).ending in (Ending.EMERGENCY, Ending.TODAY)


@given(flag=one_of("soon"), others=FLAGS, about=ABOUT)
def test_pregnancy_no_gain_in_six_weeks_and_the_like_never_end_in_a_routine(
    flag: str, others: set[str], about: About
) -> None:
    assert advise({flag, *others}, about).ending != Ending.ROUTINE
    assert {"pregnant", "not-improving", "first-pain-age"} <= set(KEYS["soon"])


@given(flags=FLAGS, more=FLAGS, about=ABOUT)
def test_one_more_sign_never_makes_it_less_urgent(flags: set[str], more: set[str], about: About) -> None:
    before, after = (URGENCY.index(advise(signs, about).ending) for signs in (flags, flags | more))
    assert after <= before


@given(flags=FLAGS, about=ABOUT)
def test_signs_settle_alike_with_and_without_the_rest(flags: set[str], about: About) -> None:
    settled = settle(flags)
    assert (settled is None) == (not flags)
    if settled is not None:
        assert advise(flags, about).ending == settled.ending
        assert set(settled.reasons) <= set(advise(flags, about).reasons)


def test_every_set_of_answers_ends_once_with_a_reason() -> None:
    for about in EVERY_ABOUT:
        advice = advise((), about)
        assert advice.ending in (Ending.PHYSIOTHERAPIST, Ending.ROUTINE)
        assert advice.reasons
        assert (advice.routine in TEMPLATES) == (advice.ending == Ending.ROUTINE)


def test_strong_pain_a_limb_nothing_that_eases_and_youth_never_end_in_a_routine() -> None:
    for about in EVERY_ABOUT:
        to_be_seen = (
            about.pain >= 6 or about.where == Where.LIMB or about.eases == Move.NOTHING or about.age == Age.UNDER_18
        )
        assert (advise((), about).ending == Ending.PHYSIOTHERAPIST) == to_be_seen
        assert advise((), about).ending == Ending.PHYSIOTHERAPIST or about.pain < 8


def test_every_template_is_somebodys() -> None:
    fine = [about for about in EVERY_ABOUT if advise((), about).ending == Ending.ROUTINE]
    assert {routine_for(about) for about in fine} == TEMPLATES
    assert {routine_for(about) for about in fine if about.where == Where.NECK} == {"neck-and-screen-use"}
    older = {routine_for(about) for about in fine if about.age == Age.OLDER and about.where != Where.NECK}
    assert older == {"older-adult-back-and-balance"}


def test_unknown_sign_is_refused() -> None:
    with pytest.raises(Invalid, match="no sign"):
        settle(["no-such-sign"])


def test_what_the_check_says_is_easy_to_read_and_neither_frightens_nor_promises() -> None:
    reasons = [str(sentence) for _rule, sentence in TO_BE_SEEN]
    for ending in Ending:
        said = [f"{ending.label}.", str(LEADS[ending]), *map(str, to_do(ending)), *map(str, CHANGES[ending])]
        assert reading_grade(said) <= HIGHEST_GRADE
        assert FRIGHTENING_OR_PROMISING.search(" ".join([*said, *reasons])) is None
    assert reading_grade(reasons) <= HIGHEST_GRADE


def test_fields_of_different_screens_have_different_names() -> None:
    names = [name for step in steps() for name in step.form().fields]
    assert len(names) == len(set(names))


def test_gentle_exercises_fit_the_place_the_floor_and_what_hurts(catalogue: None) -> None:
    places = (Where.LOWER_BACK, Where.UPPER_BACK, Where.NECK)
    for where, move, age, floor in product(places, Move, (Age.ADULT, Age.OLDER), (True, False)):
        found = gentle_exercises(About(where, HowLong.LONGER, 3, Move.MOVING, move, age, floor))
        tags = tags_of(found)
        assert len(found) == 3
        assert all(exercise.difficulty <= 2 and exercise.is_published for exercise in found)
        assert floor or {exercise.position for exercise in found} <= {"sitting", "standing"}
        assert "leg-symptoms" not in tags
        assert move != Move.BENDING or "flexion-sensitive" not in tags
        assert move != Move.ARCHING or "extension-sensitive" not in tags
        assert age != Age.OLDER or not tags & {"osteoporosis", "falls"}


def test_gentle_exercises_go_first_the_way_that_eases(catalogue: None) -> None:
    firsts = {Move.ARCHING: "standing-back-extension", Move.BENDING: "childs-pose", Move.MOVING: "cat-cow",
              Move.RESTING: "diaphragmatic-breathing"}  # fmt: skip
    for eases, first in firsts.items():
        about = About(Where.LOWER_BACK, HowLong.LONGER, 3, eases, Move.NOTHING, Age.ADULT, floor=True)
        assert gentle_exercises(about)[0].slug == first
    Exercise.objects.filter(slug="cat-cow").update(status="draft")
    about = About(Where.LOWER_BACK, HowLong.LONGER, 3, Move.MOVING, Move.NOTHING, Age.ADULT, floor=True)
    assert gentle_exercises(about)[0].slug == "quadruped-rock-back"


def tags_of(found: list[Exercise]) -> set[str]:
    return {caution.tag.slug for exercise in found for caution in exercise.cautions.all() if caution.tag}


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


class TestApi:
    @pytest.fixture(autouse=True)
    def fresh(self, db: None) -> None:
        cache.clear()

    def post(self, api: APIClient, **body: Any) -> Any:
        return api.post("/api/v1/back-check/", body, format="json")

    def test_program_reads_the_questions(self, api: APIClient) -> None:
        tiers = api.get("/api/v1/back-check/").data["tiers"]
        assert [tier["key"] for tier in tiers] == ["emergency", "urgent", "soon"]
        asked = [finding["key"] for tier in tiers for group in tier["groups"] for finding in group["findings"]]
        assert set(asked) == red_flags.flag_keys()

    @pytest.mark.parametrize(
        ("flags", "ending"), [(["wiping"], "emergency"), (["fever"], "today"), (["pregnant"], "physiotherapist")]
    )
    def test_program_gets_the_advice_of_the_signs(self, api: APIClient, flags: list[str], ending: str) -> None:
        answer = self.post(api, flags=flags)
        assert (answer.status_code, answer.data["ending"], answer.data["exercises"]) == (200, ending, [])
        assert answer.data["reasons"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.cookies == {}

    def test_program_gets_a_routine(self, api: APIClient, catalogue: None) -> None:
        answer = self.post(api, flags=[], **{**FINE, "pain": 3, "floor": True})
        assert answer.data["ending"] == "routine"
        assert answer.data["routine"] in TEMPLATES
        assert len(answer.data["exercises"]) == 3
        assert answer.data["exercises"][0]["dose_words"]

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "flags"),
            ({"flags": ["nonsense"]}, "non_field_errors"),
            ({"flags": "fever"}, "flags"),
            ({"flags": []}, "where"),
            ({"flags": [], **FINE, "pain": 11}, "pain"),
            ({"flags": [], **FINE, "where": "toe"}, "where"),
            ({"flags": ["fever"], "name": "Chris"}, "name"),
        ],
    )
    def test_bad_body_is_refused_by_field(self, api: APIClient, body: dict[str, Any], field: str) -> None:
        answer = self.post(api, **body)
        assert answer.status_code == 400
        assert field in answer.data

    def test_caller_who_asks_too_often_waits(self, api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("backfit.api.throttles.PublicThrottle.rate", "2/min")
        codes = [self.post(api, flags=["fever"]).status_code for _time in range(3)]
        assert codes == [200, 200, 429]
        elsewhere = APIClient(REMOTE_ADDR="203.0.113.7")
        assert self.post(elsewhere, flags=["fever"]).status_code == 200

    def test_made_up_forwarding_does_not_help_to_ask_more_often(
        self, api: APIClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("backfit.api.throttles.PublicThrottle.rate", "1/min")
        answers = [
            api.post("/api/v1/back-check/", {"flags": ["fever"]}, format="json", HTTP_X_FORWARDED_FOR=f"192.0.2.{n}")
            for n in range(2)
        ]
        assert [answer.status_code for answer in answers] == [200, 429]
