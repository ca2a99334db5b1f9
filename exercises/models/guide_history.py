"""What a guide page once said, and what somebody is about to make of it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from backfit.refusals import Conflict
from exercises.models.guide import GuidePage
from exercises.models.guide_text import GuideText
from exercises.models.revision import LONGEST_REASON, EditorsQuerySet


class GuideDraft(GuideText):
    """A change to a published page, at most one; readers do not see it. `base` is the revision it was begun from."""

    page = models.OneToOneField(GuidePage, models.CASCADE, related_name="draft")
    base = models.PositiveIntegerField()
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = EditorsQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of a guide page")
        verbose_name_plural = _("drafts of guide pages")
        ordering: ClassVar = ["-changed_at"]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def keep(cls, page: GuidePage, *, by: Any, text: dict[str, str]) -> "GuideDraft":
        draft = cls.objects.filter(page=page).first() or cls(page=page, base=page.revision)
        draft.changed_at, draft.changed_by = timezone.now(), by
        for name, value in text.items():
            setattr(draft, name, value)
        draft.full_clean()
        draft.save()
        return draft

    @property
    def is_behind(self) -> bool:
        """Whether another text was published since this was begun."""
        return self.base != self.page.revision


class GuideRevision(GuideText):
    """One published text of a page. Written once and never changed."""

    page = models.ForeignKey(GuidePage, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("revision"))
    reason = models.CharField(_("why"), max_length=LONGEST_REASON, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = EditorsQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision of a guide page")
        verbose_name_plural = _("revisions of guide pages")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "number"], name="guide_revision_once"),
        ]

    def __str__(self) -> str:
        return str(self.number)

    def restore(self, *, by: Any) -> None:
        """Make it the page's draft, which is published like any other. Conflict while there is another draft."""
        if GuideDraft.objects.filter(page=self.page).exists():
            raise Conflict(_t("This page has a change that is not published. Publish it or throw it away first."))
        self.page.write(by=by, text=self.text)
