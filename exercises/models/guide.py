from typing import ClassVar, Self

import nh3
from django.db import models
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt

from backfit.access import AnyUser, PrivateQuerySet
from exercises.models.exercise import may_edit

TAGS = {"h2", "h3", "p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br"}


class GuidePageQuerySet(PrivateQuerySet["GuidePage"]):
    def published(self) -> Self:
        return self.filter(published=True)

    def visible_to(self, user: AnyUser) -> Self:
        return self.all() if may_edit(user) else self.published()

    def editable_by(self, user: AnyUser) -> Self:
        return self.all() if may_edit(user) else self.none()


class GuidePage(models.Model):
    """A page of the posture guide, in Markdown. The content digest tells whether an editor has changed it since."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=250, blank=True)
    body = models.TextField(
        _("text"), help_text=_("Markdown: ## for headings, - for lists, [words](address) for links.")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    published = models.BooleanField(_("published"), default=True)
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

    def html(self) -> SafeString:
        """The text as HTML with only the tags of `TAGS`: whatever else was typed is taken out."""
        rendered = MarkdownIt("commonmark", {"html": False}).render(self.body)
        return mark_safe(  # noqa: S308 - cleaned on this line
            nh3.clean(rendered, tags=TAGS, attributes={"a": {"href"}})
        )
