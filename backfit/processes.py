"""Limits count in the cache, so several processes share one: with a cache each, four allow four times as much.

Where each has its own, the first process that answers requests holds a lock, and another refuses to start. What is no
web server, such as `manage.py work`, counts nothing and is not asked.
"""

import fcntl
import hashlib
import time
from pathlib import Path
from tempfile import gettempdir
from typing import IO

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

OWN = {"django.core.cache.backends.locmem.LocMemCache", "django.core.cache.backends.dummy.DummyCache"}
PATIENCE = 15
"""Seconds, in which one that is being replaced ends."""
SENTENCE = "Set CACHE_URL to a cache that all processes share, such as dbcache://cache; or run one process only."
held: list[IO[bytes]] = []


def each_has_its_own_cache() -> bool:
    return settings.CACHES["default"]["BACKEND"] in OWN


def lock_path() -> Path:
    """The same for all processes of this site on this machine, and for no other site."""
    name = hashlib.sha256(f"{settings.BASE_DIR}\n{settings.SITE_URL}".encode()).hexdigest()[:24]
    return Path(gettempdir()) / f"backfit-{name}.lock"


def require_shared_cache(patience: float = PATIENCE) -> None:
    """Raises ImproperlyConfigured when another process answers requests with a cache of its own."""
    if settings.DEBUG or not each_has_its_own_cache():
        return
    file = lock_path().open("ab")
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                file.close()
                raise ImproperlyConfigured(SENTENCE) from None
            time.sleep(0.2)
        else:
            held.append(file)  # until this process ends
            return
