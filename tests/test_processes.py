"""Several processes without a cache that they share do not start, nor a site that does not know its proxies."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_settings import PRODUCTION, ROOT, start

# Of its own, so that no site on this machine is in the way.
SITE = PRODUCTION | {"SITE_URL": f"https://processes-{os.getpid()}.example.org"}
FAR = {"CACHE_URL": "dbcache://cache"}
SERVES = (
    "import backfit.processes as p; p.PATIENCE = 0; p.require_shared_cache.__defaults__ = (0,); import backfit.wsgi"
)


def server(**environment: str) -> subprocess.Popen[str]:
    """Answers requests, as far as the check goes, until its input ends."""
    clean = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "backfit.settings", **SITE, **environment}
    program = f"import django; django.setup(); {SERVES}; print('up', flush=True); input()"
    return subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=clean,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_second_process_needs_a_shared_cache(tmp_path: Path) -> None:
    first = server()
    assert first.stdout is not None
    assert first.stdout.readline() == "up\n"
    alone, shared = start(SERVES, **SITE), start(SERVES, **SITE, CACHE_URL="dbcache://cache")
    first.communicate("\n")
    assert "Set CACHE_URL to a cache that all processes share" in alone.stderr
    assert shared.returncode == 0, shared.stderr
    # What has ended holds nothing.
    assert start(SERVES, **SITE).returncode == 0


def test_site_behind_a_proxy_says_how_many_there_are() -> None:
    refused = start("pass", **PRODUCTION, BEHIND_TLS_PROXY="1")
    assert "Set TRUSTED_PROXY_COUNT" in refused.stderr
    said = start(
        "print(settings.ALLAUTH_TRUSTED_PROXY_COUNT)", **PRODUCTION, BEHIND_TLS_PROXY="1", TRUSTED_PROXY_COUNT="1"
    )
    assert said.stdout.strip() == "1", said.stderr


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({}, {"backfit.W001"}),
        ({"DATABASE_URL": "postgres://a:b@localhost/c"}, {"backfit.E001"}),
        ({"DATABASE_URL": "postgres://a:b@localhost/c", "CACHE_URL": "dbcache://cache"}, set()),
        ({"EMAIL_URL": "smtp://mail.example.org:25"}, {"backfit.W001", "backfit.W002"}),
        ({"EMAIL_URL": "smtp+tls://mail.example.org:587"}, {"backfit.W001"}),
        ({**FAR, "DATABASE_URL": "postgres://a:b@db.example.org/c"}, {"backfit.W003"}),
        ({**FAR, "DATABASE_URL": "postgres://a:b@db.example.org/c?sslmode=verify-full"}, set()),
    ],
)
def test_check_before_deployment_says_what_is_missing(environment: dict[str, str], found: set[str]) -> None:
    code = (
        "from django.core.checks import run_checks; "
        "print(*[m.id for m in run_checks(tags=['security'], include_deployment_checks=True)])"
    )
    said = start(code, **PRODUCTION, **environment)
    assert {word for word in said.stdout.split() if word.startswith("backfit.")} == found, said.stderr


def test_check_minds_a_production_without_the_second_step() -> None:
    code = (
        "from django.core.checks import run_checks; "
        "print(*[m.id for m in run_checks(tags=['security'], include_deployment_checks=True)])"
    )
    assert "backfit.E002" in start(code, BACKFIT_DEBUG="1").stdout
