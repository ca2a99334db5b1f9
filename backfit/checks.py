"""What `manage.py check --deploy` says beside Django's own."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from backfit.processes import SENTENCE, each_has_its_own_cache

HERE = {"", "localhost", "127.0.0.1", "::1"}


@register(Tags.security, deploy=True)
def cache_is_shared(app_configs: Any, **about: Any) -> list[CheckMessage]:
    """PostgreSQL is for several processes; on SQLite there is one, and a cache of its own will do."""
    if not each_has_its_own_cache():
        return []
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return [Error("Each process has a cache of its own, and counts tries by itself.", SENTENCE, id="backfit.E001")]
    return [Warning("The cache is not shared, so only one process may answer requests.", SENTENCE, id="backfit.W001")]


@register(Tags.security, deploy=True)
def what_leaves_is_sealed(app_configs: Any, **about: Any) -> list[CheckMessage]:
    """Mails and the database's own connection, where they leave this machine."""
    found: list[CheckMessage] = []
    if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend") and not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL):
        found.append(
            Warning("Mails leave without TLS.", "Begin EMAIL_URL with smtp+tls:// or smtp+ssl://", id="backfit.W002")
        )
    database = settings.DATABASES["default"]
    host, mode = database.get("HOST") or "", database.get("OPTIONS", {}).get("sslmode")
    is_far = database["ENGINE"].endswith("postgresql") and not host.startswith("/") and host not in HERE
    if is_far and mode != "verify-full":
        found.append(
            Warning(
                "Nobody checks which database answers.", "End DATABASE_URL with ?sslmode=verify-full", id="backfit.W003"
            )
        )
    return found


@register(Tags.security, deploy=True)
def second_step_is_required(app_configs: Any, **about: Any) -> list[CheckMessage]:
    if settings.REQUIRE_SECOND_STEP:
        return []
    return [Error("Staff get in without a second step.", "Leave REQUIRE_SECOND_STEP out.", id="backfit.E002")]
