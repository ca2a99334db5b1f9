"""Accounts and clinics for site admins. Nobody's health record is here, nor a way to one."""

from typing import Any

import allauth.account.admin
import allauth.mfa.admin
import allauth.socialaccount.admin
import django.contrib.auth.admin  # noqa: F401 - registers what is taken away below
from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.changed_address import note_new_address
from accounts.closing import close_account, reopen_account
from accounts.models import Clinic, Listing, User
from accounts.second_step_reset import reset_second_step
from accounts.sign_ins import end_all
from backfit.refusals import Conflict

ELSEWHERE = [
    Group,
    EmailAddress,
    allauth.account.admin.EmailConfirmation,
    allauth.mfa.admin.Authenticator,
    allauth.socialaccount.admin.SocialApp,
    allauth.socialaccount.admin.SocialToken,
    allauth.socialaccount.admin.SocialAccount,
]
for model in ELSEWHERE:
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class SiteAdminsOnly(admin.ModelAdmin):
    """Deleting is not offered: it would list what hangs on the row, and erasing a person is a matter of its own."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_superuser

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(SiteAdminsOnly):
    list_display = ("email", "name", "is_active", "is_staff", "date_joined")
    list_filter = ("is_active", "is_staff", "groups")
    search_fields = ("email", "name")
    fields = ("email", "name", "is_active", "is_staff", "groups")
    formfield_overrides = {models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}
    view_on_site = False
    actions = ("take_second_step_away",)

    @admin.action(description=_("Take away a lost second step"), permissions=["change"])
    def take_second_step_away(self, request: HttpRequest, queryset: models.QuerySet[User]) -> None:
        for person in queryset:
            try:
                reset_second_step(person=person, by=request.user)  # type: ignore[arg-type]
            except Conflict as conflict:
                self.message_user(request, f"{person}: {conflict.sentence}", messages.ERROR)
            else:
                sentence = _("%(name)s: taken away. They have been signed out and told by mail.")
                self.message_user(request, sentence % {"name": person}, messages.SUCCESS)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Whoever reads the mailbox of a client reads the record: see accounts/changed_address.py."""
        return ("email",) if obj is not None and obj.episodes.exists() else ()

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.email = obj.email.lower()
        if not change:
            obj.set_unusable_password()  # they sign in by a code, and may set one of their own
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            note_new_address(obj, before=form.initial["email"])
        if "is_active" in form.changed_data and change:
            if obj.is_active:
                reopen_account(user=obj)
            else:
                close_account(user=obj, by=request.user)  # type: ignore[arg-type]
                end_all(obj)  # opened again, the account would find them as they were
        if not change:
            EmailAddress.objects.create(user=obj, email=obj.email, primary=True, verified=False)


@admin.register(Clinic)
class ClinicAdmin(SiteAdminsOnly):
    list_display = ("name", "phone", "created_at")
    search_fields = ("name",)
    fields = ("name", "phone", "time_zone")
    view_on_site = False


@admin.register(Listing)
class ListingAdmin(SiteAdminsOnly):
    """To take down what does not belong on the list. What a listing says is its owner's to write."""

    list_display = ("name", "clinic", "town", "country", "state", "confirmed_at", "blocked_at")
    list_filter = ("state", "country")
    list_select_related = ("clinic",)
    search_fields = ("name", "town", "clinic__name")
    actions = ("take_down", "allow_again")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description=_("Take down, so that the owner cannot publish it again"), permissions=["view"])
    def take_down(self, request: HttpRequest, queryset: models.QuerySet[Listing]) -> None:
        for listing in queryset:
            listing.block(by=request.user)  # type: ignore[arg-type]
        self.message_user(request, _("Taken down."), messages.SUCCESS)

    @admin.action(description=_("Allow the owner to publish it again"), permissions=["view"])
    def allow_again(self, request: HttpRequest, queryset: models.QuerySet[Listing]) -> None:
        for listing in queryset:
            listing.unblock()
        self.message_user(request, _("Allowed again."), messages.SUCCESS)
