from django.http import HttpRequest, QueryDict
from rest_framework.request import Request

from accounts.models import User


class SignedInRequest(HttpRequest):
    """What a page behind the sign-in gets; LoginRequiredMiddleware has seen to it."""

    user: User


class SignedInApiRequest(Request):
    """The same for the API, where the permission has seen to it."""

    user: User


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: an empty POST is an answer too, and has its errors."""
    return request.POST if request.method == "POST" else None
