from django import forms
from django.utils.translation import gettext_lazy as _

from programs.desk.clients import Wanted
from programs.models import Attention

SHOWS = [("needs", _("Needs me")), ("all", _("All")), ("ended", _("Ended"))]
WHOSE = [("team", _("The team's")), ("mine", _("Mine"))]


class DeskForm(forms.Form):
    """What the therapist wants to see of the client list; nonsense in the address counts as nothing said."""

    q = forms.CharField(
        label=_("Find a client by name"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name"), "autocomplete": "off"}),
    )
    show = forms.ChoiceField(choices=SHOWS, required=False)
    whose = forms.ChoiceField(choices=WHOSE, required=False)
    kind = forms.ChoiceField(choices=Attention.Kind.choices, required=False)

    def wanted(self) -> Wanted:
        self.is_valid()
        said = self.cleaned_data
        name = said.get("q", "")
        # A name is looked for among all clients, unless the address says otherwise.
        show = said.get("show") or ("all" if name else "needs")
        return Wanted(show=show, whose=said.get("whose") or "team", kind=said.get("kind", ""), name=name)
