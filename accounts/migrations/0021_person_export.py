import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0020_records_kept")]

    operations = [
        migrations.CreateModel(
            name="PersonExport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Being made"),
                            ("ready", "Ready"),
                            ("failed", "Could not be made"),
                            ("gone", "Thrown away"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("made_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField()),
                ("file", models.CharField(blank=True, max_length=100)),
                ("size", models.PositiveBigIntegerField(default=0, help_text="In bytes")),
                ("digest", models.CharField(blank=True, help_text="SHA-256 of the record in it", max_length=64)),
                ("downloads", models.PositiveIntegerField(default=0)),
                ("downloaded_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "copy of a person's data",
                "verbose_name_plural": "copies of persons' data",
                "ordering": ["-asked_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="personexport",
            name="asked_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="personexport",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="exports", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="personexport",
            index=models.Index(fields=["expires_at"], name="exports_by_end"),
        ),
        migrations.AddConstraint(
            model_name="personexport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "ready"), _negated=True),
                    models.Q(("made_at__isnull", False), models.Q(("file", ""), _negated=True)),
                    _connector="OR",
                ),
                name="ready_export_has_a_file",
            ),
        ),
    ]
