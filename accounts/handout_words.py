"""What every handout says about pain and about getting help, in as few words as a sheet on the fridge has room for.

The numbers are those of the plan's rules (accounts.plan_rules). The signs are the emergency and urgent tiers of
exercises/content/safety.yaml, drawn together: the page behind the code has each of them.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.plan_rules import Rules
from backfit.contacts import Contact, help_contacts
from exercises.handout.sheet import Advice, PainScale, Zone


def easier_in_words(name: str, dose: str, steps: Iterable[str], cautions: Iterable[str]) -> str:
    """What may be done instead, and how to do it: on paper there is no page to look it up."""
    said = _("If this is too hard today, do this one instead: %(name)s, %(dose)s.") % {"name": name, "dose": dose}
    care = " ".join(cautions)
    return " ".join([said, *steps, *([_("Take care: %(cautions)s") % {"cautions": care}] if care else [])])


def pain_scale(rules: Rules) -> PainScale:
    """Points from 0 to 10 in at most three zones: go on, stay, stop."""
    go_on, stay, stop = rules.pain_at_most, rules.stop_pain - 1, rules.stop_pain
    zones = [Zone(0, go_on, _("%(points)s: go on.") % {"points": points(0, go_on)}, _("Carry on as planned."))]
    if stay > go_on:
        title = _("%(points)s: stay as you are.") % {"points": points(go_on + 1, stay)}
        zones.append(Zone(go_on + 1, stay, title, _("Do the same next time. Do not add anything yet.")))
    title = _("%(points)s or more: stop that exercise.") % {"points": stop}
    zones.append(Zone(stop, 10, title, _("Take an easier one next time and tell your therapist.")))
    return PainScale(tuple(zones), (" ".join(above_usual(rules)),))


def points(first: int, last: int) -> str:
    if first == last:
        return str(first)
    if last == first + 1:
        return _("%(first)s or %(last)s") % {"first": first, "last": last}
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def above_usual(rules: Rules) -> Iterable[str]:
    yield ngettext(
        "Up %(points)s point or more from your usual pain? Stop that exercise too.",
        "Up %(points)s points or more from your usual pain? Stop that exercise too.",
        rules.stop_rise,
    ) % {"points": rules.stop_rise}
    yield _("If your usual pain is %(usual)s or more, go by that rise, and stop at %(always)s in any case.") % {
        "usual": rules.high_usual_pain,
        "always": rules.stop_pain_always,
    }


def advice(
    rules: Rules, *, phone: str = "", emergency: tuple[Contact, ...] = (), agreed: Iterable[str] = ()
) -> tuple[Advice, ...]:
    """When to call for help at once, and when to stop and ask; `agreed` is what a therapist added.

    `emergency` are the clinic's own numbers, where it has some.
    """
    return (at_once(emergency), same_day(rules, phone, agreed))


def at_once(emergency: tuple[Contact, ...]) -> Advice:
    return Advice(
        title=_("Get help at once"),
        lead=_("Stop, and call %(number)s or go to an emergency department, for any of these that is new or worse:")
        % {"number": help_contacts(emergency).phrase},
        lines=(
            _("numb or tingling between your legs; trouble with passing or holding urine or stool"),
            _("pain, weakness or numbness in both legs; a leg or an arm very weak or getting weaker"),
            _("unsteady walking, clumsy hands, legs that give way"),
            _("chest pain, fainting, dizzy or very short of breath, a tearing pain with a throbbing belly"),
            _("a bad accident or fall"),
            _("sudden worst headache, double vision, slurred speech, a drooping face"),
        ),
    )


def same_day(rules: Rules, phone: str, agreed: Iterable[str]) -> Advice:
    title = _("Stop, and ask the same day")
    if phone:
        # A number that is torn in two is dialled wrongly.
        title = _("Stop, and ask the same day: %(phone)s") % {"phone": phone.replace(" ", "\u00a0")}
    later = ngettext(
        "Twice, your pain was still up after %(count)s hour: leave out what set it off.",
        "Twice, your pain was still up after %(count)s hours: leave out what set it off.",
        rules.raised_hours,
    ) % {"count": rules.raised_hours}
    return Advice(
        title=title,
        lines=(
            _("Pain, numbness or tingling spreads further down an arm or a leg."),
            _("You have a fever, feel ill, or had a small fall: pause until somebody has seen you."),
            later,
            *agreed,
        ),
    )
