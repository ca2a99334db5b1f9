from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import gettext as _

from backfit.pages import refuse

GetResponse = Callable[[HttpRequest], HttpResponse]
FORM_TYPES = {"application/x-www-form-urlencoded", "multipart/form-data"}
PACKED = {"text/html", "text/javascript", "application/manifest+json"}
ENCODINGS = {"", "utf-8", "utf8"}


def is_clean(text: str) -> bool:
    """False for what a database or UTF-8 cannot hold: the NUL character and halves of surrogate pairs."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


class SealedApiMiddleware:
    """Refuses programs that come without TLS. Sent on to https like people, they would never learn of it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECURE_SSL_REDIRECT and request.path.startswith("/api/") and not request.is_secure():
            return refuse(request, 403, _("Use https. If this request held a token, revoke it and make a new one."))
        return self.get_response(request)


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


class PackedPagesMiddleware(GZipMiddleware):
    """Packs pages in which there is nothing to guess.

    How well an answer packs tells who listens in whether it says the same thing twice (BREACH). So a page is packed
    when it is the same for everybody, or when it goes to somebody of whom the request says nothing and who is given
    nothing to be recognised by. A view that packs more by itself says why.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_text = response.get("Content-Type", "").partition(";")[0] in PACKED and not response.streaming
        if not is_text or not (isinstance(response, PublicResponse) or is_nobodys(request, response)):
            return response
        return super().process_response(request, response)


def is_nobodys(request: HttpRequest, response: HttpResponseBase) -> bool:
    says_who = request.headers.get("Cookie") or request.headers.get("Authorization")
    return not (response.cookies or says_who)


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
        return response
