from typing import Any

from django.db import migrations
from django.db.models import F


def take_for_read(apps: Any, schema_editor: Any) -> None:
    """Until now nobody could mark a note as read; a desk full of old ones would hide the new."""
    sessions = apps.get_model("programs", "Session").objects.using(schema_editor.connection.alias)
    sessions.filter(note_read_at__isnull=True).exclude(note="").update(note_read_at=F("received_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0006_step_backs"),
    ]

    operations = [
        migrations.RunPython(take_for_read, migrations.RunPython.noop),
    ]
