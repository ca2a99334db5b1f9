from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


def roles(request: HttpRequest) -> dict[str, object]:
    """What the person signed in is here, for the navigation; asked only when a template looks."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"roles": None}
    return {"roles": SimpleLazyObject(lambda: user.roles)}


def second_step(request: HttpRequest) -> dict[str, object]:
    """Whether the site may say that staff get in without a second step, as the demonstration lets them."""
    return {"second_step_off": not settings.REQUIRE_SECOND_STEP}
