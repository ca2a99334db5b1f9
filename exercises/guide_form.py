"""How editors write a page of the guide."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminIntegerFieldWidget, AdminTextareaWidget, AdminTextInputWidget
from django.utils.translation import gettext_lazy as _

from exercises.models import GuidePage
from exercises.models.guide_text import TEXT
from exercises.models.revision import LONGEST_REASON


class GuideForm(forms.ModelForm):
    """`serial` is that of the page as it was opened; `reason` is asked for when the text goes out."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        required=False,
        widget=AdminTextInputWidget,
        help_text=_("A line for the history. Needed to publish."),
    )
    position = forms.IntegerField(label=_("Order"), min_value=0, max_value=999, widget=AdminIntegerFieldWidget)
    serial = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = GuidePage
        fields = ("title", "slug", "summary", "body", "position")
        widgets = {
            "title": AdminTextInputWidget,
            "slug": AdminTextInputWidget,
            "summary": AdminTextareaWidget(attrs={"rows": 2}),
            "body": AdminTextareaWidget(attrs={"rows": 24}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.revision:
            del self.fields["slug"]  # the address of what has been published stays
        else:
            self.fields["slug"].help_text = _("Part of the address; stays for good once it is published.")

    def _post_clean(self) -> None:
        """The verbs of the page change it, after they have read it again; a form that did would go before them."""
        slug, saved = self.cleaned_data.get("slug"), self.instance
        found = GuidePage.objects.filter(slug=slug).exclude(pk=saved.pk) if slug else GuidePage.objects.none()
        if found.exists():
            self.add_error("slug", _("Another page has this address."))

    def clean_body(self) -> str:
        """Lines end as in the content files, whatever the browser sends."""
        return str(self.cleaned_data["body"]).replace("\r\n", "\n")

    @property
    def place(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("position", "slug") if name in self.cleaned_data}

    @property
    def text(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in TEXT}
