from typing import Any

from django.db import migrations, models


def is_interval(item: dict[str, Any]) -> bool:
    frequency = item["dose"].get("frequency", {})
    return "every_minutes" in frequency or "every_hours" in frequency


def find_breaks(apps: Any, schema_editor: Any) -> None:
    """Sessions from before that are nothing but breaks; one query for each version that has a habit with an interval."""
    using = schema_editor.connection.alias
    sessions = apps.get_model("programs", "Session").objects.using(using)
    results = apps.get_model("programs", "Result").objects.using(using)
    for version in apps.get_model("programs", "Version").objects.using(using).only("document").iterator():
        items = [item for phase in version.document["phases"] for item in phase["items"]]
        keys = [item["key"] for item in items if is_interval(item)]
        if not keys:
            continue
        of_session = results.filter(session=models.OuterRef("pk"))
        others = of_session.exclude(item_key__in=keys, status__in=("done", "part"), pain__isnull=True)
        silent = sessions.filter(version=version.pk, note="", worst_pain__isnull=True, effort__isnull=True)
        silent.filter(models.Exists(of_session), ~models.Exists(others)).update(is_break=True)


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0010_reminders"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="is_break",
            field=models.BooleanField(
                default=False,
                help_text="Nothing but breaks of a habit with an interval was told.",
                verbose_name="only breaks",
            ),
        ),
        migrations.RunPython(find_breaks, migrations.RunPython.noop),
    ]
