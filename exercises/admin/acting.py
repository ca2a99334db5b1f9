"""A verb behind a form: its refusal becomes a sentence on the form and the status of the answer."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError

from backfit.refusals import Refusal


def attempt(form: forms.Form, act: Callable[[dict[str, Any]], object]) -> int:
    """Do it with what the form says. Gives 200, or 400, 403 or 409 with the form saying why."""
    if not form.is_valid():
        return 400
    try:
        act(form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return 400
    except PermissionDenied as error:
        form.add_error(None, str(error))
        return 403
    except Refusal as error:
        form.add_error(None, error.sentence)
        return error.status
    return 200
