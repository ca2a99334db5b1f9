from typing import Any

from django.db import migrations, models
from django.db.models import F


def keep_long_enough(apps: Any, schema_editor: Any) -> None:
    """Where the two years disagree, records stay for the longer time."""
    clinics = apps.get_model("accounts", "Clinic").objects
    law = F("keeps_after_erasure_years")
    clinics.filter(keeps_records_years__lt=law).update(keeps_records_years=law)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0023_kept_records"),
    ]

    operations = [
        migrations.RunPython(keep_long_enough, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="clinic",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("keeps_records_years__isnull", True),
                    ("keeps_after_erasure_years__isnull", True),
                    ("keeps_records_years__gte", F("keeps_after_erasure_years")),
                    _connector="OR",
                ),
                name="clinic_deletes_nothing_it_must_keep",
                violation_error_message="Records cannot be deleted before the years are over that a law asks for.",
            ),
        ),
    ]
