import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_emergency_number"),
        ("programs", "0011_breaks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SafetyScreen",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("day", models.DateField(verbose_name="day")),
                (
                    "occasion",
                    models.CharField(
                        choices=[
                            ("start", "Before the first session"),
                            ("pain", "After severe pain, or words that ask for care"),
                        ],
                        max_length=8,
                        verbose_name="occasion",
                    ),
                ),
                (
                    "found",
                    models.CharField(
                        choices=[
                            ("none", "No sign"),
                            ("urgent", "A sign to see a doctor for, the same day"),
                            ("emergency", "An emergency sign"),
                        ],
                        max_length=10,
                        verbose_name="found",
                    ),
                ),
                ("answered_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("asked_anew_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "safety screen",
                "verbose_name_plural": "safety screens",
                "ordering": ["-answered_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="result",
            name="skip_because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("pain", "Pain"),
                    ("too_hard", "Too hard"),
                    ("unclear", "Not clear how"),
                    ("no_time", "No time"),
                    ("no_equipment", "Nothing to do it with"),
                    ("other", "Something else"),
                ],
                db_default="",
                default="",
                max_length=12,
                verbose_name="reason",
            ),
        ),
        migrations.AlterField(
            model_name="attention",
            name="kind",
            field=models.CharField(
                choices=[
                    ("safety", "Warning sign"),
                    ("severe-pain", "Severe pain"),
                    ("pain-up", "Pain above usual"),
                    ("morning-rise", "Worse the next morning"),
                    ("pain-skip", "Left out for pain"),
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
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("skip_because__in", ["", "pain", "too_hard", "unclear", "no_time", "no_equipment", "other"])
                ),
                name="result_left_out_because",
                violation_error_message="That is none of the reasons.",
            ),
        ),
        migrations.AddField(
            model_name="safetyscreen",
            name="answered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="safetyscreen",
            name="asked_anew_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="safetyscreen",
            name="episode",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="safety_screens", to="accounts.episode"
            ),
        ),
        migrations.AddIndex(
            model_name="safetyscreen",
            index=models.Index(fields=["episode", "day"], name="screens_of_episode"),
        ),
        migrations.AddConstraint(
            model_name="safetyscreen",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked_anew_at__isnull", True), ("asked_anew_by__isnull", True)),
                    models.Q(("asked_anew_at__isnull", False), ("asked_anew_by__isnull", False)),
                    _connector="OR",
                ),
                name="screen_asked_anew_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="safetyscreen",
            constraint=models.CheckConstraint(
                condition=models.Q(("found__in", ["none", "urgent", "emergency"])),
                name="screen_found_known",
                violation_error_message="There is no such kind of sign.",
            ),
        ),
    ]
