"""A client has noticed a warning sign: telling the care team, and what follows for Today.

Nobody watches in real time. The report is a mark for the therapist's next look and never a call for help; every page
that leads here says so, and says what to do at once.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Episode, User
from backfit.refusals import Conflict
from programs.attention.rows import refresh
from programs.check_ins import hold_programs, require_client
from programs.models import SafetyReport
from programs.proposals.proposing import propose_for


def report_sign(*, by: User, episode: Episode, tier: str) -> SafetyReport:
    """Tell the care team that the client has a sign of this tier. While such a report is open it is not made twice.

    Raises PermissionDenied for anybody but the client, ValidationError for an unknown tier, Conflict when nobody treats
    them there or the episode has ended.
    """
    require_client(by, episode)
    if tier not in SafetyReport.Tier.values:
        raise ValidationError({"tier": _("There is no such kind of sign.")})
    with transaction.atomic():
        hold_programs(episode)
        episode.require_open()
        if episode.clinic_id is None:
            raise Conflict(_("No therapist is treating you here. Please follow the advice on the page."))
        open_one = SafetyReport.objects.open().filter(episode=episode, tier=tier).first()
        if open_one is not None:
            return open_one
        report = SafetyReport.objects.create(episode=episode, tier=tier, day=by.today(), reported_by=by)
        propose_for(episode)
        refresh([episode.pk])
    return report


def clear(*, report: SafetyReport, by: User, note: str) -> None:
    """Somebody of the care team writes down what was found; the last emergency cleared opens Today again.

    Raises ValidationError without a note and Conflict when it was cleared already.
    """
    with transaction.atomic():
        hold_programs(report.episode)
        report.clear(by, note)
        propose_for(report.episode)
        refresh([report.episode_id])


def open_reports(user: Any) -> list[SafetyReport]:
    """A client's own, of open episodes, the gravest and then the newest first."""
    rows = SafetyReport.objects.open().filter(episode__client=user, episode__ended_on__isnull=True)
    found = list(rows.select_related("episode__clinic"))
    return sorted(found, key=lambda report: report.tier != SafetyReport.Tier.EMERGENCY)


def stop_report(user: Any) -> SafetyReport | None:
    """The open emergency that keeps exercises from the client's Today, whichever care it was reported in."""
    return next((report for report in open_reports(user) if report.stops), None)
