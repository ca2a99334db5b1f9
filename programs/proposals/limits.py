"""A number that a client told, held against a program's rules. Pure; a number that is missing is never good.

Clinical notes, sections 2 and 4.3. The cut-offs are convention and therefore settings: `accounts.plan_rules`.
"""

from dataclasses import dataclass

from accounts.plan_rules import Rules
from accounts.plan_words import effort_limit
from accounts.plans import Phase
from programs.proposals.course import TrainingDay


@dataclass(frozen=True)
class Limits:
    """Rules for one phase and one person. `usual` is the pain that rises are measured from, None when unknown.

    Where the usual pain is high, only the rise counts, up to the pain at which always to stop.
    """

    rules: Rules
    usual: int | None
    pain_at_most: int
    effort_at_most: int

    @property
    def goes_by_rise(self) -> bool:
        return self.usual is not None and self.usual >= self.rules.high_usual_pain

    def allows(self, pain: int) -> bool:
        """Whether one may go on with this pain."""
        if self.stops(pain) or self.rises(pain):
            return False
        return self.goes_by_rise or pain <= self.pain_at_most

    def rises(self, pain: int) -> bool:
        return self.usual is not None and pain - self.usual >= self.rules.stop_rise

    def stops(self, pain: int) -> bool:
        """Whether it is pain to stop for.

        A rise to a pain that one may go on with, such as from 0 to 3, is none: it only holds the next step up.
        """
        if pain >= self.rules.stop_pain_always:
            return True
        if self.goes_by_rise:
            return self.rises(pain)
        return pain >= self.rules.stop_pain or (pain > self.pain_at_most and self.rises(pain))

    def rise(self, morning: int) -> int:
        """Over usual; over nothing at all as long as nobody knows what is usual, so that no rise is overlooked."""
        return morning - (self.usual or 0)

    def calm(self, morning: int) -> bool:
        return self.rise(morning) <= self.rules.morning_rise_at_most

    def is_green(self, day: TrainingDay) -> bool:
        """Pain and effort told and within their limits, and the next morning, where told, no worse than allowed.

        Whoever leaves something out because it hurts is not ready for more, whatever the numbers say.
        """
        if day.pain is None or day.effort is None or day.hurt:
            return False
        good = self.allows(day.pain) and day.effort <= self.effort_at_most
        return good and (day.morning is None or self.calm(day.morning))

    def is_amiss(self, day: TrainingDay) -> bool:
        """Something was told that is beyond a limit; a day without numbers is neither green nor amiss."""
        pain = day.pain is not None and not self.allows(day.pain)
        effort = day.effort is not None and day.effort > self.effort_at_most
        return pain or effort or (day.morning is not None and not self.calm(day.morning))

    def flares(self, day: TrainingDay) -> bool:
        """More pain than to go on with, and the next morning still up by as much as the rule says."""
        if self.usual is None or day.pain is None or day.morning is None or self.allows(day.pain):
            return False
        return day.morning - self.usual >= self.rules.back_morning_rise

    def stays_up(self, day: TrainingDay) -> bool:
        """The next morning more than allowed over what is known to be usual."""
        return self.usual is not None and day.morning is not None and not self.calm(day.morning)


def limits_of(rules: Rules, phase: Phase, usual: int | None, *, leaving: bool = False) -> Limits:
    """A phase's own pain limit is that for leaving it; a step inside keeps to the lower of the two."""
    own = phase.pain_at_most
    pain = rules.pain_at_most if own is None else own if leaving else min(own, rules.pain_at_most)
    return Limits(rules, usual, pain, effort_limit(rules, phase) or rules.effort_at_most)
