"""A home profile in the catalogue's words: whether its slugs are words there, and what it says to a reader."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.fit import EVERYWHERE
from accounts.home import PLACES, Home, HomeError
from accounts.models import Episode
from exercises.models import Equipment, PrecautionTag
from exercises.models.vocabulary import Word


def require_known(home: Home) -> None:
    """Raises HomeError with a sentence for each slug that is no word of the catalogue."""
    things = unknown(home.equipment or (), Equipment)
    tags = unknown(home.precautions, PrecautionTag)
    faults = [_("There is no equipment “%(slug)s” in the catalogue.") % {"slug": slug} for slug in things]
    faults += [_("There is no precaution “%(slug)s” in the catalogue.") % {"slug": slug} for slug in tags]
    if faults:
        raise HomeError(*faults)


def unknown(slugs: Iterable[str], words: type[Word]) -> list[str]:
    asked = set(slugs)
    known = words._default_manager.filter(slug__in=asked).values_list("slug", flat=True) if asked else ()
    return sorted(asked - set(known))


@dataclass(frozen=True)
class HomeInWords:
    """What a card shows; `equipment` and the two answers are None while nobody has asked."""

    equipment: list[str] | None
    floor: bool | None
    kneel: bool | None
    minutes: int | None
    places: list[str]
    precautions: list[PrecautionTag]
    usual_pain: int | None

    @property
    def is_asked(self) -> bool:
        """Whether anything is known at all."""
        answers = (self.equipment, self.floor, self.kneel, self.minutes, self.usual_pain)
        return any(answer is not None for answer in answers) or bool(self.places or self.precautions)


def home_in_words(episode: Episode) -> HomeInWords:
    """Two queries at most. What every home has is not named; a word that was deleted is left out."""
    home = episode.read_home()
    things = set(home.equipment or ()) - EVERYWHERE
    labels = list(Equipment.objects.filter(slug__in=things).values_list("name", flat=True)) if things else []
    tags = list(PrecautionTag.objects.filter(slug__in=home.precautions)) if home.precautions else []
    return HomeInWords(
        equipment=None if home.equipment is None else labels,
        floor=home.floor,
        kneel=home.kneel,
        minutes=home.minutes,
        places=[str(PLACES[place]) for place in home.places],
        precautions=tags,
        usual_pain=episode.usual_pain,
    )
