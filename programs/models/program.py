import datetime
import uuid
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.builder.pending import moved, read_pending
from accounts.episode_news import tell_of_episode
from accounts.models import Episode, User
from accounts.models.routine import validate_plan
from accounts.plan_easier import require_easier_fits
from accounts.plan_exercises import require_in_catalogue, without_retired
from accounts.plans import Plan
from backfit.access import PrivateQuerySet
from backfit.dates import validate_day
from backfit.refusals import Conflict, Gone
from exercises.models import Exercise
from exercises.models.catalogue import ExerciseQuerySet
from programs.models.pause import Pause
from programs.schedule import ONE_DAY, Calendar

if TYPE_CHECKING:
    from programs.models.version import Version


class ProgramQuerySet(PrivateQuerySet["Program"]):
    """Seen with its episode; the client sees it from the first published version on."""

    record = "episode"

    def visible_rule(self, user: Any) -> Q:
        self_guided = Q(episode__client=user, episode__clinic__isnull=True)
        published = Q(episode__client=user, current__isnull=False)
        return Q(episode__in=Episode.objects.overseen_by(user)) | self_guided | published

    def editable_rule(self, user: Any) -> Q:
        return Q(episode__in=Episode.objects.editable_by(user))

    def with_rights(self, user: Any) -> Self:
        """Adds `may_edit`, and `sees_draft` for who reads what is not published, so that a page or list asks once."""
        mine = Program.objects.editable_by(user).filter(pk=OuterRef("pk"))
        overseen = Episode.objects.overseen_by(user).filter(pk=OuterRef("episode"))
        return self.annotate(may_edit=Exists(mine), sees_draft=Exists(mine) | Exists(overseen))

    def of_client(self, user: Any) -> Self:
        """What was published to the person as a client, whether it runs or not."""
        return self.filter(episode__client=user, current__isnull=False)

    def not_over(self, day: datetime.date) -> Self:
        """Drafts, and what goes on beyond that day: the rows that are not `is_over` then."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))

    def running(self, day: datetime.date) -> Self:
        """Published and not over; the day on which something ends still belongs to it."""
        program_runs = Q(ended_on__isnull=True) | Q(ended_on__gte=day)
        episode_runs = Q(episode__ended_on__isnull=True) | Q(episode__ended_on__gte=day)
        return self.filter(program_runs, episode_runs, current__isnull=False)

    def followed_by(self, user: Any, day: datetime.date) -> Self:
        """What the person does as a client on the day."""
        return self.of_client(user).running(day)

    def locked(self, *related: Any) -> Self:
        """Locked until the transaction ends, with what is related read once the lock is there.

        A join would read that before: whoever has waited for somebody who published would find no version at all.
        """
        return self.select_for_update(of=("self",)).prefetch_related(*related)


class Program(models.Model):
    """What was assigned in an episode. One identity and link for life; its content is in immutable versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="programs", verbose_name=_("episode"))
    name = models.CharField(_("name"), max_length=120)
    start_on = models.DateField(_("first day"), validators=[validate_day])
    ended_on = models.DateField(_("last day"), null=True, blank=True, editable=False)
    draft = models.JSONField(_("draft"), default=dict, blank=True, validators=[validate_plan])
    pending = models.JSONField(default=list, blank=True, editable=False)
    draft_changed_at = models.DateTimeField(null=True, editable=False)
    current = models.ForeignKey("Version", models.PROTECT, null=True, editable=False, related_name="+")
    seen_number = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        verbose_name = _("program")
        verbose_name_plural = _("programs")
        ordering: ClassVar = ["-created_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("start_on")),
                name="program_ends_after_start",
                violation_error_message=_("A program cannot end before its first day."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("program_detail", args=[self.pk])

    @classmethod
    def begin(
        cls, *, episode: Episode, by: User, name: str, start_on: datetime.date, plan: Plan, **fields: Any
    ) -> "Program":
        """A draft that the client does not see yet. Conflict when the episode has ended."""
        with transaction.atomic():
            episode.require_open()
            program = cls(episode=episode, created_by=by, name=name, start_on=start_on, **fields)
            program.full_clean()
            program.save()
            program.save_plan(plan)
        return program

    def change(self, *, plan: Plan | None = None, **fields: Any) -> None:
        """Change name, first day and draft together, or nothing. Conflict when it has ended."""
        with transaction.atomic():
            self.hold()
            self.require_open()
            began = self.start_on
            for name, value in fields.items():
                setattr(self, name, value)
            self.full_clean()
            self.save(update_fields=list(fields))
            if self.start_on != began:
                self.count_again(min(began, self.start_on))
            if plan is not None:
                self.save_plan(plan)
            tell_of_episode(self.episode_id)

    def discard(self) -> None:
        """Delete a draft. What a client has had stays in the record."""
        with transaction.atomic():
            self.hold()
            if self.current_id is not None:
                raise Conflict(_("A published program belongs to the record; end it instead."))
            self.delete()

    def read_draft(self) -> Plan:
        return Plan.from_json(self.draft)

    @property
    def pending_words(self) -> list[str]:
        """Lines of the draft that are no item yet, as they were typed."""
        return [entry.words for entry in read_pending(self.pending)]

    @property
    def has_changes(self) -> bool:
        """Whether the draft differs from what the client has."""
        return self.current is None or self.draft != self.current.plan

    def save_plan(self, plan: Plan, *, pending: list[Any] | None = None) -> None:
        """Keep a changed draft; clients see nothing of it before it is published.

        `pending` are its lines that are no item yet (accounts.builder.pending); None leaves those that there are.
        """
        self.require_open()
        before = self.read_draft()
        require_in_catalogue(plan, among=self.usable_exercises(), kept=self.slugs_in_use() | before.slugs())
        require_easier_fits(plan, before=before)
        self.pending = moved(self.pending, before, plan) if pending is None else pending
        self.draft = plan.to_json()
        self.draft_changed_at = timezone.now()
        self.save(update_fields=["draft", "pending", "draft_changed_at"])

    def restore(self, version: "Version", *, over: str | None = None) -> list[str]:
        """Make that version's plan the draft; gives the names of what the catalogue does not have any more.

        Those are left out, unless the current version has them. `over` is the digest of the draft that the writer
        saw: Conflict when it says something else by now.
        """
        with transaction.atomic():
            self.hold()
            self.require_open()
            if over is not None and over != self.read_draft().digest():
                raise Conflict(_("The draft was changed meanwhile; look at it first."))
            plan = Plan.from_json(version.plan)
            kept, gone = without_retired(plan, self.usable_exercises(), kept=self.slugs_in_use())
            self.save_plan(kept)
        return gone

    def usable_exercises(self) -> ExerciseQuerySet:
        """The catalogue, and what the clinic of the episode keeps for itself."""
        return Exercise.objects.usable_at(self.episode.clinic_id)

    def slugs_in_use(self) -> set[str]:
        return Plan.from_json(self.current.plan).slugs() if self.current else set()

    def hold(self) -> None:
        """Lock it until the transaction ends and read again what another verb may have changed meanwhile.

        What a form has put into the fields of this object is undone with that: set it after.
        """
        rows = Program.objects.select_for_update(of=("self",))
        fields = ["current_id", "start_on", "ended_on", "draft", "pending"]
        try:
            self.refresh_from_db(fields=fields, from_queryset=rows)
        except Program.DoesNotExist as error:
            raise Gone(_("This draft was deleted.")) from error
        self.__dict__.pop("calendar", None)

    def require_open(self) -> None:
        self.episode.require_open()
        if self.is_over:
            raise Conflict(_("This program has ended."))

    @property
    def is_over(self) -> bool:
        """From its last day on it is not changed any more."""
        return self.ended_on is not None and self.ended_on <= self.episode.local_day()

    @cached_property
    def calendar(self) -> Calendar:
        """First day, last day and pauses: all that the schedule needs beside the document."""
        pauses = tuple((pause.from_on, pause.until_on) for pause in self.pauses.all())
        ended = [day for day in (self.ended_on, self.episode.ended_on) if day is not None]
        return Calendar(start_on=self.start_on, ended_on=min(ended) if ended else None, pauses=pauses)

    @property
    def is_paused(self) -> bool:
        """Whether it waits to be taken up again, now or from a day to come."""
        return any(pause.until_on is None for pause in self.pauses.all())

    def pause(self, from_on: datetime.date, until_on: datetime.date | None = None) -> Pause:
        """Stop for a while: paused days are not due and the weeks of a phase do not run.

        Both days are paused; without the second one until somebody goes on. Conflict for what overlaps another pause.
        """
        with transaction.atomic():
            self.hold()
            self.require_open()
            pause = Pause(program=self, from_on=from_on, until_on=until_on)
            pause.keep(from_on)
        return pause

    def resume(self, on: datetime.date) -> None:
        """Go on from that day, before a pause is over. One that never had a full day is forgotten."""
        with transaction.atomic():
            self.hold()
            self.require_open()
            pause = self.pauses.filter(until_on__isnull=True).first() or self.pauses.overlapping(on, on).first()
            if pause is None:
                raise Conflict(_("This program is not paused."))
            if on <= pause.from_on:
                pause.delete()
            else:
                pause.until_on = on - datetime.timedelta(days=1)
                pause.save(update_fields=["until_on"])
            self.count_again(min(on, pause.from_on))

    def end(self, on: datetime.date) -> None:
        """Finish it: nothing is due after that day, the record stays. A last day to come can still be changed.

        Conflict for a day before the last session. What a clock that was weeks ahead dated to days that nobody has
        seen yet keeps no program running.
        """
        with transaction.atomic():
            self.hold()
            self.require_open()
            on = max(on, self.start_on)
            seen = (on + ONE_DAY, self.episode.local_day() + ONE_DAY)  # tomorrow is today for who travels east
            done = self.sessions.filter(deleted_at__isnull=True, day__range=seen).order_by("-day").first()
            if done is not None:
                raise Conflict(
                    _("Something was recorded on %(day)s; end the program on that day or later.")
                    % {"day": date_format(done.day, "j F Y")}
                )
            self.ended_on = on
            self.save(update_fields=["ended_on"])
            self.count_again(on)

    def count_again(self, first: datetime.date) -> None:
        """After a change of what is due from that day on, so that the counters of its days agree with it."""
        from programs.tally import recount

        self.__dict__.pop("calendar", None)
        getattr(self, "_prefetched_objects_cache", {}).pop("pauses", None)
        recount(self, first)
        tell_of_episode(self.episode_id)

    def mark_seen(self, number: int) -> None:
        """The client has read what changed, up to that version."""
        Program.objects.filter(pk=self.pk, seen_number__lt=number).update(seen_number=number)
