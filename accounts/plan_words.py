"""The rules of a plan as its client reads them: short sentences that say "you", in the active language."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.plan_rules import Rules
from accounts.plans import Phase, Plan


@dataclass(frozen=True)
class RulesInWords:
    """Sentences: all of `progress` must be true to go on; of the others each counts alone."""

    progress: tuple[str, ...]
    hold: tuple[str, ...]
    back: tuple[str, ...]
    stop: tuple[str, ...]
    extra: tuple[str, ...]


def rules_in_words(plan: Plan) -> RulesInWords:
    """The plan's own rules, or the usual ones where it has none."""
    rules = plan.rules_in_force
    return RulesInWords(
        progress=tuple(progress(rules, plan)),
        hold=tuple(hold(rules, plan)),
        back=tuple(back(rules)),
        stop=(*always_stop(), *stop(rules)),
        extra=rules.extra,
    )


def progress(rules: Rules, plan: Plan) -> Iterable[str]:
    yield _("Your worst pain was %(points)s out of 10 or less%(other)s.") % {
        "points": rules.pain_at_most,
        "other": elsewhere(plan.phases, rules.pain_at_most, rules_pain),
    }
    yield _("Your effort was %(points)s out of 10 or less%(other)s.") % {
        "points": rules.effort_at_most,
        "other": elsewhere(plan.phases, rules.effort_at_most, lambda phase: effort_limit(rules, phase)),
    }
    yield ngettext(
        "The next morning, your pain was at most %(points)s point above your usual.",
        "The next morning, your pain was at most %(points)s points above your usual.",
        rules.morning_rise_at_most,
    ) % {"points": rules.morning_rise_at_most}
    yield ngettext(
        "It went like this for %(count)s session.",
        "It went like this for %(count)s sessions in a row.",
        rules.sessions_in_a_row,
    ) % {"count": rules.sessions_in_a_row}
    yield _("You did at least %(percent)s%% of what was planned.") % {"percent": rules.adherence_at_least}


def rules_pain(phase: Phase) -> int | None:
    return phase.pain_at_most


def effort_limit(rules: Rules, phase: Phase) -> int | None:
    """A phase that is meant to be harder than the rule has its own upper end as limit."""
    return phase.effort[1] if phase.effort and phase.effort[1] > rules.effort_at_most else None


def elsewhere(phases: Iterable[Phase], usual: int, limit: Callable[[Phase], int | None]) -> str:
    """Such as "; in the phase “Load” 8 or less"."""
    return "".join(
        _("; in the phase “%(name)s” %(points)s or less") % {"name": phase.name, "points": points}
        for phase in phases
        if (points := limit(phase)) is not None and points != usual
    )


def hold(rules: Rules, plan: Plan) -> Iterable[str]:
    low, high = rules.pain_at_most + 1, rules.stop_pain - 1
    if low == high:
        yield _("Your worst pain was %(points)s out of 10.") % {"points": low}
    elif low < high:
        yield _("Your worst pain was %(low)s to %(high)s out of 10.") % {"low": low, "high": high}
    yield _("Your effort was above %(points)s out of 10%(other)s.") % {
        "points": rules.effort_at_most,
        "other": "".join(
            _("; in the phase “%(name)s” above %(points)s") % {"name": phase.name, "points": points}
            for phase in plan.phases
            if (points := effort_limit(rules, phase)) is not None
        ),
    }


def back(rules: Rules) -> Iterable[str]:
    yield ngettext(
        "Your pain was above %(limit)s out of 10, and the next morning still %(points)s point or more above your"
        " usual.",
        "Your pain was above %(limit)s out of 10, and the next morning still %(points)s points or more above your"
        " usual.",
        rules.back_morning_rise,
    ) % {"limit": rules.pain_at_most, "points": rules.back_morning_rise}
    yield ngettext("You missed %(count)s week.", "You missed %(count)s weeks.", rules.back_weeks_missed) % {
        "count": rules.back_weeks_missed
    }


def stop(rules: Rules) -> Iterable[str]:
    yield _(
        "It hurts %(points)s out of 10 or more: stop that exercise, take an easier one next time and tell your"
        " therapist."
    ) % {"points": rules.stop_pain}
    yield ngettext(
        "Pain rises %(points)s point or more above your usual: stop that exercise too.",
        "Pain rises %(points)s points or more above your usual: stop that exercise too.",
        rules.stop_rise,
    ) % {"points": rules.stop_rise}
    yield ngettext(
        "Twice, your pain is still up after %(count)s hour: leave out what set it off and tell your therapist.",
        "Twice, your pain is still up after %(count)s hours: leave out what set it off and tell your therapist.",
        rules.raised_hours,
    ) % {"count": rules.raised_hours}
    yield _(
        "If your usual pain is %(usual)s or more, go by the rise and not by these numbers. But stop at %(always)s out"
        " of 10 in any case."
    ) % {"usual": rules.high_usual_pain, "always": rules.stop_pain_always}


def always_stop() -> tuple[str, ...]:
    """What no therapist may switch off."""
    return (
        _("Any sign of the page “When to get help fast”: stop and do what it says."),
        _(
            "Pain, numbness or tingling spreads further down an arm or leg, or a limb feels newly numb or weak:"
            " stop, and call a doctor or your therapist the same day."
        ),
        _("Chest pain, fainting, feeling dizzy or very short of breath: stop and get medical help at once."),
        _("You have a fever, a fall or an accident: pause until a doctor or your therapist has seen you."),
    )
