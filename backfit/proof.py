"""Asking once more who it is, before what cannot be undone or gives somebody more than they had: proof of within five
minutes, by password, passkey or app (allauth's `REAUTHENTICATION_TIMEOUT`)."""

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _


def require_recent_proof(request: HttpRequest) -> None:
    """As `reauthentication_required` asks it of pages: whoever found an open phone gives nothing away for good.

    Raises PermissionDenied; it asks nothing of who has no password and no passkey.
    """
    if is_reauthentication_required(request, app=""):
        raise PermissionDenied(_("Show once more who you are first: do this on its page, which asks you."))
