import datetime
import uuid
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.episode_news import tell_of_episode
from accounts.home import Home, HomeError
from accounts.models.clinic import Clinic, ClinicQuerySet, Membership
from accounts.models.user import User
from accounts.public_text import validate_no_address, validate_one_line
from backfit.access import PrivateQuerySet
from backfit.dates import validate_day
from backfit.looking import only_reads
from backfit.refusals import Conflict


def validate_home(value: Any) -> None:
    try:
        Home.from_json(value)
    except HomeError as error:
        raise ValidationError([str(sentence) for sentence in error.args]) from error


class EpisodeQuerySet(PrivateQuerySet["Episode"]):
    """The client and the current care team see an episode; working at the same clinic is not enough.

    While the client withholds it or is about to be erased, the care team does not. Emergency access lets somebody
    read, and nothing else.
    """

    record = "pk"

    def visible_rule(self, user: Any) -> Q:
        return Q(client=user) | self.overseen_rule(user)

    def editable_rule(self, user: Any) -> Q:
        self_guided = Q(client=user, clinic__isnull=True)
        return self.care_rule(user) | self_guided

    def treated_by(self, user: Any) -> Self:
        """The therapist's own list."""
        return self.filter(self.care_rule(user)).given_to(user)

    def overseen_by(self, user: Any) -> Self:
        """Those that the person may read as the care team does."""
        return self.filter(self.overseen_rule(user)).given_to(user)

    def open(self) -> Self:
        return self.filter(ended_on__isnull=True)

    def overseen_rule(self, user: Any) -> Q:
        return self.care_rule(user) | self.emergency_rule(user)

    @staticmethod
    def emergency_rule(user: Any) -> Q:
        """Holds in requests that change nothing, so that no verb can take it for more than reading."""
        if not only_reads():
            return Q(pk__in=[])
        from accounts.models import EmergencyAccess

        return Q(pk__in=EmergencyAccess.objects.standing(user).values("episode"))

    @staticmethod
    def care_rule(user: Any) -> Q:
        """On the team now, a therapist of the episode's own clinic now, and the client shares it: has neither stopped
        that nor is about to be erased.
        """
        from accounts.models import Erasure

        treating = Membership.objects.current().filter(
            user=user, role=Membership.Role.THERAPIST, clinic=models.OuterRef("episode__clinic")
        )
        team = CareTeamMember.objects.filter(models.Exists(treating), therapist=user, left_at__isnull=True)
        shared = Q(withheld_at__isnull=True) & ~Q(client__in=Erasure.objects.order_by().values("person"))
        return Q(pk__in=team.values("episode")) & shared

    def given_by(self, client: Any) -> Self:
        """Those that the person shares with a clinic, or has shared: theirs to stop and to begin again."""
        return self.filter(client=client, clinic__isnull=False)

    def withheld_at_clinics_of(self, manager: Any) -> Self:
        """For a clinic's roster: whose clients do not share their record any more. Nothing of the record is theirs."""
        kept_back = Q(withheld_at__isnull=False) | Q(client__erasure__isnull=False)
        return self.filter(kept_back, clinic__in=ClinicQuerySet.managed_ids(manager))


