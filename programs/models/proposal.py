import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.episode_news import tell_of_episode
from accounts.models import Episode, User
from accounts.plans import PlanError
from backfit.access import PrivateQuerySet
from backfit.refusals import Conflict
from programs.models.program import Program
from programs.models.session import Session
from programs.models.version import Version
from programs.proposals.proposed import applied


class ProposalQuerySet(PrivateQuerySet["Proposal"]):
    """For who may change the program; a client meets a change as a version, never as a proposal."""

    record = "program__episode"

    def visible_rule(self, user: Any) -> Q:
        overseen = Q(program__episode__in=Episode.objects.overseen_by(user))
        return overseen | Q(program__in=Program.objects.editable_by(user))

    def open(self) -> Self:
        return self.filter(state=Proposal.State.OPEN)

    def standing(self) -> Self:
        """Open, and about the version that the client has: a newer one may be out before the next look at the rules."""
        return self.open().filter(version=F("program__current"))

    def answered(self) -> Self:
        return self.filter(state__in=[Proposal.State.ACCEPTED, Proposal.State.DECLINED])


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

    def get_absolute_url(self) -> str:
        return reverse("proposal_detail", args=[self.pk])

    def accept(self, by: User) -> None:
        """Put the changed plan into the program's draft; publishing it is the therapist's next step.

        Conflict when it was answered, when a newer version is out or the program has ended, and when the draft has
        changes of its own, which would be published with it unseen.
        """
        with transaction.atomic():
            program = self.hold()
            if program.has_changes or program.pending:
                raise Conflict(
                    _("The draft has changes that are not published yet. Publish or undo them, then accept this.")
                )
            try:
                plan = applied(program.read_draft(), self.changes)
            except PlanError as error:
                raise Conflict(error.sentences[0]) from error
            program.save_plan(plan)
            self.answer(self.State.ACCEPTED, by)
            tell_of_episode(program.episode_id)

    def decline(self, by: User, reason: str) -> None:
        """ValidationError without a reason; Conflict when it was answered or a newer version is out."""
        reason = reason.strip()
        if not reason:
            raise ValidationError({"reason": _("Say in one line why you decline it.")})
        if len(reason) > 300 or "\x00" in reason:
            raise ValidationError({"reason": _("Keep the reason under 300 characters.")})
        with transaction.atomic():
            program = self.hold()
            self.answer(self.State.DECLINED, by, reason)
            tell_of_episode(program.episode_id)

    def hold(self) -> Program:
        """The program, locked, with this row read again."""
        program = Program.objects.locked("episode", "current").get(pk=self.program_id)
        self.refresh_from_db(fields=["state"])
        if self.state in (self.State.ACCEPTED, self.State.DECLINED):
            raise Conflict(_("This proposal has been answered already."))
        if self.state == self.State.LAPSED or self.version_id != program.current_id:
            raise Conflict(_("This proposal no longer holds: there is newer information, or a newer version."))
        program.require_open()
        return program

    def answer(self, state: str, by: User, reason: str = "") -> None:
        self.state, self.answered_by, self.answered_at = state, by, timezone.now()
        self.answer_reason = reason
        self.save(update_fields=["state", "answered_by", "answered_at", "answer_reason"])
