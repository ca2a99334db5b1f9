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

AnyUser = AbstractBaseUser | AnonymousUser
M = TypeVar("M", bound=models.Model)


class PrivateQuerySet(models.QuerySet[M]):
    """Rows that belong to somebody. Anonymous people see none; a subclass says the rest in two rules."""

    def visible_rule(self, user: Any) -> models.Q:
        raise NotImplementedError

    def editable_rule(self, user: Any) -> models.Q:
        """Narrows what is visible; by default all of it may be changed."""
        return models.Q()

    def visible_to(self, user: AnyUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(self.visible_rule(user))

    def editable_by(self, user: AnyUser) -> Self:
        if not user.is_authenticated:
            return self.none()
        return self.filter(self.visible_rule(user)).filter(self.editable_rule(user))


def get_visible_or_404(rows: PrivateQuerySet[M], user: AnyUser, **lookup: Any) -> M:
    """The row, or 404 alike for "there is none" and "it is not yours to know"."""
    found = rows.visible_to(user).filter(**lookup).first()
    if found is None:
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
        raise PermissionDenied(_("You may read this, but not change it."))
