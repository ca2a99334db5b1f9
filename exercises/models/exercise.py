from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from backfit.access import AnyUser
from backfit.refusals import Conflict
from exercises.dose import Dose, DoseError
from exercises.models.catalogue import ExerciseQuerySet
from exercises.models.catalogue import may_edit as may_edit
from exercises.models.vocabulary import Equipment, Muscle, Region
from exercises.search.indexing import index

if TYPE_CHECKING:
    from exercises.models.drawing import FigureDrawing
    from exercises.models.media import Showing


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
    purpose = models.CharField(
        _("purpose"), max_length=300, blank=True, help_text=_("What it is for, in one sentence.")
    )
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
    author = models.CharField(_("author"), max_length=120, default="Backfit", blank=True)
    licence = models.CharField(_("licence"), max_length=60, default="CC BY-SA 4.0", blank=True)
    revision = models.PositiveIntegerField(
        _("revision"), default=1, editable=False, help_text=_("Counts the publications; 0 before the first.")
    )
    clinic = models.ForeignKey(
        "accounts.Clinic",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="exercises",
        verbose_name=_("clinic"),
        help_text=_("Whose own it is; those of the shared catalogue are nobody's."),
    )
    offered_at = models.DateTimeField(_("offered to the editors"), null=True, editable=False)
    successor = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="predecessors",
        verbose_name=_("successor"),
        help_text=_("What to take in place of a retired exercise."),
    )
    is_merged = models.BooleanField(
        default=False, editable=False, help_text=_("The successor is the same exercise; the address leads there.")
    )
    reading_grade = models.FloatField(_("reading grade"), null=True, editable=False)
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
        indexes: ClassVar = [
            models.Index(fields=["status", "name"], name="exercise_by_status"),
            models.Index(fields=["position", "kind"], name="exercise_by_position"),
        ]
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
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(status="retired") & ~Q(successor=models.F("pk")),
                name="exercise_successor_of_retired",
                violation_error_message=_("Only a retired exercise has a successor, and that is another one."),
            ),
            models.CheckConstraint(
                condition=Q(offered_at__isnull=True) | Q(clinic__isnull=False, status="published"),
                name="exercise_offered_by_clinic",
                violation_error_message=_("Only a clinic's own exercise that is in use can be offered."),
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
    def is_own(self) -> bool:
        """Whether it is a clinic's and not of the shared catalogue."""
        return self.clinic_id is not None

    def reaches(self, other: "Exercise") -> bool:
        """As `ExerciseQuerySet.in_reach_of`, for rows that are here already."""
        return other.clinic_id is None or other.clinic_id == self.clinic_id

    @property
    def is_in_catalogue(self) -> bool:
        return self.is_published and not self.is_own

    @property
    def drawing(self) -> "FigureDrawing | None":
        """The drawing that everybody sees; ask for it `with_pictures()`."""
        figure = getattr(self, "figure", None)
        return figure.published if figure is not None else None

    @property
    def ready_showings(self) -> list["Showing"]:
        """The uploaded pictures and films that can be shown; ask for the exercise `with_content()`."""
        return [showing for showing in self.showings.all() if showing.media.state == showing.media.State.READY]

    @property
    def badge(self) -> str:
        """What a reader must know at a glance; nothing for what everybody sees."""
        status = "" if self.is_published else str(self.get_status_display())
        whose = _t("Only at %(clinic)s") % {"clinic": self.clinic} if self.is_own else ""
        return " · ".join(filter(None, (status, whose)))

    @property
    def is_habit(self) -> bool:
        return self.kind == self.Kind.HABIT

    def publish(self, *, by: AnyUser | None = None) -> None:
        """Show what the rows say now to everybody, as the next revision."""
        self.status = self.Status.PUBLISHED
        self.published_at = self.published_at or timezone.now()
        self.successor, self.is_merged = None, False
        self.save(update_fields=["status", "published_at", "successor", "is_merged"])
        self.revised(by=by)

    @transaction.atomic
    def retire(self, *, by: Any, reason: str = "", successor: "Exercise | None" = None) -> None:
        """Take it out of the catalogue; programs that have it keep their own copy of the wording.

        `successor` is a published exercise that readers are led to; anything else raises ValidationError. Raises
        Conflict for what was never published or was merged, and while a draft waits for the time of its publication,
        which would bring the exercise back.
        """
        from exercises.models.revision import EditorialEvent

        self.refresh_from_db(from_queryset=type(self)._default_manager.select_for_update(of=("self",)))
        self.require_retirable()
        if successor is not None and (successor == self or not successor.is_in_catalogue):
            raise ValidationError({"successor": _("Choose another exercise that is in the catalogue.")})
        self.status, self.successor, self.is_merged = self.Status.RETIRED, successor, False
        self.offered_at = None
        self.save(update_fields=["status", "successor", "is_merged", "offered_at"])
        EditorialEvent.objects.create(exercise=self, verb=EditorialEvent.Verb.RETIRED, by=by, text=reason.strip())

    def require_retirable(self) -> None:
        if self.published_at is None:
            raise Conflict(_("This exercise was never published. Delete it instead."))
        if self.is_merged:
            raise Conflict(_("This exercise has been merged; its address leads to the other one."))
        draft = type(self)._default_manager.filter(pk=self.pk, draft__publish_at__isnull=False)
        if draft.exists():
            raise Conflict(_("A draft of it has a time for its publication. Take that back first."))

    def revised(self, by: AnyUser | None = None) -> None:
        """Note that what readers see has changed, and make it findable by its new words."""
        self.revision += 1
        self.updated_at = timezone.now()
        self.updated_by = by if by is not None and by.is_authenticated else None  # type: ignore[assignment]
        if self.updated_by is not None:
            self.loaded_digest = ""  # a person's wording is not overwritten by a newer content file
        self.save(update_fields=["revision", "updated_at", "updated_by", "loaded_digest"])
        self.reindex()

    def reindex(self) -> None:
        """Make it findable by the words that it uses now, and note what else is known by its words alone."""
        index([self])
        self.take_stock()

    def take_stock(self) -> None:
        """Note how hard its words are to read, and which other entries may be the same."""
        from exercises.editorial.duplicates import note_likenesses
        from exercises.editorial.readiness import reading_text
        from exercises.editorial.reading import grade
        from exercises.editorial.rows import document_of

        document = document_of(Exercise.objects.with_content().get(pk=self.pk))
        self.reading_grade = grade(reading_text(document))
        self.save(update_fields=["reading_grade"])
        if not self.is_own:
            note_likenesses(self.pk, document)
