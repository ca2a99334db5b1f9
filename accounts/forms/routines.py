from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Clinic, Routine, User

SHARED = {Routine.Visibility.CLINIC: _("Therapists of my clinic, as a clinic template")}


class RoutineForm(forms.ModelForm):
    """Who may see it is asked only of those who have somebody to share with."""

    class Meta:
        model = Routine
        fields = ("name", "description", "visibility", "clinic")
        widgets = {"description": forms.Textarea(attrs={"rows": 3}), "visibility": forms.RadioSelect}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only_clinic: Clinic | None = None
        if self.instance._state.adding:
            self.instance.owner = user
        if self.instance.owner_id == user.pk:
            self.offer_visibility(user)
            self.offer_clinics(user)
        else:
            # An editor may write in another's template, and not take it away from everybody.
            del self.fields["visibility"], self.fields["clinic"]

    def offer_visibility(self, user: User) -> None:
        kinds = [Routine.Visibility.PRIVATE]
        if user.roles.treats:
            kinds.append(Routine.Visibility.CLINIC)
        if user.has_perm("exercises.change_exercise"):
            kinds.append(Routine.Visibility.TEMPLATE)
        if len(kinds) == 1:
            # Who has left the clinic has nobody to share with, and no field in which to say so.
            self.instance.visibility = Routine.Visibility.PRIVATE
            del self.fields["visibility"]
        else:
            self.fields["visibility"].choices = [(kind, SHARED.get(kind, kind.label)) for kind in kinds]  # type: ignore[attr-defined]

    def offer_clinics(self, user: User) -> None:
        clinics = list(Clinic.objects.where_treating(user))
        self.only_clinic = clinics[0] if len(clinics) == 1 else None
        if len(clinics) < 2:
            del self.fields["clinic"]
        else:
            field = self.fields["clinic"]
            field.queryset = Clinic.objects.where_treating(user)  # type: ignore[attr-defined]
            field.help_text = _("Only for a routine that therapists of a clinic may see.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.only_clinic is not None and data.get("visibility") == Routine.Visibility.CLINIC:
            self.instance.clinic = self.only_clinic
        return data

    def said(self) -> dict[str, Any]:
        """The fields of the routine as the valid form leaves them, those included that were not asked."""
        return {name: getattr(self.instance, name) for name in self._meta.fields or ()}
