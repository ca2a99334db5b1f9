"""From a code on paper to an account: the client who scanned it is sent the invitation once more.

Whoever holds the sheet may ask, so the mail goes to the address on the episode and to no other, a few times at most,
and nothing tells the asker whether it was sent.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.invitations import Letter, require_room, write_to_client
from accounts.models import Episode, User
from backfit.refusals import Refusal
from programs.models import Program

PAUSE = datetime.timedelta(minutes=10)
"""In which the mail that was sent last is still the one to look for."""
A_DAY = 3


def send_way_in(program: Program) -> bool:
    """Invite the client again, on behalf of who invited last. False where that is not needed or not allowed."""
    by = host_of(program)
    if by is None:
        return False
    try:
        with transaction.atomic(durable=True):
            letter = write_letter(program, by)
    except Refusal:
        return False
    if letter is not None:
        letter.send()
    return letter is not None


def write_letter(program: Program, by: User) -> Letter | None:
    require_room(by)  # locks the inviter first, as every invitation does
    episode = Episode.objects.select_for_update(of=("self",)).get(pk=program.episode_id)
    now = timezone.now()
    lately = episode.invitations.filter(created_at__gt=now - datetime.timedelta(days=1))
    if lately.filter(created_at__gt=now - PAUSE).exists() or lately.count() >= A_DAY:
        return None
    return write_to_client(episode=episode, by=by)


def host_of(program: Program) -> User | None:
    """Who invited the client last, while on the care team; otherwise who has been on it longest. None without one."""
    episode = program.episode
    if episode.client_id is not None or episode.clinic_id is None:
        return None
    treating = episode.care_team.filter(left_at__isnull=True, therapist__is_active=True).order_by("joined_at", "pk")
    mine = Episode.objects.filter(pk=episode.pk)
    places = treating.select_related("therapist")
    team = [place.therapist for place in places if mine.treated_by(place.therapist).exists()]
    last = episode.invitations.order_by("-created_at", "pk").first()
    invited = [person for person in team if last is not None and person.pk == last.invited_by_id]
    return next(iter([*invited, *team]), None)
