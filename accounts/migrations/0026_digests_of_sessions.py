"""Ids of sessions become digests of them (backfit/sessions.py); nobody is signed out by it."""

import hashlib
from typing import Any

from django.db import migrations


def digest(session_key: str) -> str:
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


def keep_digests(apps: Any, schema_editor: Any) -> None:
    alias = schema_editor.connection.alias
    session, sign_in = apps.get_model("sessions", "Session"), apps.get_model("accounts", "SignIn")
    for row in session.objects.using(alias).iterator(500):
        if len(row.session_key) == 32:  # Django's ids; a digest has 40 characters
            session.objects.using(alias).filter(pk=row.pk).update(session_key=digest(row.pk))
    for row in sign_in.objects.using(alias).iterator(500):
        if len(row.session_key) == 32:
            sign_in.objects.using(alias).filter(pk=row.pk).update(session_key=digest(row.session_key))


def begin_anew(apps: Any, schema_editor: Any) -> None:
    """An id cannot be made from its digest: people sign in once more."""
    alias = schema_editor.connection.alias
    apps.get_model("sessions", "Session").objects.using(alias).all().delete()
    apps.get_model("accounts", "SignIn").objects.using(alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0025_names_of_one_line"),
        ("sessions", "0001_initial"),
    ]

    operations = [migrations.RunPython(keep_digests, begin_anew)]
