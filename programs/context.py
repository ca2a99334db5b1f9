from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from programs.messages import unread_for_client


def messages_waiting(request: HttpRequest) -> dict[str, object]:
    """How many messages a client has not read, for the navigation; asked only when a template looks."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"messages_waiting": 0}
    return {"messages_waiting": SimpleLazyObject(lambda: unread_for_client(user))}
