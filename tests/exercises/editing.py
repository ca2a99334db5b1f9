"""What two editors do on the pages of drafts."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import User
from exercises.editorial import drafts
from exercises.models import Draft, Exercise


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def drafted(exercise: Exercise, by: User, **fields: Any) -> Draft:
    draft = drafts.begin(exercise=exercise, by=by)
    drafts.change(draft=draft, document=draft.read().with_changes(**fields), by=by)
    return draft


def page(client: Client, exercise: Exercise, name: str = "draft", status: int = 200) -> str:
    answer = client.get(reverse(f"admin:{name}", args=[exercise.pk]))
    assert answer.status_code == status
    return answer.content.decode()


def act(client: Client, exercise: Exercise, verb: str, **data: Any) -> Any:
    draft = Draft.objects.filter(exercise=exercise).first()
    sent = {"serial": draft.serial if draft else 1} | data
    return client.post(reverse("admin:draft_act", args=[exercise.pk, verb]), sent)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))
