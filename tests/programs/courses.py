"""Courses as hypothesis draws them, and a good one to spoil in examples."""

import datetime
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from accounts.plan_rules import Rules
from accounts.plans import Item, Phase, Plan
from exercises.dose import Dose
from programs.proposals.course import Course, Done, DoneItem, Ladder, Rung
from programs.schedule import ONE_DAY
from tests.factories import read_dose

START = datetime.date(2027, 3, 1)
TEXTS = ("3x10", "3x8-10", "2x30s e/s", "3x8x5s e/s", "15 min", "3x12 @ 8 kg", "6-4-2 x 10s", "to fatigue", "1x1")
SLUGS = ("glute-bridge", "bird-dog", "cat-cow", "single-leg-stance")
LADDERS = {
    "glute-bridge": Ladder("strength", harder=Rung("single-leg-bridge", read_dose("2x8 e/s"))),
    "bird-dog": Ladder("stability", easier=Rung("bird-dog-leg-only", read_dose("2x8 alternating total"))),
    "cat-cow": Ladder("mobility", harder=Rung("thread-the-needle", read_dose("1x8 e/s"))),
    "single-leg-stance": Ladder("stability", is_balance=True, easier=Rung("tandem-stance", read_dose("2x20s e/s"))),
}
scores = st.none() | st.integers(0, 10)


def item(slug: str, dose: str | Dose = "3x10", **fields: Any) -> Item:
    return Item(key=f"key-{slug}", exercise=slug, dose=read_dose(dose) if isinstance(dose, str) else dose, **fields)


def plan_of(*items: Item, weeks: int | None = 4, rules: Rules | None = None, more: int = 1, **fields: Any) -> Plan:
    """A phase with the items, and `more` phases of four weeks behind it."""
    first = Phase(name="Control", weeks=weeks, items=items or (item("glute-bridge"),), **fields)
    later = tuple(
        Phase(name=f"Build {number}", weeks=4, items=(item("cat-cow").model_copy(update={"key": f"later-{number}"}),))
        for number in range(more)
    )
    return Plan(phases=(first, *later), rules=rules)


def session(offset: int, pain: int | None = 2, effort: int | None = 5, *lines: DoneItem) -> Done:
    return Done(f"s{offset}", START + offset * ONE_DAY, pain, effort, lines)


def good(plan: Plan | None = None, **fields: Any) -> Course:
    """Three sessions with everything reached, mornings as usual, and 90 percent done."""
    plan = plan or plan_of()
    lines = tuple(DoneItem(one.key) for one in plan.phases[0].items)
    sessions = tuple(session(offset, 2, 5, *lines) for offset in (0, 2, 4))
    mornings = {done.day + ONE_DAY: 2 for done in sessions}
    usual = {"sessions": sessions, "mornings": mornings, "usual": 2, "planned": 10, "done": 9, "ladders": LADDERS}
    return Course(plan=plan, phase=0, **{"since": 5, **usual, **fields})


def spoiled(course: Course, which: int, **fields: Any) -> Course:
    """With one of the sessions, counted from the last, told otherwise."""
    sessions = list(course.sessions)
    sessions[-1 - which] = replace(sessions[-1 - which], **fields)
    return replace(course, sessions=tuple(sessions))


@st.composite
def done_items(draw: st.DrawFn, key: str) -> DoneItem:
    number = st.none() | st.integers(0, 30)
    status = draw(st.sampled_from(("done", "done", "done", "part", "skipped")))
    return DoneItem(key, status, draw(st.none()), draw(number), draw(number), draw(st.none() | scores))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    slugs = draw(st.lists(st.sampled_from(SLUGS), min_size=1, max_size=4, unique=True))
    items = [item(slug, draw(st.sampled_from(TEXTS))) for slug in slugs]
    more = draw(st.integers(0, 2))
    weeks = draw(st.integers(1, 8) if more else st.none() | st.integers(1, 8))
    fields = {"pain_at_most": draw(st.none() | st.integers(0, 5)), "effort": draw(st.sampled_from((None, (6, 8))))}
    rules = Rules(sessions_in_a_row=draw(st.integers(1, 4)), adherence_at_least=draw(st.sampled_from((0, 70))))
    return plan_of(*items, weeks=weeks, more=more, rules=rules, **fields)


@st.composite
def courses(draw: st.DrawFn) -> Course:
    """Many of them good enough for something to be proposed."""
    plan = draw(plans())
    keys = [one.key for one in plan.phases[0].items]
    mild = draw(st.booleans())
    numbers = st.integers(0, 3) if mild else scores
    offsets = draw(st.lists(st.integers(0, 20), max_size=6))
    sessions = tuple(
        Done(
            f"s{place}",
            START + offset * ONE_DAY,
            draw(numbers),
            draw(st.integers(0, 6) if mild else scores),
            tuple(DoneItem(key) if mild else draw(done_items(key)) for key in keys),
        )
        for place, offset in enumerate(offsets)
    )
    mornings = {START + (offset + 1) * ONE_DAY: draw(st.integers(0, 3) if mild else st.integers(0, 10))
                for offset in offsets if draw(st.booleans())}  # fmt: skip
    weeks = plan.phases[0].weeks
    return Course(
        plan=plan,
        phase=0,
        since=draw(st.integers(0, 7 * weeks - 1 if weeks else 90)),
        sessions=sessions,
        mornings=mornings,
        usual=draw(st.none() | st.integers(0, 2) | st.integers(0, 10)),
        planned=draw(st.sampled_from((0, 10))),
        done=draw(st.integers(5, 10)),
        weeks_missed=draw(st.integers(0, 3)),
        is_barred=draw(st.booleans()) and draw(st.booleans()),
        ladders=LADDERS,
    )
