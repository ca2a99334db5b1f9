import datetime
from typing import Any

from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Replace

# The rank of what was suggested before step backs had one of their own; what comes after moves on by one.
RANK = 8


def name_step_backs(apps: Any, schema_editor: Any) -> None:
    rename(apps, schema_editor.connection.alias, was="ready", now="step-back")


def call_them_ready(apps: Any, schema_editor: Any) -> None:
    rename(apps, schema_editor.connection.alias, was="step-back", now="ready")


def rename(apps: Any, alias: str, *, was: str, now: str) -> None:
    """Answers stay with what they answered, and the desk counts whoever it concerns anew at the next look."""
    rows = apps.get_model("programs", "Attention").objects.using(alias)
    suggested = rows.filter(kind=was, facts__proposal="step-back")
    suggested.update(kind=now, subject=Replace("subject", Value(f"{was}:"), Value(f"{now}:")))
    later = rows.filter(closed_at__isnull=True, rank__gte=RANK).values("episode")
    states = apps.get_model("programs", "DeskState").objects.using(alias)
    states.filter(episode__in=later).update(day=F("day") - datetime.timedelta(days=1))


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0005_reasons_without_program"),
    ]

    operations = [
        migrations.AlterField(
            model_name="attention",
            name="kind",
            field=models.CharField(
                choices=[
                    ("safety", "Warning sign"),
                    ("severe-pain", "Severe pain"),
                    ("pain-up", "Pain above usual"),
                    ("morning-rise", "Worse the next morning"),
                    ("not-started", "Not started"),
                    ("missed", "Missed sessions"),
                    ("slipping", "Doing less"),
                    ("step-back", "Step back suggested"),
                    ("ready", "Ready to progress"),
                    ("message", "Unread note"),
                    ("ending", "Program ends soon"),
                ],
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.RunPython(name_step_backs, call_them_ready),
    ]
