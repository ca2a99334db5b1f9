"""What pages show of proposals."""

from typing import Any

from accounts.models import User
from programs.models import Program, Proposal
from programs.models.proposal import ProposalQuerySet
from programs.proposals.words import ProposalInWords, in_words, reason_for_client


def ready_for_words(rows: ProposalQuerySet) -> ProposalQuerySet:
    found = rows.select_related("program__episode", "version", "answered_by").prefetch_related("sessions")
    return found.defer("version__document", "program__draft")


def proposals_of(user: User, **of: Any) -> list[ProposalInWords]:
    """The standing ones of `program` or `program__episode`, for a care team's page; none for anybody else."""
    rows = Proposal.objects.visible_to(user).standing().filter(program__ended_on__isnull=True, **of)
    return in_words(ready_for_words(rows))


def accepted_reason(program: Program) -> str:
    """What to offer as the reason for publishing: that of the proposal from which the draft was made."""
    if program.current is None or not program.has_changes:
        return ""
    accepted = program.proposals.filter(state=Proposal.State.ACCEPTED, version=program.current)
    row = accepted.order_by("-answered_at").first()
    return reason_for_client(row) if row is not None else ""
