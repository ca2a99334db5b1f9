"""Encryption of what lies in the database for a while and is nobody's to read there."""

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal_for(purpose: str) -> MultiFernet:
    """Its key follows from the site's secret key, under a name of its own."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = (HKDF(SHA256(), 32, salt=None, info=f"backfit.{purpose}".encode()).derive(each.encode()) for each in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
