"""Reading what the mails of the tests say."""

import re
from urllib.parse import urlsplit

from django.core import mail


def last_link() -> str:
    """The path of the link in the newest mail."""
    found = re.search(r"https?://\S+/invitations/(?!enter)\S+", str(mail.outbox[-1].body))
    assert found is not None
    return urlsplit(found.group()).path


def last_token() -> str:
    return last_link().rstrip("/").rpartition("/")[2]


def last_code() -> str:
    """The code of an invitation."""
    found = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", str(mail.outbox[-1].body))
    assert found is not None
    return found.group()
