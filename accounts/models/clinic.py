import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User, validate_time_zone
from accounts.public_text import validate_no_address, validate_one_line
from backfit.access import PrivateQuerySet
from backfit.contacts import Contact, read_contacts, validate_contacts

MOST_YEARS = 100


class ClinicQuerySet(PrivateQuerySet["Clinic"]):
    """Seen by its members, its clients and site admins; changed by its managers and site admins."""

    def visible_rule(self, user: Any) -> Q:
        if user.is_superuser:
            return Q()
        from accounts.models import Episode

        member_of = Membership.objects.current().filter(user=user)
        client_of = Episode.objects.filter(client=user, clinic__isnull=False)
        return Q(pk__in=member_of.values("clinic")) | Q(pk__in=client_of.values("clinic"))

    def editable_rule(self, user: Any) -> Q:
        return Q() if user.is_superuser else Q(pk__in=self.managed_ids(user))

    def where_treating(self, user: Any) -> Self:
        """The clinics at which the person works as a therapist now."""
        treating = Membership.objects.current().filter(user=user, role=Membership.Role.THERAPIST)
        return self.filter(pk__in=treating.values("clinic"))

    def managed_by(self, user: Any) -> Self:
        return self.filter(pk__in=self.managed_ids(user))

    def where_working(self, user: Any) -> Self:
        """The clinics of which the person is a member now."""
        return self.filter(pk__in=Membership.objects.current().filter(user=user).values("clinic"))

    def with_requests_waiting(self, user: Any) -> Self:
        """Adds `requests_waiting`: how many requests for appointments wait for an answer that the person may give."""
        from accounts.models import AppointmentRequest

        mine = AppointmentRequest.objects.visible_to(user).waiting().filter(clinic=OuterRef("pk")).order_by()
        number = mine.values("clinic").annotate(n=Count("pk")).values("n")
        return self.annotate(requests_waiting=Coalesce(Subquery(number), 0))

    def of_nobody_but(self, user: Any) -> Self:
        """Clinics without a client or an exercise of their own that have had no other member."""
        others = Membership.objects.exclude(user=user)
        mine = self.filter(pk__in=Membership.objects.filter(user=user).values("clinic"), episodes__isnull=True)
        mine = mine.filter(exercises__isnull=True)
        return mine.exclude(pk__in=others.values("clinic"))

    @staticmethod
    def managed_ids(user: Any) -> Any:
        return Membership.objects.current().filter(user=user, role=Membership.Role.MANAGER).values("clinic")


class Clinic(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120, validators=[validate_one_line, validate_no_address])
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    emergency_number = models.CharField(
        _("emergency number"),
        max_length=80,
        blank=True,
        default="",
        db_default="",
        validators=[validate_contacts],
        help_text=_("Whom your clients are told to call, such as 999; the site's own number while this is empty."),
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    named_by_therapists = models.BooleanField(
        _("therapists may name the clinic in their own listings"), default=False, db_default=False
    )
    therapists_answer_requests = models.BooleanField(
        _("all therapists see and answer what visitors ask of the clinic"), default=False, db_default=False
    )
    keeps_after_erasure_years = models.PositiveSmallIntegerField(
        _("years that a record must be kept"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text=_("After the end of the care, where a law binds your clinic. Empty: nothing is kept."),
    )
    keeps_because = models.CharField(
        _("which law or rule says so"), max_length=300, blank=True, default="", db_default=""
    )
    keeps_records_years = models.PositiveSmallIntegerField(
        _("years that records are kept"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_YEARS)],
        help_text=_(
            "So long after the care has ended, then sessions, pain and measures are deleted. While this is empty they "
            "are kept until the client has them erased."
        ),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ClinicQuerySet.as_manager()

    class Meta:
        verbose_name = _("clinic")
        verbose_name_plural = _("clinics")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(keeps_after_erasure_years__isnull=True) | ~Q(keeps_because=""),
                name="clinic_keeps_for_a_reason",
                violation_error_message=_("Say which law or rule binds you to keep records."),
            ),
            models.CheckConstraint(
                condition=Q(keeps_records_years__isnull=True) | Q(keeps_records_years__range=(1, MOST_YEARS)),
                name="records_kept_some_years",
                violation_error_message=_("Records are kept from 1 to 100 years."),
            ),
            models.CheckConstraint(
                condition=Q(keeps_records_years__isnull=True)
                | Q(keeps_after_erasure_years__isnull=True)
                | Q(keeps_records_years__gte=F("keeps_after_erasure_years")),
                name="clinic_deletes_nothing_it_must_keep",
                violation_error_message=_("Records cannot be deleted before the years are over that a law asks for."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("clinic_detail", args=[self.pk])

    @property
    def emergency_contacts(self) -> tuple[Contact, ...]:
        """The clinic's own; empty where it says none, and then those of the site count."""
        return tuple(read_contacts(self.emergency_number))

    @classmethod
    def start(cls, *, name: str, by: User) -> "Clinic":
        """A new clinic of one: its founder treats and manages."""
        with transaction.atomic():
            clinic = cls(name=name, time_zone=by.time_zone)
            clinic.full_clean()
            clinic.save()
            for role in Membership.Role:
                clinic.add(by, role)
        return clinic

    def add(self, user: User, role: str) -> "Membership":
        """Make somebody a member; a role that the person has already is left as it is."""
        membership, _created = Membership.objects.get_or_create(clinic=self, user=user, role=role, ended_at=None)
        return membership


class MembershipQuerySet(PrivateQuerySet["Membership"]):
    """Colleagues and site admins see who works at a clinic; its clients do not get the list."""

    def visible_rule(self, user: Any) -> Q:
        if user.is_superuser:
            return Q()
        return Q(clinic__in=Membership.objects.current().filter(user=user).values("clinic"))

    def editable_rule(self, user: Any) -> Q:
        """By the clinic's managers; whoever leaves may say so themselves."""
        return Q() if user.is_superuser else Q(clinic__in=ClinicQuerySet.managed_ids(user)) | Q(user=user)

    def current(self) -> Self:
        return self.filter(ended_at__isnull=True, user__is_active=True)

    def with_second_steps(self) -> Self:
        """Adds `has_second_step`: whether the member has a passkey or a code app."""
        person = User.objects.filter(Exists(User.second_steps()), pk=OuterRef("user"))
        return self.annotate(has_second_step=Exists(person))

    def with_open_clients(self) -> Self:
        """Adds `open_clients`: how many open episodes of the clinic have the member on the care team. No names."""
        from accounts.models import CareTeamMember

        places = CareTeamMember.objects.filter(
            therapist=OuterRef("user"), left_at__isnull=True, episode__clinic=OuterRef("clinic")
        )
        number = places.filter(episode__ended_on__isnull=True).order_by().values("therapist").annotate(n=Count("pk"))
        return self.annotate(open_clients=Coalesce(Subquery(number.values("n")), 0))


class Membership(models.Model):
    class Role(models.TextChoices):
        THERAPIST = "therapist", _("Therapist")
        MANAGER = "manager", _("Manager")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering: ClassVar = ["joined_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["clinic", "user", "role"],
                condition=Q(ended_at__isnull=True),
                name="member_once_per_role",
                violation_error_message=_("This person has that role already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"

    def end(self) -> None:
        """Leave: access ends with the next request, what was written stays."""
        self.ended_at = timezone.now()
        self.save(update_fields=["ended_at"])
