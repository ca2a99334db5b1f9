import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.about import About, AboutError
from accounts.builder.obstacles import unready
from accounts.builder.pending import moved, read_pending
from accounts.models.clinic import Clinic, Membership
from accounts.models.user import User
from accounts.plan_easier import require_easier_fits
from accounts.plan_exercises import require_in_catalogue, require_shareable, without_reasons
from accounts.plan_lines import Names
from accounts.plans import Plan, PlanError
from backfit.access import AnyUser, PrivateQuerySet
from backfit.refusals import Conflict
from exercises.models import Exercise
from exercises.models.catalogue import ExerciseQuerySet, may_edit


def validate_plan(value: Any) -> None:
    try:
        Plan.from_json(value)
    except PlanError as error:
        raise ValidationError(error.sentences) from error


def validate_about(value: Any) -> None:
    try:
        About.from_json(value)
    except AboutError as error:
        raise ValidationError(str(error)) from error


class RoutineQuerySet(PrivateQuerySet["Routine"]):
    """One's own, those that a colleague shares with a clinic where one treats, and templates.

    Templates are for everybody, with an account or without; editors change them.
    """

    def templates(self) -> Self:
        return self.filter(visibility=Routine.Visibility.TEMPLATE)

    def visible_to(self, user: AnyUser) -> Self:
        return super().visible_to(user) if user.is_authenticated else self.templates()

    def with_rights(self, user: Any) -> Self:
        """Adds `may_edit`, so that a page or list asks once."""
        mine = Routine.objects.editable_by(user).filter(pk=OuterRef("pk"))
        return self.annotate(may_edit=Exists(mine))

    def visible_rule(self, user: Any) -> Q:
        treating = Membership.objects.current().filter(user=user, role=Membership.Role.THERAPIST)
        shared = Q(visibility=Routine.Visibility.CLINIC, clinic__in=treating.values("clinic"))
        return Q(owner=user) | shared | Q(visibility=Routine.Visibility.TEMPLATE)

    def editable_rule(self, user: Any) -> Q:
        own = Q(owner=user)
        return own | Q(visibility=Routine.Visibility.TEMPLATE) if may_edit(user) else own


