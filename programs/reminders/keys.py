"""The key by which push services know this site (VAPID, RFC 8292): a private one on P-256, base64url of 32 bytes."""

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

PLACE = Path(settings.BASE_DIR) / "var" / "push_key"


def new_key() -> str:
    from py_vapid import Vapid02, b64urlencode

    vapid = Vapid02()
    vapid.generate_keys()
    number = vapid.private_key.private_numbers().private_value
    return str(b64urlencode(number.to_bytes(32, "big")))


def private_key() -> str:
    """From the settings; in development one of this checkout's own. Empty where there is none."""
    if settings.PUSH_PRIVATE_KEY or not settings.DEBUG:
        return str(settings.PUSH_PRIVATE_KEY)
    if not PLACE.exists():
        PLACE.parent.mkdir(exist_ok=True)
        PLACE.touch(mode=0o600)
        PLACE.write_text(new_key())
    return PLACE.read_text()


def push_is_offered() -> bool:
    return bool(private_key())


@cache
def vapid_of(key: str) -> Any:
    """A py_vapid.Vapid02, which few pages need. Raises ValueError for what is no such key."""
    from py_vapid import Vapid02

    return Vapid02.from_raw(key.encode())


def public_key() -> str:
    """What browsers want to know before they subscribe: the uncompressed point, base64url. Empty without a key."""
    from cryptography.hazmat.primitives import serialization
    from py_vapid import b64urlencode

    key = private_key()
    if not key:
        return ""
    point = vapid_of(key).public_key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return str(b64urlencode(point))
