import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.clinic import Clinic, Membership
from accounts.models.user import User
from accounts.plan_exercises import require_in_catalogue
from accounts.plans import Plan, PlanError
from backfit.access import PrivateQuerySet


def validate_plan(value: Any) -> None:
    try:
        Plan.from_json(value)
    except PlanError as error:
        raise ValidationError(error.sentences) from error


class RoutineQuerySet(PrivateQuerySet["Routine"]):
    """One's own, those that a colleague shares with a clinic where one treats, and published templates."""

    def visible_rule(self, user: Any) -> Q:
        treating = Membership.objects.current().filter(user=user, role=Membership.Role.THERAPIST)
        shared = Q(visibility=Routine.Visibility.CLINIC, clinic__in=treating.values("clinic"))
        return Q(owner=user) | shared | Q(visibility=Routine.Visibility.TEMPLATE)

    def editable_rule(self, user: Any) -> Q:
        return Q(owner=user)

    def templates(self) -> Self:
        return self.filter(visibility=Routine.Visibility.TEMPLATE)


class Routine(models.Model):
    """A saved plan: a therapist's template, a client's own list."""

    class Visibility(models.TextChoices):
        PRIVATE = "private", _("Only me")
        CLINIC = "clinic", _("Therapists of my clinic")
        TEMPLATE = "template", _("Everybody, as a template")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="routines", editable=False)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), max_length=1000, blank=True)
    visibility = models.CharField(_("who may see it"), max_length=10, choices=Visibility, default=Visibility.PRIVATE)
    clinic = models.ForeignKey(
        Clinic, models.SET_NULL, null=True, blank=True, related_name="routines", verbose_name=_("clinic")
    )
    plan = models.JSONField(_("plan"), default=dict, blank=True, validators=[validate_plan])
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = RoutineQuerySet.as_manager()

    class Meta:
        verbose_name = _("routine")
        verbose_name_plural = _("routines")
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("routine_detail", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        if self.visibility == self.Visibility.CLINIC:
            if self.clinic is None:
                raise ValidationError({"clinic": _("Choose the clinic that may see it.")})
            if not Clinic.objects.where_treating(self.owner).contains(self.clinic):
                raise ValidationError({"clinic": _("Choose a clinic where you work.")})
        else:
            self.clinic = None
        if self.visibility == self.Visibility.TEMPLATE and not self.owner.has_perm("exercises.change_exercise"):
            raise ValidationError({"visibility": _("Only editors publish templates for everybody.")})

    @classmethod
    def begin(cls, *, owner: User, name: str, plan: Plan, **fields: Any) -> "Routine":
        """A new routine. Raises ValidationError on bad fields and for exercises that are not in the catalogue."""
        routine = cls(owner=owner, name=name, plan=plan.to_json(), **fields)
        require_in_catalogue(plan)
        routine.full_clean()
        routine.save()
        return routine

    def read_plan(self) -> Plan:
        return Plan.from_json(self.plan)

    def change(self, **fields: Any) -> None:
        """Change these fields and leave the others, such as the plan. Raises ValidationError on bad ones."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.full_clean()
        # `clean` takes the clinic away from a routine that is not shared.
        self.save(update_fields={*fields, "clinic", "updated_at"})

    def save_plan(self, plan: Plan) -> None:
        """Keep a changed plan. Raises ValidationError for new exercises that are not in the catalogue."""
        require_in_catalogue(plan, kept=self.read_plan().slugs())
        self.plan = plan.to_json()
        self.save(update_fields=["plan", "updated_at"])
