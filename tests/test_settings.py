"""What the site stands on: the database's guarantees, and a production that refuses to start half configured."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from tests.factories import make_user

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SECRET_KEY": "a-key-for-this-test-only-a-key-for-this-test-only",
    "ALLOWED_HOSTS": "backfit.example.org",
    "SITE_URL": "https://backfit.example.org",
}


def start(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python with Django set up from nothing but this environment."""
    clean = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "backfit.settings", **environment}
    program = f"import django; django.setup(); from django.conf import settings; {code}"
    command = [sys.executable, "-c", program]
    return subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("missing", list(PRODUCTION))
def test_production_does_not_start_without_what_it_needs(missing: str) -> None:
    given = {name: value for name, value in PRODUCTION.items() if name != missing}
    ended = start("pass", **given)
    assert ended.returncode != 0
    assert f"Set {missing}" in ended.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("ALLOWED_HOSTS", "*"),
        ("SITE_URL", "nonsense"),
        ("BACKFIT_EMERGENCY_NUMBERS", "help"),
        ("PUSH_PRIVATE_KEY", "short"),
        ("SECURITY_CONTACT", "somebody"),
        ("SECURITY_CONTACT", "mailto:a@example.org\nExpires: never"),
    ],
)
def test_production_refuses_a_value_that_protects_nothing(name: str, value: str) -> None:
    assert f"Set {name}" in start("pass", **{**PRODUCTION, name: value}).stderr


def test_production_with_another_key_opens_what_the_one_before_has_sealed() -> None:
    code = "from backfit.sealing import seal_for as s; print({})"
    sealed = start(code.format("s('x').encrypt(b'seed').decode()"), **PRODUCTION).stdout.strip()
    after = {**PRODUCTION, "SECRET_KEY": "another-key-" * 5}
    opened = code.format(f"s('x').decrypt({sealed!r}).decode()")
    assert start(opened, **after, SECRET_KEY_FALLBACKS=PRODUCTION["SECRET_KEY"]).stdout.strip() == "seed"
    assert start(opened, **after).returncode != 0


def test_production_behind_a_proxy_says_how_many_there_are() -> None:
    behind = {**PRODUCTION, "BEHIND_TLS_PROXY": "1"}
    assert "Set TRUSTED_PROXY_COUNT" in start("pass", **behind).stderr
    assert start("pass", **behind, TRUSTED_PROXY_COUNT="1").returncode == 0


def test_production_cookies_hashes_and_transport_are_the_safe_ones() -> None:
    names = ("DEBUG", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")
    ended = start(f"print([getattr(settings, name) for name in {names}], settings.PASSWORD_HASHERS[0])", **PRODUCTION)
    assert ended.stdout.strip() == (
        "[False, True, True, True, 63072000] django.contrib.auth.hashers.Argon2PasswordHasher"
    ), ended.stderr


def test_production_cookies_belong_to_this_host_alone() -> None:
    names = [f"{kind}_COOKIE_{part}" for kind in ("SESSION", "CSRF") for part in ("NAME", "SAMESITE", "HTTPONLY")]
    ended = start(f"print(*[getattr(settings, name) for name in {names}], settings.DEVICE_COOKIE_NAME)", **PRODUCTION)
    assert ended.stdout.split() == [
        "__Host-sessionid", "Lax", "True", "__Host-csrftoken", "Strict", "True", "__Host-device",
    ], ended.stderr  # fmt: skip


def test_development_makes_its_own_key_and_keeps_it() -> None:
    first, second = (start("print(settings.SECRET_KEY)", BACKFIT_DEBUG="1").stdout for _time in range(2))
    assert len(first.strip()) > 40
    assert first == second


def test_sqlite_keeps_what_it_has_acknowledged(tmp_path: Path) -> None:
    """FULL (2) survives a power cut; the other two keep rows from pointing at nothing and readers from waiting."""
    code = (
        "from django.db import connection as c; cursor = c.cursor(); "
        "print([cursor.execute(f'PRAGMA {name}').fetchone()[0] for name in "
        "('journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout')], c.transaction_mode)"
    )
    ended = start(code, BACKFIT_DEBUG="1", DATABASE_URL=f"sqlite:///{tmp_path / 'test.sqlite3'}")
    assert ended.stdout.strip() == "['wal', 2, 1, 20000] IMMEDIATE", ended.stderr


def test_every_page_carries_a_policy_without_exceptions(db: None) -> None:
    for path in ("/", "/exercises/", "/accounts/login/", "/no-such-page/", "/api/v1/exercises/"):
        answer = Client().get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "*" not in policy
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_pages_of_signed_in_people_are_kept_by_no_cache(db: None) -> None:
    client = Client()
    client.force_login(make_user("somebody@example.org"))
    assert client.get("/account/").headers["Cache-Control"] == "no-store"


def test_the_suite_runs_on_the_database_it_was_asked_for() -> None:
    wanted = os.environ.get("DATABASE_URL", "sqlite")
    assert connection.vendor == ("postgresql" if wanted.startswith("postgres") else "sqlite")
    assert settings.DATABASES["default"]["ATOMIC_REQUESTS"] is False


def test_production_demands_the_second_step_of_who_works_there() -> None:
    assert start("print(settings.REQUIRE_SECOND_STEP)", **PRODUCTION).stdout.strip() == "True"
    refused = start("pass", **PRODUCTION, REQUIRE_SECOND_STEP="0")
    assert "Set REQUIRE_SECOND_STEP to 1" in refused.stderr
    assert start("print(settings.REQUIRE_SECOND_STEP)", BACKFIT_DEBUG="1").stdout.strip() == "False"
