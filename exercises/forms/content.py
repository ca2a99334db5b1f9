"""An exercise's own fields as an editor writes them; its rows are in exercises/forms/rows.py."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from exercises.default_doses import read_default_dose
from exercises.dose import DoseError
from exercises.editorial.document import MOST_ROWS, EvidencePart, ExerciseDocument
from exercises.forms.fields import ManyField, Pairs, TextField
from exercises.models import Equipment, Exercise, Muscle, Region

LONGEST_NAME = 80
MOST_OFFERED = 300
"""Neighbours that are sent with the page; in a longer catalogue the rest are searched for."""
EVIDENCE = {"evidence": "type", "evidence_basis": "basis", "evidence_checked": "checked"}
MUSCLES = {"primary": _("Mainly worked or stretched"), "secondary": _("Also involved")}
LINKS = ("easier", "harder")
SLUG = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
LEVELS = [("1", _("1, gentle")), ("2", "2"), ("3", "3"), ("4", "4"), ("5", _("5, hard"))]


def one_of(choices: Any, label: Any) -> forms.ChoiceField:
    wanting = {"required": _("Choose one.")}
    return forms.ChoiceField(label=label, choices=[("", _("Choose…")), *choices], error_messages=wanting)


class ContentForm(forms.Form):
    name = TextField(label=_("Name"), max_length=LONGEST_NAME, widget=forms.TextInput)
    slug = TextField(
        label=_("Address"),
        max_length=60,
        required=False,
        widget=forms.TextInput,
        help_text=_("The last part of its web address. Left empty, it is made from the name."),
    )
    kind = one_of(Exercise.Kind.choices, _("Kind"))
    position = one_of(Exercise.Position.choices, _("Start position"))
    difficulty = forms.ChoiceField(label=_("Difficulty"), choices=LEVELS)
    purpose = TextField(
        label=_("Purpose"),
        max_length=300,
        required=False,
        meter="purpose",
        help_text=_("What it is good for, in one sentence."),
    )
    feel = TextField(
        label=_("What it should feel like"),
        max_length=500,
        required=False,
        meter="feel",
        rows=3,
        help_text=_("Where they notice it, and what is fine to feel."),
    )
    dose = TextField(
        label=_("Default dose"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("In shorthand, for example 3x10 e/s 5x/wk, 2x20s, or 60s every 30min 9-17."),
    )
    seed_dose = TextField(
        label=_("A word on the dose"),
        max_length=300,
        required=False,
        help_text=_("Stands below the dose, for instance where a source gives another one."),
    )
    regions = ManyField(label=_("Body regions"), hint=_("Add a region"))
    primary = ManyField(
        label=_("Muscles mainly worked or stretched"),
        hint=_("Add a muscle"),
        help_text=_("Search by the anatomical or the everyday name."),
    )
    secondary = ManyField(label=_("Muscles also involved"), hint=_("Add a muscle"))
    equipment = ManyField(label=_("Equipment"), hint=_("Add equipment"))
    easier = ManyField(label=_("A step easier"), hint=_("Add an easier exercise"))
    harder = ManyField(label=_("A step harder"), hint=_("Add a harder exercise"))
    aliases = forms.CharField(
        label=_("Other names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line. The search finds them."),
    )
    evidence = forms.ChoiceField(label=_("Kind of evidence"), choices=Exercise.Evidence.choices)
    evidence_checked = forms.ChoiceField(label=_("Looked up"), choices=Exercise.Checked.choices)
    evidence_basis = TextField(
        label=_("What the evidence is"),
        max_length=500,
        required=False,
        rows=3,
        help_text=_("Say what backs it, and plainly so when little does."),
    )
    author = TextField(label=_("Author"), max_length=120, required=False, widget=forms.TextInput)
    licence = TextField(label=_("Licence"), max_length=60, required=False, widget=forms.TextInput)

    def __init__(self, *args: Any, slug_is_fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if slug_is_fixed:
            self.fields["slug"].disabled = True
            self.fields["slug"].help_text = _("A published address stays as it is.")

    def offer_words(self, exercises: Any, *, more_at: str) -> None:
        """Fill the lists from the vocabulary; `exercises` are the neighbours to choose from.

        Those that are too many to be sent are searched for at the address `more_at`.
        """
        muscles = [
            (name, f"{name} ({plain})" if plain else name)
            for name, plain in Muscle.objects.values_list("name", "plain")
        ]
        offers: dict[str, Pairs] = {
            "regions": Region.objects.values_list("slug", "name"),
            "equipment": Equipment.objects.values_list("slug", "name"),
            "primary": muscles,
            "secondary": muscles,
        }
        for name, pairs in offers.items():
            self.offer(name, pairs)
        self.offer_neighbours(exercises, more_at)

    def offer_neighbours(self, exercises: Any, more_at: str) -> None:
        linked = [slug for name in LINKS for slug in self.chosen(name)]
        pairs = dict(exercises.filter(slug__in=linked).values_list("slug", "name"))
        others = exercises.exclude(status=Exercise.Status.RETIRED).order_by("name").values_list("slug", "name")
        offered = list(others[: MOST_OFFERED + 1])
        for name in LINKS:
            self.offer(name, (pairs | dict(offered[:MOST_OFFERED])).items())
            if len(offered) > MOST_OFFERED:
                self.fields[name].widget.attrs["data-more"] = more_at

    def offer(self, name: str, pairs: Pairs) -> None:
        field = self.fields[name]
        assert isinstance(field, ManyField)
        field.offer(pairs, self.chosen(name))

    def chosen(self, name: str) -> Iterable[str]:
        value: Iterable[str] = self[name].value() or ()
        return value

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        name = self.cleaned_data.get("name", "")
        wanted = slug or slugify(name)[:60].strip("-")
        if (slug or name) and not SLUG.fullmatch(wanted):
            raise ValidationError(_("An address has small letters a to z, digits, and single hyphens between them."))
        return wanted

    def clean_dose(self) -> str:
        line: str = self.cleaned_data["dose"]
        try:
            read_default_dose(line)
        except DoseError as error:
            raise ValidationError(error.sentences) from error
        return line

    def clean_aliases(self) -> list[str]:
        names = [name.strip() for name in self.cleaned_data["aliases"].splitlines() if name.strip()]
        if any(len(name) > LONGEST_NAME for name in names):
            raise ValidationError(_("A name has at most %(most)s characters."), params={"most": LONGEST_NAME})
        if len(names) > MOST_ROWS:
            raise ValidationError(_("There may be at most %(most)s other names."), params={"most": MOST_ROWS})
        return names

    def content(self) -> dict[str, Any]:
        """These fields with the document's keys; for a valid form."""
        values = dict(self.cleaned_data)
        values["muscles"] = {role: values.pop(role) for role in MUSCLES}
        values["evidence"] = {part: values.pop(name) for name, part in EVIDENCE.items()}
        return values | {"difficulty": int(values["difficulty"])}


def as_initial(document: ExerciseDocument) -> dict[str, Any]:
    values = document.model_dump(include=set(ContentForm.base_fields), exclude={"evidence"})
    values |= {name: getattr(document.evidence, part) for name, part in EVIDENCE.items()}
    values |= {role: getattr(document.muscles, role) for role in MUSCLES}
    return values | {"aliases": "\n".join(document.aliases)}


def first_values() -> dict[str, Any]:
    """What a new exercise starts with."""
    new, evidence = Exercise(), EvidencePart()
    own = {name: getattr(new, name) for name in ("author", "licence", "difficulty")}
    return own | {name: getattr(evidence, part) for name, part in EVIDENCE.items()}


def field_of(path: str) -> str:
    """The field that a path of the document stands for; "" for rows and for what is no field."""
    if path.startswith("evidence."):
        part = path.partition(".")[2]
        return next((name for name, own in EVIDENCE.items() if own == part), "")
    if path.startswith("muscles"):
        role = path.partition(".")[2].split(".")[0]
        return role if role in MUSCLES else "secondary"
    name = path.split(".")[0]
    return name if name in ContentForm.base_fields else ""
