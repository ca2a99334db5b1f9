import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.consents import LISTING_VERSION
from accounts.models.listing_parts import ListingConsent
from accounts.models.user import User
from backfit.refusals import Conflict, Gone


class Publication(models.Model):
    """Whether a listing is on the list: with somebody's consent, confirmed once a year, not blocked by a site admin."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Not published yet")
        LISTED = "listed", _("On the list")
        UNLISTED = "unlisted", _("Taken off the list")

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    blocked_at = models.DateTimeField(_("blocked"), null=True, editable=False)

    consents: Any  # the rows that refer to the listing
    clinic: Any

    class Meta:
        abstract = True

    @property
    def consent(self) -> ListingConsent | None:
        found: ListingConsent | None = (
            self.consents.filter(withdrawn_at__isnull=True).select_related("given_by").first()
        )
        return found

    @property
    def is_listed(self) -> bool:
        return self.state == self.State.LISTED

    @property
    def expires_at(self) -> datetime.datetime | None:
        return self.confirmed_at and self.confirmed_at + datetime.timedelta(days=settings.LISTING_DAYS)

    @property
    def is_due(self) -> bool:
        """Nobody has said for a year that it is still true."""
        old = timezone.now() - datetime.timedelta(days=settings.LISTING_CONFIRM_DAYS)
        return self.is_listed and self.confirmed_at is not None and self.confirmed_at < old

    @property
    def is_expired(self) -> bool:
        return self.is_listed and self.expires_at is not None and self.expires_at <= timezone.now()

    def publish(self, *, by: User, wording: str) -> None:
        """Put it on the list, with consent to the wording of this version.

        Raises ValidationError for any other wording, Conflict when a site admin has blocked the listing.
        """
        if wording != LISTING_VERSION:
            raise ValidationError({"wording": _("The text has changed. Read it again before you agree.")})
        with transaction.atomic():
            self.lock()
            if self.blocked_at is not None:
                raise Conflict(_("The people who run this site took this listing down. Ask them why."))
            self.state, self.confirmed_at = self.State.LISTED, timezone.now()
            self.save(update_fields=["state", "confirmed_at"])
            if self.consent is None:
                self.consents.create(clinic=self.clinic, wording=wording, given_by=by)

    def withdraw(self, *, by: User) -> None:
        """Take the consent back: off the list with the next request, whoever gave it."""
        with transaction.atomic():
            self.lock()
            if self.state == self.State.DRAFT:
                return
            self.state = self.State.UNLISTED
            self.save(update_fields=["state"])
            self.consents.filter(withdrawn_at__isnull=True).update(withdrawn_at=timezone.now(), withdrawn_by=by)

    def confirm(self) -> None:
        """Everything in it is still true. Raises Conflict for one that is not on the list."""
        if not self.is_listed:
            raise Conflict(_("This listing is not on the list; publish it first."))
        self.confirmed_at = timezone.now()
        self.save(update_fields=["confirmed_at"])

    def remove(self, *, by: User) -> None:
        """Delete what it says; that it was there with consent stays on record."""
        with transaction.atomic():
            self.withdraw(by=by)
            self.delete()

    def block(self, *, by: User) -> None:
        """A site admin's answer to abuse: off the list, and not back until unblocked."""
        with transaction.atomic():
            self.withdraw(by=by)
            self.blocked_at = timezone.now()
            self.save(update_fields=["blocked_at"])

    def unblock(self) -> None:
        """Its owner may publish it again."""
        self.blocked_at = None
        self.save(update_fields=["blocked_at"])

    def lock(self) -> None:
        """Belongs into a transaction: consent and state change together. Raises Gone when it was deleted meanwhile."""
        rows = type(self)._default_manager.select_for_update(of=("self",))
        fresh = rows.filter(pk=self.pk).first()
        if fresh is None:
            raise Gone(_("This listing has been deleted."))
        self.state, self.confirmed_at, self.blocked_at = fresh.state, fresh.confirmed_at, fresh.blocked_at
