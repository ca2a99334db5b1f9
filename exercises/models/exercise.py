from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backfit.access import AnyUser, PrivateQuerySet
from exercises.dose import Dose, DoseError
from exercises.models.vocabulary import Equipment, Muscle, Region
from exercises.search.indexing import index

if TYPE_CHECKING:
    from exercises.models.drawing import FigureDrawing


class ExerciseQuerySet(PrivateQuerySet["Exercise"]):
    def published(self) -> Self:
        return self.filter(status=Exercise.Status.PUBLISHED)

    def visible_to(self, user: AnyUser) -> Self:
        """The published catalogue for everybody; drafts and retired entries too for editors."""
        return self.all() if may_edit(user) else self.published()

    def editable_by(self, user: AnyUser) -> Self:
        return self.all() if may_edit(user) else self.none()

    def search(self, text: str) -> Self:
        """What has these words, with its `score`, best first; see `exercises.search.reading`.

        Narrow down to what the reader may see first: the words are understood by what these rows say.
        """
        from exercises.search.reading import read

        return read(text, self).ranked() if text.strip() else self  # type: ignore[return-value]

    def with_pictures(self) -> Self:
        """With the published drawing beside each, for one join and no further query."""
        heavy = ("document", "solved", "styles", "report")
        return self.select_related("figure__published").defer(
            "figure__document", "figure__fault", *(f"figure__published__{name}" for name in heavy)
        )

    def with_content(self) -> Self:
        """Ready to be shown or compiled whole, in a fixed number of queries."""
        return self.with_pictures().prefetch_related(
            "steps",
            "faults",
            "cautions__tag",
            "regions",
            "equipment",
            "muscle_uses__muscle",
            "harder",
            "easier",
        )


def may_edit(user: AnyUser) -> bool:
    # The same question that the navigation asks, kept on the user, so that a page asks it once.
    roles = getattr(user, "roles", None)
    return roles is not None and roles.edits


def validate_dose(value: Any) -> None:
    try:
        Dose.from_json(value)
    except DoseError as error:
        raise ValidationError(str(error)) from error


