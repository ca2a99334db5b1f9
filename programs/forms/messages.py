import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.models.message import LONGEST


class MessageForm(forms.Form):
    """`uuid` is made with the page, so that a form that is sent twice is one message; `seen` is the newest shown."""

    text = forms.CharField(
        label=_("Your message"),
        help_text=_("Up to 2000 characters. What you send cannot be changed or taken back."),
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST, "autocomplete": "off"}),
        error_messages={"required": _("Write something first.")},
    )
    uuid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    seen = forms.UUIDField(widget=forms.HiddenInput, required=False)


class SeenForm(forms.Form):
    """Up to which message somebody has read."""

    seen = forms.UUIDField(widget=forms.HiddenInput)
