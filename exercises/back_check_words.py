"""What a back check says of its endings: what to do, and what would change the advice."""

from collections.abc import Collection

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exercises import red_flags
from exercises.back_check import Ending, Sentence

TIERS = {Ending.EMERGENCY: "emergency", Ending.TODAY: "urgent", Ending.PHYSIOTHERAPIST: "soon"}

LEADS: dict[Ending, Promise] = {
    Ending.EMERGENCY: _("What you ticked may need help within hours."),
    Ending.TODAY: _("What you ticked should be looked at today. Often it turns out to be nothing serious."),
    Ending.PHYSIOTHERAPIST: _("Somebody should see and hear you before you start exercises on your own."),
    Ending.ROUTINE: _("Nothing that you told us speaks against a few easy exercises."),
}
TO_DO_WITH_A_ROUTINE: tuple[Promise, ...] = (
    _("Start with one or two of them and do less than you think you can."),
    _("Pain up to 3 out of 10 while you move is usually all right. With 4 or 5, stay at the same dose."),
    _("Stop one that takes you to 6 or more, or 3 above your usual pain."),
    _("Walk each day as far as is easy, and change position often."),
)
CHANGES: dict[Ending, tuple[Promise, ...]] = {
    Ending.EMERGENCY: (
        _("Only a doctor who examines you can say that these signs are harmless. No other answer here would."),
    ),
    Ending.TODAY: (
        _("If one of the emergency signs begins, call for help at once."),
        _("If a doctor has looked at the signs you ticked and found no serious cause, you may do the check again."),
    ),
    Ending.PHYSIOTHERAPIST: (
        _("If an emergency sign begins, call for help at once. If you get a fever or feel ill, phone a doctor."),
        _("If a therapist has told you that exercise is fine for you, choose with them what to do."),
        _("If the reasons above no longer fit you, do the check again."),
    ),
    Ending.ROUTINE: (
        _("If the pain runs into a leg or an arm, or reaches 6 out of 10, see a physiotherapist first."),
        _("If it has not got better after six weeks, let a physiotherapist look at it."),
        _("If one of the signs that you were asked about begins, stop. Do the check again or get help."),
    ),
}
DOCTOR_FIRST: Promise = _("Go to a doctor first with what you ticked. A physiotherapist may come later.")


def to_do(ending: Ending, flags: Collection[str] = ()) -> list[Sentence]:
    """In the order in which to do it."""
    if ending == Ending.ROUTINE:
        return list(TO_DO_WITH_A_ROUTINE)
    first: list[Sentence] = [DOCTOR_FIRST] if ending == Ending.PHYSIOTHERAPIST and doctor_first(flags) else []
    return first + list(red_flags.tier(TIERS[ending]).todo)


def doctor_first(flags: Collection[str]) -> bool:
    return any(sign.see == "doctor" for sign in red_flags.found(flags, "soon"))
