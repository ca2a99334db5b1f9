"""The morning's number: how much it hurts, told by the client."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Episode, User
from programs.attention.rows import refresh
from programs.models import CheckIn, Program
from programs.proposals.proposing import propose_for
from programs.schedule import ONE_DAY


def check_in(*, by: User, episode: Episode, day: datetime.date, pain: int) -> CheckIn:
    """Keep the pain (0 to 10) of a morning; telling the same day again corrects it.

    The day is one of the client's calendar, today or yesterday. Raises PermissionDenied for anybody but the client,
    ValidationError for another day or number, Conflict when the episode has ended.
    """
    require_client(by, episode)
    if not isinstance(pain, int) or not 0 <= pain <= 10:
        raise ValidationError({"pain": _("Pain goes from 0 to 10.")})
    with transaction.atomic():
        hold_programs(episode)
        episode.require_open()
        require_recent(by, day)
        said = {"pain": pain, "told_by": by, "told_at": timezone.now()}
        kept, _created = CheckIn.objects.update_or_create(episode=episode, day=day, defaults=said)
        propose_for(episode)
        refresh([episode.pk])
    return kept


def require_client(by: User, episode: Episode) -> None:
    if episode.client_id != by.pk:
        raise PermissionDenied(_("Only the client tells this."))


def hold_programs(episode: Episode) -> None:
    """In the order of their ids, before anything else is locked: whoever records a session comes the same way."""
    programs = Program.objects.select_for_update(of=("self",)).filter(episode=episode)
    list(programs.order_by("pk").values_list("pk"))


def require_recent(client: User, day: datetime.date) -> None:
    today = client.today()
    if day > today:
        raise ValidationError({"day": _("That day has not come yet.")})
    if day < today - ONE_DAY:
        raise ValidationError({"day": _("Only today and yesterday can be told; what is further back gets blurred.")})


def mornings_asked(user: Any, day: datetime.date, episodes: Sequence[Episode]) -> list[tuple[Episode, CheckIn | None]]:
    """Each of the episodes, once, with what was told of the day."""
    unique = {episode.pk: episode for episode in episodes}
    told = CheckIn.objects.visible_to(user).filter(episode__in=unique, day=day)
    by_episode = {row.episode_id: row for row in told}
    return [(episode, by_episode.get(key)) for key, episode in unique.items()]
