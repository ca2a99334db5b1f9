from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from backfit.models import PolicyReport


@admin.register(PolicyReport)
class PolicyReportAdmin(admin.ModelAdmin[PolicyReport]):
    """For reading: whether a page breaks the policy, or somebody has tried to put something into one."""

    list_display = ("day", "directive", "number")
    list_filter = ("directive",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
