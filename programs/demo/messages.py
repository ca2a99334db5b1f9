"""What the demonstration's client and her therapist have written to each other."""

import datetime
import uuid

from django.utils import timezone

from accounts.models import User
from programs.models import Message

MIA = (
    (9, True, "Good morning, is it all right to do the bridges on the bed? The floor is cold here."),
    (
        8,
        False,
        "Good morning Mia. A firm bed is fine for now.\nIf it gives way under your feet, put a mat on the floor.",
    ),
    (2, True, "I drove for four hours yesterday and it went well. I stopped twice and did the standing ones."),
    (1, False, "That is good to read. Let us talk about the next step on Thursday."),
)
"""Days ago, whether the client wrote it, and what. The last one waits for her."""


def write_messages(client: User, therapist: User) -> None:
    episode = client.episodes.get()
    morning = timezone.now().replace(hour=7, minute=40, second=0, microsecond=0)
    for number, (ago, from_client, text) in enumerate(MIA, 1):
        sent_at = morning - datetime.timedelta(days=ago, minutes=-13 * number)
        Message.objects.create(
            uuid=uuid.uuid4(),
            episode=episode,
            author=client if from_client else therapist,
            from_client=from_client,
            text=text,
            day=sent_at.astimezone(client.zone).date(),
            sent_at=sent_at,
            read_at=None if number == len(MIA) else sent_at + datetime.timedelta(hours=5),
        )
