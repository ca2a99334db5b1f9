"""Files that editors uploaded, and where exercises show them."""

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backfit.access import AnyUser, PrivateQuerySet
from exercises.models.exercise import Exercise, may_edit
from exercises.models.lines import Row


class MediaQuerySet(PrivateQuerySet["Media"]):
    def visible_to(self, user: AnyUser) -> Self:
        """What an exercise shows that the person may read; editors see what is only in a draft, too."""
        if may_edit(user):
            return self.all()
        return self.filter(
            pk__in=Showing.objects.filter(exercise__in=Exercise.objects.visible_to(user)).values("media")
        )

    def editable_by(self, user: AnyUser) -> Self:
        return self.all() if may_edit(user) else self.none()

    def ready(self) -> Self:
        return self.filter(state=Media.State.READY)


def place(media: "Media", ending: str) -> str:
    return f"media/{media.pk.hex[:2]}/{media.pk.hex}.{ending}"


def place_of_upload(media: "Media", name: str) -> str:
    return place(media, "upload")  # a name may say more than its owner thinks


class Media(models.Model):
    """A picture or a film, made anew from an upload and never changed afterwards."""

    class Kind(models.TextChoices):
        PICTURE = "picture", _("Picture")
        FILM = "film", _("Film")

    class State(models.TextChoices):
        WAITING = "waiting", _("Being prepared")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be used")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    upload = models.FileField(upload_to=place_of_upload, blank=True)
    file = models.FileField(blank=True)
    poster = models.FileField(blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    seconds = models.FloatField(null=True)
    fault = models.CharField(max_length=300, blank=True)
    uploaded_at = models.DateTimeField(default=timezone.now)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = MediaQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")
        ordering: ClassVar = ["-uploaded_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(state="ready") | ~Q(file=""), name="ready_media_has_a_file"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def url(self) -> str:
        return reverse("media_file", args=[self.pk])

    @property
    def poster_url(self) -> str:
        return reverse("media_poster", args=[self.pk]) if self.poster else ""

    @property
    def is_film(self) -> bool:
        return self.kind == self.Kind.FILM

    @property
    def content_type(self) -> str:
        return "video/mp4" if self.is_film else "image/webp"

    def fail(self, sentence: str) -> None:
        """Nothing can be made of the upload, which is not kept."""
        self.upload.delete(save=False)
        self.state, self.fault = self.State.FAILED, sentence[:300]
        self.save(update_fields=["upload", "state", "fault"])


class Showing(Row):
    """A file on an exercise's page, with the words for whoever does not see it."""

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="showings")
    media = models.ForeignKey(Media, models.PROTECT, related_name="showings")
    alt = models.CharField(_("alternative text"), max_length=300)
    credit = models.CharField(_("who made it, and its licence"), max_length=300, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("picture or film")
        verbose_name_plural = _("pictures and films")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["exercise", "media"],
                name="media_once_per_exercise",
                violation_error_message=_("This file is shown already."),
            ),
            models.CheckConstraint(
                condition=~Q(alt=""),
                name="showing_has_alternative_text",
                violation_error_message=_("Say what it shows, for those who cannot see it."),
            ),
        ]

    def __str__(self) -> str:
        return self.alt


def as_json(showing: Showing) -> dict[str, Any]:
    """As an exercise's document names it."""
    return {"file": showing.media_id.hex, "alt": showing.alt, "credit": showing.credit}
