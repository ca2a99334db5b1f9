"""A visitor's back check: what somebody says of their back -> one of four endings, with the reasons. Pure.

It diagnoses nothing. The red flags decide first, in the order of their tiers; then come the reasons to be seen by
somebody; only who has none of them is shown a general routine. The cut at 6 out of 10 is the pain rule's own
(clinical notes 4.3, a convention): a routine chosen by nobody who knows the person must not start in its red zone.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from backfit.refusals import Invalid
from exercises import red_flags

Sentence = str | Promise
STRONG_PAIN = 6


class Ending(models.TextChoices):
    """From the most urgent down."""

    EMERGENCY = "emergency", _("Get emergency help now")
    TODAY = "today", _("Phone a doctor today")
    PHYSIOTHERAPIST = "physiotherapist", _("Have it looked at before you exercise")
    ROUTINE = "routine", _("A gentle routine may suit you")


class Where(models.TextChoices):
    LOWER_BACK = "lower-back", _("Lower back")
    UPPER_BACK = "upper-back", _("Upper back or shoulder blades")
    NECK = "neck", _("Neck")
    LIMB = "limb", _("It runs into a leg or an arm")


class HowLong(models.TextChoices):
    UNDER_6_WEEKS = "under-6-weeks", _("Less than 6 weeks")
    TO_12_WEEKS = "6-12-weeks", _("6 to 12 weeks")
    LONGER = "longer", _("Longer, or it comes and goes")


class Move(models.TextChoices):
    BENDING = "bending", _("Bending forward")
    ARCHING = "arching", _("Bending back")
    MOVING = "moving", _("Moving about")
    RESTING = "resting", _("Resting or sitting still")
    NOTHING = "nothing", _("Nothing")


class Age(models.TextChoices):
    UNDER_18 = "under-18", _("Under 18")
    ADULT = "18-64", _("18 to 64")
    OLDER = "65-plus", _("65 or older")


@dataclass(frozen=True)
class About:
    """How the back is. `pain` is the worst of the last days, 0 to 10; `floor`: can get down to it and up again."""

    where: Where
    how_long: HowLong
    pain: int
    eases: Move
    provokes: Move
    age: Age
    floor: bool


@dataclass(frozen=True)
class Advice:
    """`routine` is the slug of the program template that fits; empty with every other ending."""

    ending: Ending
    reasons: tuple[Sentence, ...]
    routine: str = ""


Rule = tuple[Callable[[About], bool], Sentence]

# Each says why somebody who examines comes before exercises.
TO_BE_SEEN: tuple[Rule, ...] = (
    (lambda a: a.pain >= STRONG_PAIN, _("Your pain was 6 out of 10 or more. That is a lot to start exercises with.")),
    (
        lambda a: a.where == Where.LIMB,
        _("Your pain runs into a leg or an arm. Which exercise suits that is best found out with a therapist."),
    ),
    (lambda a: a.eases == Move.NOTHING, _("Nothing eases your pain, so we cannot tell which movement would suit you.")),
    (lambda a: a.age == Age.UNDER_18, _("You are under 18. The routines here are written for adults.")),
)
FITS: Sentence = _("None of the signs fits you, your pain is below 6 out of 10, and something eases it.")


def check_flags(flags: Collection[str]) -> None:
    """Raises Invalid for a key that the screen does not have."""
    unknown = sorted(set(flags) - red_flags.flag_keys())
    if unknown:
        raise Invalid(_("There is no sign “%(key)s”.") % {"key": unknown[0][:80]})


def settle(flags: Collection[str]) -> Advice | None:
    """The advice that the signs alone give; None if there are none and the rest has to be asked."""
    check_flags(flags)
    tiers = (("emergency", Ending.EMERGENCY), ("urgent", Ending.TODAY), ("soon", Ending.PHYSIOTHERAPIST))
    for key, ending in tiers:
        signs = red_flags.found(flags, key)
        if signs:
            return Advice(ending, tuple(sign.sign for sign in signs))
    return None


def advise(flags: Collection[str], about: About) -> Advice:
    """Exactly one ending, whatever was answered."""
    settled = settle(flags)
    reasons = tuple(sentence for applies, sentence in TO_BE_SEEN if applies(about))
    if settled is not None and settled.ending == Ending.PHYSIOTHERAPIST:
        return Advice(settled.ending, settled.reasons + reasons)
    if settled is not None:
        return settled
    if reasons:
        return Advice(Ending.PHYSIOTHERAPIST, reasons)
    return Advice(Ending.ROUTINE, (FITS,), routine_for(about))


def routine_for(about: About) -> str:
    """The slug of the template whose "for" and "not for" in the clinical notes (2.1 to 2.8) fit best."""
    if about.where == Where.NECK:
        return "neck-and-screen-use"
    if about.age == Age.OLDER:
        return "older-adult-back-and-balance"
    if not about.floor:
        return "desk-posture-reset"
    mild = about.pain <= 3
    if mild and about.provokes == Move.RESTING:
        return "whole-back-flexibility" if about.where == Where.LOWER_BACK else "desk-posture-reset"
    if about.where == Where.UPPER_BACK:
        return "upper-back-and-shoulder-blade"
    if about.how_long == HowLong.UNDER_6_WEEKS:
        return "acute-low-back-mobility"
    if mild and about.how_long == HowLong.LONGER and about.provokes == Move.BENDING:
        return "mcgill-style-core-stability"
    return "persistent-low-back-graded-strength"
