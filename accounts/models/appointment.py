import datetime
import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.languages import language_name, validate_language
from accounts.models.clinic import Clinic, ClinicQuerySet, Membership
from accounts.models.listing import Listing
from accounts.models.user import User
from accounts.places import postcode_key
from accounts.public_text import validate_no_address, validate_one_line, validate_telephone
from backfit.access import PrivateQuerySet
from backfit.refusals import Conflict


class AppointmentRequestQuerySet(PrivateQuerySet["AppointmentRequest"]):
    """Read and answered by the clinic's managers, by the therapist who was asked, and, where the clinic allows, by all
    its therapists what was asked of the clinic. By no site admin: to ask is to say something of one's health."""

    def visible_rule(self, user: Any) -> Q:
        treating = Membership.objects.current().filter(user=user, role=Membership.Role.THERAPIST)
        shared = treating.filter(clinic__therapists_answer_requests=True)
        asked = Q(listing__therapist=user, clinic__in=treating.values("clinic"))
        of_clinic = Q(listing__isnull=False, listing__therapist__isnull=True, clinic__in=shared.values("clinic"))
        return Q(clinic__in=ClinicQuerySet.managed_ids(user)) | asked | of_clinic

    def waiting(self) -> Self:
        return self.filter(state=AppointmentRequest.State.NEW)

    def of_spam(self) -> Self:
        return self.filter(state=AppointmentRequest.State.SPAM)

    def real(self) -> Self:
        return self.exclude(state=AppointmentRequest.State.SPAM)

    def alike(self, *, email: str, phone: str) -> Self:
        """From the same person within a day, by the address or else by the telephone number."""
        recent = self.filter(created_at__gt=timezone.now() - datetime.timedelta(days=1))
        return recent.filter(email__iexact=email) if email else recent.filter(phone_key=postcode_key(phone), email="")

    def due_to_be_forgotten(self, now: datetime.datetime | None = None) -> Self:
        """Closed `REQUEST_DAYS_CLOSED` ago, or `REQUEST_DAYS` old whatever became of them."""
        now = now or timezone.now()
        closed = Q(handled_at__lte=now - datetime.timedelta(days=settings.REQUEST_DAYS_CLOSED))
        return self.filter(closed | Q(created_at__lte=now - datetime.timedelta(days=settings.REQUEST_DAYS)))


class AppointmentRequest(models.Model):
    """A visitor asks a clinic, or a therapist at one, for an appointment. It is no health record and has no room for
    one; it is deleted after a while."""

    class State(models.TextChoices):
        NEW = "new", _("New")
        ANSWERED = "answered", _("Answered")
        DECLINED = "declined", _("Declined")
        SPAM = "spam", _("Spam")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, models.CASCADE, related_name="appointment_requests", editable=False)
    listing = models.ForeignKey(
        Listing, models.SET_NULL, null=True, related_name="appointment_requests", editable=False
    )
    name = models.CharField(_("your name"), max_length=120, validators=[validate_one_line, validate_no_address])
    email = models.EmailField(_("your email address"), blank=True)
    phone = models.CharField(
        _("your telephone number"), max_length=40, blank=True, validators=[validate_one_line, validate_telephone]
    )
    phone_key = models.CharField(max_length=40, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=3, validators=[validate_language])
    times = models.CharField(_("when could you come"), max_length=200, blank=True, validators=[validate_one_line])
    note = models.TextField(_("anything that helps us to book"), max_length=500, blank=True)
    wording = models.CharField(max_length=20, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW, editable=False)
    created_at = models.DateTimeField(_("came"), default=timezone.now, editable=False)
    handled_at = models.DateTimeField(null=True, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )

    objects = AppointmentRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for an appointment")
        verbose_name_plural = _("requests for an appointment")
        ordering: ClassVar = ["-created_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["clinic", "state", "-created_at"], name="requests_of_a_clinic"),
            models.Index(fields=["listing", "-created_at"], name="requests_of_a_listing"),
            models.Index(fields=["created_at"], name="requests_by_age"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(email="", phone=""),
                name="request_can_be_answered",
                violation_error_message=_("Give an email address or a telephone number, so that you can be answered."),
            ),
            models.CheckConstraint(
                condition=Q(state="new", handled_at__isnull=True) | (~Q(state="new") & Q(handled_at__isnull=False)),
                name="new_until_it_is_handled",
                violation_error_message=_("A request is new until somebody has handled it."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def language_name(self) -> str:
        return language_name(self.language)

    @property
    def is_new(self) -> bool:
        return self.state == self.State.NEW

    def take(self, *, by: User) -> None:
        """Somebody has answered, or is about to. Raises Conflict when it is handled already, as the others do."""
        self.handle(self.State.ANSWERED, by)

    def decline(self, *, by: User) -> None:
        self.handle(self.State.DECLINED, by)

    def mark_spam(self, *, by: User) -> None:
        self.handle(self.State.SPAM, by)

    def reopen(self, *, by: User) -> None:
        """Back to the new ones, for a slip of the hand. Raises Conflict for one that is new."""
        closed = AppointmentRequest.objects.exclude(state=self.State.NEW)
        if not closed.filter(pk=self.pk).update(state=self.State.NEW, handled_at=None, handled_by=by):
            raise Conflict(_("This request is among the new ones."))
        self.refresh_from_db()

    def handle(self, state: str, by: User) -> None:
        """Of two who do it at once one gets through; the other is told."""
        mine = AppointmentRequest.objects.waiting().filter(pk=self.pk)
        won = mine.update(state=state, handled_at=timezone.now(), handled_by=by)
        self.refresh_from_db()
        if not won:
            raise Conflict(_("Somebody has handled this request already."))
