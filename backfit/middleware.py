from collections.abc import Callable, Iterable

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import gettext as _

from backfit.pages import refuse

GetResponse = Callable[[HttpRequest], HttpResponse]
FORM_TYPES = {"application/x-www-form-urlencoded", "multipart/form-data"}
ENCODINGS = {"", "utf-8", "utf8"}


def is_clean(text: str) -> bool:
    """False for what a database or UTF-8 cannot hold: the NUL character and halves of surrogate pairs."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


class CleanTextMiddleware:
    """Answers 400 to text that one of the two databases would refuse, so that both answer alike."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: object) -> HttpResponse | None:
        if request.content_type in FORM_TYPES and self.encoding(request) not in ENCODINGS:
            # Some that Python knows by name decode no text, and Django falls over them.
            return refuse(request, 400, _("Forms are read in UTF-8 and in no other encoding."))
        if all(map(is_clean, self.texts(request))):
            return None
        return refuse(request, 400, _("The text contains a character that cannot be stored."))

    @staticmethod
    def encoding(request: HttpRequest) -> str:
        return (request.content_params or {}).get("charset", "").strip("'\" ").lower()

    @staticmethod
    def texts(request: HttpRequest) -> Iterable[str]:
        yield request.path
        data = [request.GET]
        if request.method == "POST" and request.content_type in FORM_TYPES:
            data.append(request.POST)
        for fields in data:
            for name, values in fields.lists():
                yield name
                yield from map(str, values)


class PublicResponse(HttpResponse):
    """The same for everybody, whoever asks: any cache may keep it as its own headers say."""


class PublicFile(FileResponse):
    """A file of which the same is true."""


class PrivateByDefaultMiddleware:
    """No cache between us and a signed-in person keeps a page; static files set their own headers earlier."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if isinstance(response, (PublicResponse, PublicFile)):
            # Who looked and in which language, which others noted on the way, made no difference.
            response["Vary"] = "Accept-Encoding"
            # A cookie that came along, such as a session's when it was time to note that somebody is there, would lie
            # in every cache on the way, for the next who asks.
            response.cookies.clear()
        elif user is not None and user.is_authenticated:
            add_never_cache_headers(response)
            response["Cache-Control"] = "no-store"
            patch_vary_headers(response, ["Cookie", "Authorization"])
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", "camera=(self), fullscreen=(self), screen-wake-lock=(self)")
        return response
