import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backfit.access import PrivateQuerySet
from programs.models.program import Program
from programs.models.session import Session
from programs.models.version import Version


class ProposalQuerySet(PrivateQuerySet["Proposal"]):
    """For who may change the program; a client meets a change as a version, never as a proposal."""

    def visible_rule(self, user: Any) -> Q:
        return Q(program__in=Program.objects.editable_by(user))

    def open(self) -> Self:
        return self.filter(state=Proposal.State.OPEN)


class Proposal(models.Model):
    """A change that the rules suggest. Nothing happens before a therapist accepts it.

    `changes` lists [{key, exercise, before, after}] with doses as JSON, or the phase to go to; `why` holds the numbers
    that it rests on, from which pages make sentences.
    """

    class Kind(models.TextChoices):
        STEP_UP = "step-up", _("Step up")
        NEXT_PHASE = "next-phase", _("Next phase")
        STEP_BACK = "step-back", _("Step back")
        MAINTENANCE = "maintenance", _("Keep what was reached")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        LAPSED = "lapsed", _("No longer holds")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(Program, models.CASCADE, related_name="proposals")
    version = models.ForeignKey(Version, models.CASCADE, related_name="proposals")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    changes = models.JSONField(default=list)
    why = models.JSONField(default=dict)
    sessions = models.ManyToManyField(Session, related_name="proposals")
    made_on = models.DateField(_("made on"))
    made_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer_reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering: ClassVar = ["-made_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["program"], condition=Q(state="open"), name="one_open_proposal_per_program"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "lapsed"]) | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="proposal_answered_by_somebody",
                violation_error_message=_("A proposal is answered by a therapist."),
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer_reason=""),
                name="proposal_declined_with_reason",
                violation_error_message=_("Say in one line why you decline it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.program_id}"
