import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0022_erasure")]

    operations = [
        migrations.CreateModel(
            name="FrozenRecord",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("episode", models.UUIDField(unique=True)),
                ("label", models.CharField(max_length=40)),
                ("reason", models.CharField(max_length=300)),
                ("frozen_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("until", models.DateField(verbose_name="kept until")),
                ("content", models.JSONField()),
            ],
            options={
                "verbose_name": "kept record",
                "verbose_name_plural": "kept records",
                "ordering": ["until", "pk"],
            },
        ),
        migrations.AddField(
            model_name="clinic",
            name="keeps_after_erasure_years",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="After the end of the care, where a law binds your clinic. Empty: nothing is kept.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(50)],
                verbose_name="years that a record must be kept",
            ),
        ),
        migrations.AddField(
            model_name="clinic",
            name="keeps_because",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=300, verbose_name="which law or rule says so"
            ),
        ),
        migrations.AddConstraint(
            model_name="clinic",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("keeps_after_erasure_years__isnull", True),
                    models.Q(("keeps_because", ""), _negated=True),
                    _connector="OR",
                ),
                name="clinic_keeps_for_a_reason",
                violation_error_message="Say which law or rule binds you to keep records.",
            ),
        ),
        migrations.AddField(
            model_name="frozenrecord",
            name="clinic",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="frozen_records", to="accounts.clinic"
            ),
        ),
    ]
