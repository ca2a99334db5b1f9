"""Who may see and change what, written once per model and used at every door.

A private model's QuerySet inherits from `PrivateQuerySet` and gives two rules. Pages, API, admin and the choices of
forms and serializers go through `visible_to` and `editable_by`; nothing else compares users.
"""

from typing import Any, Self, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.utils.translation import gettext as _

from backfit import looking

AnyUser = AbstractBaseUser | AnonymousUser
M = TypeVar("M", bound=models.Model)


class PrivateQuerySet(models.QuerySet[M]):
    """Rows that belong to somebody. Anonymous people see none; a subclass says the rest in two rules.

    What is fetched for somebody is noted as looked at (backfit/looking.py).
    """

    record = ""
    """The way from a row to the client's record that it is part of, such as "program__episode"; empty for no record."""
    _reader: tuple[Any] | None = None

    def visible_rule(self, user: Any) -> models.Q:
        raise NotImplementedError

    def editable_rule(self, user: Any) -> models.Q:
        """Narrows what is visible; by default all of it may be changed."""
        return models.Q()

    def visible_to(self, user: AnyUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(self.visible_rule(user)).given_to(user)

    def editable_by(self, user: AnyUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(self.visible_rule(user)).filter(self.editable_rule(user)).given_to(user)

    def given_to(self, user: Any) -> Self:
        """The same rows; those that are fetched count as looked at by the person, None being the bearer of a secret."""
        found = self.all()
        found._reader = (user,)
        return found

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._reader = self._reader
        return clone

    def _fetch_all(self) -> None:
        is_fetched = self._result_cache is not None
        super()._fetch_all()
        if self._reader is not None and self.record and not is_fetched:
            looking.note(self._reader[0], self._result_cache or ())


def get_visible_or_404(rows: PrivateQuerySet[M], user: AnyUser, **lookup: Any) -> M:
    """The row, or 404 alike for "there is none" and "it is not yours to know"."""
    found = rows.visible_to(user).filter(**lookup).first()
    if found is None:
        note_refusal(rows, user, 404)
        raise Http404(_("There is nothing at this address, or it is not yours to see."))
    return found


def get_editable_or_404(rows: PrivateQuerySet[M], user: AnyUser, **lookup: Any) -> M:
    """The row to change: 404 when it is invisible, 403 when it may only be read."""
    found = get_visible_or_404(rows, user, **lookup)
    require_editable(rows, user, found)
    return found


def require_editable(rows: PrivateQuerySet[M], user: AnyUser, found: M) -> None:
    """Refuse with 403 what may be read but not changed; also the recheck after a save."""
    if not rows.editable_by(user).contains(found):
        note_refusal(rows, user, 403)
        raise PermissionDenied(_("You may read this, but not change it."))


def note_refusal(rows: PrivateQuerySet[M], user: AnyUser, status: int) -> None:
    """Keeps that somebody asked for a row of a client's record which is not theirs."""
    if rows.record and user.is_authenticated:
        looking.note_refusal(user, rows.model, status)