class Routine(models.Model):
    """A saved plan: a therapist's own, a client's list, or a template for everybody.

    The templates that come with Backfit belong to nobody; `loaded_digest` names the file that one was made from and is
    empty once an editor has changed it.
    """

    class Visibility(models.TextChoices):
        PRIVATE = "private", _("Only me")
        CLINIC = "clinic", _("Therapists of my clinic")
        TEMPLATE = "template", _("Everybody, as a template")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="routines", editable=False
    )
    slug = models.SlugField(max_length=80, null=True, blank=True, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), max_length=1000, blank=True)
    visibility = models.CharField(_("who may see it"), max_length=10, choices=Visibility, default=Visibility.PRIVATE)
    clinic = models.ForeignKey(
        Clinic, models.SET_NULL, null=True, blank=True, related_name="routines", verbose_name=_("clinic")
    )
    plan = models.JSONField(_("plan"), default=dict, blank=True, validators=[validate_plan])
    pending = models.JSONField(default=list, blank=True, editable=False)
    about = models.JSONField(default=dict, blank=True, editable=False, validators=[validate_about])
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = RoutineQuerySet.as_manager()

    class Meta:
        verbose_name = _("routine")
        verbose_name_plural = _("routines")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | Q(visibility="template"),
                name="routine_owner",
                violation_error_message=_("Only a template may belong to nobody."),
            ),
            models.CheckConstraint(
                condition=Q(slug__isnull=False) | ~Q(visibility="template"),
                name="routine_template_slug",
                violation_error_message=_("A template has an address of its own."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("routine_detail", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        if self.visibility != self.Visibility.CLINIC:
            self.clinic = None
        if self.visibility == self.Visibility.TEMPLATE:
            # The end of the id keeps it apart from a template of the same name.
            self.slug = self.slug or f"{slugify(self.name)[:60] or 'template'}-{self.pk.hex[:8]}"
            if not self._state.adding and not Routine.objects.templates().contains(self):
                self.require_finished()
        if self.owner is not None:
            self.clean_for(self.owner)
        if self.visibility != self.Visibility.PRIVATE:
            require_shareable(self.read_plan(), self.clinic)

    def clean_for(self, owner: User) -> None:
        """Raises ValidationError for a way of sharing that is not the owner's."""
        if self.visibility == self.Visibility.CLINIC:
            if self.clinic is None:
                raise ValidationError({"clinic": _("Choose the clinic that may see it.")})
            if not Clinic.objects.where_treating(owner).contains(self.clinic):
                raise ValidationError({"clinic": _("Choose a clinic where you work.")})
        if self.visibility == self.Visibility.TEMPLATE and not owner.has_perm("exercises.change_exercise"):
            raise ValidationError({"visibility": _("Only editors publish templates for everybody.")})

    @classmethod
    def begin(cls, *, owner: User, name: str, plan: Plan, **fields: Any) -> "Routine":
        """A new routine. Raises ValidationError on bad fields and for exercises that are not in the catalogue."""
        routine = cls(owner=owner, name=name, plan=without_reasons(plan).to_json(), **fields)
        require_in_catalogue(plan, among=routine.usable_exercises())
        require_easier_fits(plan)
        routine.full_clean()
        routine.save()
        return routine

    def usable_exercises(self) -> ExerciseQuerySet:
        """What may be in it: nothing that not all of its readers may see."""
        if self.visibility == self.Visibility.CLINIC:
            return Exercise.objects.usable_at(self.clinic)
        if self.owner is None or self.is_template:
            return Exercise.objects.published()
        return Exercise.objects.usable_by(self.owner)

    def read_plan(self) -> Plan:
        return Plan.from_json(self.plan)

    def read_about(self) -> About:
        return About.from_json(self.about)

    @property
    def has_exercises(self) -> bool:
        return any(phase.get("items") for phase in self.plan.get("phases", ()))

    @property
    def is_template(self) -> bool:
        return self.visibility == self.Visibility.TEMPLATE

    @property
    def template_url(self) -> str:
        return reverse("template_detail", args=[self.slug])

    def change(self, **fields: Any) -> None:
        """Change these fields and leave the others, such as the plan. Raises ValidationError on bad ones."""
        before = self.read_plan()
        for name, value in fields.items():
            setattr(self, name, value)
        if "plan" in fields:
            self.pending = moved(self.pending, before, self.read_plan())
        self.loaded_digest = ""
        self.full_clean()
        # `clean` takes the clinic away from a routine that is not shared, and gives a template its address.
        self.save(update_fields={*fields, "pending", "clinic", "slug", "loaded_digest", "updated_at"})

    def save_plan(self, plan: Plan, *, pending: list[Any] | None = None) -> None:
        """Keep a changed plan. Raises ValidationError for new exercises that are not in the catalogue or do not fit.

        `pending` are its lines that are no item yet (accounts.builder.pending); None leaves those that there are.
        """
        before, plan = self.read_plan(), without_reasons(plan)
        require_in_catalogue(plan, among=self.usable_exercises(), kept=before.slugs())
        require_easier_fits(plan, before=before)
        self.pending = moved(self.pending, before, plan) if pending is None else pending
        if plan != before or self.pending:
            self.loaded_digest = ""  # a person's plan is not overwritten by a newer content file
        self.plan = plan.to_json()
        self.save(update_fields=["plan", "pending", "loaded_digest", "updated_at"])

    def require_finished(self) -> None:
        """Raises ValidationError with each reason why the plan is nothing for everybody to read yet."""
        plan = self.read_plan()
        names = Names(plan.slugs(), Exercise.objects.none())
        if found := unready(plan, read_pending(self.pending), names):
            raise ValidationError({"visibility": [obstacle.text for obstacle in found]})

    def discard(self) -> None:
        """Raises Conflict for a template that came with Backfit: the next start would bring it back."""
        if self.owner_id is None:
            raise Conflict(_("This template came with Backfit. Change it instead of deleting it."))
        self.delete()
