from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from backfit.access import AnyUser, PrivateQuerySet
from backfit.refusals import Conflict
from exercises.models.draft import said
from exercises.models.exercise import may_edit
from exercises.models.guide_text import GuideText


class GuidePageQuerySet(PrivateQuerySet["GuidePage"]):
    def published(self) -> Self:
        return self.filter(published=True)

    def visible_to(self, user: AnyUser) -> Self:
        return self.all() if may_edit(user) else self.published()

    def editable_by(self, user: AnyUser) -> Self:
        return self.all() if may_edit(user) else self.none()


class GuidePage(GuideText):
    """A page of the posture guide, in Markdown. What readers see changes only by `publish`, or by its content file.

    `revision` counts the publications, `serial` the savings. An empty content digest means that an editor has changed
    it since it was loaded.
    """

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    published = models.BooleanField(_("published"), default=True)
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    serial = models.PositiveIntegerField(default=1, editable=False)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = GuidePageQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "title"]
        verbose_name = _("guide page")
        verbose_name_plural = _("guide pages")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("guide_page", args=[self.slug])

    @transaction.atomic
    def write(self, *, text: dict[str, str], by: Any, over: int | None = None, **place: Any) -> None:
        """Keep this text without showing it: in the page itself while nobody sees that, else in its draft.

        `place` is `position` and, before the first publication, `slug`. Raises ValidationError for what cannot be
        kept, and Conflict when somebody saved since `over`, the serial, was read.
        """
        from exercises.models.guide_history import GuideDraft

        self.hold(over)
        self.move_to(**place)
        if self.published and text != self.text:
            GuideDraft.keep(self, by=by, text=text)
        else:
            self.take(text)
            GuideDraft.objects.filter(page=self).delete()
        self.saved_by(by)

    @transaction.atomic
    def publish(self, *, text: dict[str, str], by: Any, reason: str, over: int | None = None, **place: Any) -> None:
        """Show this text to everybody, as the next revision. Raises as `write` does, and without a reason."""
        from exercises.models.guide_history import GuideDraft

        self.hold(over)
        why = said(reason, _t("Say in a line why you change it."))
        self.move_to(**place)
        is_new = not self.published or text != self.text
        if self.published and is_new and not self.revision:
            self.keep_revision(by=None, reason="")  # what was there before anybody kept revisions
        self.published = True
        self.take(text)
        GuideDraft.objects.filter(page=self).delete()
        if is_new:
            self.keep_revision(by=by, reason=why)
        self.saved_by(by)

    @transaction.atomic
    def withdraw(self, *, by: Any, over: int | None = None) -> None:
        """Take it out of the guide; editors keep it. Conflict when it is not in the guide."""
        self.hold(over)
        if not self.published:
            raise Conflict(_t("This page is not in the guide."))
        self.published = False
        self.save(update_fields=["published"])
        self.saved_by(by)

    @transaction.atomic
    def discard_draft(self, *, by: Any, over: int | None = None) -> None:
        """Throw the change away that readers have not seen. Conflict when there is none."""
        from exercises.models.guide_history import GuideDraft

        self.hold(over)
        gone, _models = GuideDraft.objects.filter(page=self).delete()
        if not gone:
            raise Conflict(_t("There is no change to throw away."))
        self.saved_by(by)

    def keep_revision(self, *, by: Any, reason: str) -> None:
        """Note what readers see now as what they have seen."""
        self.revision += 1
        self.save(update_fields=["revision"])
        self.revisions.create(number=self.revision, by=by, reason=reason, at=timezone.now(), **self.text)

    def hold(self, over: int | None) -> None:
        """Read it again, lock it to the end of the transaction, and see that nobody saved since `over` was read."""
        if self._state.adding:
            return
        try:
            self.refresh_from_db(from_queryset=GuidePage.objects.select_for_update())
        except GuidePage.DoesNotExist as error:
            raise Conflict(_t("This page has been deleted meanwhile.")) from error
        if over is not None and over != self.serial:
            raise Conflict(_t("Somebody else has saved this page since you opened it. Your text is still below."))

    def take(self, text: dict[str, str]) -> None:
        for name, value in text.items():
            setattr(self, name, value)
        self.full_clean()
        self.save()

    def move_to(self, position: int | None = None, slug: str | None = None) -> None:
        """Order and address are not part of the text and have no draft; the address stays once it was published."""
        if slug is not None and not self.revision:
            self.slug = slug
        if position is not None:
            self.position = position
        self.full_clean(exclude=["title", "summary", "body"])
        if not self._state.adding:
            self.save(update_fields=["position", "slug"])

    def saved_by(self, by: Any) -> None:
        self.serial += 1
        if by is not None:
            self.loaded_digest = ""  # from now on it is the editor's; a newer content file does not overwrite it
        self.save(update_fields=["serial", "loaded_digest"])
