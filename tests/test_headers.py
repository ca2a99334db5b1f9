"""What answers carry beyond those that the access matrix passes: errors, redirects, files, and reports of refusals."""

import json
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from backfit import urls
from backfit.models import PolicyReport
from tests.access.headers import header_fault
from tests.cast import Cast


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


class Broken:
    urlpatterns = [path("broken/", broken), path("api/v1/broken/", broken), *urls.urlpatterns]
    handler400, handler403 = urls.handler400, urls.handler403
    handler404, handler500 = urls.handler404, urls.handler500


@pytest.mark.parametrize(
    ("method", "url", "status"),
    [
        ("get", "/exercises/?q=%00", 400),
        ("post", "/api/v1/back-check/", 400),
        ("get", "/no-such-page/", 404),
        ("get", "/.git/config", 404),
        ("get", "/.env", 404),
        ("get", "/static/", 404),
        ("get", "/api/v1/nothing/", 404),
        ("get", "/api/v1/episodes/", 401),
        ("post", "/exercises/", 405),
        ("trace", "/", 405),
        ("trace", "/accounts/login/", 405),
        ("trace", "/api/v1/exercises/", 405),
        ("get", "/today/", 302),
        ("get", "/exercises", 301),
        ("get", "/static/backfit/js/menu.js", 200),
        ("get", "/static/backfit/css/backfit.css", 200),
        ("get", "/broken/", 500),
        ("get", "/api/v1/broken/", 500),
        ("get", "/calendar/no-such-token.ics", 404),
        ("get", "/invitations/no-such-token/", 404),
    ],
)
def test_every_kind_of_answer_has_the_headers(db: None, settings: Any, method: str, url: str, status: int) -> None:
    settings.ROOT_URLCONF = Broken
    client = Client(raise_request_exception=False)
    answer = getattr(client, method)(url)
    assert answer.status_code == status
    assert header_fault(answer, by_token="no-such-token" in url) == ""
    assert set(client.cookies) <= {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}


@pytest.mark.parametrize("url", ["/broken/", "/api/v1/broken/"])
def test_a_fault_says_nothing_of_the_inside(db: None, settings: Any, url: str) -> None:
    settings.ROOT_URLCONF = Broken
    text = Client(raise_request_exception=False).get(url).content.decode()
    assert "Something went wrong on our side" in text
    assert not [word for word in ("ZeroDivision", "Traceback", ".py", "Django", settings.SECRET_KEY) if word in text]


def test_a_form_without_its_token_is_refused_with_the_headers(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@example.org", "password": "x"})
    assert answer.status_code == 403
    assert header_fault(answer) == ""


def test_a_visitor_who_is_told_something_gets_no_cookie_but_the_session_s(db: None, settings: Any) -> None:
    client = Client()
    client.post("/accounts/login/code/", {"email": "nobody@example.org"})
    client.get("/accounts/login/code/confirm/")
    assert set(client.cookies) <= {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}


def test_a_plain_connection_is_sent_to_the_sealed_one_with_the_headers(db: None, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 63_072_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    answer = Client().get("/")
    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/")
    assert header_fault(answer) == ""
    for url in ("/", "/no-such-page/", "/static/backfit/js/menu.js"):
        sealed = Client().get(url, secure=True)
        assert sealed["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


def test_a_program_that_comes_without_tls_is_refused_and_not_sent_on(db: None, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    plain = Client().get("/api/v1/exercises/", headers={"Authorization": "Bearer bf_x"})
    assert plain.status_code == 403
    assert "Use https" in plain.json()["detail"]
    assert header_fault(plain) == ""
    assert Client().get("/api/v1/exercises/", secure=True).status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        "/", "/exercises/", "/no-such-page/", "/static/backfit/js/menu.js", "/static/backfit/css/backfit.css",
        "/calendar/no-such-token.ics", "/sw.js",
    ],
)  # fmt: skip
def test_text_says_how_it_is_encoded(db: None, url: str) -> None:
    assert "charset=" in Client().get(url)["Content-Type"].replace('"', "")


def test_what_others_wrote_has_the_policy_without_trusted_types(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.editor)
    for url in ("/admin/", "/api/v1/docs/"):
        policy = client.get(url)["Content-Security-Policy"]
        assert "trusted-types" not in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy


def report(directive: str, **more: Any) -> str:
    return json.dumps({"csp-report": {"effective-directive": directive, "document-uri": "/episodes/1/", **more}})


def test_a_browser_s_report_is_counted_by_its_rule_alone(client: Client, db: None) -> None:
    old = report("img-src", **{"blocked-uri": "https://evil.example/who"})
    assert client.post("/csp-reports/", old, content_type="application/csp-report").status_code == 204
    assert client.post("/csp-reports/", old, content_type="application/csp-report").status_code == 204
    new = [{"type": "csp-violation", "body": {"effectiveDirective": "whoever-was-here", "documentURL": "/today/"}}]
    assert client.post("/csp-reports/", new, content_type="application/reports+json").status_code == 204
    assert set(PolicyReport.objects.values_list("directive", "number")) == {("img-src", 2), ("other", 1)}
    assert "evil" not in str(PolicyReport.objects.values())


@pytest.mark.parametrize("body", ["", "nonsense", "[1]", '{"csp-report": 3}', "[" * 10_000, '"\ud800"'])
def test_a_report_that_is_none_is_refused(client: Client, db: None, body: str) -> None:
    sent = body.encode(errors="surrogatepass")
    assert client.post("/csp-reports/", sent, content_type="application/csp-report").status_code == 400
    assert not PolicyReport.objects.exists()


def test_reports_are_short_and_not_many(client: Client, db: None, settings: Any) -> None:
    settings.LIMITS = settings.LIMITS | {"csp-report": "2/m/ip"}

    def send(text: str) -> int:
        return client.post("/csp-reports/", text, content_type="application/csp-report").status_code

    assert send(report("img-src", more="x" * 20_000)) == 413
    assert send(report("img-src")) == 204
    assert send(report("img-src")) == 429
    assert client.get("/csp-reports/").status_code == 405