class Exercise(models.Model):
    class Kind(models.TextChoices):
        STRETCH = "stretch", _("Stretch")
        MOBILITY = "mobility", _("Mobility")
        STRENGTH = "strength", _("Strength")
        STABILITY = "stability", _("Stability")
        POSTURE_DRILL = "posture-drill", _("Posture drill")
        BREATHING = "breathing", _("Breathing")
        HABIT = "habit", _("Habit")

    class Position(models.TextChoices):
        SUPINE = "supine", _("Lying on the back")
        PRONE = "prone", _("Lying on the front")
        SIDE_LYING = "side-lying", _("Lying on the side")
        QUADRUPED = "quadruped", _("On hands and knees")
        KNEELING = "kneeling", _("Kneeling")
        SITTING = "sitting", _("Sitting")
        STANDING = "standing", _("Standing")
        PLANK = "plank", _("Plank")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        RETIRED = "retired", _("Retired")

    class Evidence(models.TextChoices):
        GUIDELINE = "guideline", _("Guideline")
        TRIAL = "trial", _("Trial")
        TEXTBOOK = "textbook", _("Textbook")
        CONVENTION = "convention", _("Convention")

    class Checked(models.TextChoices):
        YES = "yes", _("Looked up")
        PARTLY = "partly", _("Partly looked up")
        NO = "no", _("Not looked up yet")

    slug = models.SlugField(_("slug"), max_length=60, unique=True, help_text=_("Part of the address; stays for good."))
    name = models.CharField(_("name"), max_length=80)
    aliases = models.JSONField(_("other names"), default=list, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    position = models.CharField(_("start position"), max_length=20, choices=Position)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    purpose = models.CharField(_("purpose"), max_length=300, help_text=_("What it is for, in one sentence."))
    feel = models.TextField(_("what it should feel like"), max_length=500, blank=True)
    difficulty = models.PositiveSmallIntegerField(_("difficulty"), default=1, help_text=_("1 gentle to 5 hard"))
    default_dose = models.JSONField(_("default dose"), validators=[validate_dose])
    seed_dose = models.CharField(_("dose as its source states it"), max_length=300, blank=True)
    regions = models.ManyToManyField(Region, verbose_name=_("body regions"), related_name="exercises")
    equipment = models.ManyToManyField(Equipment, verbose_name=_("equipment"), related_name="exercises", blank=True)
    muscles = models.ManyToManyField(Muscle, through="MuscleUse", related_name="exercises")
    harder = models.ManyToManyField(
        "self", verbose_name=_("harder neighbours"), symmetrical=False, related_name="easier", blank=True
    )
    evidence = models.CharField(_("evidence"), max_length=12, choices=Evidence, default=Evidence.CONVENTION)
    evidence_basis = models.TextField(_("what the evidence is"), max_length=500, blank=True)
    evidence_checked = models.CharField(_("checked"), max_length=8, choices=Checked, default=Checked.NO)
    author = models.CharField(_("author"), max_length=120, default="Backfit")
    licence = models.CharField(_("licence"), max_length=60, default="CC BY-SA 4.0")
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    updated_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = ExerciseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("exercise")
        verbose_name_plural = _("exercises")
        indexes: ClassVar = [models.Index(fields=["status", "name"], name="exercise_by_status")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(difficulty__range=(1, 5)),
                name="exercise_difficulty",
                violation_error_message=_("Difficulty goes from 1 to 5."),
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=False) | ~Q(status="published"),
                name="exercise_published_at",
                violation_error_message=_("A published exercise has a date of publication."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("exercise_detail", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        if not (isinstance(self.aliases, list) and all(isinstance(alias, str) for alias in self.aliases)):
            raise ValidationError({"aliases": _("Other names are a list of words.")})

    @property
    def dose(self) -> Dose:
        return Dose.from_json(self.default_dose)

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def drawing(self) -> "FigureDrawing | None":
        """The drawing that everybody sees; ask for it `with_pictures()`."""
        figure = getattr(self, "figure", None)
        return figure.published if figure is not None else None

    @property
    def badge(self) -> str:
        """What an editor must know at a glance; nothing for what everybody sees."""
        return "" if self.is_published else str(self.get_status_display())

    @property
    def is_habit(self) -> bool:
        return self.kind == self.Kind.HABIT

    def publish(self) -> None:
        """Show it in the catalogue. Raises ValidationError while a part that clients need is missing."""
        missing = [str(label) for label, there in self.needed_parts() if not there]
        if missing:
            raise ValidationError(_("Cannot be published yet; missing: %(parts)s.") % {"parts": ", ".join(missing)})
        self.status = self.Status.PUBLISHED
        self.published_at = self.published_at or timezone.now()
        self.save(update_fields=["status", "published_at"])

    def needed_parts(self) -> list[tuple[Any, bool]]:
        return [
            (_("purpose"), bool(self.purpose)),
            (_("steps"), self.steps.exists()),
            (_("body regions"), self.regions.exists()),
        ]

    def retire(self) -> None:
        """Take it out of the catalogue; programs that have it keep their own copy of the wording."""
        self.status = self.Status.RETIRED
        self.save(update_fields=["status"])

    def revised(self, by: AnyUser | None = None) -> None:
        """Note that the content changed, steps and links included, and make it findable by its new words."""
        self.revision += 1
        self.updated_at = timezone.now()
        self.updated_by = by if by is not None and by.is_authenticated else None  # type: ignore[assignment]
        if self.updated_by is not None:
            self.loaded_digest = ""  # a person's wording is not overwritten by a newer content file
        self.save(update_fields=["revision", "updated_at", "updated_by", "loaded_digest"])
        index([self])
