"""The client whose home exercises are held against while a therapist looks through catalogue, templates and plans."""

import uuid
from collections.abc import Iterable
from functools import cached_property

from django.urls import reverse

from accounts.fit import Fit, Mark, fit_for, judges
from accounts.models import Episode
from backfit.access import AnyUser
from exercises.models import Exercise


class ClientFit:
    """`kept` are slugs of a plan whose exercises are judged although they may have been retired since."""

    def __init__(self, episode: Episode, *, kept: Iterable[str] = ()) -> None:
        self.episode = episode
        self.kept = frozenset(kept)
        self.key = str(episode.pk)
        self.name = episode.client_name
        self.url = episode.get_absolute_url()
        self.home_url = reverse("episode_home", args=[episode.pk])

    @cached_property
    def fit(self) -> Fit:
        among = Exercise.objects.usable_at(self.episode.clinic_id)
        if self.kept:
            among = among | Exercise.objects.filter(slug__in=self.kept)
        return fit_for(self.episode.read_home(), among)

    @property
    def is_asked(self) -> bool:
        return judges(self.fit.home)

    def mark(self, slug: str) -> Mark | None:
        """Asked for one after the other, the exercises are still read only once."""
        return self.fit.marks([slug]).get(slug)

    def misfits(self, slugs: Iterable[str]) -> int:
        """How many of these do not fit."""
        return len(self.fit.marks(slugs))


def client_fit(user: AnyUser, key: str) -> ClientFit | None:
    """None for who does not write the programs of this client."""
    try:
        pk = uuid.UUID(key)
    except ValueError:
        return None
    episode = Episode.objects.editable_by(user).filter(pk=pk).first()
    return ClientFit(episode) if episode else None
