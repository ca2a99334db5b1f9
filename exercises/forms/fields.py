"""Fields of the editors' desk: texts that show their limit, and choices of many words in the order chosen."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

Pairs = Iterable[tuple[str, str]]


class TextField(forms.CharField):
    """A line or paragraph. The browser says how much is too much instead of cutting off what is pasted."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 2, meter: str = "", **kwargs: Any) -> None:
        """`meter` names the reading grade that belongs beside it."""
        super().__init__(**{"error_messages": {"required": _("This is still to be filled in.")}} | kwargs)
        self.meter = meter
        if isinstance(self.widget, forms.Textarea):
            self.widget.attrs["rows"] = rows

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        if (most := attrs.pop("maxlength", None)) is not None:
            attrs["data-most"] = most
        attrs.pop("minlength", None)
        return attrs


class ManyField(forms.MultipleChoiceField):
    """Several words of a list; the script makes chips of them. What is chosen stands first, in its order."""

    def __init__(self, *, hint: Any, **kwargs: Any) -> None:
        """`hint` stands in the empty search box."""
        super().__init__(**{"required": False} | kwargs)
        self.widget.attrs |= {"data-chips": hint, "size": 6}

    def offer(self, pairs: Pairs, chosen: Iterable[str]) -> None:
        labels = dict(pairs)
        first = [slug for slug in dict.fromkeys(chosen) if slug in labels]
        self.choices = [(slug, labels.pop(slug)) for slug in first] + list(labels.items())
