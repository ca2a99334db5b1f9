import re

from django.core.exceptions import ImproperlyConfigured

CONTACT = re.compile(r"(mailto:[^\s@,<>]+@[^\s@,<>]+|https://[^\s<>]+)", re.ASCII)


def read_security_contact(text: str) -> str:
    """Where weaknesses are reported, as an address that programs can open; empty where there is none."""
    if text and not CONTACT.fullmatch(text):
        raise ImproperlyConfigured("Set SECURITY_CONTACT to mailto:security@example.org or to an https:// address.")
    return text
