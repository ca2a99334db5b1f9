import nh3
from django.db import models
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt

TAGS = {"h2", "h3", "p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br"}
LONGEST_BODY = 20_000
TEXT = ("title", "summary", "body")


class GuideText(models.Model):
    """What readers of a guide page read: of the page itself, of a change to it, or of what it once was."""

    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=250, blank=True)
    body = models.TextField(
        _("text"),
        max_length=LONGEST_BODY,
        help_text=_("Markdown: ## for headings, - for lists, [words](address) for links."),
    )

    class Meta:
        abstract = True

    @property
    def text(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in TEXT}

    def html(self) -> SafeString:
        """The text as HTML with only the tags of `TAGS`: whatever else was typed is taken out."""
        rendered = MarkdownIt("commonmark", {"html": False}).render(self.body)
        return mark_safe(  # noqa: S308 - cleaned on this line
            nh3.clean(rendered, tags=TAGS, attributes={"a": {"href"}})
        )
