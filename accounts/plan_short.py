"""The short version for a bad day, as its therapist sees it."""

from django.utils.translation import gettext as _

from accounts.plans import Phase, Plan

# product.md: about three minutes. Our convention, as is the limit from which it is none any more.
LONGEST_SECONDS = 5 * 60


def short_seconds(phase: Phase) -> int:
    """Of the phase's items that belong to the short version, done once; of a choice the longest."""
    return phase.model_copy(update={"items": tuple(item for item in phase.items if item.short)}).seconds()


def short_warnings(plan: Plan) -> list[str]:
    """A sentence for each phase whose short version is not short; nothing is refused for it."""
    found = []
    for number, phase in enumerate(plan.phases, 1):
        seconds = short_seconds(phase)
        if seconds > LONGEST_SECONDS:
            said = {"number": number, "minutes": -(-seconds // 60)}
            found.append(
                _(
                    "The short version of phase %(number)s takes %(minutes)s minutes. On a bad day about 3 are enough:"
                    " mark fewer exercises."
                )
                % said
            )
    return found
