"""The rules of progression: what the numbers of a phase suggest. Pure; nothing changes before a therapist agrees.

Clinical notes, section 2. The thresholds are convention and settings of the plan (`accounts.plan_rules`); what is
decided here beside them:

- Three in a row means three days with a session, each with pain and effort told. Of the mornings after them at least
  one must have been told: the rule is about the next morning, so silence alone cannot meet it; but people do not check
  in every day, and asking for all three would keep those who do well where they are. One that was told and is too high
  always counts.
- The calendar takes a client from phase to phase by weeks. A proposal about phases changes how many weeks the running
  one has. Earlier: when the rule holds, half of the phase is over and at least a whole week would be saved, it ends
  with the week that has begun. Longer: when it ends within three days and something told is beyond the limits, or less
  was done than the rule asks, it gets one week more. Otherwise the calendar goes on by itself.
- Inside a phase, items whose whole dose was reached on the last two days that they were on take one step, and at most
  one of them becomes a harder exercise. Only what is loaded grows: strength, stability and walking. Of stretches,
  mobility and breathing more is not better, and balance is not for a machine to judge (section 2.8).
- What was done in the easier version that the plan allows is done, and its pain and effort count; but no step forward
  rests on it: the dose of its item was not reached, and a phase does not end early after days with it.
- Keeping what was reached is proposed when the last phase ends within two weeks or is over, or has run for six weeks
  without an end (AAOS: four to six weeks, then two or three days a week).
- A step back concerns what hurt, as far as that was told, and otherwise what is loaded.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from accounts.plan_maintenance import FEWEST_DAYS
from accounts.plans import MAX_WEEKS, Item, Plan
from exercises.dose import Dose
from exercises.dose_steps import easier_dose, harder_dose
from programs.proposals.course import Course, DoneItem, Ladder, TrainingDay
from programs.proposals.limits import Limits, limits_of
from programs.proposals.proposed import dose_change, swap
from programs.schedule import WEEK

Kind = Literal["nothing", "hold", "step-up", "next-phase", "step-back", "maintenance"]
LOADED = {"strength", "stability", "habit"}
TIMES_REACHED = 2
LAST_DAYS = 3
MAINTENANCE_DAYS_LEFT = 14
MAINTENANCE_AFTER_DAYS = 42
UNKNOWN = Ladder(kind="")


@dataclass(frozen=True)
class Finding:
    """`days` are those that it rests on, `rule` names the rule, `balance` the items left to the therapist."""

    kind: Kind
    rule: str = ""
    changes: tuple[dict[str, Any], ...] = ()
    days: tuple[TrainingDay, ...] = ()
    balance: tuple[str, ...] = field(default=())

    @property
    def is_proposal(self) -> bool:
        return bool(self.changes)


def decide(course: Course) -> Finding:
    """The first of these that holds: a step back, longer in this phase, keeping, the next phase, a step up."""
    days = course.latest(course.rules.sessions_in_a_row)
    if not days:
        return Finding("nothing")
    found = None if course.is_over else step_back(course, days)
    if found is not None:
        return found
    if stays_longer(course, days):
        return phase_change(course, days, weeks=(course.running.weeks or 0) + 1, rule="stay")
    return go_on(course, days) or Finding("hold", days=tuple(days))


def go_on(course: Course, days: Sequence[TrainingDay]) -> Finding | None:
    if course.is_barred:
        return None
    if course.is_last and is_green(course, days) and is_time_to_keep(course):
        return keep(course, days)
    whole = not any(day.was_easier for day in days)
    if whole and not course.is_last and is_green(course, days, leaving=True) and is_early(course):
        return phase_change(course, days, weeks=course.since // WEEK + 1, rule="progress")
    if course.is_over or not is_green(course, days):
        return None
    return step_up(course, days)


def is_green(course: Course, days: Sequence[TrainingDay], *, leaving: bool = False) -> bool:
    """All of the progress rule, adherence included."""
    rules = course.rules
    limits = limits_of(rules, course.running, course.usual, leaving=leaving)
    enough = len(days) >= rules.sessions_in_a_row and any(day.morning is not None for day in days)
    kept = course.percent is not None and course.percent >= rules.adherence_at_least
    return enough and kept and all(limits.is_green(day) for day in days)


# Phases


def is_early(course: Course) -> bool:
    weeks = course.running.weeks
    return weeks is not None and 2 * course.since >= WEEK * weeks and course.since // WEEK + 1 < weeks


def stays_longer(course: Course, days: Sequence[TrainingDay]) -> bool:
    left, weeks = course.days_left, course.running.weeks
    if course.is_last or course.is_over or weeks is None or left is None or left > LAST_DAYS or weeks >= MAX_WEEKS:
        return False
    limits = limits_of(course.rules, course.running, course.usual, leaving=True)
    little = course.percent is not None and course.percent < course.rules.adherence_at_least
    return little or any(limits.is_amiss(day) for day in days)


def phase_change(course: Course, days: Sequence[TrainingDay], *, weeks: int, rule: str) -> Finding:
    change = {"phase": course.phase, "before": course.running.weeks, "after": weeks}
    return Finding("next-phase", rule, (change,), tuple(days), balance_items(course))


def is_time_to_keep(course: Course) -> bool:
    left = course.days_left
    if left is None:
        return course.since >= MAINTENANCE_AFTER_DAYS
    return course.is_over or left <= MAINTENANCE_DAYS_LEFT


def keep(course: Course, days: Sequence[TrainingDay]) -> Finding | None:
    if keeps_already(course.plan):
        return None
    strength = sorted({item.exercise for item in course.running.items if kind_of(course, item) == "strength"})
    change = {"maintain": FEWEST_DAYS, "strength": strength}
    return Finding("maintenance", "keep", (change,), tuple(days), balance_items(course))


def keeps_already(plan: Plan) -> bool:
    """One phase without an end in which everything is marked to stay, as a maintenance version is."""
    return len(plan.phases) == 1 and plan.weeks is None and all(item.maintain for item in plan.items())


# A step up


def step_up(course: Course, days: Sequence[TrainingDay]) -> Finding | None:
    limits = limits_of(course.rules, course.running, course.usual)
    changes, swapped = [], False
    for item in course.running.items:
        ladder = course.ladders.get(item.exercise, UNKNOWN)
        if ladder.kind not in LOADED or ladder.is_balance or not was_reached(course, item, limits):
            continue
        change = next_step(item, ladder, may_swap=not swapped)
        if change is not None:
            changes.append(change)
            swapped = swapped or "instead" in change
    if not changes:
        return None
    return Finding("step-up", "progress", tuple(changes), tuple(days), balance_items(course))


def next_step(item: Item, ladder: Ladder, *, may_swap: bool) -> dict[str, Any] | None:
    """A range that its therapist gave is used up when its top is reached: then the harder exercise comes first."""
    more = harder_dose(item.dose)
    climb = swap(item, ladder.harder) if ladder.harder and may_swap and not item.dose.progression else None
    used_up = item.dose.reps_max is not None and more is not None and more.load == item.dose.load
    if climb is not None and (more is None or used_up) and not item.dose.until:
        return climb
    return dose_change(item, more) if more is not None else None


def was_reached(course: Course, item: Item, limits: Limits) -> bool:
    """On the last two days on which anything was said of the item, all of its dose, without more pain than allowed."""
    told = [lines for day in course.latest(len(course.sessions)) if (lines := day.lines(item.key))]
    last = told[-TIMES_REACHED:]
    painless = all(line.pain is None or limits.allows(line.pain) for lines in last for line in lines)
    full = all(any(reaches(item.dose, line) for line in lines) for lines in last)
    return len(last) == TIMES_REACHED and painless and full


def reaches(dose: Dose, line: DoneItem) -> bool:
    """ "Done" alone means as it says, which of a range is the lower end; a number that was told counts."""
    if line.status != "done" or line.easier:
        return False
    if line.reps is None and dose.reps_max is not None:
        return False
    wanted = (
        (line.sets, dose.sets_max or dose.sets),
        (line.reps, dose.reps_max or dose.reps),
        (line.seconds, dose.hold_seconds or dose.duration_seconds),
    )
    return all(told is None or asked is None or told >= asked for told, asked in wanted)


def balance_items(course: Course) -> tuple[str, ...]:
    """Their exercises, so that the proposal can say that it leaves them to the therapist."""
    return tuple(
        item.exercise for item in course.running.items if course.ladders.get(item.exercise, UNKNOWN).is_balance
    )


# A step back


def step_back(course: Course, days: Sequence[TrainingDay]) -> Finding | None:
    """For pain to stop at, for a flare, for mornings that stay up twice, or for missed weeks; hold when there is
    nothing that could become less.
    """
    limits = limits_of(course.rules, course.running, course.usual)
    rule, trouble = trouble_in(course, limits, days)
    if not rule:
        return None
    items = course.running.items if rule == "back-weeks" else concerned(course, limits, trouble)
    changes = (easier(course, item, first_swap=rule == "back-stop") for item in items)
    found = tuple(change for change in changes if change is not None)
    return Finding("step-back" if found else "hold", rule, found, tuple(trouble), balance_items(course))


def trouble_in(course: Course, limits: Limits, days: Sequence[TrainingDay]) -> tuple[str, list[TrainingDay]]:
    """The name of the rule, the gravest first, and the days that it rests on."""
    stopped = [day for day in days if any(limits.stops(pain) for pain in pains_of(day))]
    flared = [day for day in days if limits.flares(day)]
    raised = [day for day in days if limits.stays_up(day)]
    if stopped:
        return "back-stop", stopped
    if flared:
        return "back-morning", flared
    if len(raised) >= 2:
        return "back-raised", raised
    if course.weeks_missed >= course.rules.back_weeks_missed:
        return "back-weeks", list(days[-1:])
    return "", []


def pains_of(day: TrainingDay) -> Iterable[int]:
    for pain in (day.pain, *(line.pain for line in day.items)):
        if pain is not None:
            yield pain


def concerned(course: Course, limits: Limits, trouble: Sequence[TrainingDay]) -> list[Item]:
    hurt = {
        line.key
        for day in trouble
        for line in day.items
        if line.hurt or (line.pain is not None and not limits.allows(line.pain))
    }
    items = [item for item in course.running.items if item.key in hurt]
    if items:
        return items
    loaded = [item for item in course.running.items if kind_of(course, item) in LOADED - {"habit"}]
    return loaded or list(course.running.items)


def kind_of(course: Course, item: Item) -> str:
    return course.ladders.get(item.exercise, UNKNOWN).kind


def easier(course: Course, item: Item, *, first_swap: bool) -> dict[str, Any] | None:
    """A set less, or the easier exercise where there is one; after pain to stop at the other way round."""
    less, rung = easier_dose(item.dose), course.ladders.get(item.exercise, UNKNOWN).easier
    if rung is not None and (first_swap or less is None):
        return swap(item, rung)
    return dose_change(item, less) if less is not None else None
