from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fit import EVERYWHERE
from accounts.home import PLACES, Home
from accounts.models import Episode
from exercises.models import Equipment, PrecautionTag

NONE = "none"
NOT_ASKED = ("", _("Not asked yet"))
ANSWERS = (NOT_ASKED, ("yes", _("Yes")), ("no", _("No")))
SAID = {True: "yes", False: "no", None: ""}
MEANT = {said: answer for answer, said in SAID.items()}


class Ticks(forms.CheckboxSelectMultiple):
    """Boxes side by side; `explained` says more about a choice, by its value."""

    explained: Mapping[str, str] = MappingProxyType({})

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        option["explanation"] = self.explained.get(str(value), "")
        if option["explanation"]:
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_why"
        return option


class HomeForm(forms.Form):
    """What is at home and what must be respected. Equipment without any tick was not asked for yet."""

    equipment = forms.MultipleChoiceField(
        label=_("What is at hand?"),
        required=False,
        widget=Ticks(attrs={"class": "ticks"}),
        help_text=_("A chair, a wall, a towel, a broom, a carpet and the like are in every home and not asked for."),
    )
    floor = forms.ChoiceField(
        label=_("Getting down to the floor and up again"),
        choices=ANSWERS,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "ticks"}),
    )
    kneel = forms.ChoiceField(
        label=_("Kneeling"), choices=ANSWERS, required=False, widget=forms.RadioSelect(attrs={"class": "ticks"})
    )
    minutes = forms.IntegerField(
        label=_("Minutes a day"),
        min_value=1,
        max_value=240,
        required=False,
        error_messages={
            "min_value": _("A day has room for 1 to 240 minutes."),
            "max_value": _("A day has room for 1 to 240 minutes."),
        },
    )
    places = forms.MultipleChoiceField(
        label=_("Where"), choices=[*PLACES.items()], required=False, widget=Ticks(attrs={"class": "ticks"})
    )
    usual_pain = forms.TypedChoiceField(
        label=_("Usual pain, 0 to 10"),
        choices=[NOT_ASKED, *((number, str(number)) for number in range(11))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    precautions = forms.MultipleChoiceField(label=_("Precautions"), required=False, widget=Ticks())
    in_words = forms.CharField(
        label=_("Other precautions in words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("You and your client read it. It marks no exercise."),
    )

    def __init__(self, *args: Any, episode: Episode, **kwargs: Any) -> None:
        self.before = episode.read_home()
        kwargs["initial"] = shown(episode, self.before)
        super().__init__(*args, **kwargs)
        asked = Equipment.objects.exclude(slug__in=EVERYWHERE).values_list("slug", "name")
        self.give("equipment", [*asked, (NONE, _("None of these"))])
        tags = list(PrecautionTag.objects.all())
        self.give("precautions", [(tag.slug, tag.name) for tag in tags])
        self.fields["precautions"].widget.explained = {tag.slug: tag.explanation for tag in tags}

    def give(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_equipment(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["equipment"]
        if NONE in chosen and len(chosen) > 1:
            raise forms.ValidationError(_("Choose either “None of these” or what is there."))
        return chosen

    def said(self) -> dict[str, Any]:
        """The fields of an episode, for its verb."""
        data = self.cleaned_data
        home = Home(
            equipment=self.things(),
            floor=MEANT[data["floor"]],
            kneel=MEANT[data["kneel"]],
            minutes=data["minutes"],
            places=tuple(data["places"]),
            precautions=tuple(data["precautions"]),
        )
        return {"home": home.to_json(), "usual_pain": data["usual_pain"], "precautions": data["in_words"]}

    def things(self) -> tuple[str, ...] | None:
        """What was ticked, with what every home has if another program has noted that; None without an answer."""
        chosen = self.cleaned_data["equipment"]
        if not chosen:
            return None
        kept = [slug for slug in self.before.equipment or () if slug in EVERYWHERE]
        return (*kept, *(slug for slug in chosen if slug != NONE))


def shown(episode: Episode, home: Home) -> dict[str, Any]:
    things = None if home.equipment is None else [slug for slug in home.equipment if slug not in EVERYWHERE]
    return {
        "equipment": [NONE] if things == [] else things,
        "floor": SAID[home.floor],
        "kneel": SAID[home.kneel],
        "minutes": home.minutes,
        "places": list(home.places),
        "usual_pain": "" if episode.usual_pain is None else episode.usual_pain,
        "precautions": list(home.precautions),
        "in_words": episode.precautions,
    }
