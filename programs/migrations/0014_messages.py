import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0023_kept_records"),
        ("programs", "0013_easier_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("uuid", models.UUIDField(help_text="Chosen by who writes.")),
                ("from_client", models.BooleanField(verbose_name="written by the client")),
                ("text", models.TextField(max_length=2000, verbose_name="text")),
                ("day", models.DateField(verbose_name="day")),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="sent")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read")),
                ("leaving_at", models.DateTimeField(editable=False, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="accounts.episode"
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ["sent_at", "pk"],
                "indexes": [
                    models.Index(fields=["episode", "sent_at"], name="message_thread"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)), fields=["episode"], name="unread_messages"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("author", "uuid"), name="message_named_once"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="message_says_something",
                        violation_error_message="Write something first.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("text"), 2000
                        ),
                        name="message_of_2000",
                        violation_error_message="Keep it to 2000 characters, or send two messages.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_at", models.DateTimeField(db_index=True, null=True)),
                ("told_at", models.DateTimeField(null=True)),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="message_notices",
                        to="accounts.episode",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="message_notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "notice of a message",
                "verbose_name_plural": "notices of messages",
                "constraints": [models.UniqueConstraint(fields=("episode", "user"), name="one_message_notice_each")],
            },
        ),
    ]
