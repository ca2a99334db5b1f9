"""The rules of attention, from plain values: what needs a look, how urgent it is, and what is news."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.plan_rules import Rules
from programs.attention.facts import DayFacts, Facts, LastDay, PainTold, Reason, Sign, Suggested
from programs.attention.rules import is_news, reasons
from programs.attention.words import reason_in_words
from programs.usual_pain import usual_pain

TODAY = datetime.date(2026, 11, 22)  # a Sunday
ONE_DAY = datetime.timedelta(days=1)
POINTS = st.integers(0, 10)


def ago(days: int) -> datetime.date:
    return TODAY - days * ONE_DAY


def course(done: str) -> tuple[DayFacts, ...]:
    """28 days up to today: x done, o missed, - a day of rest or of a pause."""
    days = done.rjust(28, "-")
    return tuple(
        DayFacts(ago(27 - index), planned=4 * (sign != "-"), done=4 * (sign == "x"), sessions=int(sign == "x"))
        for index, sign in enumerate(days)
    )


def kinds(facts: Facts) -> list[str]:
    return [reason.kind for reason in reasons(facts)]


def words(facts: Facts) -> list[str]:
    return [reason_in_words(reason.kind, {**reason.facts, "level": reason.level}, TODAY) for reason in reasons(facts)]


FOLLOWING = Facts(today=TODAY, begins_on=ago(40), last_session=ago(1), days=course("x" * 28))


def test_a_client_who_follows_needs_nobody() -> None:
    assert reasons(FOLLOWING) == []


@pytest.mark.parametrize(
    ("pain", "usual", "kind"),
    [
        (8, None, "severe-pain"),
        (6, None, "severe-pain"),
        (5, None, None),
        (5, 2, "pain-up"),
        (4, 2, None),
        (6, 3, "severe-pain"),
        # Where pain is usual, the rise alone counts, up to 8.
        (6, 4, None),
        (7, 4, "pain-up"),
        (8, 7, "severe-pain"),
    ],
)
def test_pain_counts_by_the_plan_and_by_what_is_usual(pain: int, usual: int | None, kind: str | None) -> None:
    facts = replace(FOLLOWING, usual=usual, pains=(PainTold(ago(2), pain),))
    assert kinds(facts) == ([kind] if kind else [])


def test_pain_counts_by_the_rules_of_its_own_program_and_exercise() -> None:
    careful = PainTold(ago(2), 5, Rules(pain_at_most=2, stop_pain=4))
    assert kinds(replace(FOLLOWING, pains=(careful,))) == ["severe-pain"]
    assert kinds(replace(FOLLOWING, pains=(PainTold(ago(2), 4, item_stop=4),))) == ["severe-pain"]


def test_pain_is_told_with_its_day_and_what_is_usual() -> None:
    facts = replace(FOLLOWING, usual=3, pains=(PainTold(ago(2), 7), PainTold(ago(5), 6)))
    assert words(facts) == ["Pain 7 on Friday, usually 3, and on 1 more day"]
    assert words(replace(FOLLOWING, pains=(PainTold(ago(9), 9),))) == ["Pain 9 on 13 November"]
    assert words(replace(FOLLOWING, usual=2, mornings={ago(1): 5})) == ["Morning pain 5 yesterday, usually 2"]


def test_old_pain_is_no_reason_any_more() -> None:
    assert kinds(replace(FOLLOWING, pains=(PainTold(ago(14), 9),))) == []
    assert kinds(replace(FOLLOWING, usual=1, pains=(PainTold(ago(7), 5),), mornings={ago(7): 6})) == []


def test_the_next_morning_needs_something_usual_to_rise_from() -> None:
    assert kinds(replace(FOLLOWING, mornings={ago(1): 7})) == []
    assert kinds(replace(FOLLOWING, usual=5, mornings={ago(1): 7})) == ["morning-rise"]
    assert kinds(replace(FOLLOWING, usual=5, mornings={ago(1): 6})) == []


def test_who_has_not_joined_or_begun_is_told_of_after_three_days() -> None:
    invited = Facts(today=TODAY, joined=False, invited_on=ago(3))
    assert words(invited) == ["Has not joined, invited on Thursday"]
    assert kinds(replace(invited, invited_on=ago(2))) == []
    assert kinds(replace(invited, invited_on=None)) == []
    joined = Facts(today=TODAY, invited_on=ago(9), begins_on=ago(3), days=course("oooo"))
    assert words(joined) == ["Not started, could have begun on Thursday"]
    assert kinds(replace(joined, begins_on=ago(2))) == []
    assert kinds(replace(joined, paused=True)) == []
    assert kinds(replace(joined, days=course(""))) == []


@pytest.mark.parametrize(
    ("done", "last", "said"),
    [
        ("xooo-", 4, ["Missed 3 sessions in a row"]),
        # Today is not over, and days of rest miss nothing.
        ("xooo", 3, []),
        ("xo-o-o--", 7, ["Missed 3 sessions in a row"]),
        ("x-------", 7, []),
        ("xoox", 0, []),
    ],
)
def test_three_planned_sessions_missed_in_a_row_are_a_reason(done: str, last: int, said: list[str]) -> None:
    assert words(replace(FOLLOWING, days=course(done), last_session=ago(last))) == said


def test_doing_clearly_less_than_before_is_a_reason() -> None:
    facts = replace(FOLLOWING, days=course("x" * 21 + "oxooxoo"), last_session=ago(2))
    assert words(facts) == ["Did 8 of 24 in 7 days, 100 % in the weeks before"]
    assert kinds(replace(facts, days=course("xo" * 10 + "x" + "oxooxoo"))) == []
    assert kinds(replace(facts, adherence_at_least=30)) == []


def test_a_program_that_ends_is_told_of_a_week_before_and_until_something_follows() -> None:
    last = LastDay("p", "Back basics", TODAY + 6 * ONE_DAY)
    facts = replace(FOLLOWING, last_days=(last,))
    assert words(facts) == ["“Back basics” ends on Saturday"]
    assert kinds(replace(facts, last_days=(replace(last, day=TODAY + 8 * ONE_DAY),))) == []
    assert words(replace(facts, last_days=(replace(last, day=ago(1)),))) == ["“Back basics” ended yesterday"]


def test_the_most_urgent_comes_first() -> None:
    facts = Facts(
        today=TODAY,
        usual=3,
        pains=(PainTold(ago(1), 9), PainTold(ago(2), 6, Rules(stop_pain=7))),
        mornings={ago(1): 8},
        signs=(Sign(ago(1), emergency=False), Sign(ago(4), emergency=True)),
        days=course("xxxooooo"),
        last_session=ago(5),
        notes=(ago(1), ago(1)),
        suggested=(Suggested("p", "step-back", ago(1)),),
        last_days=(LastDay("p", "Back basics", TODAY),),
    )
    expected = ["safety", "severe-pain", "pain-up", "morning-rise", "missed", "step-back", "message", "ending"]
    assert kinds(facts) == expected
    assert words(facts)[0] == "Emergency sign reported yesterday, and 1 more"
    assert words(facts)[-3:] == [
        "A step back is suggested",
        "2 unread notes, the last one yesterday",
        "“Back basics” ends today",
    ]
    assert [reason.rank for reason in reasons(facts)] == sorted(reason.rank for reason in reasons(facts))
    assert reasons(facts)[0].rank < reasons(replace(facts, signs=(Sign(ago(1), emergency=False),)))[0].rank


FACTS = st.builds(
    Facts,
    today=st.just(TODAY),
    usual=st.none() | POINTS,
    pains=st.lists(st.builds(PainTold, st.integers(0, 20).map(ago), POINTS), max_size=5).map(tuple),
    mornings=st.dictionaries(st.integers(0, 10).map(ago), POINTS, max_size=5),
    signs=st.lists(st.builds(Sign, st.just(ago(1)), st.booleans()), max_size=2).map(tuple),
    days=st.text("xo-", max_size=28).map(course),
    invited_on=st.none() | st.integers(0, 30).map(ago),
    joined=st.booleans(),
    begins_on=st.none() | st.integers(0, 40).map(ago),
    last_session=st.none() | st.integers(0, 40).map(ago),
    notes=st.lists(st.integers(0, 27).map(ago), max_size=3).map(tuple),
)


def most_urgent(facts: Facts) -> int:
    return min((reason.rank for reason in reasons(facts)), default=99)


@given(FACTS, st.data())
def test_more_pain_never_makes_a_client_less_urgent(facts: Facts, data: st.DataObject) -> None:
    worse = tuple(replace(told, pain=data.draw(st.integers(told.pain, 10))) for told in facts.pains)
    mornings = {day: data.draw(st.integers(pain, 10)) for day, pain in facts.mornings.items()}
    assert most_urgent(replace(facts, pains=worse, mornings=mornings)) <= most_urgent(facts)
    another = (*facts.pains, PainTold(ago(data.draw(st.integers(0, 20))), data.draw(POINTS)))
    assert most_urgent(replace(facts, pains=another)) <= most_urgent(facts)


@given(FACTS)
def test_reasons_come_by_urgency_each_of_them_once_and_all_can_be_said(facts: Facts) -> None:
    found = reasons(facts)
    assert [reason.rank for reason in found] == sorted(reason.rank for reason in found)
    assert len({reason.subject for reason in found}) == len(found)
    assert all(words(facts))


@given(FACTS)
def test_days_without_a_plan_are_never_missed(facts: Facts) -> None:
    days = tuple(replace(day, planned=0, done=0) for day in facts.days)
    paused = replace(facts, joined=True, paused=True, days=days)
    assert not {"missed", "slipping", "not-started"} & set(kinds(paused))


@given(FACTS)
def test_what_has_not_changed_is_no_news(facts: Facts) -> None:
    assert not any(is_news(reason.kind, reason.since, reason.level, reason) for reason in reasons(facts))


@given(st.integers(0, 12), st.integers(0, 12), POINTS, POINTS)
def test_a_later_day_or_a_worse_number_is_news(then: int, now: int, was: int, is_now: int) -> None:
    reason = Reason("severe-pain", 2, ago(now), is_now, {})
    assert is_news("severe-pain", ago(then), was, reason) == (now < then or is_now > was)


def test_a_longer_run_of_missed_sessions_is_news_only_after_three_more() -> None:
    def run(missed: int) -> Reason:
        facts = replace(FOLLOWING, days=course("x" + "o" * missed + "-"), last_session=ago(missed + 1))
        return reasons(facts)[0]

    three = run(3)
    assert not is_news("missed", three.since, three.level, run(5))
    assert is_news("missed", three.since, three.level, run(6))


PAINS = st.dictionaries(st.integers(0, 30).map(ago), POINTS)


@given(st.none() | POINTS, PAINS, PAINS)
def test_usual_pain_is_what_was_stated_or_lies_among_what_was_told(
    stated: int | None, mornings: dict[datetime.date, int], sessions: dict[datetime.date, int]
) -> None:
    usual = usual_pain(stated, mornings, sessions)
    if stated is not None:
        assert usual == stated
    elif usual is not None:
        assert usual in {*mornings.values(), *sessions.values()}


def test_usual_pain_needs_three_days_of_the_first_week() -> None:
    assert usual_pain(None, {}, {ago(9): 7, ago(8): 7}) is None
    assert usual_pain(None, {ago(9): 2}, {ago(9): 4, ago(8): 5, ago(7): 3, ago(1): 9}) == 3
    assert usual_pain(None, {ago(20): 2}, {ago(1): 4, ago(0): 5}) is None
