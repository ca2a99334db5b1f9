"""What `manage.py check --deploy` says beside Django's own."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from backfit.processes import SENTENCE, each_has_its_own_cache


@register(Tags.security, deploy=True)
def cache_is_shared(app_configs: Any, **about: Any) -> list[CheckMessage]:
    """PostgreSQL is for several processes; on SQLite there is one, and a cache of its own will do."""
    if not each_has_its_own_cache():
        return []
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return [Error("Each process has a cache of its own, and counts tries by itself.", SENTENCE, id="backfit.E001")]
    return [Warning("The cache is not shared, so only one process may answer requests.", SENTENCE, id="backfit.W001")]


@register(Tags.security, deploy=True)
def second_step_is_required(app_configs: Any, **about: Any) -> list[CheckMessage]:
    if settings.REQUIRE_SECOND_STEP:
        return []
    return [Error("Staff get in without a second step.", "Leave REQUIRE_SECOND_STEP out.", id="backfit.E002")]
