"""The form of "Start a program": which client, from what, from when. It works as plain selects too."""

import json
import uuid
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Clinic, Episode, Routine, User
from accounts.plans import MAX_PHASES
from backfit.dates import validate_day
from programs.forms.programs import DayInput
from programs.routine_choices import Choice, choices_of
from programs.starting import NewClient


class PickSelect(forms.Select):
    """Tells the script that makes a combobox of it what to show under each name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about: dict[str, dict[str, str]] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"] |= self.about.get(str(value), {})
        return option


class StartForm(forms.Form):
    """`said()` gives what `start_program` takes, of a valid form."""

    episode = forms.ModelChoiceField(
        label=_("Client"),
        queryset=Episode.objects.none(),
        required=False,
        empty_label=_("A new client"),
        widget=PickSelect,
        error_messages={"invalid_choice": _("This client is not on your list (any more).")},
    )
    client_name = forms.CharField(
        label=_("Name"),
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    client_email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        required=False,
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    clinic = forms.ModelChoiceField(Clinic.objects.none(), label=_("Clinic"), empty_label=None, required=False)
    routine = forms.ModelChoiceField(
        label=_("Start from"),
        queryset=Routine.objects.none(),
        required=False,
        empty_label=_("From nothing"),
        widget=PickSelect,
        error_messages={"invalid_choice": _("This routine is not there for you (any more).")},
    )
    phase = forms.TypedChoiceField(
        label=_("Phase to start with"),
        choices=[(number, _("Phase %(number)s") % {"number": number}) for number in range(1, MAX_PHASES + 1)],
        coerce=int,
        required=False,
        empty_value=1,  # type: ignore[arg-type]  # which may be anything
    )
    name = forms.CharField(
        label=_("Name of the program"), max_length=120, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )
    start_on = forms.DateField(label=_("First day"), widget=DayInput(), validators=[validate_day])
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"start_on": user.today(), "key": uuid.uuid4(), "phase": 1} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.user = user
        self.offer_clients()
        self.offer_clinics()
        self.choices = choices_of(user)
        self.offer_routines(self.choices)

    def offer_clients(self) -> None:
        field = self.fields["episode"]
        mine = Episode.objects.treated_by(self.user).open().order_by("client_name", "pk")
        field.queryset = mine.select_related("clinic", "client")  # type: ignore[attr-defined]
        about = {"data-about": "client_email", "data-name": "client_name"}
        field.widget.about = {str(row.pk): {key: getattr(row, name) for key, name in about.items()} for row in mine}

    def offer_clinics(self) -> None:
        clinics = list(Clinic.objects.where_treating(self.user))
        self.only_clinic = clinics[0] if len(clinics) == 1 else None
        if self.only_clinic:
            del self.fields["clinic"]
        else:
            self.fields["clinic"].queryset = Clinic.objects.where_treating(self.user)  # type: ignore[attr-defined]

    def offer_routines(self, choices: Iterable[Choice]) -> None:
        field = self.fields["routine"]
        field.queryset = Routine.objects.visible_to(self.user)  # type: ignore[attr-defined]
        groups: dict[str, list[tuple[str, str]]] = {}
        for choice in choices:
            groups.setdefault(str(choice.group), []).append((choice.pk, f"{choice.name} ({choice.about})"))
        field.choices = [("", _("From nothing")), *groups.items()]  # type: ignore[attr-defined]
        field.widget.about = {
            choice.pk: {
                "data-name": choice.name,
                "data-about": str(choice.about),
                "data-phases": json.dumps(choice.phases),
            }
            for choice in choices
        }

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("episode") is None and "episode" not in self.errors:
            self.clean_new_client()
        if data.get("routine") is None:
            data["phase"] = 1
        return data

    def clean_new_client(self) -> None:
        for name, sentence in (
            ("client_name", _("Choose a client, or give the name of a new one.")),
            ("client_email", _("Where does the invitation go? Give an email address.")),
        ):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        if "clinic" in self.fields and self.cleaned_data.get("clinic") is None and "clinic" not in self.errors:
            self.add_error("clinic", _("Choose the clinic where you treat this client."))

    def so_far(self) -> dict[str, Any]:
        """What is understood of it, sent off or not; what is missing or wrong is left out."""
        found = {}
        for bound in self:
            with suppress(ValidationError):
                found[bound.name] = bound.field.clean(bound.value())
        return found

    def client(self) -> Episode | NewClient:
        data = self.cleaned_data
        if data["episode"]:
            return data["episode"]  # type: ignore[no-any-return]
        clinic = self.only_clinic or data["clinic"]
        return NewClient(name=data["client_name"], email=data["client_email"], clinic=clinic)

    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "client": self.client(),
            **{name: data[name] for name in ("routine", "phase", "name", "start_on", "key")},
        }

    def refuse(self, error: ValidationError) -> None:
        """Put a verb's sentences beside the fields that they are about, as far as the page has those."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error.messages)
            return
        for name, sentences in error.message_dict.items():
            self.add_error(name if name in self.fields else None, sentences)
