"""One exception handler: whatever a verb refuses becomes a sentence with its status."""

from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, ValidationError
from django.utils.translation import gettext as _
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from backfit.refusals import Invalid, Refusal


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    found = status_and_data(error)
    if found is None:
        response = exception_handler(error, context)
        if response is not None and isinstance(response.data, list):
            response.data = {"non_field_errors": response.data}  # one shape, whoever refused
        return response
    set_rollback()
    status, data = found
    wait = getattr(error, "wait", None)
    return Response(data, status=status, headers={} if wait is None else {"Retry-After": str(wait)})


def status_and_data(error: Exception) -> tuple[int, Any] | None:
    if isinstance(error, Refusal):
        return error.status, {"detail": error.sentence}
    if isinstance(error, ValidationError):
        return 400, from_validation(error)
    if isinstance(error, Invalid):
        return 400, {error.field: error.sentences}
    if isinstance(error, RequestDataTooBig):
        return 413, {"detail": _("The body is too large.")}
    if isinstance(error, BadRequest):
        return 400, {"detail": str(error)}
    return None


def from_validation(error: ValidationError) -> dict[str, list[str]]:
    if hasattr(error, "error_dict"):
        fields = dict(error.message_dict)
        rest = fields.pop("__all__", None)
        return {**fields, "non_field_errors": rest} if rest else fields
    return {"non_field_errors": error.messages}
