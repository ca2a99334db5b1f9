"""Why something is proposed, in sentences to the therapist made of the numbers that were kept with it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Why = Mapping[str, Any]


def because(why: Why) -> Iterable[str]:
    yield from {
        "progress": went_well,
        "keep": went_well,
        "stay": ends_early,
        "back-stop": hurt,
        "back-morning": flared,
        "back-raised": stayed_up,
        "back-weeks": was_away,
    }[why["rule"]](why)
    if why["usual"] is not None and why["rule"] != "back-weeks":
        yield _("The client's usual pain is %(usual)s of 10.") % {"usual": why["usual"]}


def went_well(why: Why) -> Iterable[str]:
    days = why["days"]
    yield ngettext(
        "In the last session pain was at most %(pain)s of 10 and effort at most %(effort)s.",
        "In the last %(count)s sessions pain was at most %(pain)s of 10 and effort at most %(effort)s.",
        len(days),
    ) % {"count": len(days), "pain": highest(days, "pain"), "effort": highest(days, "effort")}
    told = [day["morning"] for day in days if day["morning"] is not None]
    yield ngettext(
        "Of the mornings after, %(told)s was told: pain %(pain)s of 10.",
        "Of the mornings after, %(told)s were told: pain at most %(pain)s of 10.",
        len(told),
    ) % {"told": len(told), "pain": max(told, default=0)}
    yield done_of_planned(why)
    if why["rule"] == "keep":
        yield end_of_phase(why)


def done_of_planned(why: Why) -> str:
    percent = 100 * why["done"] // why["planned"] if why["planned"] else 0
    return _("%(done)s of %(planned)s planned exercises were done, %(percent)s%%.") % {
        "done": why["done"],
        "planned": why["planned"],
        "percent": percent,
    }


def end_of_phase(why: Why) -> str:
    left = why["days_left"]
    if left is None:
        return _("The last phase has run for six weeks or more.")
    if not left:
        return _("The last phase is over.")
    return ngettext("The last phase ends in %(n)d day.", "The last phase ends in %(n)d days.", left) % {"n": left}


def ends_early(why: Why) -> Iterable[str]:
    left = why["days_left"]
    yield ngettext(
        "The phase ends in %(n)d day, and its aim is not reached yet.",
        "The phase ends in %(n)d days, and its aim is not reached yet.",
        left,
    ) % {"n": left}
    yield done_of_planned(why)


def hurt(why: Why) -> Iterable[str]:
    yield _("Pain reached %(pain)s of 10, which is pain to stop an exercise at.") % {
        "pain": highest(why["days"], "pain")
    }


def flared(why: Why) -> Iterable[str]:
    yield _("Pain was %(pain)s of 10, and the next morning still %(morning)s.") % {
        "pain": highest(why["days"], "pain"),
        "morning": highest(why["days"], "morning"),
    }


def stayed_up(why: Why) -> Iterable[str]:
    yield _("On %(count)s mornings after a session pain was still up, at most %(pain)s of 10.") % {
        "count": len(why["days"]),
        "pain": highest(why["days"], "morning"),
    }


def was_away(why: Why) -> Iterable[str]:
    yield ngettext(
        "%(n)d whole week without a session.", "%(n)d whole weeks without a session.", why["weeks_missed"]
    ) % {"n": why["weeks_missed"]}


def highest(days: Iterable[Mapping[str, Any]], name: str) -> int:
    return max((day[name] for day in days if day[name] is not None), default=0)


def rule_in_words(why: Why) -> str:
    rules = why["rules"]
    if why["rule"] == "back-weeks":
        return ngettext(
            "Step back after %(n)d week without a session.",
            "Step back after %(n)d weeks without a session.",
            rules["back_weeks_missed"],
        ) % {"n": rules["back_weeks_missed"]}
    if why["rule"] == "back-morning":
        return _("Step back when it hurts more than %(pain)s and the next morning is %(rise)s or more above usual.") % {
            "pain": why["pain_at_most"],
            "rise": rules["back_morning_rise"],
        }
    if why["rule"] == "back-raised":
        return _("Step back when two mornings are more than %(rise)s above usual.") % {
            "rise": rules["morning_rise_at_most"]
        }
    if why["rule"] == "back-stop":
        return stop_rule(why)
    return progress_rule(why)


def stop_rule(why: Why) -> str:
    rules = why["rules"]
    if why["by_rise"]:
        return _("Step back from pain of %(rise)s above usual, or of %(always)s in any case.") % {
            "rise": rules["stop_rise"],
            "always": rules["stop_pain_always"],
        }
    return _("Step back from pain of %(pain)s, or of more than %(most)s and %(rise)s above usual.") % {
        "pain": rules["stop_pain"],
        "most": why["pain_at_most"],
        "rise": rules["stop_rise"],
    }


def progress_rule(why: Why) -> str:
    rules = why["rules"]
    pain = (
        _("pain less than %(rise)s above usual") % {"rise": rules["stop_rise"]}
        if why["by_rise"]
        else _("pain up to %(pain)s") % {"pain": why["pain_at_most"]}
    )
    return _(
        "Go on with %(pain)s, effort up to %(effort)s and the next morning up to %(rise)s above usual, %(count)s"
        " times in a row, and at least %(percent)s%% done."
    ) % {
        "pain": pain,
        "effort": why["effort_at_most"],
        "rise": rules["morning_rise_at_most"],
        "count": rules["sessions_in_a_row"],
        "percent": rules["adherence_at_least"],
    }
