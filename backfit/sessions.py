"""Sessions whose ids are in the database as digests only: who reads a backup comes in with none of them."""

import hashlib
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone


def kept_as(session_key: str) -> str:
    """The key of the row that a session's id has, 40 hexadecimal digits."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


class SessionStore(db.SessionStore):
    """Django's, which differs in nothing else. Only what runs without `async` is made for it."""

    def _get_session_from_db(self) -> Session | None:
        rows = Session.objects.filter(session_key=kept_as(self.session_key or ""), expire_date__gt=timezone.now())
        found = rows.first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return super().exists(kept_as(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row = super().create_model_instance(data)
        row.session_key = kept_as(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(session_key=kept_as(key)).delete()

    @classmethod
    def read(cls, row: str) -> dict[str, Any]:
        """What the session of a row holds; nothing once it has expired."""
        found = Session.objects.filter(session_key=row, expire_date__gt=timezone.now()).first()
        return cls().decode(found.session_data) if found else {}