class Episode(models.Model):
    """An episode of care: all health records of a client hang on one. Without a clinic it is self-guided."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, models.PROTECT, null=True, blank=True, related_name="episodes")
    client = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="episodes",
    )
    client_name = models.CharField(
        _("client's name"), max_length=120, validators=[validate_one_line, validate_no_address]
    )
    client_email = models.EmailField(_("client's email address"))
    reason = models.TextField(_("reason for care"), max_length=2000, blank=True)
    precautions = models.TextField(_("precautions"), max_length=2000, blank=True)
    home = models.JSONField(_("home profile"), default=dict, blank=True, validators=[validate_home])
    usual_pain = models.PositiveSmallIntegerField(
        _("usual pain"), null=True, blank=True, validators=[MaxValueValidator(10)]
    )
    started_on = models.DateField(_("start"), validators=[validate_day])
    ended_on = models.DateField(_("end"), null=True, blank=True, validators=[validate_day])
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    withheld_at = models.DateTimeField(null=True, editable=False)
    """Since when the client shares it with the care team no more."""

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("episode")
        verbose_name_plural = _("episodes")
        ordering: ClassVar = ["-started_on", "-created_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="episode_ends_after_start",
                violation_error_message=_("An episode cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(clinic__isnull=False) | Q(client__isnull=False),
                name="episode_belongs_to_somebody",
                violation_error_message=_("An episode needs a clinic or a client."),
            ),
            models.CheckConstraint(
                condition=Q(withheld_at__isnull=True) | Q(clinic__isnull=False),
                name="episode_withheld_from_a_clinic",
                violation_error_message=_("Without a clinic there is nobody to stop sharing with."),
            ),
            models.CheckConstraint(
                condition=Q(usual_pain__isnull=True) | Q(usual_pain__lte=10),
                name="episode_usual_pain_0_10",
                violation_error_message=_("Pain goes from 0 to 10."),
            ),
        ]

    def __str__(self) -> str:
        return self.client_name

    def get_absolute_url(self) -> str:
        return reverse("episode_detail", args=[self.pk])

    @classmethod
    def begin(cls, *, by: User, clinic: Clinic, **fields: Any) -> "Episode":
        """Open an episode with its first therapist on the care team. Raises ValidationError on bad fields."""
        with transaction.atomic():
            fields.setdefault("started_on", by.today())
            episode = cls(clinic=clinic, **fields)
            episode.full_clean()
            if episode.client_email.lower() == by.email.lower():
                raise ValidationError({"client_email": _("This is your own address; nobody treats themselves here.")})
            episode.save()
            episode.care_team.create(therapist=by)
        return episode

    def read_home(self) -> Home:
        return Home.from_json(self.home)

    @property
    def is_open(self) -> bool:
        return self.ended_on is None

    def require_open(self) -> None:
        if not self.is_open:
            raise Conflict(_("This episode has ended; open a new one to go on."))

    def change(self, **fields: Any) -> None:
        """Correct what is known of the client. A link that is on its way to a mistyped address stops working."""
        self.require_open()
        for name, value in fields.items():
            setattr(self, name, value)
        self.full_clean()
        with transaction.atomic():
            self.save(update_fields=list(fields))
            self.invitations.pending().exclude(email__iexact=self.client_email).update(revoked_at=timezone.now())
            tell_of_episode(self.pk)

    def end(self) -> None:
        """Finish the care today, where the client is; the record stays, pending invitations do not."""
        self.require_open()
        self.ended_on = max(self.local_day(), self.started_on)
        self.full_clean()
        with transaction.atomic():
            self.save(update_fields=["ended_on"])
            self.invitations.pending().update(revoked_at=timezone.now())
            tell_of_episode(self.pk)

    def local_day(self) -> datetime.date:
        """Today where the client is; the clinic's day until the client has an account."""
        lives = self.client or self.clinic
        return timezone.localdate(timezone=ZoneInfo(lives.time_zone if lives else "UTC"))


class CareTeamQuerySet(PrivateQuerySet["CareTeamMember"]):
    """Seen with the episode; changed by those who are on the team."""

    record = "episode"

    def visible_rule(self, user: Any) -> Q:
        return Q(episode__in=Episode.objects.visible_to(user), left_at__isnull=True)

    def editable_rule(self, user: Any) -> Q:
        return Q(episode__in=Episode.objects.treated_by(user))


class CareTeamMember(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.CASCADE, related_name="care_team")
    therapist = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="care_team_places")
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = CareTeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("care team member")
        verbose_name_plural = _("care team")
        ordering: ClassVar = ["joined_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["episode", "therapist"],
                condition=Q(left_at__isnull=True),
                name="once_on_the_care_team",
                violation_error_message=_("This therapist is on the care team already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.therapist)

    def leave(self) -> None:
        self.left_at = timezone.now()
        self.save(update_fields=["left_at"])
