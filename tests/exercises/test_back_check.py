"""The back check: its rule over all answers, and what it offers where a routine may suit."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfit.refusals import Invalid
from exercises import red_flags
from exercises.back_check import TO_BE_SEEN, About, Age, Ending, HowLong, Move, Where, advise, routine_for, settle
from exercises.back_check_forms import steps
from exercises.back_check_words import CHANGES, LEADS, to_do
from exercises.gentle import gentle_exercises
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
