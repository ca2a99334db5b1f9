"""Asking about warning signs: before the first session, and again after severe pain.

Of the answers only the gravest tier is kept, never which sign it was: no more than is needed. Nothing
here decides about treatment: it shows what to do and tells the care team.
"""

from collections.abc import Collection, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Episode, User
from backfit.refusals import Conflict
from exercises import red_flags
from programs.check_ins import require_client
from programs.models import Program, SafetyReport, SafetyScreen
from programs.safety_reports import report_sign

TIERS = ("emergency", "urgent")
# Clinical notes, 4.2: the six about the nerves at the lower end of the back and about strength. What is felt in one
# place, or in the legs, is one question of two sentences.
SIX = (
    ("saddle-numbness", "wiping"),
    ("bladder-control",),
    ("bladder-feeling",),
    ("bowels",),
    ("sexual-feeling",),
    ("both-legs", "limb-weakness"),
)


def questions() -> list[dict[str, Any]]:
    """Those before the first session, as a device asks them, the gravest tier first.

    [{tier, title, todo: [sentence], groups: [{key, title, signs: [{key, question, sign}]}]}]; the answer is the tier of
    the gravest sign, or "none", in one tap.
    """
    return [tier_in_json(red_flags.tier(key)) for key in TIERS]


def tier_in_json(tier: Any) -> dict[str, Any]:
    groups = [
        {
            "key": group.key,
            "title": group.title,
            "signs": [each.model_dump(include={"key", "question", "sign"}) for each in group.findings],
        }
        for group in tier.groups
    ]
    return {"tier": tier.key, "title": tier.title, "todo": list(tier.todo), "groups": groups}


def six_questions() -> list[dict[str, str]]:
    """[{key, question}], each answered with yes or no; any yes is an emergency."""
    asked = {each.key: each.question for each in red_flags.tier("emergency").findings}
    return [{"key": keys[0], "question": " ".join(asked[key] for key in keys)} for keys in SIX]


def unscreened(episodes: Collection[Episode]) -> list[Episode]:
    """Those of which the client has not been asked, or in which a sign was found that no care team knows of."""
    standing = SafetyScreen.objects.before_exercise().standing().filter(episode__in=episodes)
    found = dict(standing.order_by("answered_at").values_list("episode", "found"))
    return [each for each in episodes if not is_answered(each, found.get(each.pk))]


def is_answered(episode: Episode, found: str | None) -> bool:
    """A sign that was reported is the care team's; nobody treats a self-guided client, who is asked again."""
    return found is not None and (found == SafetyScreen.Found.NONE or episode.clinic_id is not None)


def answer_screen(*, by: User, episodes: Sequence[Episode], occasion: str, found: str) -> SafetyReport | None:
    """Keep the answer for each of the client's episodes, and tell the care teams of a sign that was found.

    The newest report is given back; None when there is no sign, or nobody to tell. Raises PermissionDenied for anybody
    but the client, ValidationError for an unknown answer, Conflict for an episode that has ended.
    """
    if found not in SafetyScreen.Found.values:
        raise ValidationError({"found": _("There is no such answer.")})
    report = None
    with transaction.atomic():
        hold_all(episodes)
        for episode in episodes:
            require_client(by, episode)
            if not episode.is_open:
                raise Conflict(_("This care has ended."))
            SafetyScreen.objects.create(episode=episode, day=by.today(), occasion=occasion, found=found, answered_by=by)
            if found != SafetyScreen.Found.NONE and episode.clinic_id is not None:
                report = report_sign(by=by, episode=episode, tier=found)
    return report


def hold_all(episodes: Sequence[Episode]) -> None:
    """The programs of all of them at once and in one order, as whoever records a session locks them."""
    rows = Program.objects.select_for_update(of=("self",)).filter(episode__in=episodes)
    list(rows.order_by("pk").values_list("pk"))


def ask_anew(*, by: User, episode: Episode) -> None:
    """Somebody of the care team wants the client to be asked once more before the next session."""
    if not Episode.objects.treated_by(by).contains(episode):
        raise PermissionDenied(_("Only the care team asks anew."))
    rows = SafetyScreen.objects.before_exercise().standing().filter(episode=episode)
    rows.update(asked_anew_at=timezone.now(), asked_anew_by=by)


def newest_screens(episode: Episode) -> dict[str, SafetyScreen]:
    """By occasion, for the care team; one that is to be asked anew says so itself."""
    found: dict[str, SafetyScreen] = {}
    for screen in SafetyScreen.objects.filter(episode=episode).order_by("-answered_at")[:50]:
        found.setdefault(screen.occasion, screen)
    return found
