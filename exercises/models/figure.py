"""The picture of an exercise: the document that editors work on, what was drawn of it, and which drawing is shown."""

import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backfit.access import AnyUser, PrivateQuerySet
from backfit.refusals import Conflict
from exercises.models.drawing import FigureDrawing
from exercises.models.exercise import Exercise, may_edit

# Drawing takes seconds; a task whose worker was lost is tried again for some time before it is given up.
OVERDUE = datetime.timedelta(minutes=30)


class FigureQuerySet(PrivateQuerySet["Figure"]):
    def visible_to(self, user: AnyUser) -> Self:
        return self.filter(exercise__in=Exercise.objects.visible_to(user))

    def editable_by(self, user: AnyUser) -> Self:
        return self.all() if may_edit(user) else self.none()


def validate_document(value: Any) -> None:
    # Only editors write documents; the pages need not have the renderer in memory.
    from exercises.figures.document import DocumentError, read_document

    try:
        read_document(value)
    except DocumentError as error:
        raise ValidationError(str(error).splitlines()) from error


def as_stored(document: dict[str, Any]) -> dict[str, Any]:
    """The same document in the one form in which two of them can be compared."""
    from exercises.figures.document import read_document

    return read_document(document).as_json()


class Figure(models.Model):
    exercise = models.OneToOneField(Exercise, models.CASCADE, related_name="figure", verbose_name=_("exercise"))
    document = models.JSONField(_("what is drawn"), validators=[validate_document])
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    # Both go with the figure, but no drawing goes while it is shown.
    drawn = models.ForeignKey(FigureDrawing, models.RESTRICT, null=True, editable=False, related_name="+")
    published = models.ForeignKey(FigureDrawing, models.RESTRICT, null=True, editable=False, related_name="+")
    asked_at = models.DateTimeField(null=True, editable=False)
    fault = models.TextField(blank=True, editable=False)

    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["exercise"]
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    def __str__(self) -> str:
        return str(self.exercise)

    def change(self, document: dict[str, Any], *, by: AnyUser | None = None, over: str | None = None) -> None:
        """Keep an editor's document and ask for its drawing; what is published stays until `publish`.

        `over` is the `stamp` of the draft that the editor began with: Conflict when somebody saved another since.
        Raises ValidationError with the path and the reason of every fault.
        """
        if over is not None and over != self.stamp:
            raise Conflict(_("Somebody else has saved this picture since you opened it. Your text is below."))
        self.document = document
        self.full_clean()
        self.document = as_stored(document)
        self.changed_at = timezone.now()
        self.changed_by = by if by is not None and by.is_authenticated else None  # type: ignore[assignment]
        self.loaded_digest = ""  # an editor's own work is not overwritten by a newer content file
        changed = None if self._state.adding else ["document", "changed_at", "changed_by", "loaded_digest"]
        with transaction.atomic():
            self.save(update_fields=changed)  # what the queue or another editor did meanwhile stays
            self.ask()

    @property
    def stamp(self) -> str:
        """Tells one saved draft from the next; empty before the first."""
        return "" if self._state.adding else self.changed_at.isoformat()

    def ask(self) -> None:
        """Put the drawing of the present document into the queue."""
        from exercises.tasks import draw_figure

        self.asked_at, self.fault = timezone.now(), ""
        self.save(update_fields=["asked_at", "fault"])
        draw_figure.enqueue(self.pk)
        self.refresh_from_db()  # where tasks are done at once it is drawn by now

    @property
    def is_current(self) -> bool:
        """Whether what was drawn last is what the document says now, movement included."""
        return self.drawn is not None and self.drawn.is_complete and self.has_stills

    @property
    def is_awaited(self) -> bool:
        """Whether a drawing of the present document was asked for and has neither come whole nor failed."""
        return self.asked_at is not None and not self.is_current

    @property
    def is_overdue(self) -> bool:
        """Whether it is awaited for so long that the queue must have given it up."""
        return self.is_awaited and self.asked_at is not None and timezone.now() - self.asked_at > OVERDUE

    @property
    def has_stills(self) -> bool:
        """Whether the steps of the present document are drawn; the movement may still be missing."""
        return self.drawn is not None and self.drawn.document == self.document

    def take(self, drawing: FigureDrawing) -> bool:
        """Make it the drawing of the present document. False when that has become another one meanwhile."""
        with transaction.atomic():
            self.refresh_from_db(from_queryset=Figure.objects.select_for_update(of=("self",)))
            if self.document != drawing.document:
                return False
            self.drawn = drawing
            self.asked_at = None if drawing.is_complete else self.asked_at
            self.fault = ""
            self.save(update_fields=["drawn", "asked_at", "fault"])
        return True

    def note_fault(self, sentence: str) -> None:
        """What was asked for cannot be drawn; shown to the editor beside the document, unless that is another now."""
        with transaction.atomic():
            tried = self.document
            self.refresh_from_db(from_queryset=Figure.objects.select_for_update(of=("self",)))
            if self.document == tried:
                self.asked_at, self.fault = None, sentence
                self.save(update_fields=["asked_at", "fault"])

    @property
    def has_changes(self) -> bool:
        """Whether something else than the last drawing is published."""
        return self.drawn_id is not None and self.drawn_id != self.published_id

    def publish(self, *, over: str | None = None) -> None:
        """Show the last drawing in the catalogue.

        `over` is the digest of the drawing that the editor looked at: Conflict when another came since. Raises
        Conflict while the drawing is not ready and ValidationError with what the report refuses.
        """
        if self._state.adding:
            raise Conflict(_("There is no picture yet. Save a draft first."))
        with transaction.atomic():
            self.refresh_from_db(from_queryset=Figure.objects.select_for_update(of=("self",)))
            if self.drawn is None or not self.is_current:
                raise Conflict(_("The picture is still being drawn. Publish it when you have seen it."))
            if over is not None and over != self.drawn.digest:
                raise Conflict(_("Another drawing has been made since; look at it first."))
            if self.drawn.refusals:
                raise ValidationError([_("The picture cannot be published like this."), *self.drawn.refusals])
            self.show(self.drawn)

    def show(self, drawing: FigureDrawing) -> None:
        """Make it the one that everybody sees, whatever was shown before."""
        drawing.mark_published()
        self.drawn = self.published = drawing
        self.asked_at, self.fault = None, ""
        self.save(update_fields=["drawn", "published", "asked_at", "fault"])
