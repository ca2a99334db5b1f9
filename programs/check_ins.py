"""The morning's number: how much it hurts, told by the client."""

import datetime
from collections.abc import Iterable
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


def hold_programs(*episodes: Episode) -> None:
    """In the order of their ids, before anything else is locked: whoever records a session comes the same way."""
    programs = Program.objects.select_for_update(of=("self",)).filter(episode__in=episodes)
    list(programs.order_by("pk").values_list("pk"))


def require_recent(client: User, day: datetime.date) -> None:
    today = client.today()
    if day > today:
        raise ValidationError({"day": _("That day has not come yet.")})
    if day < today - ONE_DAY:
        raise ValidationError({"day": _("Only today and yesterday can be told; what is further back gets blurred.")})


def check_in_alike(*, by: User, episode: Episode, day: datetime.date, pain: int) -> list[CheckIn]:
    """Keep the morning for the episode and for all the client's care that the same question asks about.

    Raises as `check_in`; then nothing is kept.
    """
    require_client(by, episode)
    with transaction.atomic():
        followed = Program.objects.followed_by(by, day).values("episode")
        treated = Episode.objects.open().filter(client=by, clinic=episode.clinic_id, pk__in=followed)
        others = list(treated.exclude(pk=episode.pk).order_by("pk"))
        hold_programs(episode, *others)
        told = told_on(by, day, [episode, *others])
        alike = [other for other in others if number(told.get(other.pk)) == number(told.get(episode.pk))]
        return [check_in(by=by, episode=each, day=day, pain=pain) for each in (episode, *alike)]


def mornings_asked(user: Any, day: datetime.date, episodes: Iterable[Episode]) -> list[tuple[Episode, CheckIn | None]]:
    """What is asked once, with what was told of the day: care at one clinic of which the same was told, or nothing.

    Of each the first episode stands for the others. A number that differs has been told by itself, and stays so.
    """
    told = told_on(user, day, episodes)
    asked: dict[tuple[object, int | None], tuple[Episode, CheckIn | None]] = {}
    for episode in episodes:
        row = told.get(episode.pk)
        asked.setdefault((episode.clinic_id, number(row)), (episode, row))
    return list(asked.values())


def told_on(user: Any, day: datetime.date, episodes: Iterable[Episode]) -> dict[object, CheckIn]:
    rows = CheckIn.objects.visible_to(user).filter(episode__in=list(episodes), day=day)
    return {row.episode_id: row for row in rows}


def number(told: CheckIn | None) -> int | None:
    return told.pain if told else None
