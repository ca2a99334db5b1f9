"""The setting for messages to browsers; without a key nothing of them is offered."""

import re

from django.core.exceptions import ImproperlyConfigured


def read_push_key(text: str) -> str:
    """base64url of the 32 bytes of a private key on P-256, or empty."""
    if text and not re.fullmatch(r"[\w-]{43}", text, re.ASCII):
        raise ImproperlyConfigured("Set PUSH_PRIVATE_KEY to a key that `manage.py push_keys` made.")
    return text
